// What a call takes among others: 32 at a time, beside fetch by hand in the same round, in time and in processor time; and how
// 20 000 calls that all wait are answered, over a mock of fetch.

import { imported } from '../support/installed.js';
import { BASE, CLIENTS } from './clients.js';
import { shuffled, spread } from './statistics.js';

const AT_ONCE = 32;
const CALLS = 640;
const ROUNDS = 40;
const WARM_UP = 10;
const COMPARED = [BASE, 'fetch, with the same init, a signal and a timer', 'hrflow-wasm'];
const CROWD = 20_000;

/** @typedef {Record<string, { time: ReturnType<typeof spread>, processor: ReturnType<typeof spread> }>} Load multiples of BASE */

/**
 * @param {string} api_url
 * @returns {Promise<Load>}
 */
export async function measureLoad(api_url) {
  const clients = await Promise.all(COMPARED.map(async (name) => /** @type {const} */ ([name, await CLIENTS[name]()])));
  /** @type {Record<string, { time: number[], processor: number[] }>} */
  const ratios = Object.fromEntries(COMPARED.map((name) => [name, { time: [], processor: [] }]));
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    /** @type {Record<string, [time: number, processor: number]>} */
    const taken = {};
    for (const [name, call] of shuffled(clients)) {
      const processor = process.cpuUsage();
      const begun = performance.now();
      let started = 0;
      const lanes = Array.from({ length: AT_ONCE }, async () => {
        while (started++ < CALLS) await call(api_url, '2');
      });
      await Promise.all(lanes);
      const { user, system } = process.cpuUsage(processor);
      taken[name] = [performance.now() - begun, user + system];
    }
    if (round < 0) continue;
    for (const [name, [time, processor]] of Object.entries(taken)) {
      ratios[name].time.push(time / taken[BASE][0]);
      ratios[name].processor.push(processor / taken[BASE][1]);
    }
  }
  return Object.fromEntries(
    Object.entries(ratios).map(([name, { time, processor }]) => [
      name,
      { time: spread(time), processor: spread(processor) },
    ]),
  );
}

/** @returns {Promise<number>} time for a crowd that is answered at once, as a multiple of the same by hand */
export async function measureCrowd() {
  const { listAttachments } = await imported();
  const { fetch } = globalThis;
  const api_url = 'https://x.example';
  const byHand = async () => JSON.parse(await (await globalThis.fetch(api_url)).text()).data;
  const options = { api_url, api_secret: 'ask_0123456789', api_user: 'u' };
  const ours = () => listAttachments('s', { key: 'k' }, options);
  /** @param {() => Promise<unknown>} call */
  const time = async (call) => {
    /** @type {(value: unknown) => void} */
    let answer = () => {};
    const answered = new Promise((resolve) => {
      answer = resolve;
    });
    globalThis.fetch = /** @type {any} */ (() => answered);
    const begun = performance.now();
    const calls = Array.from({ length: CROWD }, call);
    await new Promise((resolve) => setTimeout(resolve));
    answer({ status: 200, text: async () => '{"code":200,"data":[{},{}]}' });
    await Promise.all(calls);
    return performance.now() - begun;
  };
  const ratios = [];
  for (let round = 0; round < 5; round++) ratios.push((await time(ours)) / (await time(byHand)));
  globalThis.fetch = fetch;
  return spread(ratios).median;
}
