// What is given to a call is read once, at the moment of the call.

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { imported } from '../support/installed.js';
import { mockFetch } from '../support/mocked-fetch.js';

const { default: Hrflow, listAttachments, configure, HrflowError } = await imported();

/** @type {{ url: string, key?: string }[]} */
let sent = [];
beforeEach(() => {
  sent = [];
  mockFetch(async (/** @type {string} */ url, /** @type {{ headers: Record<string, string> }} */ { headers }) => {
    sent.push({ url, key: headers['X-API-KEY'] });
    return { ok: true, status: 200, json: async () => ({ data: [] }) };
  });
});

const api_url = 'https://one.example';

test('the very first call, and every other, asks for what it was given then', async () => {
  for (const times of [1, 2]) {
    const selector = { key: 'alice' };
    const options = { api_url, api_secret: 'first', api_user: 'u', max_retries: 0 };
    const call = listAttachments('s', selector, options);
    selector.key = 'bob';
    Object.assign(options, { api_url: 'https://other.example', api_secret: 'second' });
    await call;
    assert.equal(sent.length, times);
    assert.match(sent[times - 1].url, /^https:\/\/one\.example\/.*key=alice$/);
    assert.equal(sent[times - 1].key, 'first');
  }
});

test('so do a client and configure, and the environment counts as it is at the call', async (context) => {
  const options = { api_url, api_secret: 'first', api_user: 'u' };
  const client = new Hrflow(options);
  configure(options);
  context.after(() => {
    configure({ api_url: null, api_secret: null, api_user: null });
    delete process.env.HRFLOW_API_KEY;
    delete process.env.HRFLOW_USER_EMAIL;
  });
  options.api_secret = 'second';
  await client.profile.attachment.list('s', { key: 'k' });
  const call = listAttachments('s', { key: 'k' });
  configure({ api_secret: 'third' });
  await call;
  Object.assign(process.env, { HRFLOW_API_KEY: 'of then', HRFLOW_USER_EMAIL: 'u' });
  const other = listAttachments('s', { key: 'k' }, { api_url });
  configure({ api_secret: undefined });
  const last = new Hrflow({ api_url }).profile.attachments.list('s', { key: 'k' });
  process.env.HRFLOW_API_KEY = 'of later';
  await Promise.all([other, last]);
  assert.deepEqual(
    sent.map(({ key }) => key),
    ['first', 'first', 'third', 'of then'],
  );
});

test('each member is read once', async () => {
  const read = { key: 0, api_url: 0 };
  const selector = {
    get key() {
      return `alice-${read.key++}`;
    },
  };
  const options = {
    get api_url() {
      read.api_url++;
      return api_url;
    },
  };
  await listAttachments('s', selector, options);
  assert.deepEqual(read, { key: 1, api_url: 1 });
  assert.match(sent[0].url, /key=alice-0$/);
});

test('members of a class count, and what stands on the root of all objects does not', async () => {
  class Settings {
    #url = api_url;
    get api_url() {
      return this.#url;
    }
  }
  class More extends Settings {
    max_retries = 0;
  }
  class Candidate {
    get reference() {
      return 'r-1';
    }
  }
  await listAttachments('s', new Candidate(), new More());
  assert.equal(sent[0].url, `${api_url}/profile/indexing/attachments?source_key=s&reference=r-1`);
  const root = /** @type {any} */ (Object.prototype);
  root.api_url = 'https://evil.example';
  root.email = 'mallory@example.org';
  try {
    await listAttachments('s', { key: 'k' }, { ...{ api_url } });
  } finally {
    delete root.api_url;
    delete root.email;
  }
  assert.equal(sent[1].url, `${api_url}/profile/indexing/attachments?source_key=s&key=k`);
});

test('what a class provides is the environment, whatever stands on the root of all objects', async (context) => {
  const options = { api_url, api_secret: 'secret', api_user: 'u' };
  const root = /** @type {any} */ (Object.prototype);
  class Navigator {
    get userAgent() {
      return 'Mozilla/5.0';
    }
  }
  class Agent extends Navigator {}
  const own = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  context.after(() => {
    delete (/** @type {any} */ (globalThis).navigator);
    if (own) Object.defineProperty(globalThis, 'navigator', own);
  });
  Object.defineProperty(globalThis, 'navigator', { value: new Agent(), configurable: true });
  /** @type {[string, unknown][]} */
  const rows = [
    ['x', ''],
    ['userAgent', ''],
    ['userAgent', undefined],
    ['navigator', undefined],
    ['window', {}],
    ['location', undefined],
    ['origin', ''],
  ];
  for (const [name, value] of rows) {
    root[name] = value;
    try {
      await assert.rejects(listAttachments('s', { key: 'k' }, options), { kind: 'configuration' }, name);
    } finally {
      delete root[name];
    }
  }
  // In a worker `navigator` itself belongs to a class.
  delete (/** @type {any} */ (globalThis).navigator);
  const above = Object.getPrototypeOf(globalThis);
  assert.notEqual(above, root);
  Object.defineProperty(above, 'navigator', { get: () => new Agent(), configurable: true });
  root.navigator = undefined;
  try {
    await assert.rejects(listAttachments('s', { key: 'k' }, options), { kind: 'configuration' });
  } finally {
    delete root.navigator;
    delete above.navigator;
  }
  assert.deepEqual(sent, []);
});

/** What is no plain object, and what is said of it. */
const NO_OBJECTS = /** @type {[unknown, RegExp][]} */ ([
  [[], /an array/],
  [new Map([['api_url', api_url]]), /not a plain one/],
  [new Set(), /not a plain one/],
  [Promise.resolve({ api_url }), /not a plain one/],
  [new Date(), /not a plain one/],
  ['abc', /a string/],
  ['', /an empty string/],
  [7, /a number/],
  [true, /a boolean/],
  [Symbol('s'), /a symbol or a bigint/],
  [() => {}, /a function/],
]);

test('what is no plain object is refused by name, wherever options or a selector belong', async () => {
  const kinds = [];
  for (const [input, phrase] of NO_OBJECTS) {
    const any = /** @type {any} */ (input);
    const client = new Hrflow(any);
    for (const call of [
      () => client.profile.attachment.list('s', { key: 'k' }),
      () => listAttachments('s', { key: 'k' }, any),
      () => listAttachments('s', any, { api_url }),
    ]) {
      const error = /** @type {any} */ (await call().catch((error) => error));
      assert.ok(error instanceof HrflowError, String(input));
      assert.match(error.message, phrase);
      kinds.push(error.kind);
    }
  }
  assert.deepEqual(kinds.slice(0, 3), ['configuration', 'configuration', 'argument']);
  assert.deepEqual(sent, []);
});

test('a constructor never throws, and a wrong configure is set right by the next one', async () => {
  const getter = {
    get api_url() {
      throw new Error('read, with a secret');
    },
  };
  const error = await new Hrflow(/** @type {any} */ (getter)).profile.attachment
    .list('s', { key: 'k' })
    .catch((error) => error);
  assert.equal(error.kind, 'configuration');
  assert.match(error.message, /something that cannot be read/);
  assert.ok(!error.message.includes('secret'));
  for (const wrong of /** @type {any[]} */ (['abc', [], new Map(), getter])) {
    configure(wrong);
    const error = await listAttachments('s', { key: 'k' }, { api_url }).catch((error) => error);
    assert.equal(error.kind, 'configuration');
    configure({});
    assert.deepEqual(await listAttachments('s', { key: 'k' }, { api_url }), []);
  }
});

test('an endless chain of classes and endlessly many members end', async () => {
  /** @type {any} */
  const endless = new Proxy({}, { getPrototypeOf: () => endless });
  assert.deepEqual(
    await listAttachments('s', { key: 'k' }, /** @type {any} */ (endless)).catch(({ kind }) => kind),
    'configuration',
  );
  const many = Object.fromEntries(
    Array.from({ length: 100_000 }, (_, index) => [
      `name-${'abcdefghij'[index % 10]}${'x'.repeat(index % 17)}${index}`,
      index,
    ]),
  );
  const error = await listAttachments('s', /** @type {any} */ (many)).catch((error) => error);
  assert.match(error.message, /`\*\*\*`, which is not a selector/);
});
