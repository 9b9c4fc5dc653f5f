// A whole source through the installed package, in Node: against the stand-in, and against a `fetch` of the test's own that holds
// each answer back.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { imported, importedBulk } from '../support/installed.js';
import { watchImports } from '../support/instances.js';
import { mockFetch } from '../support/mocked-fetch.js';
import { startStandin } from '../support/standin.js';

const { configure, HrflowError } = await imported();
const { listAttachmentsOfProfiles, listProfiles } = await importedBulk();

/** @type {Awaited<ReturnType<typeof startStandin>>} */
let standin;
before(async () => {
  standin = await startStandin();
});
after(() => standin.close());

/**
 * @template T
 * @param {AsyncIterable<T>} items
 * @returns {Promise<T[]>}
 */
async function all(items) {
  const taken = [];
  for await (const item of items) taken.push(item);
  return taken;
}

const api_url = 'https://mocked.example';

/**
 * A `fetch` whose answers the test gives when it likes.
 */
function held() {
  /** @type {{ url: URL, signal: AbortSignal, answer(body: unknown, init?: ResponseInit): void, fail(error: unknown): void }[]} */
  const requests = [];
  mockFetch(
    (url, { signal }) =>
      new Promise((resolve, reject) => {
        const answer = (/** @type {unknown} */ body, /** @type {ResponseInit} */ init) =>
          resolve(Response.json(body, init));
        signal.addEventListener('abort', () => reject(signal.reason));
        requests.push({ url: new URL(url), signal, answer, fail: reject });
      }),
  );
  return requests;
}

/** @param {string[]} keys */
const page = (keys, total = keys.length, maxPage = 1) => ({
  code: 200,
  meta: { page: 1, maxPage, count: keys.length, total },
  data: keys.map((key) => ({ key })),
});

const LISTED = { code: 200, data: [] };

/**
 * @param {Promise<unknown>} promise
 * @returns {Promise<any>} why it was rejected
 */
const failure = (promise) =>
  promise.then(
    () => assert.fail('it was fulfilled'),
    (error) => error,
  );

/** @param {() => boolean} isSo */
async function until(isSo) {
  for (let turns = 0; !isSo(); turns++) {
    assert.ok(turns < 2_000, 'it never came to be');
    await delay(1);
  }
}

/** What is under way has gone as far as it can. */
const settled = () => delay(20);

/** @param {number} count */
const selectors = (count) => Array.from({ length: count }, (_, index) => ({ key: `k${index}` }));

/** @param {URL} url */
const keyOf = (url) => url.searchParams.get('key');

test('every profile of a source, and what is attached to each', async () => {
  standin.requests.length = 0;
  /** @type {import('../../pkg/bulk-api.js').BulkProgress | undefined} */
  let progress;
  const on_progress = (/** @type {typeof progress} */ told) => {
    progress = told;
  };
  const profiles = listProfiles('many', { ...standin.options, page_size: 100 });
  const items = await all(
    listAttachmentsOfProfiles('many', profiles, { ...standin.options, concurrency: 16, on_progress }),
  );
  assert.equal(items.length, 2_000);
  assert.equal(new Set(items.map(({ profile }) => profile.key)).size, 2_000);
  for (const { profile, attachments } of items) {
    assert.equal(attachments?.length, 2);
    assert.match(String(profile.created_at), /^20/);
  }
  assert.deepEqual(progress, { profiles: 2_000, failed: 0, total: 2_000, waiting: 0 });
  // 20 pages, the first of them twice.
  assert.equal(standin.requests.length, 2_000 + 21);
});

test('a list that moves: whoever stays is met, and nobody twice', async () => {
  const keys = (await all(listProfiles('moving', { ...standin.options, page_size: 10 }))).map(({ key }) => key);
  assert.equal(new Set(keys).size, keys.length);
  for (let stayed = 101; stayed <= 300; stayed++) {
    assert.ok(
      keys.some((key) => key.endsWith(String(stayed).padStart(4, '0'))),
      `profile ${stayed}`,
    );
  }
});

test('the defaults are those of `configure`, and the class is that of the default entry', async () => {
  const missing = await failure(listProfiles('s').next());
  assert.ok(missing instanceof HrflowError);
  assert.equal(missing.kind, 'configuration');
  configure({ api_url });
  const requests = held();
  const listing = all(listProfiles('s'));
  await until(() => requests.length === 1);
  requests[0].answer(page(['a']));
  assert.equal((await listing).length, 1);
  configure({ api_url: undefined });
});

test('nothing is sent, and nothing is read of what is iterated, before the first `next`', async () => {
  const requests = held();
  let pulled = 0;
  function* counting() {
    for (;;) {
      pulled++;
      yield { key: 'k' };
    }
  }
  const walks = [listProfiles('s', { api_url }), listAttachmentsOfProfiles('s', counting(), { api_url })];
  await settled();
  assert.deepEqual([requests.length, pulled], [0, 0]);
  for (const walk of walks) assert.deepEqual(await walk.return(undefined), { value: undefined, done: true });
  assert.deepEqual([requests.length, pulled], [0, 0]);
});

test('options are read once, at the call', async () => {
  const requests = held();
  let reads = 0;
  const options = {
    api_url,
    get concurrency() {
      reads++;
      return 2;
    },
  };
  const walk = listAttachmentsOfProfiles('s', selectors(9), options);
  options.api_url = 'https://elsewhere.example';
  const first = walk.next();
  await until(() => requests.length === 2);
  requests[0].answer(LISTED);
  await first;
  assert.deepEqual([reads, requests[0].url.host], [1, 'mocked.example']);
  await walk.return(undefined);
});

test('no more than `concurrency` are in flight or wait to be taken, however slow who takes them is', async () => {
  const requests = held();
  let pulled = 0;
  function* counting() {
    for (const selector of selectors(100)) {
      pulled++;
      yield selector;
    }
  }
  const walk = listAttachmentsOfProfiles('s', counting(), { api_url, concurrency: 4 });
  const first = walk.next();
  await until(() => requests.length === 4);
  await settled();
  assert.deepEqual([pulled, requests.length], [4, 4]);
  for (const { answer } of requests) answer(LISTED);
  await first;
  // One was taken: there is room for one more, and the three that are ready hold theirs.
  await settled();
  assert.deepEqual([pulled, requests.length], [5, 5]);
  await walk.return(undefined);
  assert.ok(requests[4].signal.aborted);
});

test('as they finish; or in the order in which they were given', async () => {
  for (const in_order of [false, true]) {
    const requests = held();
    const walk = listAttachmentsOfProfiles('s', selectors(3), { api_url, in_order });
    const keys = all(walk).then((items) => items.map(({ profile }) => profile.key));
    await until(() => requests.length === 3);
    for (const { answer } of [...requests].reverse()) {
      answer(LISTED);
      await settled();
    }
    assert.deepEqual(await keys, in_order ? ['k0', 'k1', 'k2'] : ['k2', 'k1', 'k0']);
  }
});

test('one profile’s failure is its item, with the very object that was given', async () => {
  mockFetch(async (url) => {
    const key = keyOf(new URL(url));
    if (key === 'gone') return Response.json({ code: 404, message: 'Profile not found' }, { status: 404 });
    if (key === 'odd') return Response.json({ code: 200, data: [{ file_size: 'x' }] });
    return Response.json(LISTED);
  });
  const profiles = /** @type {any[]} */ ([
    { key: 'fine' },
    { key: 'gone' },
    { key: 'odd' },
    { mail: 'x' },
    null,
    { key: 'whole', reference: 'r', created_at: null, updated_at: null },
    { key: 'two', reference: 'r' },
  ]);
  const items = await all(listAttachmentsOfProfiles('s', profiles, { api_url, in_order: true }));
  items.forEach(({ profile }, index) => {
    assert.equal(profile, profiles[index]);
  });
  const told = items.map(({ attachments, error }) => attachments?.length ?? [error?.kind, error?.status, error?.path]);
  const argument = ['argument', undefined, undefined];
  assert.deepEqual(told, [
    0,
    ['api', 404, undefined],
    ['response', 200, 'data[0].file_size'],
    argument,
    argument,
    0,
    argument,
  ]);
});

test('what would fail for all is thrown once, after what was listed by then, and ends what is in flight', async () => {
  const requests = held();
  const walk = listAttachmentsOfProfiles('s', selectors(100), { api_url, concurrency: 3 });
  const first = walk.next();
  await until(() => requests.length === 3);
  requests[0].answer(LISTED);
  requests[1].answer({ code: 401, message: 'Unauthorized. Invalid secret key: x' }, { status: 401 });
  assert.equal((await first).value.profile.key, 'k0');
  const error = await failure(walk.next());
  assert.deepEqual([error.kind, error.status], ['api', 401]);
  assert.ok(requests[2].signal.aborted);
  assert.deepEqual(await walk.next(), { value: undefined, done: true });
  await settled();
  assert.ok(requests.length <= 4);
});

test('wrong options are told at the first `next`, before a request', async () => {
  const requests = held();
  for (const options of /** @type {any[]} */ ([
    { concurrency: 0 },
    { concurrency: 65 },
    { concurrency: 1.5 },
    { concurrency: '4' },
    { max_requests_per_minute: 0 },
    { page_size: 0 },
    { page_size: 1_001 },
    { created_at_min: '1 May' },
    { in_order: 1 },
    { on_progress: {} },
    { concurency: 4 },
    { signal: {} },
    [],
    7,
  ])) {
    const given = typeof options === 'object' && !Array.isArray(options) ? { api_url, ...options } : options;
    for (const walk of [listProfiles('s', given), listAttachmentsOfProfiles('s', selectors(3), given)]) {
      const error = await failure(walk.next());
      assert.equal(error.kind, 'configuration', JSON.stringify(options));
      assert.deepEqual(await walk.next(), { value: undefined, done: true });
    }
  }
  for (const walk of [
    listProfiles('', { api_url }),
    listAttachmentsOfProfiles(/** @type {any} */ (7), [], { api_url }),
    listAttachmentsOfProfiles('s', /** @type {any} */ (7), { api_url }),
    listAttachmentsOfProfiles('s', /** @type {any} */ ('keys'), { api_url }),
    listAttachmentsOfProfiles('s', /** @type {any} */ ({ key: 'k' }), { api_url }),
  ]) {
    assert.equal((await failure(walk.next())).kind, 'argument');
  }
  assert.equal(requests.length, 0);
});

test('`undefined` and `null` are no options', async () => {
  mockFetch(async () => Response.json(page(['a'])));
  const none = {
    concurrency: null,
    max_requests_per_minute: undefined,
    in_order: null,
    on_progress: null,
    signal: null,
  };
  for (const options of [{ api_url, ...none }, { api_url }])
    assert.equal((await all(listProfiles('s', options))).length, 1);
});

for (const [way, leave] of /** @type {[string, (walk: AsyncGenerator<unknown>) => Promise<unknown>][]} */ ([
  ['break', (walk) => walk.return(undefined)],
  ['an exception', (walk) => walk.throw(new Error('of the loop')).catch(() => {})],
])) {
  test(`${way} ends what is in flight, at once, and closes what was iterated`, async () => {
    const requests = held();
    let closed = 0;
    async function* forever() {
      try {
        yield* selectors(2);
        await new Promise(() => {});
      } finally {
        closed++;
      }
    }
    const iterable = forever();
    const walk = listAttachmentsOfProfiles('s', iterable, { api_url, concurrency: 8 });
    const first = walk.next();
    await until(() => requests.length === 2);
    requests[0].answer(LISTED);
    await first;
    // A profile that never comes is being pulled; nobody waits for it.
    await leave(walk);
    assert.ok(requests[1].signal.aborted);
    assert.deepEqual(await walk.next(), { value: undefined, done: true });
    // It closes as soon as it can: never, here.
    assert.equal(closed, 0);

    const list = selectors(9);
    const iterator = {
      [Symbol.iterator]: () => iterator,
      next: () => ({ done: false, value: list.pop() }),
      return: () => {
        closed++;
        return { done: true, value: undefined };
      },
    };
    const second = listAttachmentsOfProfiles('s', /** @type {any} */ (iterator), { api_url, concurrency: 1 });
    const taken = second.next();
    await until(() => requests.length === 3);
    requests[2].answer(LISTED);
    await taken;
    await leave(second);
    assert.equal(closed, 1);
  });
}

test('leaving while a page is under way ends its request and the `next` that waits', async () => {
  const requests = held();
  const profiles = listProfiles('s', { api_url });
  const walk = listAttachmentsOfProfiles('s', profiles, { api_url });
  const waiting = walk.next();
  await until(() => requests.length === 1);
  const left = walk.return(undefined);
  assert.deepEqual(await waiting, { value: undefined, done: true });
  assert.deepEqual(await left, { value: undefined, done: true });
  await until(() => requests[0].signal.aborted);
  assert.deepEqual(await profiles.next(), { value: undefined, done: true });
});

test('leaving while the core starts ends it, as at any other moment', async () => {
  const requests = held();
  const anew = await importedBulk('anew');
  let pulled = 0;
  function* counting() {
    pulled++;
    yield { key: 'k' };
  }
  const walks = [
    anew.listProfiles('s', { api_url }),
    anew.listAttachmentsOfProfiles('s', selectors(3), { api_url }),
    anew.listAttachmentsOfProfiles('s', counting(), { api_url }),
  ];
  const waiting = walks.map((walk) => walk.next());
  const left = walks.map((walk) => walk.return(undefined));
  for (const ended of [...waiting, ...left]) assert.deepEqual(await ended, { value: undefined, done: true });
  assert.deepEqual([requests.length, pulled], [0, 0]);
});

test('a signal ends it, before, during and between, with its own reason', async () => {
  const requests = held();
  const reason = { why: 'enough' };
  for (const walk of [
    listProfiles('s', { api_url, signal: AbortSignal.abort(reason) }),
    listAttachmentsOfProfiles('s', selectors(3), { api_url, signal: AbortSignal.abort(reason) }),
  ]) {
    assert.equal(await failure(walk.next()), reason);
  }
  assert.equal(requests.length, 0);
  for (const [make, answered] of /** @type {[(signal: AbortSignal) => AsyncGenerator<unknown>, unknown][]} */ ([
    [(signal) => listProfiles('s', { api_url, signal }), page(['a', 'b'], 4, 2)],
    [(signal) => listAttachmentsOfProfiles('s', selectors(3), { api_url, signal, concurrency: 2 }), LISTED],
  ])) {
    for (const isBetween of [false, true]) {
      requests.length = 0;
      const controller = new AbortController();
      const walk = make(controller.signal);
      const first = walk.next();
      await until(() => requests.length > 0);
      if (isBetween) {
        requests[0].answer(answered);
        await first;
        await until(() => requests.length > 1);
      }
      controller.abort(reason);
      const failed = isBetween ? walk.next() : first;
      assert.equal(await failure(failed), reason);
      assert.ok(requests.at(-1)?.signal.aborted);
      assert.deepEqual(await walk.next(), { value: undefined, done: true });
    }
  }
});

test('a signal that throws once is heard; one that always throws ends it, and nothing is sent', async () => {
  for (const times of [1, Number.POSITIVE_INFINITY]) {
    const requests = held();
    const controller = new AbortController();
    const { signal } = controller;
    const own = signal.addEventListener;
    let left = times;
    Object.defineProperty(signal, 'addEventListener', {
      value: (/** @type {any[]} */ ...values) => {
        if (left-- > 0) throw new TypeError('thrown');
        return own.apply(signal, /** @type {any} */ (values));
      },
    });
    const failed = failure(listProfiles('s', { api_url, signal }).next());
    if (times === 1) {
      await until(() => requests.length > 0);
      controller.abort('enough');
      assert.equal(await failed, 'enough');
    } else {
      const { kind, attempts } = await failed;
      assert.deepEqual([kind, attempts, requests.length], ['environment', 0, 0]);
      // What is wrong with the call itself is said first.
      const wrong = listProfiles('', { api_url, signal });
      assert.equal((await failure(wrong.next())).kind, 'argument');
    }
  }
});

test('an iterable that throws ends it with that very error, after what it gave before', async () => {
  mockFetch(async () => Response.json(LISTED));
  const thrown = { of: 'the iterable' };
  function* throwing() {
    yield* selectors(3);
    throw thrown;
  }
  /** @type {any[]} */
  const iterables = [
    throwing(),
    (async function* () {
      yield* throwing();
    })(),
    [...selectors(3), Promise.reject(thrown)],
  ];
  for (const iterable of iterables) {
    const walk = listAttachmentsOfProfiles('s', iterable, { api_url });
    for (let count = 0; count < 3; count++) assert.equal((await walk.next()).done, false);
    assert.equal(await failure(walk.next()), thrown);
  }
  for (const broken of [
    { [Symbol.iterator]: () => assert.fail('of the iterator') },
    { [Symbol.asyncIterator]: () => ({ next: () => 7 }) },
    { [Symbol.asyncIterator]: () => undefined },
  ]) {
    const walk = listAttachmentsOfProfiles('s', /** @type {any} */ (broken), { api_url });
    await assert.rejects(walk.next());
  }
});

test('what `on_progress` throws ends it, and is thrown', async () => {
  const requests = held();
  const thrown = new Error('of the bar');
  const on_progress = () => {
    throw thrown;
  };
  const walk = listAttachmentsOfProfiles('s', selectors(5), { api_url, on_progress, concurrency: 2 });
  const first = walk.next();
  await until(() => requests.length === 2);
  requests[0].answer(LISTED);
  assert.equal(await failure(first), thrown);
  assert.ok(requests.slice(1).every(({ signal }) => signal.aborted));
});

test('`on_progress` is called as nobody’s; one that rejects ends it, too', async () => {
  const requests = held();
  const thrown = new Error('of the log');
  /** @type {unknown[]} */
  const these = [];
  const options = {
    api_url,
    api_secret: 'ask_0123456789',
    api_user: 'u',
    concurrency: 1,
    /** @this {unknown} */
    async on_progress() {
      these.push(this);
      throw thrown;
    },
  };
  const walk = listAttachmentsOfProfiles('s', selectors(5), options);
  const first = walk.next();
  await until(() => requests.length === 1);
  requests[0].answer(LISTED);
  assert.equal((await first).value.profile.key, 'k0');
  await settled();
  assert.equal(await failure(walk.next()), thrown);
  assert.deepEqual(these, [undefined]);
  assert.ok(requests.slice(1).every(({ signal }) => signal.aborted));
});

test('a clock that stands still, or throws, keeps nobody waiting for ever', async (context) => {
  const { now } = performance;
  for (const broken of [
    () => now.call(performance) * 0,
    () => assert.fail('no clock'),
    () => /** @type {any} */ (undefined),
  ]) {
    const requests = held();
    context.mock.method(performance, 'now', broken);
    context.mock.method(Date, 'now', broken);
    const walk = listProfiles('s', { api_url });
    const first = walk.next();
    await until(() => requests.length === 1);
    requests[0].answer({ code: 429, message: '' }, { status: 429, headers: { 'Retry-After': '0' } });
    await until(() => requests.length === 2);
    requests[1].answer({ code: 429, message: '' }, { status: 429, headers: { 'Retry-After': '1' } });
    await until(() => requests.length === 3);
    requests[2].answer(page(['a']));
    assert.equal((await first).value.key, 'a');
    context.mock.restoreAll();
  }
});

test('a key with half a character is none: it would be asked for as another', async () => {
  mockFetch(async () => Response.json(page(['k\ud800'])));
  const error = await failure(listProfiles('s', { api_url }).next());
  assert.deepEqual([error.kind, error.path], ['response', 'data[0].key']);
});

test('a 429 holds all back for as long as it says, and half as many are in flight afterwards', async (context) => {
  const requests = held();
  /** @type {number[]} */
  const waits = [];
  const on_progress = (/** @type {{ waiting: number }} */ { waiting }) => waits.push(waiting);
  const walk = listAttachmentsOfProfiles('s', selectors(100), { api_url, concurrency: 4, on_progress });
  const items = all(walk);
  await until(() => requests.length === 4);
  requests[0].answer({ code: 429, message: '' }, { status: 429, headers: { 'Retry-After': '1' } });
  await until(() => waits.some((waiting) => waiting > 900 && waiting <= 1_000));
  for (const { answer } of requests.slice(1)) answer(LISTED);
  await settled();
  assert.equal(requests.length, 4, 'nobody else asks meanwhile');
  await until(() => requests.length > 4);
  await settled();
  assert.equal(requests.length, 6);
  context.after(() => walk.return(undefined));
  const left = walk.return(undefined);
  await items;
  await left;
});

// Who left does not wait for the minute to end.
test('never more than `max_requests_per_minute`', { timeout: 30_000 }, async () => {
  const requests = held();
  const walk = listAttachmentsOfProfiles('s', selectors(100), { api_url, max_requests_per_minute: 3, concurrency: 8 });
  const first = walk.next();
  await until(() => requests.length === 3);
  for (const { answer } of requests) answer(LISTED);
  await first;
  await settled();
  assert.equal(requests.length, 3);
  await walk.return(undefined);
});

test('whatever the core calls throws, and when: every walk ends, and the next one has a new core', async () => {
  const sound = async () => {
    const items = await all(listAttachmentsOfProfiles('s', listProfiles('s', { api_url }), { api_url }));
    assert.equal(items.length, 3);
  };
  mockFetch(async (url) => {
    if (!url.includes('/storing/')) return Response.json(LISTED);
    return Response.json(new URL(url).searchParams.get('page') === '1' ? page(['a', 'b'], 3, 2) : page(['c'], 3, 2));
  });
  await sound();
  let calls = 0;
  for (let at = 1; ; at++) {
    calls = 0;
    watchImports(() => {
      if (++calls === at) throw new RangeError('of an import');
    });
    const profiles = listProfiles('s', { api_url });
    const walks = [listAttachmentsOfProfiles('s', profiles, { api_url }), listProfiles('s', { api_url })];
    const ended = await Promise.allSettled(walks.map((walk) => all(/** @type {AsyncIterable<unknown>} */ (walk))));
    watchImports();
    await sound();
    if (calls < at) break;
    assert.ok(at < 2_000, 'it comes to an end');
    for (const { reason } of /** @type {PromiseRejectedResult[]} */ (
      ended.filter(({ status }) => status === 'rejected')
    )) {
      assert.equal(reason.kind, 'environment', reason);
    }
  }
  assert.ok(calls > 50, `${calls} calls`);
});

test('the key shows nowhere', async () => {
  const secret = 'ask_0123456789abcdef0123456789abcdef';
  mockFetch(async () => Response.json({ code: 404, message: `no ${secret}` }, { status: 404 }));
  const options = { api_url, api_secret: secret, api_user: 'u@x.io' };
  const [{ error }] = await all(listAttachmentsOfProfiles('s', selectors(1), options));
  const thrown = await failure(listProfiles('s', options).next());
  const { inspect } = await import('node:util');
  for (const shown of [error, thrown, listProfiles('s', options), { configure, HrflowError, listProfiles }]) {
    assert.ok(!inspect(shown, { depth: 9, showHidden: true }).includes(secret));
  }
});
