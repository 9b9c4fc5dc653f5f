// The ways through many profiles that are measured, in real time and in none.

import { byHand, ours, wholeSource } from './bulk-clients.js';

/** Milliseconds that each answer takes, and those that the marks count with. */
export const LATENCY = 20;

/** What is compared. */
export const OURS = 'hrflow-wasm/bulk';
export const BY_HAND = 'fetch and p-limit';

/** What is held against the line: how many profiles at that concurrency, so that a round takes as long for each. */
const LINES = [
  { concurrency: 8, profiles: 1_000 },
  { concurrency: 16, profiles: 2_000 },
  { concurrency: 32, profiles: 4_000 },
];
const WHOLE = 2_000;

/** @typedef {{ name: string, concurrency: number, list(api_url: string): Promise<number> }} Way through many profiles */

/** @type {Way[]} */
export const WAYS = LINES.flatMap(({ concurrency, profiles }) => [
  { name: `${OURS}, from an array`, concurrency, list: (api_url) => ours(api_url, profiles, { concurrency }) },
  { name: BY_HAND, concurrency, list: (api_url) => byHand(api_url, profiles, concurrency) },
  ...[30, 100].map((page_size) => ({
    name: `${OURS}, a source of ${WHOLE} in pages of ${page_size}`,
    concurrency,
    list: (/** @type {string} */ api_url) => wholeSource(api_url, WHOLE, { concurrency, page_size }),
  })),
]);

/** Requests that the server answers in any minute. */
export const A_MINUTE = 300;
const MINUTE_MS = 60_000;

/** @typedef {{ name: string, concurrency: number, list(api_url: string, requests: number): Promise<number> }} Throttled */

/** @type {Throttled[]} */
export const THROTTLED = [8, 32].flatMap((concurrency) =>
  [A_MINUTE, undefined].flatMap((max_requests_per_minute) => {
    const told = max_requests_per_minute ? `, max_requests_per_minute: ${max_requests_per_minute}` : '';
    const options = { concurrency, max_requests_per_minute };
    return [
      {
        name: `from an array${told}`,
        concurrency,
        list: (/** @type {string} */ api_url, /** @type {number} */ requests) => ours(api_url, requests, options),
      },
      {
        name: `a source in pages of 30${told}`,
        concurrency,
        // One in 31 requests is a page.
        list: (/** @type {string} */ api_url, /** @type {number} */ requests) =>
          wholeSource(api_url, Math.floor(requests / 31) * 30, options),
      },
    ];
  }),
);

/** @typedef {import('./bulk-clients.js').Notes['statuses']} Statuses */

/**
 * @param {Throttled} way
 * @param {number} time
 * @param {Statuses} statuses
 * @param {number} failed profiles that were refused as often as a request is tried
 */
export function figures({ name, concurrency }, time, statuses, failed) {
  const refused = (/** @type {Statuses} */ of) => of.filter(([, status]) => status === 429).length;
  const answered = statuses.length - refused(statuses);
  // Who knows the limit sends all that it allows at once, and waits for the next minute.
  const pauses = Math.ceil(answered / A_MINUTE) - 1;
  const ideal = pauses * MINUTE_MS + ((answered - pauses * A_MINUTE) * LATENCY) / concurrency;
  const after = statuses.filter(([moment]) => moment >= statuses[0][0] + MINUTE_MS);
  const later = refused(after);
  return {
    ...{ name, concurrency, answered, ratio: time / ideal },
    ...{ refused: refused(statuses), later, share: later / after.length, failed },
  };
}
