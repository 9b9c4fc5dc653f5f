// What may stand in fetch's place, and what may come out of it: each would have met a panic of gloo-net's, or a trap.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { createContext, runInContext } from 'node:vm';
import { imported } from '../support/installed.js';
import { mockFetch, platformFetch } from '../support/mocked-fetch.js';
import { SECRET, traces } from '../support/secret.js';

const { listAttachments } = await imported();
const api_url = 'https://mocked.example';

/** @param {(...call: any[]) => unknown} mock @param {object} [options] */
function list(mock, options) {
  mockFetch(mock);
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

/**
 * @param {any} cause of an error
 * @returns {{ name: unknown, code: unknown, message: unknown }} what is to be known of it
 */
const words = ({ name, code, message }) => ({ name, code, message });

test('the cause is a new error with name, code and message of the first, whatever its realm', async () => {
  const foreign = runInContext('Object.assign(new RangeError("offline"), { code: "X", more: 1 })', createContext({}));
  const { kind, cause } = await list(() => Promise.reject(foreign));
  assert.deepEqual([kind, words(cause)], ['network', { name: 'RangeError', code: 'X', message: 'offline' }]);
  assert.ok(cause instanceof Error && cause !== foreign);
  assert.deepEqual(Reflect.ownKeys(cause).sort(), ['code', 'message', 'name', 'stack']);
});

test('the cause says why, where that is told one error further down, as Node does', async () => {
  const inner = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  const { cause } = await list(() => Promise.reject(new TypeError('fetch failed', { cause: inner })));
  const message = 'fetch failed: connect ECONNREFUSED';
  assert.deepEqual(words(cause), { name: 'TypeError', code: 'ECONNREFUSED', message });
});

test('rejections that are no errors', async () => {
  const rows = /** @type {[unknown, string | undefined][]} */ ([
    [undefined, undefined],
    [null, undefined],
    ['text', 'text'],
    [7, '7'],
    [Symbol('s'), 'Symbol(s)'],
    [{ code: 'X' }, ''],
  ]);
  for (const [rejection, message] of rows) {
    const { kind, cause } = await list(() => Promise.reject(rejection));
    assert.deepEqual([kind, cause?.message], ['network', message], inspect(rejection));
  }
});

test('looking at what was rejected with reads three of its members, and nothing else', async () => {
  /** @type {PropertyKey[]} */
  const read = [];
  const get = (/** @type {object} */ target, /** @type {PropertyKey} */ name) => {
    read.push(name);
    return Reflect.get(target, name);
  };
  const rejected = new Proxy(new Error('x'), { get, ownKeys: () => assert.fail('keys') });
  await list(() => Promise.reject(rejected), { api_secret: SECRET, api_user: 'u' });
  assert.deepEqual([...new Set(read)].sort(), ['cause', 'code', 'message', 'name']);
});

test('a mock that throws, and one that returns no promise', async () => {
  const thrown = new RangeError('thrown');
  const error = await list(() => {
    throw thrown;
  });
  assert.deepEqual([error.kind, error.cause.name, error.cause.message], ['network', 'RangeError', 'thrown']);
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
  const throws = () => {
    throw new RangeError('thrown');
  };
  const trap = new Proxy({}, { get: throws });
  const text = async () => '{"data":[]}';
  const part = (/** @type {string} */ name) => Object.defineProperty({ status: 200, text }, name, { get: throws });
  for (const [name, response] of /** @type {[string, unknown][]} */ ([
    ['every part', trap],
    ['the status', part('status')],
    ['the headers', part('headers')],
    ['each header', { status: 200, headers: trap, text }],
    ['the way to the body', part('text')],
    ['the body, at once', { status: 200, text: throws }],
    ['the body, later', { status: 200, text: async () => throws() }],
    ['a body that is no text', { status: 200, text: async () => trap }],
  ])) {
    const { kind, attempts, cause } = await list(async () => response);
    assert.deepEqual([kind, attempts, words(cause).message], ['network', 1, 'thrown'], name);
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
    assert.deepEqual(traces(inspect(error, { depth: null, showHidden: true }) + error.stack + error.cause?.stack), []);
  }
  const clean = await list(() => Promise.reject(new Error('offline')), credentials);
  assert.equal(clean.cause.message, 'offline');
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
  mockFetch(async () => assert.fail('it was sent'));
  const error = await call({ key: 'k' }, { signal: deaf });
  assert.deepEqual([error.kind, error.attempts], ['environment', 0]);
  assert.match(error.message, /`setTimeout` or `signal` throws/);
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
  const endless = await list(async () => new Response('{"data":[]}'));
  assert.deepEqual([endless.kind, endless.attempts], ['environment', 0], 'what nothing ends in time is not sent');
  assert.match(endless.message, /`setTimeout` or `signal` throws/);
  assert.deepEqual(await list(async () => new Response('{"data":[]}'), { timeout: 0 }), []);
  const error = await list(async () => new Response('', { status: 503 }), { max_retries: 2, timeout: 0 });
  assert.deepEqual([error.kind, error.attempts], ['api', 1], 'what cannot wait does not try again');
});

test('a secret in the place of a name', async () => {
  const named = { [SECRET]: 1 };
  const errors = [
    await list(platformFetch, { ...named, api_secret: SECRET }),
    await listAttachments('s', /** @type {any} */ (named), { api_secret: SECRET }).catch((error) => error),
  ];
  for (const error of errors) assert.deepEqual(traces(error.message + error.stack), []);
});

test('a header that HTTP cannot carry is refused before the platform quotes it', async () => {
  for (const api_secret of ['a\nb-secret', 'a\0b-secret', 'ab-secretŸ', '🔑ab-secret']) {
    const error = await list(platformFetch, { api_secret, api_user: 'u' });
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

test('a redirect that a mock has followed is one all the same, without the status of where it led', async () => {
  const error = await list(async () => ({ status: 200, redirected: true, text: async () => '{"data":[]}' }));
  assert.deepEqual([error.kind, error.status], ['redirect', undefined]);
});

test('JSON that another realm cannot read is no fault of the network', async () => {
  const json = () => Promise.reject(runInContext('new SyntaxError("<")', createContext({})));
  assert.equal((await list(async () => ({ status: 200, json }))).kind, 'response');
});

test('an address that cannot be one is refused at once, and no candidate stands in the error', async () => {
  for (const host of [
    'host:65536',
    'host:abc',
    '[zz]',
    '1.2.3.4.5',
    'h^st',
    '0x7f.1',
    'h%6fst',
    'h\u00adst',
    'xn--a',
  ]) {
    const error = await listAttachments('s', { email: 'jane@example.org' }, { api_url: `https://${host}` }).catch(
      (error) => error,
    );
    assert.deepEqual([error.kind, error.attempts], ['configuration', 0], host);
    assert.match(error.message, /`api_url`/);
    assert.ok(!inspect(error, { depth: null }).includes('jane'));
  }
});
