// Whatever throws into the core: every call that waits for it ends, and the next call works.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { inspect } from 'node:util';
import { imported } from '../support/installed.js';
import { instancesMade, watchImports } from '../support/instances.js';
import { mockFetch } from '../support/mocked-fetch.js';
import { SECRET, traces } from '../support/secret.js';

const { listAttachments, HrflowError } = await imported();
const api_url = 'https://mocked.example';
const credentials = { api_url, api_secret: SECRET, api_user: 'u', timeout: 900 };
afterEach(() => watchImports());

const HANGS = 'it hangs';

const later = (/** @type {unknown} */ value) => new Promise((resolve) => setTimeout(resolve, 1, value));

/** @param {() => unknown} answer what `fetch` resolves with */
const mock = (answer) => mockFetch(async () => answer());

const ok = () => later(new Response('{"data":[{}]}'));

/** Every way through the core: the imports that these calls make are all that there are. */
const CALLS = {
  'a list': () => [ok, {}],
  'a refusal, tried again': () => {
    let attempts = 0;
    const answer = () => later(new Response('{"code":503,"message":"busy"}', { status: ++attempts > 1 ? 200 : 503 }));
    return [answer, { max_retries: 1 }];
  },
  'an abort': () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort('reason'), 2);
    return [() => new Promise(() => {}), { signal: controller.signal }];
  },
  'a timeout': () => [() => new Promise(() => {}), { timeout: 5, max_retries: 0 }],
  'a failure': () => [() => Promise.reject(new Error(`failed with ${SECRET}`)), { max_retries: 0 }],
  'a body of another shape': () => [() => later(new Response('{"data":[{"alt":7}]}')), {}],
};

/** How each of them ends where nothing throws. @type {Record<string, unknown>} */
const OUTCOMES = {
  'a list': 1,
  'a refusal, tried again': 'api',
  'an abort': 'reason',
  'a timeout': 'timeout',
  'a failure': 'network',
  'a body of another shape': 'response',
};

/**
 * @param {unknown} ended what a call resolved or rejected with
 * @returns {unknown} the number of attachments, the kind of the package's own error, or the very thing
 */
function outcomeOf(ended) {
  if (Array.isArray(ended)) return ended.length;
  return ended instanceof HrflowError ? ended.kind : ended;
}

/**
 * @param {() => unknown[]} call one of CALLS
 * @returns {Promise<unknown>} what it resolved or rejected with, within a second
 */
async function ends(call) {
  const [answer, options] = /** @type {[any, object]} */ (call());
  mock(answer);
  const { random } = Math;
  Math.random = () => 0;
  const ended = listAttachments('s', { key: 'k' }, { ...credentials, ...options }).catch((error) => error);
  const hung = Symbol('it hangs');
  const outcome = await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 1_000, hung))]);
  Math.random = random;
  assert.notEqual(outcome, hung);
  return outcome;
}

/**
 * @param {() => unknown[]} call one of CALLS
 * @returns {Promise<Map<string, number>>} how often it calls each import
 */
async function importsOf(call) {
  const counts = new Map();
  watchImports((name) => counts.set(name, (counts.get(name) ?? 0) + 1));
  await ends(call);
  watchImports();
  return counts;
}

for (const [name, call] of Object.entries(CALLS)) {
  test(`${name}, and each import throws in turn, once and always`, async () => {
    // The first makes the instance.
    await ends(CALLS['a list']);
    const counts = await importsOf(call);
    assert.ok(counts.size > 5);
    let thrown = 0;
    for (const [target, count] of counts) {
      for (let which = 0; which <= count; which++) {
        let calls = 0;
        watchImports((name) => {
          // 0 is always, n the n-th time.
          if (name !== target || (which > 0 && ++calls !== which)) return;
          thrown++;
          throw new RangeError(`thrown, with ${SECRET}`);
        });
        mock(ok);
        const beside = listAttachments('s', { key: 'beside' }, credentials).catch((error) => error);
        // It enters the core on an empty stack, and this test goes on after that.
        await null;
        const outcome = await ends(call);
        watchImports();
        for (const [ended, expected] of [
          [outcome, OUTCOMES[name]],
          [await beside, OUTCOMES['a list']],
        ]) {
          const isSound = [expected, 'environment'].includes(outcomeOf(ended));
          assert.ok(isSound, `${target}, ${which}: ${inspect(ended)}`);
          assert.deepEqual(traces(inspect(ended, { depth: null, showHidden: true })), []);
        }
        const next = /** @type {any} */ (await ends(CALLS['a list']));
        assert.equal(next.length, 1, `the next call after ${target}: ${inspect(next)}`);
      }
    }
    assert.ok(thrown > counts.size);
  });
}

test('what ends the core is told, with how many requests were sent, and all that wait end at once', async () => {
  await ends(CALLS['a list']);
  const made = instancesMade();
  mock(() => new Promise(() => {}));
  const waiting = [1, 2, 3].map(() => listAttachments('s', { key: 'k' }, credentials).catch((error) => error));
  await null;
  watchImports(() => {
    throw new TypeError(`with ${SECRET}`);
  });
  const last = listAttachments('s', { key: 'k' }, credentials).catch((error) => error);
  for (const [index, error] of (await Promise.all([...waiting, last])).entries()) {
    assert.deepEqual([error.kind, error.attempts, error.retryable], ['environment', index < 3 ? 1 : 0, false]);
    assert.match(error.message, /ended by a TypeError/);
  }
  watchImports();
  await ends(CALLS['a list']);
  assert.equal(instancesMade(), made + 1);
});

test('what ends the core ends all that wait, though what they are kept in is broken, too', async () => {
  await ends(CALLS['a list']);
  mock(() => new Promise(() => {}));
  const options = { ...credentials, timeout: 0 };
  const waiting = [1, 2, 3].map(() => listAttachments('s', { key: 'k' }, options).catch((error) => error));
  await new Promise((resolve) => setTimeout(resolve, 5));
  /** @type {[any, PropertyKey][]} */
  const places = [
    [Set.prototype, Symbol.iterator],
    [Set.prototype, 'forEach'],
    [Array.prototype, Symbol.iterator],
    [Map.prototype, Symbol.iterator],
    [RegExp.prototype, 'test'],
    [RegExp.prototype, 'exec'],
    [String.prototype, 'split'],
  ];
  const own = places.map(([of, name]) => /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(of, name)));
  const value = () => {
    throw new TypeError('broken');
  };
  const { defineProperty } = Object;
  const last = listAttachments('s', { key: 'k' }, options).catch((error) => error);
  for (let at = 0; at < places.length; at++) {
    defineProperty(places[at][0], places[at][1], { ...own[at], value });
  }
  for (let turn = 0; turn < 30; turn++) await undefined;
  for (let at = 0; at < places.length; at++) defineProperty(places[at][0], places[at][1], own[at]);
  const hung = new Promise((resolve) => setTimeout(resolve, 1_000, { kind: HANGS }));
  for (const ended of [...waiting, last]) {
    // Where errors are made of what is broken, that is what is told.
    const { kind, message } = /** @type {any} */ (await Promise.race([ended, hung]));
    assert.ok(kind === 'environment' || message === 'broken', kind);
  }
  const next = /** @type {any} */ (await ends(CALLS['a list']));
  assert.equal(next.length, 1);
});

/** What may be replaced on a platform, by what throws or answers nonsense, and which calls then end in another way. */
const REPLACED = /** @type {[string, any, string, unknown, Record<string, unknown>?][]} */ ([
  ['Math.random', Math, 'random', null],
  ['Date.now', Date, 'now', null],
  ['Promise.resolve', Promise, 'resolve', null],
  ['AbortController', globalThis, 'AbortController', null],
  ['AbortController.prototype.abort', AbortController.prototype, 'abort', null],
  // What nothing ends in time is not sent.
  [
    'setTimeout',
    globalThis,
    'setTimeout',
    null,
    Object.fromEntries(Object.keys(CALLS).map((name) => [name, 'environment'])),
  ],
  ['clearTimeout', globalThis, 'clearTimeout', null],
  ['JSON.parse', JSON, 'parse', null, { 'a list': 'response' }],
  [
    'JSON.parse, to what is frozen',
    JSON,
    'parse',
    () => Object.freeze({ data: Object.freeze([Object.freeze({})]) }),
    { 'a body of another shape': 1 },
  ],
  [
    'JSON.parse, to a proxy',
    JSON,
    'parse',
    () => ({ data: [new Proxy({}, { get: () => assert.fail('read') })] }),
    // What cannot be read is not what was promised.
    { 'a list': 'response' },
  ],
  ['URL', globalThis, 'URL', null],
  ['queueMicrotask', globalThis, 'queueMicrotask', null],
  ['FinalizationRegistry', globalThis, 'FinalizationRegistry', null],
  ['Math.random, to no number', Math, 'random', () => 'x'],
  ['Date.now, to no number', Date, 'now', () => Number.NaN],
]);

for (const [name, owner, member, value, others] of REPLACED) {
  test(`${name} is replaced: calls end, and work again when it is back`, async () => {
    await ends(CALLS['a list']);
    const { setTimeout } = globalThis;
    const { random } = Math;
    // What is tried again is so when all is back.
    Math.random = () => 0.9;
    const own = Object.getOwnPropertyDescriptor(owner, member);
    const throws = () => {
      throw new Error(`${name} was replaced`);
    };
    for (const [kind, call] of Object.entries(CALLS)) {
      // Without its method nothing is aborted.
      if (member === 'abort' && kind === 'an abort') continue;
      const [answer, options] = /** @type {[any, object]} */ (call());
      mock(answer);
      Object.defineProperty(owner, member, { value: value ?? throws, configurable: true, writable: true });
      let ended;
      try {
        ended = listAttachments('s', { key: 'k' }, { ...credentials, ...options }).catch((error) => error);
      } finally {
        await new Promise((resolve) => setTimeout(resolve, 10));
        Object.defineProperty(owner, member, /** @type {PropertyDescriptor} */ (own));
      }
      const outcome = await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 2_000, HANGS))]);
      assert.equal(outcomeOf(outcome), others?.[kind] ?? OUTCOMES[kind], `${kind}: ${inspect(outcome)}`);
    }
    Math.random = random;
    const next = /** @type {any} */ (await ends(CALLS['a list']));
    assert.equal(next.length, 1);
  });
}

/** What throws once, as a request or a wait begins, and which call then ends as ever. @type {[keyof typeof CALLS, any, string][]} */
const ONCE = [
  ['a timeout', globalThis, 'setTimeout'],
  ['a refusal, tried again', globalThis, 'setTimeout'],
  ['an abort', AbortSignal.prototype, 'addEventListener'],
];

for (const [name, owner, member] of ONCE) {
  for (let which = 1; which <= 3; which++) {
    test(`${name}, and the call ${which} of ${member} throws`, async () => {
      await ends(CALLS['a list']);
      const { setTimeout } = globalThis;
      const own = owner[member];
      const [answer, options] = /** @type {[any, object]} */ (CALLS[name]());
      mock(answer);
      let calls = 0;
      let thrown = 0;
      const throwing = /** @this {any} @param {any[]} given */ function (...given) {
        // The mocks' own calls are not counted.
        if (/hrflow-wasm/.test(String(new Error().stack).split('\n')[2]) && ++calls === which) {
          thrown++;
          throw new RangeError('thrown once');
        }
        return own.apply(this, given);
      };
      owner[member] = throwing;
      const ended = listAttachments('s', { key: 'k' }, { ...credentials, ...options }).catch((error) => error);
      const outcome = await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 2_000, HANGS))]);
      owner[member] = own;
      assert.equal(outcomeOf(outcome), OUTCOMES[name]);
      // The later ones are those of the second try and of the second request, where there is one.
      if (which === 1) assert.equal(thrown, 1);
    });
  }
}

for (const times of [1, 2, 3, Number.POSITIVE_INFINITY]) {
  test(`an abort before anything is sent, and \`aborted\` throws ${times} times`, async () => {
    await ends(CALLS['a list']);
    mock(() => new Promise(() => {}));
    const controller = new AbortController();
    const { signal } = controller;
    const ended = listAttachments('s', { key: 'k' }, { ...credentials, timeout: 0, signal }).catch((error) => error);
    controller.abort('reason');
    let left = times;
    Object.defineProperty(signal, 'aborted', {
      get: () => {
        if (left-- > 0) throw new TypeError('thrown');
        return true;
      },
    });
    const outcome = await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 1_000, HANGS))]);
    assert.equal(outcomeOf(outcome), times < 4 ? 'reason' : 'environment');
  });
}

/** A signal as old platforms polyfill it, with no reason: between who aborts it and who listens nothing is the platform's. */
class PlainSignal {
  aborted = false;

  /** @type {(() => void)[]} */
  listeners = [];

  addEventListener(/** @type {string} */ _, /** @type {() => void} */ listener) {
    this.listeners.push(listener);
  }

  removeEventListener(/** @type {string} */ _, /** @type {() => void} */ listener) {
    this.listeners = this.listeners.filter((other) => other !== listener);
  }

  abort() {
    this.aborted = true;
    for (const listener of [...this.listeners]) listener();
  }
}

/**
 * Aborts a signal so many frames away from the end of the stack.
 * @param {number} frames
 * @param {PlainSignal} signal
 */
function abortNearTheEnd(frames, signal) {
  let left = frames;
  const deeper = () => {
    try {
      deeper();
    } catch {
      // The end: from here on there is room again, frame by frame.
    }
    if (left-- !== 0) return;
    try {
      signal.abort();
    } catch {
      // There was too little.
    }
  };
  deeper();
}

test('who aborts near the end of the stack tells all calls or none, and those have their timeout', async () => {
  await ends(CALLS['a list']);
  mock(() => new Promise(() => {}));
  const row = (/** @type {number} */ frames) => {
    const signal = new PlainSignal();
    const options = { ...credentials, timeout: 900, max_retries: 0, signal: /** @type {any} */ (signal) };
    const calls = [1, 2, 3].map(() => listAttachments('s', { key: 'k' }, options).catch((error) => error));
    return { frames, signal, calls };
  };
  // What was never called is compiled first, which takes more room than all the rest.
  for (let time = 0; time < 5; time++) {
    const { signal, calls } = row(0);
    await new Promise((resolve) => setTimeout(resolve, 5));
    abortNearTheEnd(4_000, signal);
    await Promise.all(calls);
  }
  const rows = Array.from({ length: 150 }, (_, frames) => row(frames));
  await new Promise((resolve) => setTimeout(resolve, 20));
  for (const { frames, signal } of rows) abortNearTheEnd(frames, signal);
  const hung = new Promise((resolve) => setTimeout(resolve, 3_000, HANGS));
  const seen = new Set();
  for (const { frames, calls } of rows) {
    const ended = await Promise.all(calls.map((call) => Promise.race([call, hung])));
    const [how, ...others] = new Set(ended.map((error) => error.kind ?? error.name ?? error));
    assert.deepEqual(others, [], `${frames} frames from the end`);
    seen.add(how);
  }
  assert.deepEqual([...seen].sort(), ['AbortError', 'timeout']);
});

for (const [owner, name] of /** @type {[any, string][]} */ ([
  [globalThis, 'Error'],
  [Object, 'defineProperty'],
])) {
  test(`${name} throws once as three calls are aborted while the core starts: each is`, async () => {
    const { listAttachments: fresh } = await imported(`aborted-at-start-${name}`);
    mock(() => new Promise(() => {}));
    const signal = new PlainSignal();
    const options = { ...credentials, timeout: 0, signal: /** @type {any} */ (signal) };
    const calls = [1, 2, 3].map(() => fresh('s', { key: 'k' }, options).catch((error) => error));
    await null;
    await null;
    const own = owner[name];
    owner[name] = function once() {
      owner[name] = own;
      throw new TypeError('thrown once');
    };
    signal.abort();
    const hung = new Promise((resolve) => setTimeout(resolve, 1_000, HANGS));
    const ended = await Promise.all(calls.map((call) => Promise.race([call, hung])));
    owner[name] = own;
    assert.deepEqual(
      ended.map((error) => error.name ?? error),
      ['AbortError', 'AbortError', 'AbortError'],
    );
  });
}

test('what throws as a call is written down rejects', async () => {
  const { join } = Array.prototype;
  Object.defineProperty(Array.prototype, 'join', {
    value: () => {
      throw new TypeError('thrown');
    },
    configurable: true,
    writable: true,
  });
  let ended;
  try {
    ended = listAttachments('s', { key: 'k' }, credentials).catch((error) => error);
  } finally {
    Object.defineProperty(Array.prototype, 'join', { value: join, configurable: true, writable: true });
  }
  assert.equal((await ended).message, 'thrown');
});

test('a timer that fires at once is a timeout, not a lost one', async (context) => {
  context.mock.method(globalThis, 'setTimeout', (/** @type {() => void} */ callback) => {
    callback();
    return 1;
  });
  mock(() => new Promise(() => {}));
  const error = await listAttachments('s', { key: 'k' }, { ...credentials, max_retries: 2 }).catch((error) => error);
  assert.deepEqual([error.kind, error.attempts], ['timeout', 3]);
});

test('accessors on Object.prototype are neither read nor called', async () => {
  const names = ['data', 'code', 'message', 'alt', 'file_size', 'Accept', 'X-API-KEY', 'api_url', 'api_secret', 'key'];
  const accessor = { configurable: true, get: () => assert.fail('read'), set: () => assert.fail('set') };
  try {
    for (const name of names) Object.defineProperty(Object.prototype, name, accessor);
    mock(() => ({ status: 200, text: async () => '{"data":[{}]}' }));
    const [attachment] = await listAttachments('s', { reference: 'r' }, { api_url: api_url });
    assert.deepEqual(
      [Object.hasOwn(attachment, 'alt'), Object.getOwnPropertyDescriptor(attachment, 'alt')?.value],
      [true, null],
    );
    mock(() => ({ status: 200, text: async () => '{}' }));
    const error = await listAttachments('s', { reference: 'r' }, { api_url }).catch((error) => error);
    assert.deepEqual([error.kind, error.path], ['response', 'data']);
  } finally {
    for (const name of names) Reflect.deleteProperty(Object.prototype, name);
  }
});
