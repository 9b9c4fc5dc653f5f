// The core's linear memory: after the first call, after 10 000 attachments, and after 100 000 calls.
// It runs in a process of its own: linear memory never shrinks.

import { imported } from '../support/installed.js';
import { linearMemory } from '../support/linear-memory.js';

const CALLS = 100_000;
const AT_ONCE = 32;

const { listAttachments } = await imported();
const [, , api_url] = process.argv;
const call = (/** @type {string} */ key) => listAttachments('s', { key }, { api_url });

await call('2');
const warm = linearMemory();
await call('10000');
const large = linearMemory();
let started = 0;
const lanes = Array.from({ length: AT_ONCE }, async () => {
  while (started++ < CALLS) await call('2');
});
await Promise.all(lanes);
process.stdout.write(JSON.stringify({ warm, large, many: linearMemory() }));
