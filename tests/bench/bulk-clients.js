// The attachments of many profiles by several clients, each a function from (api_url, keys, concurrency) that resolves when all
// are listed; and the server that they call.

import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pLimit from 'p-limit';
import { root } from '../support/root.js';
import { python } from '../support/sdk.js';

const INSTALLED = new URL('../../target/installed/node_modules/hrflow-wasm/dist/bulk.mjs', import.meta.url).href;
const SERVER = fileURLToPath(new URL('source-server.js', import.meta.url));
const SDK = join(root, 'tests', 'vendor', 'bench.py');

const credentials = { api_secret: 'ask_benchmark', api_user: 'user@example.com' };
const headers = { Accept: 'application/json', 'X-API-KEY': 'ask_benchmark', 'X-USER-EMAIL': 'user@example.com' };

/** @returns {Promise<typeof import('../../pkg/bulk.d.mts')>} */
export const bulk = () => import(INSTALLED);

/** @param {string} api_url */
export const options = (api_url) => ({ api_url, ...credentials });

/** @typedef {{ answers: number, milliseconds: number, statuses: [moment: number, status: number][] }} Notes of source-server.js */

/**
 * @param {number} latency milliseconds
 * @param {number} [a_minute] requests that are answered
 * @param {string} [program] the server
 */
export async function startServer(latency, a_minute = 0, program = SERVER) {
  const server = fork(program, [String(latency), String(a_minute)]);
  const [port] = await once(server, 'message');
  return {
    api_url: `http://127.0.0.1:${port}`,
    /** @returns {Promise<Notes>} of what was answered since they were last asked for */
    async notes() {
      server.send('notes');
      const [notes] = await once(server, 'message');
      return notes;
    },
    close: () => server.disconnect(),
  };
}

/** @param {number} count */
export const keys = (count) => Array.from({ length: count }, (_, index) => `profile-${index}`);

/**
 * @param {AsyncIterable<import('../../pkg/bulk-api.js').ProfileAttachments<any>>} listed
 * @param {number} expected
 * @returns {Promise<number>} how many failed because the server asked for fewer requests; nothing else may
 */
async function failures(listed, expected) {
  let [count, failed] = [0, 0];
  for await (const { error } of listed) {
    count++;
    if (error && error.status !== 429) throw error;
    if (error) failed++;
  }
  if (count !== expected) throw new Error(`${count} of ${expected} profiles were handed on.`);
  return failed;
}

/** @param {string} api_url @param {number} count @param {import('../../pkg/bulk-api.js').BulkOptions} given */
export async function ours(api_url, count, given) {
  const { listAttachmentsOfProfiles } = await bulk();
  const selectors = keys(count).map((key) => ({ key }));
  return failures(listAttachmentsOfProfiles('s', selectors, { ...options(api_url), ...given }), count);
}

/**
 * Every profile of a source, piped into the listing of its attachments.
 * @param {string} api_url @param {number} count @param {import('../../pkg/bulk-api.js').BulkOptions} given
 */
export async function wholeSource(api_url, count, given) {
  const { listAttachmentsOfProfiles, listProfiles } = await bulk();
  const both = { ...options(api_url), ...given };
  return failures(listAttachmentsOfProfiles('s', listProfiles(String(count), both), both), count);
}

/** @param {string} api_url @param {number} count @param {number} concurrency */
export async function byHand(api_url, count, concurrency) {
  const limit = pLimit(concurrency);
  const listed = await limit.map(keys(count), async (key) => {
    const query = new URLSearchParams({ source_key: 's', key });
    const response = await fetch(`${api_url}/profile/indexing/attachments?${query}`, { headers });
    if (!response.ok) throw new Error(String(response.status));
    return JSON.parse(await response.text()).data;
  });
  return listed.length;
}

/**
 * @param {string} api_url @param {number} count @param {number} threads
 * @returns {Promise<number>} milliseconds
 */
export async function sdk(api_url, count, threads) {
  const { stdout } = await promisify(execFile)(python, [SDK, `${api_url}/`, String(count), String(threads)]);
  return Number(stdout) * 1_000;
}
