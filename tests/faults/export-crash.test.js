// A run that ends at any moment, as by SIGKILL or a power cut, and the next one: what is there in the end is the same.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { project } from '../support/installed.js';
import { FEW, many, startSource } from './export-source.js';

const folder = mkdtempSync(join(tmpdir(), 'hrflow-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const here = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));
// In the project, so that it finds the package by its name.
const caller = join(project, 'export-caller.mjs');
cpSync(here('export-caller.mjs'), caller);

/**
 * Starts a run in a process of its own.
 * @param {object} options
 * @param {number} [step] before which it ends
 */
function started(options, step) {
  const preload = step === undefined ? [] : ['--import', pathToFileURL(here('end-at-step.mjs')).href];
  const env = { ...process.env, HRFLOW_TEST_OPTIONS: JSON.stringify(options), HRFLOW_TEST_END_AT: String(step) };
  return spawn(process.execPath, [...preload, caller], { env, stdio: ['ignore', 'pipe', 'inherit'] });
}

/**
 * @param {object} options
 * @param {number} [step] before which it ends
 * @returns {Promise<{ isWhole: boolean, summary?: any, steps?: number }>} whether it came to its end
 */
async function run(options, step) {
  const child = started(options, step);
  const [output, [code, signal]] = await Promise.all([child.stdout.toArray(), once(child, 'exit')]);
  assert.ok(code === 0 || signal === 'SIGKILL', `${code} ${signal}`);
  const lines = Buffer.concat(output).toString().split('\n').filter(Boolean);
  return Object.assign({ isWhole: code === 0 }, ...lines.map((line) => JSON.parse(line)));
}

/**
 * @param {string} directory
 * @returns {Record<string, string>} every file but what is the run's own, by its path
 */
function tree(directory) {
  const paths = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .filter((path) => !path.startsWith('.hrflow-export'));
  return Object.fromEntries(paths.sort().map((path) => [path, readFileSync(join(directory, path), 'latin1')]));
}

/** @param {string} directory */
const parts = (directory) => readdirSync(join(directory, '.hrflow-export/parts'));

const CREDENTIALS = { api_secret: 'ask_0123456789abcdef', api_user: 'u@x.io' };

for (const [name, states] of /** @type {const} */ ([
  ['a first run', ['first']],
  ['a run that brings up to date and removes', ['first', 'later']],
])) {
  test(`${name}, ended between each two steps on disk in turn`, { timeout: 300_000 }, async (context) => {
    const source = await startSource(FEW.first);
    context.after(() => source.close());
    const state = /** @type {'first' | 'later'} */ (states.at(-1));
    const of = (/** @type {string} */ directory) => ({
      ...{ ...CREDENTIALS, source_key: 's', api_url: source.api_url, directory },
      ...{ concurrency: 2, delete_missing: true },
    });
    const before = join(folder, `${name}, before`);
    if (states.length > 1) await run(of(before));
    const undisturbed = join(folder, `${name}, undisturbed`);
    const begin = (/** @type {string} */ directory) =>
      states.length > 1 && cpSync(before, directory, { recursive: true, preserveTimestamps: true });
    begin(undisturbed);
    source.candidates = FEW[state];
    const { steps = 0 } = await run(of(undisturbed), 0);
    assert.ok(steps > 30, `${steps}`);
    const expected = tree(undisturbed);
    assert.ok(Object.keys(expected).length > 4);

    let ended = 0;
    const step = async (/** @type {number} */ at) => {
      const directory = join(folder, `${name}, ${at}`);
      begin(directory);
      if (!(await run(of(directory), at)).isWhole) ended++;
      const { isWhole, summary } = await run(of(directory));
      assert.ok(isWhole, `after step ${at}`);
      assert.equal(summary.failed, 0);
      assert.deepEqual(tree(directory), expected, `after step ${at}`);
      assert.deepEqual(parts(directory), [], `after step ${at}`);
      rmSync(directory, { recursive: true });
    };
    const left = Array.from({ length: steps }, (_, index) => index + 1);
    const work = async () => {
      for (let at = left.shift(); at !== undefined; at = left.shift()) await step(at);
    };
    await Promise.all([work(), work()]);
    // Which requests come first differs, and so the number of steps may by a few.
    assert.ok(ended > steps - 10, `${ended} of ${steps}`);
    context.diagnostic(`${ended} of ${steps} steps`);
  });
}

test('a run that is killed at thirty random moments', { timeout: 300_000 }, async (context) => {
  const concurrency = 8;
  const source = await startSource(many(120), { latency: 4 });
  context.after(() => source.close());
  const of = (/** @type {string} */ name) => ({
    ...{ ...CREDENTIALS, source_key: 's', api_url: source.api_url, directory: join(folder, name), concurrency },
  });
  await run(of('whole'));
  const files = source.fetched.length;
  const requests = files + source.listed.length;
  source.fetched.length = source.listed.length = 0;

  let ends = 0;
  while (ends < 30) {
    const child = started(of('killed'));
    // Moments in which something happens: so many requests after the start, and a little later.
    let left = 2 + Math.floor(Math.random() * (requests / 20));
    const reached = new Promise((resolve) => {
      source.heard = () => void (--left <= 0 && resolve(undefined));
    });
    const exited = once(child, 'exit');
    await Promise.race([reached, exited]);
    await wait(Math.random() * 10);
    child.kill('SIGKILL');
    const [code] = await exited;
    if (code === 0) break;
    ends++;
  }
  assert.equal(ends, 30, 'it came to its end before');
  const { isWhole, summary } = await run(of('killed'));
  assert.ok(isWhole);
  assert.equal(summary.files, files);
  assert.deepEqual(tree(join(folder, 'killed')), tree(join(folder, 'whole')));
  const twice = source.fetched.length - files;
  context.diagnostic(`${twice} files fetched twice, after ${ends} ends`);
  assert.ok(twice <= ends * concurrency, `${twice}`);
});
