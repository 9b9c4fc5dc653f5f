// What many profiles take where time is not real, as JSON: by a way's own making, or at a server that has a limit. A process of its
// own, whose timers are replaced. Argument: `line` or `limited`.

import { throttle } from '../../www/standin/throttle.js';
import { A_MINUTE, figures, LATENCY, THROTTLED, WAYS } from './bulk-ways.js';
import { answer } from './source.js';
import { chance, refusal, virtually } from './virtual.js';

/** How much longer than others a request is on its way at most, where time is not real. */
const JITTER = 10;

/** A platform that costs nothing sends nothing. */
const NOWHERE = 'https://nowhere.example';

/**
 * @param {import('./bulk-ways.js').Way} way
 * @returns {Promise<number>} what it takes by its own making, as a multiple of the line
 */
async function line({ concurrency, list }) {
  let requests = 0;
  const server = (/** @type {URL} */ url) => {
    requests++;
    return { body: answer(url), after: LATENCY };
  };
  const time = await virtually(
    server,
    () => 0,
    () => list(NOWHERE),
  );
  return time / ((requests * LATENCY) / concurrency);
}

/**
 * Half an hour in a moment.
 * @param {import('./bulk-ways.js').Throttled} way
 */
async function limited(way) {
  const random = chance(1);
  /** @type {import('./bulk-ways.js').Statuses} */
  const statuses = [];
  /** @type {ReturnType<typeof throttle> | undefined} */
  let limit;
  const server = (/** @type {URL} */ url, /** @type {() => number} */ now) => {
    limit ??= throttle({ requests: A_MINUTE, seconds: 60 }, now);
    const refused = refusal(limit);
    statuses.push([now(), refused?.status ?? 200]);
    return { body: answer(url), ...refused, after: LATENCY };
  };
  let failed = 0;
  const time = await virtually(
    server,
    () => JITTER * random(),
    async () => {
      failed = await way.list(NOWHERE, 30 * A_MINUTE);
    },
  );
  return figures(way, time, statuses, failed);
}

// The start of the module takes time of its own kind.
await line(WAYS[0]);
const measured = [];
if (process.argv[2] === 'line') for (const way of WAYS) measured.push(await line(way));
else for (const way of THROTTLED) measured.push(await limited(way));
process.stdout.write(JSON.stringify(measured));
