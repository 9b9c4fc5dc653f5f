// How often one call crosses between JavaScript and the core, and how many promises it makes: exact figures.

import { createHook } from 'node:async_hooks';
import { FIELDS } from './fields.js';

/** @typedef {{ imports: Record<string, number>, exports: Record<string, number>, promises: number }} Crossings */

/** One with every field. */
export const attachment = Object.fromEntries(FIELDS.map(([name, type]) => [name, type === 'number' ? 1 : name]));

/**
 * @param {() => Promise<typeof import('../../pkg/index.d.mts')>} load a copy of the package that has made no call
 * @param {object[]} [data] that is listed: two attachments
 * @returns {Promise<Crossings>} of one call that is not the first, over a mock of `fetch`
 */
export async function countCrossings(load, data = [attachment, attachment]) {
  const { instantiate } = WebAssembly;
  const { fetch } = globalThis;
  /** @type {Crossings} */
  const count = { imports: {}, exports: {}, promises: 0 };
  let isCounting = false;

  /** @param {'imports' | 'exports'} side @param {string} name @param {any} value @returns {unknown} it, counted */
  const counted = (side, name, value) =>
    typeof value !== 'function'
      ? value
      : (/** @type {unknown[]} */ ...values) => {
          if (isCounting) count[side][name] = (count[side][name] ?? 0) + 1;
          return value(...values);
        };
  /** @param {'imports' | 'exports'} side @param {object} members */
  const all = (side, members) =>
    Object.fromEntries(Object.entries(members).map(([name, value]) => [name, counted(side, name, value)]));

  WebAssembly.instantiate = /** @type {any} */ (
    async (/** @type {BufferSource} */ bytes, /** @type {WebAssembly.Imports} */ imports) => {
      const { instance } = await instantiate(bytes, { a: /** @type {any} */ (all('imports', imports.a)) });
      return { instance: { exports: all('exports', instance.exports) } };
    }
  );
  const text = JSON.stringify({ code: 200, message: 'Profile attachment list', data });
  const response = { status: 200, text: () => text };
  globalThis.fetch = /** @type {any} */ (() => response);
  const { listAttachments } = await load();
  const options = { api_url: 'https://x.example', api_secret: 'ask_0123456789', api_user: 'u' };
  for (let call = 0; call < 3; call++) await listAttachments('s', { key: 'k' }, options);
  const hook = createHook({
    init(_id, type) {
      if (isCounting && type === 'PROMISE') count.promises++;
    },
  }).enable();
  isCounting = true;
  const call = listAttachments('s', { key: 'k' }, options);
  await call;
  isCounting = false;
  hook.disable();
  WebAssembly.instantiate = instantiate;
  globalThis.fetch = fetch;
  return count;
}

/** @param {Record<string, number>} counts @returns {number} */
export const sum = (counts) => Object.values(counts).reduce((total, times) => total + times, 0);
