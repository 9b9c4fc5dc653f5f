// The command `hrflow-wasm` as users run it: the installed package's, as a process of its own.

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { API_SECRET, API_USER } from '../../www/standin/api.js';
import { project } from './installed.js';

/** What npm puts there for whoever installs the package. */
export const command = join(project, 'node_modules/.bin', `hrflow-wasm${process.platform === 'win32' ? '.cmd' : ''}`);

/** @typedef {{ code: number | null, stdout: string, stderr: string }} Ended */
/** @typedef {{ env?: Record<string, string | undefined>, input?: string | Uint8Array, cwd?: string }} Options */

/**
 * @param {string} [api_url]
 * @returns {Record<string, string | undefined>} an environment with the stand-in's account, and nothing of the tester's own
 */
export function environment(api_url) {
  const { PATH, HOME } = process.env;
  const account = api_url && { HRFLOW_API_KEY: API_SECRET, HRFLOW_USER_EMAIL: API_USER, HRFLOW_API_URL: api_url };
  return { PATH, HOME, ...account };
}

/**
 * @param {string[]} args
 * @param {Options & { file?: string }} [options]
 */
export function start(args, { env = environment(), input, cwd = project, file = command } = {}) {
  const child = spawn(file, args, { cwd, env, shell: process.platform === 'win32' });
  const said = { stdout: '', stderr: '' };
  /** @type {Set<() => void>} */
  const waiting = new Set();
  const news = () => {
    for (const look of waiting) look();
  };
  for (const name of /** @type {const} */ (['stdout', 'stderr'])) {
    child[name].setEncoding('utf8').on('data', (text) => {
      said[name] += text;
      news();
    });
  }
  // A command that reads no stdin closes it.
  child.stdin.on('error', () => {});
  if (input !== undefined) child.stdin.end(input);
  /** @type {Promise<Ended>} */
  const ended = new Promise((resolve) => {
    child.once('close', (code) => {
      resolve({ code, ...said });
      news();
    });
  });
  /** @param {() => boolean} isSo @returns {Promise<void>} once it is so, or the command has ended */
  const until = (isSo) =>
    new Promise((resolve) => {
      const look = () => {
        if (!isSo() && child.exitCode === null && child.signalCode === null) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  return { child, said, ended, until };
}

/** @param {string[]} args @param {Options & { file?: string }} [options] @returns {Promise<Ended>} */
export const run = (args, options) => start(args, { input: '', ...options }).ended;

/**
 * The same in a terminal so many columns wide.
 * @param {string[]} args
 * @param {{ columns: number, env: Record<string, string | undefined>, isByNpx?: boolean, to?: string }} options `to` takes what it writes to stdout
 */
export function startInTerminal(args, { columns, env, isByNpx = false, to }) {
  const terminal = fileURLToPath(new URL('terminal.py', import.meta.url));
  const into = to ? ['sh', '-c', `exec "$@" > '${to}'`, 'sh'] : [];
  const line = isByNpx ? ['npx', '--no-install', 'hrflow-wasm'] : [command];
  return start([terminal, String(columns), ...into, ...line, ...args], { file: 'python3', env });
}

/**
 * @param {{ after(act: () => void): void }} context
 * @returns {string} an empty folder, which is removed with the test
 */
export function folder(context) {
  const path = mkdtempSync(join(tmpdir(), 'hrflow-command-'));
  context.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** @param {string} directory @param {string} [name] @returns {any[]} the lines of a list */
export const listed = (directory, name = 'attachments.ndjson') =>
  readFileSync(join(directory, name), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
