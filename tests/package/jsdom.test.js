// Where TextDecoder and TextEncoder are missing, as in Jest's jsdom: importing works, and so do calls.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';

const { TextDecoder, TextEncoder } = globalThis;
// @ts-expect-error they are there everywhere else
delete globalThis.TextDecoder;
// @ts-expect-error likewise
delete globalThis.TextEncoder;

test('a call with every kind of character, and half of one', async (context) => {
  const { imported } = await import('../support/installed.js');
  const { listAttachments } = await imported();
  /** @type {string[]} */
  const urls = [];
  const json = async () => ({ data: [{ original_file_name: 'é🚀' }] });
  context.mock.method(globalThis, 'fetch', async (/** @type {string} */ url) => {
    urls.push(url);
    return { ok: true, status: 200, json };
  });
  const options = { api_url: 'https://x.example' };
  const reference = `R&D é🚀\ud800 ${'é'.repeat(16_000)}`;
  const [{ original_file_name }] = await listAttachments('s', { reference }, options);
  assert.equal(original_file_name, 'é🚀');
  assert.equal(new URL(urls[0]).searchParams.get('reference'), reference.replace('\ud800', '\ufffd'));
  const error = await listAttachments('s', /** @type {any} */ ({ 'clé🚀': 1 }), options).catch((error) => error);
  assert.match(error.message, /`clé🚀`, which is not a selector/, inspect(error));
  Object.assign(globalThis, { TextDecoder, TextEncoder });
});
