// What it takes to have a source's files on disk: beside the line, a loop by hand, the vendor's way and `curl --parallel`.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { found, installSdk } from '../support/sdk.js';
import { startServer } from './bulk-clients.js';
import { LATENCY } from './bulk-ways.js';
import { byHand, curl, downloads, ours, sdk } from './export-clients.js';
import { quantile, shuffled, spread } from './statistics.js';
import { shown, table } from './tables.js';

const SERVER = fileURLToPath(new URL('export-server.js', import.meta.url));
const hasCurl = spawnSync('curl', ['--version']).status === 0;

const OURS = 'hrflow-wasm/export';
const VENDOR = 'the vendor’s SDK, list then download';

/** @typedef {(api_url: string, count: number, concurrency: number, directory: string) => Promise<number | void>} Way */
/** @typedef {[name: string, concurrency: number, count: number, way: Way]} Row */

/** With a latency: profiles of two files each. What the others are compared with comes first. @type {Row[]} */
const WHOLE = [
  [OURS, 16, 2_000, ours],
  ['a loop by hand', 16, 2_000, byHand],
  [OURS, 8, 1_000, ours],
  [OURS, 3, 300, ours],
  [VENDOR, 3, 300, sdk],
];

/** Without: the files of one profile. @type {Row[]} */
const ALONE = [
  ['curl --parallel', 16, 4_000, curl],
  [OURS, 16, 4_000, downloads('')],
  [`${OURS}, nothing hashed`, 16, 4_000, downloads('hash')],
  [`${OURS}, nothing synced`, 16, 4_000, downloads('sync')],
];

/**
 * @param {Row[]} rows
 * @param {number} latency
 * @param {number} rounds
 */
async function measure(rows, latency, rounds) {
  if (found) await installSdk();
  const able = rows.filter(([, , , way]) => (way !== sdk || found) && (way !== curl || hasCurl));
  const server = await startServer(latency, 0, SERVER);
  /** @type {Record<string, { each: number[], line: number[] }>} milliseconds for one, and as a multiple of the line */
  const taken = Object.fromEntries(
    able.map(([name, concurrency]) => [`${name}; ${concurrency}`, { each: [], line: [] }]),
  );
  for (let round = -1; round < rounds; round++) {
    for (const [name, concurrency, count, way] of shuffled(able)) {
      const directory = mkdtempSync(join(tmpdir(), 'hrflow-'));
      await server.notes();
      const begun = performance.now();
      const inside = await way(server.api_url, round < 0 ? Math.ceil(count / 10) : count, concurrency, directory);
      const time = inside ?? performance.now() - begun;
      const { answers } = await server.notes();
      rmSync(directory, { recursive: true });
      if (round < 0) continue;
      const { each, line } = taken[`${name}; ${concurrency}`];
      each.push(time / count);
      if (latency) line.push(time / ((answers * latency) / concurrency));
    }
  }
  server.close();
  return taken;
}

/** @param {number} rounds */
export async function measureExport(rounds) {
  return { whole: await measure(WHOLE, LATENCY, rounds), alone: await measure(ALONE, 0, rounds) };
}

/** @param {Awaited<ReturnType<typeof measureExport>>} measured */
export function printExport({ whole, alone }) {
  const ratio = (/** @type {typeof whole} */ of, /** @type {string} */ name, /** @type {string} */ base) =>
    of[base] ? shown(spread(of[name].each.map((value, round) => value / of[base].each[round])), 2) : '';
  table(
    [
      `profiles with two files of 100 kB, ${LATENCY} ms a request (quartiles)`,
      ...['at once', 'milliseconds a profile', 'of the line', `of ${OURS} with 8`, `of ${OURS} with as many`],
    ],
    Object.entries(whole).map(([name, { each, line }]) => [
      ...name.split('; '),
      quantile(each, 0.5).toFixed(2),
      shown(spread(line), 2),
      ratio(whole, name, `${OURS}; 8`),
      ratio(whole, name, `${OURS}; ${name.split('; ')[1]}`),
    ]),
  );
  table(
    ['4 000 files of 100 kB, no latency (quartiles)', 'at once', 'milliseconds a file', 'of curl'],
    Object.entries(alone).map(([name, { each }]) => [
      ...name.split('; '),
      quantile(each, 0.5).toFixed(2),
      ratio(alone, name, 'curl --parallel; 16'),
    ]),
  );
}
