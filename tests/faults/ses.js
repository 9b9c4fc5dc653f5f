// What tests/faults/ses.test.js runs: the package in a compartment of a platform that SES has locked down.

import 'ses';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { project } from '../support/installed.js';

const { lockdown, Compartment } = /** @type {any} */ (globalThis);
lockdown();

const code = readFileSync(join(project, 'node_modules/hrflow-wasm/dist/index.cjs'), 'utf8');
const module = { exports: /** @type {any} */ ({}) };
let answer = async () => /** @type {unknown} */ ({ ok: true, status: 200, json: async () => ({ data: [{}] }) });
const compartment = new Compartment({
  __options__: true,
  globals: {
    module,
    exports: module.exports,
    fetch: () => answer(),
    WebAssembly,
    AbortController,
    setTimeout,
    clearTimeout,
    TextDecoder,
    TextEncoder,
    URL,
  },
});
compartment.evaluate(code);
const { listAttachments } = module.exports;
const call = (/** @type {object} */ options) =>
  listAttachments('s', { key: 'k' }, { api_url: 'https://x.example', ...options }).catch(
    (/** @type {any} */ error) => error,
  );

const [attachment] = await call({});
assert.equal(attachment.alt, null);
const refused = await call({ timeout: 'soon' });
assert.deepEqual([refused.name, refused.kind], ['HrflowError', 'configuration']);

// Math.random and Date.now throw in a compartment.
let attempts = 0;
answer = async () => ({
  status: ++attempts > 1 ? 200 : 503,
  headers: new Map([['Retry-After', '0']]),
  json: async () => ({ data: [] }),
});
assert.deepEqual(await call({}), []);
answer = () => Promise.reject(new TypeError('offline'));
const failed = await call({ max_retries: 1 });
assert.deepEqual([failed.kind, failed.attempts, failed.cause.name], ['network', 2, 'TypeError']);
answer = () => new Promise(() => {});
assert.equal((await call({ timeout: 5, max_retries: 0 })).kind, 'timeout');
assert.equal(await call({ signal: AbortSignal.abort('reason') }), 'reason');
console.log('all of it holds');
