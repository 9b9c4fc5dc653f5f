// What a process holds after a whole source, and what it held at most. It runs in a process of its own. Arguments: the server, the
// way through the source, and how many profiles there are.

import { linearMemory } from '../support/linear-memory.js';
import { bulk, options } from './bulk-clients.js';

const [, , api_url, way, text] = process.argv;
const count = Number(text);
const PAGE = 100;
const { listAttachmentsOfProfiles, listProfiles } = await bulk();

/** What the platform's own memory comes to: every page with `fetch` and `JSON.parse`, and nothing kept. */
async function* byHand() {
  const source_keys = JSON.stringify([text]);
  for (let page = Math.ceil(count / PAGE); page > 0; page--) {
    const query = new URLSearchParams({ source_keys, page: String(page), limit: String(PAGE) });
    const response = await fetch(`${api_url}/storing/profiles?${query}`);
    yield* JSON.parse(await response.text()).data;
  }
}

function* selectors() {
  for (let index = 0; index < count; index++) yield { key: `profile-${index}` };
}

const begun = performance.now();
const given = { ...options(api_url), page_size: PAGE, concurrency: 16 };
/** @type {Record<string, () => AsyncIterable<unknown>>} */
const ways = {
  listProfiles: () => listProfiles(text, given),
  'its pages by hand': byHand,
  listAttachmentsOfProfiles: () => listAttachmentsOfProfiles('s', selectors(), given),
};
let met = 0;
for await (const _ of ways[way]()) met++;
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
