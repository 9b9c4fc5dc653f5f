// What a refusal costs where the server's words are made to be hard to look through, beside plain ones of the same length.

import { imported } from '../support/installed.js';
import { spread } from './statistics.js';

const ROUNDS = 200;

/** By what is repeated in it. */
const MESSAGES = { 'plain words': 'x', backslashes: '\\', 'percent signs': '%25', 'pieces of the key': 'ask_0123 ' };

/** @returns {Promise<Record<string, ReturnType<typeof spread>>>} time as a multiple of that for plain words, in pairs */
export async function measureRefusals() {
  const { listAttachments } = await imported();
  const { fetch } = globalThis;
  const options = { api_url: 'https://x.example', api_secret: 'ask_0123456789abcdef0123456789abcdef', api_user: 'u' };
  /** @param {string} piece */
  const time = async (piece) => {
    const body = JSON.stringify({ code: 400, message: piece.repeat(14_000) });
    globalThis.fetch = /** @type {any} */ (async () => ({ status: 400, text: async () => body }));
    const begun = performance.now();
    await listAttachments('s', { key: 'k' }, options).catch(() => {});
    return performance.now() - begun;
  };
  const names = Object.keys(MESSAGES);
  /** @type {Record<string, number[]>} */
  const ratios = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    const plain = await time(MESSAGES['plain words']);
    for (const [name, piece] of Object.entries(MESSAGES)) ratios[name].push((await time(piece)) / plain);
  }
  globalThis.fetch = fetch;
  return Object.fromEntries(names.map((name) => [name, spread(ratios[name])]));
}
