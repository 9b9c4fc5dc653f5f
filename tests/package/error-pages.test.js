// Each kind of error has a page of the guide. What it quotes is what the code says; what it says an error carries is what one does.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { imported } from '../support/installed.js';
import { mockFetch } from '../support/mocked-fetch.js';
import { root } from '../support/root.js';

const api_url = 'https://x.example';
const credentials = { api_secret: 'ask_0123456789', api_user: 'u' };

/** @type {typeof fetch} that hears its signal, and nothing else */
const silent = (_, init) =>
  new Promise((_, reject) => {
    init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
  });

/** What stands in the place of a global for one call. */
const PAGE = { window: { document: {} } };
const NO_WEBASSEMBLY = { WebAssembly: undefined };
const NO_WEBASSEMBLY_ALLOWED = {
  WebAssembly: { instantiate: () => Promise.reject(new WebAssembly.CompileError('disallowed by embedder')) },
};

/**
 * @typedef {object} Call that fails
 * @property {any} [source_key]
 * @property {any} [profile]
 * @property {any} [options]
 * @property {() => Promise<Response>} [answer]
 * @property {typeof fetch} [fetch]
 * @property {object} [globals]
 */

/** @param {number} status @param {object} [envelope] @param {Record<string, string>} [headers] */
const refused =
  (status, envelope = {}, headers = {}) =>
  async () =>
    Response.json(envelope, { status, headers });

/** @type {Record<string, Call[]>} */
const CALLS = {
  argument: [
    { source_key: undefined },
    { profile: {} },
    { profile: { key: 'k', email: 'a@x.io' } },
    { profile: { email: '' } },
    { profile: { mail: 'a@x.io' } },
  ],
  configuration: [
    { options: { api_url: undefined } },
    { options: { api_url: undefined, api_secret: 'ask_0123456789' } },
    { options: credentials, globals: PAGE },
    { options: { apiKey: 1 } },
    { options: { timeout: '5' } },
    { options: { api_url: 'http://x.example' } },
    { options: { api_url: '/api/hrflow' } },
    { options: { ...credentials, api_secret: 'ask_0123456789\n' } },
  ],
  environment: [
    { globals: { fetch: undefined } },
    { globals: { setTimeout: undefined } },
    { globals: NO_WEBASSEMBLY },
    { globals: NO_WEBASSEMBLY_ALLOWED },
  ],
  network: [{ fetch: () => Promise.reject(Object.assign(new TypeError('fetch failed'), { code: 'ECONNREFUSED' })) }],
  timeout: [{ fetch: silent, options: { timeout: 20 } }],
  redirect: [{ answer: async () => new Response(null, { status: 302, headers: { Location: 'https://y.example' } }) }],
  api: [
    { answer: refused(400, { code: 400, message: 'Invalid request' }) },
    { answer: refused(401, { code: 401, message: 'Invalid secret key: ask_0123456789' }), options: credentials },
    { answer: refused(402) },
    { answer: refused(403) },
    { answer: refused(404, { code: 404, message: 'Profile not found' }, { 'X-Request-Id': 'id-1' }) },
    { answer: refused(429, { code: 429, message: 'Too many requests' }, { 'Retry-After': '7' }) },
    { answer: refused(503) },
  ],
  response: [
    { answer: async () => new Response('<!doctype html>') },
    { answer: async () => Response.json({ code: 200 }) },
    { answer: async () => Response.json({ code: 200, data: [{ file_size: '1' }] }) },
  ],
};

let copies = 0;

/** @param {Call} call @returns {Promise<any>} its error */
async function failed(call) {
  const { source_key, profile, options, answer, fetch, globals } = {
    ...{ source_key: 's', profile: { key: 'k' }, globals: {} },
    ...call,
  };
  mockFetch(fetch ?? answer ?? (() => assert.fail('nothing is to be sent')));
  const before = Object.getOwnPropertyDescriptors(globalThis);
  // A copy that has no core yet, which is what lacks WebAssembly.
  const { listAttachments } = await imported(`error-pages-${copies++}`);
  Object.assign(globalThis, globals);
  try {
    await listAttachments(source_key, profile, { api_url, max_retries: 0, ...options });
  } catch (error) {
    return error;
  } finally {
    for (const name of Object.keys(globals)) {
      delete (/** @type {any} */ (globalThis)[name]);
      if (before[name]) Object.defineProperty(globalThis, name, before[name]);
    }
  }
  return assert.fail('it was listed');
}

/** What every error has. */
const COMMON = ['kind', 'name', 'message', 'retryable'];

for (const [kind, calls] of Object.entries(CALLS)) {
  test(`the page of \`${kind}\``, async () => {
    const page = readFileSync(join(root, 'www/guide/errors', `${kind}.md`), 'utf8');
    const errors = [];
    for (const call of calls) errors.push(await failed(call));
    assert.deepEqual([...new Set(errors.map((error) => error.kind))], [kind]);
    const quoted = Array.from(page.matchAll(/^> (.*)$/gm), ([, message]) => message);
    assert.deepEqual(
      errors.map(({ message }) => message),
      quoted,
    );
    const [, carried] = page.split('\n## What it carries\n');
    const told = Array.from(carried.matchAll(/^\| `(\w+)` \|/gm), ([, field]) => field);
    const seen = new Set(errors.flatMap((error) => Object.keys(JSON.parse(JSON.stringify(error)))));
    // No request is sent for these two, which their pages say.
    if (told.length === 0) assert.deepEqual([errors[0].attempts, seen.delete('attempts')], [0, true]);
    assert.deepEqual(told.sort(), [...seen].filter((field) => !COMMON.includes(field)).sort());
  });
}
