// What programs read: the command's output, and the files of a folder. Both are seen in what the installed package writes, asked at the
// stand-in of HrFlow's API.

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { listen } from '../../www/listen.js';
import { API_SECRET, API_USER, createApi } from '../../www/standin/api.js';
import { manyProfiles, ODD_NAMES } from '../../www/standin/many.js';
import { Voice } from '../source/command/voice.mjs';

/** One with each odd name, at every tenth profile. */
const PROFILES = ODD_NAMES.length * 10;

/** @typedef {{ code: number | null, stdout: string, stderr: string }} Ended */

/**
 * @param {string} installed the folder of the package
 * @returns {Promise<{ command: string, files: string }>}
 */
export async function formats(installed) {
  const source = manyProfiles('many', PROFILES);
  const [first, second] = source.profiles;
  // One file that cannot be fetched.
  const broken = { ...first, attachments: first.attachments.map((file) => ({ ...file, public_url: 'no address' })) };
  const api = await createApi({ sources: [{ key: 'many', profiles: [broken, ...source.profiles.slice(1)] }] });
  const server = await listen((request, env) => api.fetch(request, env));
  const folder = mkdtempSync(join(tmpdir(), 'hrflow-formats-'));
  const ask = (/** @type {string[]} */ ...args) => {
    const account = { HRFLOW_API_KEY: API_SECRET, HRFLOW_USER_EMAIL: API_USER, HRFLOW_API_URL: `${server.url}/v1` };
    return ended([join(installed, 'dist/command.mjs'), ...args], { PATH: process.env.PATH, ...account });
  };
  try {
    const to = join(folder, 'attachments');
    const exported = await ask('export', '--source', 'many', '--to', to, '--log', 'ndjson');
    const one = ['--source', 'many', '--key', String(second.key)];
    const list = async (/** @type {string[]} */ ...args) => (await ask(...args)).stdout;
    const [failed, ok, wrong] = [exported, await ask('verify', to), await ask('export', '--to', to)];
    const refused = await ask('profiles', '--source', 'unknown');
    const command = [
      await help(ask),
      `exit codes: ${ok.code} all done, ${failed.code} some failed, ${wrong.code} wrong usage, ${refused.code} stopped for all`,
      `attachments --format json:\n${shape(JSON.parse(await list('attachments', ...one, '--format', 'json')))}`,
      `attachments --format ndjson:\n${shape(lines(await list('attachments', ...one, '--format', 'ndjson')))}`,
      `attachments --format csv:\n${header(await list('attachments', ...one, '--format', 'csv'))}`,
      `profiles --format json:\n${shape(JSON.parse(await list('profiles', '--source', 'many', '--format', 'json')))}`,
      `profiles --format ndjson:\n${shape(lines(await list('profiles', '--source', 'many', '--format', 'ndjson')))}`,
      `profiles --format csv:\n${header(await list('profiles', '--source', 'many', '--format', 'csv'))}`,
      `--log ndjson, by event:\n${byKind([...lines(exported.stderr), progress()], 'event')}`,
    ].join('\n\n');
    return { command, files: filesOf(to) };
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {(...args: string[]) => Promise<Ended>} ask
 * @returns {Promise<string>} how each command is called, and the options that it has; their words are no promise
 */
async function help(ask) {
  const [whole, version] = [await ask('--help'), await ask('--version')];
  const names = [...whole.stdout.matchAll(/^ {2}(\w+)(?= \[options\])/gm)].map(([, name]) => name);
  const said = await Promise.all(
    [undefined, ...names].map(async (name) => (await ask(...(name ? [name] : []), '--help')).stdout),
  );
  const own = said.map((text) => {
    const [, usage] = /^Usage: (.*)$/m.exec(text) ?? [];
    const options = [...text.matchAll(/^ {2}(--\S+(?: <[^>]+>)?) /gm)].map(([, option]) => `  ${option}`);
    return [usage, ...options.sort()].join('\n');
  });
  const variables = [...whole.stdout.matchAll(/^ {2}(HRFLOW_\w+)/gm)].map(([, name]) => name);
  const isVersion = /^\d+\.\d+\.\d+\S*\n$/.test(version.stdout);
  return [
    ...own,
    `environment: ${variables.join(', ')}`,
    `--version: ${isVersion ? 'the version alone' : 'other'}`,
  ].join('\n\n');
}

/** @returns {any} the line that is said every ten seconds, without waiting so long */
function progress() {
  const stream = new PassThrough();
  const voice = new Voice({ stream, isJson: true });
  voice.begin({ profiles: 0, files: 0, bytes: 0 });
  voice.hear({ profiles: 1, total: 2, files: 3, bytes: 4, failed: 5, waiting: 6 });
  voice.tell();
  voice.end();
  return JSON.parse(String(stream.read()));
}

/** @param {string} folder @returns {string} */
function filesOf(folder) {
  const read = (/** @type {string} */ name) => readFileSync(join(folder, name), 'utf8');
  const listed = lines(read('attachments.ndjson'));
  const odd = listed.filter(
    ({ attachment: { type, original_file_name: name } }) => type === 'original' && ODD_NAMES.includes(name),
  );
  const named = odd.map(({ attachment, path }) => `  ${ascii(attachment.original_file_name)} -> ${ascii(path)}`);
  return [
    `attachments.ndjson, each line:\n${shape(listed)}`,
    `attachments.csv:\n${header(read('attachments.csv'))}`,
    `failures.ndjson, each line:\n${shape(lines(read('failures.ndjson')))}`,
    `.hrflow-export/journal.ndjson, by line:\n${byKind(lines(read('.hrflow-export/journal.ndjson')), 'line')}`,
    `names of files:\n${named.join('\n')}`,
  ].join('\n\n');
}

/** @param {string} text of NDJSON @returns {any[]} */
const lines = (text) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

/** @param {string} csv @returns {string} its first row, and whether a byte order mark stands before it */
const header = (csv) => `  ${ascii(csv.slice(0, csv.indexOf('\r\n')))}`;

/** @param {string} text */
const ascii = (text) =>
  JSON.stringify(text).replace(/[^ -~]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** @param {any[]} values @param {string} name of the field that says what each is */
function byKind(values, name) {
  const kinds = [...new Set(values.map((value) => value[name]))].sort();
  return kinds
    .map(
      (kind) =>
        `  ${kind}\n${shape(
          values.filter((value) => value[name] === kind),
          '    ',
        )}`,
    )
    .join('\n');
}

/**
 * @param {any[]} values
 * @param {string} [indent]
 * @returns {string} each field of theirs, and what it holds
 */
export function shape(values, indent = '  ') {
  /** @type {Map<string, Set<string>>} */
  const fields = new Map();
  const add = (/** @type {string} */ path, /** @type {any} */ value) => {
    const isObject = value !== null && typeof value === 'object';
    if (isObject && !Array.isArray(value)) {
      for (const [name, one] of Object.entries(value)) add(path ? `${path}.${name}` : name, one);
      return;
    }
    if (isObject) for (const one of value) add(`${path}[]`, one);
    else fields.set(path, (fields.get(path) ?? new Set()).add(value === null ? 'null' : typeof value));
  };
  for (const value of values) add('', value);
  return Array.from(fields, ([path, types]) => `${indent}${path}: ${[...types].sort().join(' | ')}`)
    .sort()
    .join('\n');
}

/**
 * @param {string[]} args of Node
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Ended>}
 */
function ended(args, env) {
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  for (const name of /** @type {const} */ (['stdout', 'stderr'])) {
    child[name].setEncoding('utf8').on('data', (text) => {
      said[name] += text;
    });
  }
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...said })));
}
