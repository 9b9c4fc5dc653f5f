// What one call takes, as a multiple of fetch by hand: interleaved, each round in an order of its own, paired in one run.

import { BASE, CLIENTS } from './clients.js';
import { quantile, shuffled, spread } from './statistics.js';

/** Attachments in the answer, calls of each client in a round, and rounds after the warm-up. */
const ROWS = [
  { attachments: 2, calls: 40, rounds: 150 },
  { attachments: 10, calls: 40, rounds: 60 },
  { attachments: 100, calls: 20, rounds: 100 },
  { attachments: 10_000, calls: 1, rounds: 60 },
];
const WARM_UP = 0.5;

/** @param {string} api_url */
export async function measureCalls(api_url) {
  const clients = await Promise.all(
    Object.entries(CLIENTS).map(async ([name, load]) => /** @type {const} */ ([name, await load()])),
  );
  const table = [];
  for (const { attachments, calls, rounds } of ROWS) {
    /** @type {Record<string, number[]>} */
    const ratios = Object.fromEntries(clients.map(([name]) => [name, []]));
    /** @type {Record<string, number[]>} */
    const times = Object.fromEntries(clients.map(([name]) => [name, []]));
    for (let round = -Math.ceil(rounds * WARM_UP); round < rounds; round++) {
      /** @type {Record<string, number>} */
      const taken = {};
      for (const [name, call] of shuffled(clients)) {
        const begun = performance.now();
        for (let made = 0; made < calls; made++) await call(api_url, String(attachments));
        taken[name] = (performance.now() - begun) / calls;
      }
      if (round < 0) continue;
      for (const [name, time] of Object.entries(taken)) {
        ratios[name].push(time / taken[BASE]);
        times[name].push(time);
      }
    }
    const of = Object.fromEntries(clients.map(([name]) => [name, spread(ratios[name])]));
    const medians = Object.fromEntries(clients.map(([name]) => [name, quantile(times[name], 0.5)]));
    table.push({ attachments, ratios: of, milliseconds: medians });
  }
  return table;
}
