// What may stand in fetch's place, and what may come out of it: each would have met a panic of gloo-net's, or a trap.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { inspect } from 'node:util';
import { createContext, runInContext } from 'node:vm';
import { imported } from '../installed.js';
import { SECRET, traces } from './leak.js';

const { listAttachments } = await imported();
const api_url = 'https://mocked.example';
const { fetch } = globalThis;
afterEach(() => {
  globalThis.fetch = fetch;
});

/** @param {(...call: any[]) => unknown} mock @param {object} [options] */
function list(mock, options) {
  globalThis.fetch = /** @type {any} */ (mock);
  return listAttachments('s', { key: 'k' }, { api_url, max_retries: 0, ...options }).catch((error) => error);
}

test('a response of another realm, and one of a polyfill', async () => {
  const realm = createContext({});
  const foreign = runInContext(
    `(class Response { get status() { return 200 } get ok() { return true } async text() { return '{"data":[{}]}' } })`,
    realm,
  );
  assert.equal((await list(async () => new foreign())).length, 1);
  class Polyfill {
    status = 200;
    headers = new Map();
    json = async () => ({ data: [{}, {}] });
  }
  assert.equal((await list(async () => new Polyfill())).length, 2);
});

test('an error of another realm is the cause itself', async () => {
  const foreign = runInContext('new Error("offline")', createContext({}));
  const error = await list(() => Promise.reject(foreign));
  assert.deepEqual([error.kind, error.cause], ['network', foreign]);
});

test('rejections that are no errors', async () => {
  for (const cause of [undefined, null, 'text', 7, Symbol('s'), { code: 'X' }]) {
    const error = await list(() => Promise.reject(cause));
    assert.deepEqual([error.kind, error.cause], ['network', cause], inspect(cause));
  }
});

test('a mock that throws, and one that returns no promise', async () => {
  const thrown = new RangeError('thrown');
  const error = await list(() => {
    throw thrown;
  });
  assert.deepEqual([error.kind, error.cause], ['network', thrown]);
  assert.deepEqual(await list(() => ({ ok: true, json: () => ({ data: [] }) })), []);
});

test('mocks of little: ok alone, status alone, json that fails', async () => {
  const json = async () => ({ code: 404, message: 'gone', data: [] });
  const refused = await list(async () => ({ ok: false, status: 404, json }));
  assert.deepEqual([refused.kind, refused.status, refused.response.message], ['api', 404, 'gone']);
  assert.equal((await list(async () => ({ ok: false, json }))).kind, 'api');
  assert.deepEqual(await list(async () => ({ json: async () => ({ data: [] }) })), []);
  const html = await list(async () => ({ status: 200, json: async () => JSON.parse('<') }));
  assert.equal(html.kind, 'response');
  assert.equal((await list(async () => ({ status: 200, json: async () => undefined }))).kind, 'response');
  assert.equal((await list(async () => ({ ok: true, status: 200 }))).kind, 'network');
  assert.equal((await list(async () => ({ status: 'x' }))).kind, 'environment');
});

test('responses whose parts throw', async () => {
  const trap = new Proxy({}, { get: () => assert.fail('read') });
  for (const response of [trap, { status: 200, headers: trap, text: async () => '{"data":[]}' }]) {
    const error = await list(async () => response);
    assert.ok(Array.isArray(error) || error.name === 'HrflowError', inspect(error));
  }
});

test('a promise that never settles ends with the timeout, or with the signal', async () => {
  const never = () => new Promise(() => {});
  assert.equal((await list(never, { timeout: 20 })).kind, 'timeout');
  const signal = AbortSignal.timeout(20);
  assert.equal(await list(never, { signal }), signal.reason);
  assert.equal((await list(async () => ({ status: 200, text: never }), { timeout: 20 })).kind, 'timeout');
});

test('a mock that rejects with the request shows nothing of the key', async () => {
  const credentials = { api_secret: SECRET, api_user: 'u' };
  for (const hide of [
    (/** @type {any} */ init) => Object.assign(new Error('failed'), { config: init }),
    (/** @type {any} */ init) => new Error(`failed with ${init.headers['X-API-KEY']}`),
    (/** @type {any} */ init) => new Error('failed', { cause: { request: { headers: new Headers(init.headers) } } }),
    (/** @type {any} */ init) => [init],
    (/** @type {any} */ init) => ({
      url: new URL(`https://x.example/?k=${encodeURIComponent(init.headers['X-API-KEY'])}`),
    }),
    (/** @type {any} */ init) => new Map([['init', init]]),
    (/** @type {any} */ init) => new Request('https://x.example', init),
    (/** @type {any} */ init) => init.headers['X-API-KEY'],
  ]) {
    const error = await list((_url, init) => Promise.reject(hide(init)), credentials);
    assert.equal(error.kind, 'network');
    assert.deepEqual(traces(inspect(error, { depth: null, showHidden: true }) + error.stack + error.cause.stack), []);
    assert.match(error.cause.message, /left out/);
  }
  const clean = new Error('offline');
  assert.equal((await list(() => Promise.reject(clean), credentials)).cause, clean);
});

test('selectors, options and signals that throw when they are read', async () => {
  const call = (/** @type {any} */ selector, /** @type {any} */ options) =>
    listAttachments('s', selector, { api_url, ...options }).catch((error) => error);
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const getter = {
    get key() {
      throw new Error('read');
    },
  };
  for (const selector of [proxy, getter, { key: proxy }, new Proxy({}, { ownKeys: () => /** @type {any} */ ([1]) })]) {
    assert.equal((await call(selector, {})).kind, 'argument');
  }
  const signals = [
    proxy,
    {
      get aborted() {
        throw 1;
      },
    },
    {
      aborted: false,
      addEventListener() {},
      get removeEventListener() {
        throw 1;
      },
    },
  ];
  for (const signal of signals) assert.equal((await call({ key: 'k' }, { signal })).kind, 'configuration');
  const deaf = {
    aborted: false,
    addEventListener() {
      throw 1;
    },
    removeEventListener() {
      throw 1;
    },
  };
  globalThis.fetch = async () => new Response('{"data":[]}');
  assert.deepEqual(await listAttachments('s', { key: 'k' }, { api_url, signal: /** @type {any} */ (deaf) }), []);
});

test('strings of any length', async () => {
  const long = 'a'.repeat(50_000_000);
  const error = await listAttachments(long, { key: 'k' }).catch((error) => error);
  assert.match(error.message, /more than 16 384 characters/);
  const named = await listAttachments('s', /** @type {any} */ ({ [long]: 'k' })).catch((error) => error);
  assert.equal(named.kind, 'argument');
  assert.ok(named.message.length < 300);
});

test('timers that were replaced by something that throws', async (context) => {
  context.mock.method(globalThis, 'setTimeout', () => {
    throw new Error('no timers');
  });
  assert.deepEqual(await list(async () => new Response('{"data":[]}')), []);
  const error = await list(async () => new Response('', { status: 503 }), { max_retries: 2 });
  assert.deepEqual([error.kind, error.attempts], ['api', 3]);
});

test('a secret in the place of a name', async () => {
  const named = { [SECRET]: 1 };
  const errors = [
    await list(fetch, { ...named, api_secret: SECRET }),
    await listAttachments('s', /** @type {any} */ (named), { api_secret: SECRET }).catch((error) => error),
  ];
  for (const error of errors) assert.deepEqual(traces(error.message + error.stack), []);
});

test('a header that HTTP cannot carry is refused before the platform quotes it', async () => {
  for (const api_secret of ['a\nb-secret', 'a\0b-secret', 'ab-secretŸ', '🔑ab-secret']) {
    const error = await list(fetch, { api_secret, api_user: 'u' });
    assert.equal(error.kind, 'configuration');
    assert.ok(!inspect(error, { depth: null }).includes('b-secret'));
  }
});

test('a page whose document cannot be read is a page all the same', async (context) => {
  const own = ['window', 'navigator'].map(
    (name) => /** @type {const} */ ([name, Object.getOwnPropertyDescriptor(globalThis, name)]),
  );
  context.after(() => {
    for (const [name, descriptor] of own) {
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
      else Reflect.deleteProperty(globalThis, name);
    }
  });
  const window = Object.defineProperty({}, 'document', { get: () => assert.fail('read') });
  Object.defineProperty(globalThis, 'window', { value: window, configurable: true });
  Object.defineProperty(globalThis, 'navigator', { value: { userAgent: 'Mozilla/5.0' }, configurable: true });
  const error = await list(async () => new Response('{"data":[]}'), { api_secret: SECRET, api_user: 'u' });
  assert.equal(error.kind, 'configuration');
});
