// One built-in of JavaScript's or the platform's at a time throws for a moment, as calls begin, as their answers come, or as they
// are aborted; then once, where nothing answers. Prints what did not end, what nobody caught, how many built-ins were tried, and how
// many of their calls threw, as JSON. A process of its own, for what nobody catches ends it elsewhere. What runs while something throws
// calls nothing but what was taken before.

import { imported, importedBulk, importedProxy } from '../support/installed.js';

const { apply, construct, defineProperty, getOwnPropertyDescriptor, ownKeys, setPrototypeOf } = Reflect;
const NativePromise = Promise;
const NativeError = Error;
const { includes, split } = String.prototype;
const later = setTimeout;
const sleep = (/** @type {number} */ milliseconds) => new NativePromise((resolve) => later(resolve, milliseconds));

/** @type {string[]} */
const faults = [];
let now = '';
let isAwaitBroken = false;
for (const event of ['uncaughtException', 'unhandledRejection']) {
  process.on(event, (error) => {
    // Nobody can wait for what nobody can await.
    if (isAwaitBroken && event === 'unhandledRejection') return;
    faults[faults.length] = `${now}: ${event} ${error?.stack ?? error}`;
  });
}

const body = JSON.stringify({ code: 200, meta: { page: 1, maxPage: 1, total: 1 }, data: [{ key: 'a' }] });
/** @type {(() => void)[]} */
let answers = [];
globalThis.fetch = () =>
  new NativePromise((resolve) => {
    answers[answers.length] = () => resolve(/** @type {any} */ ({ status: 200, text: () => body }));
  });

/** @param {AsyncIterable<unknown>} generator */
async function all(generator) {
  for await (const _ of generator);
}

const options = {
  api_secret: 'ask_0123456789abcdef',
  api_user: 'u',
  api_url: 'https://x.example',
  timeout: 0,
  max_retries: 0,
};
const requests = ['?source_key=s&key=k', '/storing/profiles?source_keys=%5B%22s%22%5D'];

/** @typedef {{ listAttachments: any, listProfiles?: any, listAttachmentsOfProfiles?: any, createProxy?: any }} Package */

/**
 * @param {Package} functions
 * @param {AbortSignal} signal
 * @returns {(() => Promise<unknown>)[]}
 */
function callsOf({ listAttachments, listProfiles, listAttachmentsOfProfiles, createProxy }, signal) {
  const calls = [
    () => listAttachments('s', { key: 'k' }, { ...options, signal }),
    () => listAttachments('s', { key: 'k' }, options),
  ];
  if (!createProxy) return calls;
  const proxy = createProxy({ ...options, authorize: () => true, endpoints: ['attachments', 'profiles'] });
  // No request of the platform's: its signal follows another one by means that may be broken.
  const asked = requests.map((path) => ({ method: 'GET', url: `https://app.example/${path}`, signal }));
  return [
    ...calls,
    () => all(listProfiles('s', { ...options, signal })),
    () => all(listAttachmentsOfProfiles('s', [{ key: 'a' }], { ...options, signal })),
    ...asked.map((request) => () => proxy(request)),
  ];
}

/** @param {any} of */
const titleOf = (of) => of.name ?? of[Symbol.toStringTag] ?? `${of.constructor.name}#`;

/** @type {[object, PropertyKey, string][]} */
const targets = [];
const iterators = [[], new Set(), new Map(), ''].map((of) => Object.getPrototypeOf(of[Symbol.iterator]()));
const classes = [
  ...[Object, Array, String, Number, Math, JSON, Date, Reflect, Set, Map, WeakMap, RegExp, Function, Error, Promise],
  ...[AbortController, AbortSignal, EventTarget, URL, URLSearchParams, Headers, Request, Response],
  ...[TextEncoder, TextDecoder, FinalizationRegistry, WebAssembly, Object.getPrototypeOf(Uint8Array)],
];
for (const of of [...classes, ...classes.map((of) => /** @type {any} */ (of).prototype), ...iterators]) {
  for (const name of of ? ownKeys(of) : []) {
    const { configurable, get, value } = /** @type {PropertyDescriptor} */ (getOwnPropertyDescriptor(of, name));
    const isFunction = typeof value === 'function' && name !== 'constructor';
    if (configurable && (get || isFunction)) targets.push([of, name, `${titleOf(of)}.${String(name)}`]);
  }
}
for (const name of ['Object', 'Array', 'String', 'Number', 'Error', 'Symbol', 'Set', 'Map', 'Math', 'JSON'])
  targets.push([globalThis, name, name]);
for (const name of [
  'URL',
  'AbortController',
  'Response',
  'WebAssembly',
  'btoa',
  'setTimeout',
  'clearTimeout',
  'queueMicrotask',
]) {
  targets.push([globalThis, name, name]);
}

/**
 * @param {object} of
 * @param {PropertyKey} name
 * @returns {{ fail(): void, mend(): void }} what makes it throw, and what takes that back
 */
function broken(of, name) {
  const own = /** @type {PropertyDescriptor} */ (getOwnPropertyDescriptor(of, name));
  const thrown = () => {
    throw new TypeError('It is broken.');
  };
  const { configurable, enumerable } = own;
  const bad = own.get
    ? { configurable, enumerable, get: thrown }
    : {
        ...own,
        value: () => {
          thrown();
        },
      };
  return { fail: () => void defineProperty(of, name, bad), mend: () => void defineProperty(of, name, own) };
}

/** @type {{ ended: boolean }[]} */
let states = [];

/** @param {() => Promise<unknown>} call */
function run(call) {
  const state = { ended: false };
  states[states.length] = state;
  (async () => {
    try {
      await call();
    } catch {
      // It ended.
    }
    state.ended = true;
  })();
}

function answer() {
  const given = answers;
  answers = [];
  for (let at = 0; at < given.length; at++) given[at]();
}

/** Long enough for what is under way. */
async function moment() {
  for (let turn = 0; turn < 60; turn++) await undefined;
}

/** @param {boolean} isAnswered */
async function settled(isAnswered) {
  for (let turn = 0; turn < 50; turn++) {
    await sleep(turn < 10 ? 1 : 20);
    if (isAnswered) answer();
    if (states.every(({ ended }) => ended)) return;
  }
  faults.push(`${now}: pending ${states.map(({ ended }) => (ended ? '-' : 'PENDING'))}`);
}

const warm = { ...(await imported()), ...(await importedBulk()), ...(await importedProxy()) };
let copies = 0;

/** @type {Record<string, (row: { fail(): void, mend(): void }) => Promise<void>>} */
const PHASES = {
  async 'as they begin'({ fail, mend }) {
    const calls = callsOf(warm, new AbortController().signal);
    fail();
    for (let at = 0; at < calls.length; at++) run(calls[at]);
    await moment();
    mend();
    await settled(true);
  },
  async 'as their answers come'({ fail, mend }) {
    callsOf(warm, new AbortController().signal).forEach(run);
    await sleep(1);
    fail();
    answer();
    await moment();
    mend();
    await settled(true);
  },
  async 'as they are aborted'({ fail, mend }) {
    const controller = new AbortController();
    callsOf(warm, controller.signal)
      .filter((_, at) => at !== 1)
      .forEach(run);
    await sleep(1);
    fail();
    let isAborted = true;
    try {
      controller.abort();
    } catch {
      isAborted = false;
    }
    await moment();
    mend();
    // Where the platform's own `abort` is broken, nobody was told.
    await settled(!isAborted);
  },
  async 'as the core starts'({ fail, mend }) {
    const calls = callsOf(await imported(`${++copies}`), new AbortController().signal);
    fail();
    for (let at = 0; at < calls.length; at++) run(calls[at]);
    await moment();
    mend();
    await settled(true);
  },
};

/** So many calls of each built-in throw, one after the other. */
const CALLS = 8;

/** How often in a row something throws, and whether calls are aborted in the turn in which they were made. @type {[number, boolean][]} */
const WAYS = [
  [1, false],
  [2, false],
  [2, true],
];

/**
 * Nothing answers, and what throws does so from the package's n-th call of it on, so many times: what is to end in time, or is aborted, ends all the same.
 * @param {object} of
 * @param {PropertyKey} name
 * @param {number} n
 * @param {number} times
 * @param {boolean} isAtOnce whether calls are aborted in the turn in which they were made
 * @returns {Promise<boolean>} whether it was called as often
 */
async function throwsFor(of, name, n, times, isAtOnce) {
  const { listAttachments, listProfiles, createProxy } = warm;
  const own = /** @type {PropertyDescriptor} */ (getOwnPropertyDescriptor(of, name));
  let left = n;
  let isCounting = false;
  const count = () => {
    // To look who called may call it, too.
    if (isCounting) return;
    isCounting = true;
    const isOurs = apply(includes, apply(split, new NativeError().stack, ['\n'])[3], ['/dist/']);
    isCounting = false;
    if (isOurs && --left <= 0 && left > -times) throw new NativeError('It is broken once.');
  };
  const { value } = own;
  const get = own.get ?? (name === 'constructor' ? () => value : undefined);
  /** @this {any} @param {any[]} given */
  function counted(...given) {
    count();
    if (!new.target) return apply(value, this, given);
    return construct(value, given, new.target === counted ? value : new.target);
  }
  if (!get) {
    setPrototypeOf(counted, value);
    defineProperty(counted, 'prototype', { value: value.prototype });
  }
  /** @this {any} */
  function read() {
    count();
    return apply(/** @type {() => any} */ (get), this, []);
  }
  const controller = new AbortController();
  const { signal } = controller;
  const proxy = createProxy({ ...options, authorize: () => true });
  const asked = { method: 'GET', url: `https://app.example/${requests[0]}`, signal };
  const calls = [
    () => listAttachments('s', { key: 'k' }, { ...options, timeout: 15 }),
    () => listAttachments('s', { key: 'k' }, { ...options, signal }),
    () => all(listProfiles('s', { ...options, signal })),
    () => proxy(/** @type {any} */ (asked)),
  ];
  // Each begins as the first one, so that what is called least is called by each.
  const first = n % calls.length;
  const { configurable, enumerable } = own;
  defineProperty(of, name, get ? { configurable, enumerable, get: read } : { ...own, value: counted });
  for (let at = 0; at < calls.length; at++) run(calls[(first + at) % calls.length]);
  if (!isAtOnce) await sleep(4);
  try {
    controller.abort();
  } catch {
    // Nobody was told.
    controller.abort();
  }
  await sleep(16);
  defineProperty(of, name, own);
  await settled(false);
  return left <= 0;
}

/** Whatever happened, calls work. */
async function works() {
  now += ', afterwards';
  const states = callsOf(warm, new AbortController().signal).map((call) => call().then(() => 'done', String));
  const over = Promise.all(states);
  for (let turn = 0; turn < 20; turn++) {
    await sleep(0);
    answer();
  }
  const ended = await Promise.race([over, sleep(1_000)]);
  if (!ended?.every((/** @type {string} */ state) => state === 'done')) faults.push(`${now}: ${ended}`);
}

now = 'before';
await works();
for (const [of, name, title] of targets) {
  for (const [phase, play] of Object.entries(PHASES)) {
    now = `${title} ${phase}`;
    states = [];
    answers = [];
    const row = broken(of, name);
    try {
      await play(row);
    } catch (error) {
      row.mend();
      faults.push(`${now}: the test itself: ${/** @type {any} */ (error)?.stack}`);
    }
  }
  await works();
}
let thrown = 0;
// What every `await` reads.
const awaited = /** @type {[object, PropertyKey, string]} */ ([
  Promise.prototype,
  'constructor',
  'Promise#.constructor',
]);
for (const [of, name, title] of [...targets, awaited]) {
  isAwaitBroken = name === 'constructor';
  for (let n = 1; n <= CALLS; n++) {
    const before = thrown;
    for (const [times, isAtOnce] of WAYS) {
      now = `${title} at its call ${n}, ${times} times, aborted ${isAtOnce ? 'at once' : 'later'}`;
      states = [];
      answers = [];
      if (await throwsFor(of, name, n, times, isAtOnce)) thrown++;
    }
    if (thrown === before) break;
  }
  await works();
}

process.stdout.write(JSON.stringify({ tried: targets.length, thrown, faults }), () => process.exit());
