// What a process holds after a whole source, and what it held at most. It runs in a process of its own. Arguments: the server, the
// way through the source, and how many profiles there are.

import { linearMemory } from '../support/linear-memory.js';
import { bulk, options } from './bulk-clients.js';

const [, , api_url, way, text] = process.argv;
const count = Number(text);
const { listAttachmentsOfProfiles, listProfiles } = await bulk();

function* selectors() {
  for (let index = 0; index < count; index++) yield { key: `profile-${index}` };
}

const begun = performance.now();
const items =
  way === 'walk'
    ? listProfiles(text, { ...options(api_url), page_size: 100 })
    : listAttachmentsOfProfiles('s', selectors(), { ...options(api_url), concurrency: 16 });
let met = 0;
for await (const _ of items) met++;
if (met !== count) throw new Error(`${met} of ${count}`);
const seconds = (performance.now() - begun) / 1_000;
/** @type {any} */ (globalThis).gc();
process.stdout.write(
  JSON.stringify({
    resident: process.memoryUsage.rss(),
    // Of the operating system's, in KiB.
    peak: process.resourceUsage().maxRSS * 1_024,
    linear: linearMemory(),
    seconds,
  }),
);
