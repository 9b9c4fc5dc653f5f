// A source's files on disk by several ways, each a function from (api_url, count, concurrency, directory) that resolves when all
// are there; those that are given one profile's list alone leave the listing out.

import { execFile } from 'node:child_process';
import { createWriteStream, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pLimit from 'p-limit';
import { root } from '../support/root.js';
import { python } from '../support/sdk.js';
import { keys, options } from './bulk-clients.js';

const run = promisify(execFile);
const SDK = join(root, 'tests', 'vendor', 'export.py');
const INSTALLED = new URL('../../target/installed/node_modules/hrflow-wasm/dist/export.mjs', import.meta.url).href;
const STEP = fileURLToPath(new URL('export-process.js', import.meta.url));

/** The profile that has four thousand files. */
export const ALL = 'all';

/** @returns {Promise<typeof import('../../pkg/export.d.mts')>} */
const installed = () => import(INSTALLED);

/** @param {string} api_url @param {number} count @param {number} concurrency @param {string} directory */
export async function ours(api_url, count, concurrency, directory) {
  const { exportAttachments } = await installed();
  const given = { ...options(api_url), source_key: String(count), directory, concurrency };
  const { failed, fetched } = await exportAttachments(given);
  if (failed > 0 || fetched !== 2 * count) throw new Error(`${fetched} files came, ${failed} failed.`);
}

/** @param {string} api_url @param {number} count @param {number} concurrency @param {string} directory */
export async function byHand(api_url, count, concurrency, directory) {
  const limit = pLimit(concurrency);
  const headers = { Accept: 'application/json', 'X-API-KEY': 'ask_benchmark', 'X-USER-EMAIL': 'user@example.com' };
  await Promise.all(
    keys(count).map(async (key) => {
      const data = await limit(async () => {
        const query = new URLSearchParams({ source_key: 's', key });
        const response = await fetch(`${api_url}/profile/indexing/attachments?${query}`, { headers });
        if (!response.ok) throw new Error(String(response.status));
        return (await response.json()).data;
      });
      await mkdir(join(directory, key));
      await Promise.all(data.map((/** @type {any} */ file) => limit(() => download(file, join(directory, key)))));
    }),
  );
}

/** @param {{ public_url: string, file_name: string }} file @param {string} directory */
async function download({ public_url, file_name }, directory) {
  const response = await fetch(public_url);
  if (!response.ok || !response.body) throw new Error(String(response.status));
  await pipeline(Readable.fromWeb(/** @type {any} */ (response.body)), createWriteStream(join(directory, file_name)));
}

/**
 * @param {string} api_url @param {number} count @param {number} threads @param {string} directory
 * @returns {Promise<number>} milliseconds, without Python's own start
 */
export async function sdk(api_url, count, threads, directory) {
  const { stdout } = await run(python, [SDK, `${api_url}/`, String(count), String(threads), directory]);
  return Number(stdout) * 1_000;
}

/**
 * The files of one profile, in a process of its own, with or without what it costs to hash and to sync.
 * @param {string} left_out `hash`, `sync`, or nothing
 * @returns {(api_url: string, count: number, concurrency: number, directory: string) => Promise<number>}
 */
export const downloads = (left_out) => async (api_url, _, concurrency, directory) => {
  const { stdout } = await run(process.execPath, [STEP, api_url, String(concurrency), directory, left_out]);
  return Number(stdout);
};

/** @param {string} api_url @param {number} count @param {number} concurrency @param {string} directory */
export async function curl(api_url, count, concurrency, directory) {
  const config = join(directory, 'curl.config');
  const lines = Array.from({ length: count }, (_, index) => {
    return `url = "${api_url}/files/${ALL}/${index}.pdf"\noutput = "${join(directory, `${index}.pdf`)}"\n`;
  });
  writeFileSync(config, lines.join(''));
  await run('curl', ['--silent', '--fail', '--parallel', '--parallel-max', String(concurrency), '--config', config]);
}
