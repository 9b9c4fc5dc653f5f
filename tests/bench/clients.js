// The same call by several clients: each a function from (api_url, key) to the attachments. One is loaded at a time, by
// name, so that a fresh process pays for no other.

/** @typedef {(api_url: string, key: string) => Promise<unknown[]>} Client */

const api_secret = 'ask_benchmark';
const api_user = 'user@example.com';
const headers = { Accept: 'application/json', 'X-API-KEY': api_secret, 'X-USER-EMAIL': api_user };
// Not through installed.js, whose own imports a fresh process would pay for.
const INSTALLED = new URL('../../target/installed/node_modules/hrflow-wasm/dist/index.mjs', import.meta.url).href;
const PATH = '/profile/indexing/attachments';

/** @param {string} api_url @param {string} key */
const url = (api_url, key) => `${api_url}${PATH}?${new URLSearchParams({ source_key: 's', key })}`;

/** What the others are compared with. */
export const BASE = 'fetch by hand';

/** @type {Record<string, () => Promise<Client>>} */
export const CLIENTS = {
  [BASE]: async () => async (api_url, key) =>
    JSON.parse(await (await fetch(url(api_url, key), { headers })).text()).data,

  /** What no client that can end a request in time, and sends it with as much care, goes below. */
  'fetch, with the same init, a signal and a timer': async () => async (api_url, key) => {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), 30_000);
    try {
      const response = await fetch(url(api_url, key), {
        headers,
        signal: controller.signal,
        redirect: 'manual',
        credentials: 'omit',
        cache: 'no-store',
        referrerPolicy: 'no-referrer',
      });
      return JSON.parse(await response.text()).data;
    } finally {
      clearTimeout(timer);
    }
  },

  'hrflow-wasm': async () => {
    /** @type {typeof import('../../pkg/index.d.mts')} */
    const { listAttachments } = await import(INSTALLED);
    return (api_url, key) => listAttachments('s', { key }, { api_url, api_secret, api_user });
  },

  'ky + valibot': async () => {
    const { default: ky } = await import('ky');
    const { array, looseObject, nullable, number, optional, parse, string } = await import('valibot');
    const text = optional(nullable(string()), null);
    const envelope = looseObject({
      data: array(
        looseObject({
          alt: text,
          created_at: text,
          extension: text,
          file_name: text,
          file_size: optional(nullable(number()), null),
          original_file_name: text,
          public_url: text,
          type: text,
          updated_at: text,
        }),
      ),
    });
    return async (api_url, key) => parse(envelope, await ky.get(url(api_url, key), { headers }).json()).data;
  },

  'ky + zod': async () => {
    const { default: ky } = await import('ky');
    const { z } = await import('zod');
    const text = z.string().nullable().default(null);
    const envelope = z.looseObject({
      data: z.array(
        z.looseObject({
          alt: text,
          created_at: text,
          extension: text,
          file_name: text,
          file_size: z.number().nullable().default(null),
          original_file_name: text,
          public_url: text,
          type: text,
          updated_at: text,
        }),
      ),
    });
    return async (api_url, key) => envelope.parse(await ky.get(url(api_url, key), { headers }).json()).data;
  },

  ofetch: async () => {
    const { ofetch } = await import('ofetch');
    return async (api_url, key) => (await ofetch(url(api_url, key), { headers, timeout: 30_000 })).data;
  },
};
