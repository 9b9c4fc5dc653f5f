// `npm run soak`: 200 000 calls through one instance, 64 at a time, one in ten of them failing as its row says.
// It prints memory as it goes, and fails where memory grows after the warm-up or a promise is left behind.

import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { imported } from '../support/installed.js';
import { linearMemory } from '../support/linear-memory.js';
import { startFaults } from './server.js';
import { ROWS } from './table.js';

const CALLS = 200_000;
const CONCURRENCY = 64;
const WARM_UP = 0.2;
const MAX_DURATION_MS = 5 * 60_000;

/** Rows that fail at once: without waits, time-outs and large bodies. */
const FAULTS = ROWS.filter(({ name, expect }) => !/never|drips|10 000|50 MB|mid-body/.test(name) && 'kind' in expect);

/** @type {string[]} */
const complaints = [];
process.on('warning', (warning) => complaints.push(`warning: ${warning}`));
process.on('unhandledRejection', (reason) => complaints.push(`unhandled rejection: ${reason}`));

const faults = await startFaults(ROWS);
const { listAttachments } = await imported();
const { signal } = new AbortController();
const options = { api_url: faults.api_url, api_secret: 'ask_soak', api_user: 'u', max_retries: 0, signal };

let started = 0;
let done = 0;
let failed = 0;
let listed = 0;
const begun = Date.now();

/**
 * Makes a call and checks how it ends; one in ten is of a row that fails.
 * @param {number} call its number
 */
async function one(call) {
  const row = call % 10 === 0 ? FAULTS[(call / 10) % FAULTS.length] : undefined;
  const outcome = await listAttachments(row?.name ?? 'fine', { key: 'k' }, options).catch((error) => error);
  if (row && 'kind' in row.expect) {
    assert.equal(outcome.kind, row.expect.kind, row.name);
    assert.equal(outcome.status, row.expect.status, row.name);
    failed++;
  } else {
    assert.equal(outcome.length, 1, inspect(outcome));
    listed++;
  }
  done++;
  // The server notes what it sees, for other tests.
  if (done % 1_000 === 0) faults.requests.length = 0;
}

/**
 * @param {number} upTo how many calls are made in all
 */
async function run(upTo) {
  const lanes = Array.from({ length: CONCURRENCY }, async () => {
    while (started < upTo) {
      assert.ok(Date.now() - begun < MAX_DURATION_MS, `bounded to five minutes; ${done} calls are done`);
      await one(started++);
    }
  });
  await Promise.all(lanes);
  // What one collection leaves to finalizers the next one takes.
  for (let collections = 0; collections < 3; collections++) {
    /** @type {any} */ (globalThis).gc?.();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const kib = (/** @type {number} */ bytes) => Math.round(bytes / 1_024);
  const figures = {
    calls: done,
    linear_KiB: kib(linearMemory()),
    heap_KiB: kib(process.memoryUsage().heapUsed),
  };
  console.log(JSON.stringify(figures));
  return figures;
}

const warm = await run(CALLS * WARM_UP);
let last = warm;
for (let share = 0.4; share <= 1.001; share += 0.2) last = await run(Math.round(CALLS * share));

assert.equal(last.linear_KiB, warm.linear_KiB, 'linear memory is flat');
assert.ok(last.heap_KiB < warm.heap_KiB * 1.1 + 1_024, 'the heap is flat');
assert.deepEqual(complaints, []);
await faults.close();
const seconds = Math.round((Date.now() - begun) / 1_000);
console.log(`${done} calls in ${seconds} s: ${listed} listed, ${failed} failed as their rows say; memory is flat`);
