// Any schedule of a whole source: answers late, wrong or never there, profiles that come as they like, items taken as anybody likes,
// an end at any moment. Whatever happens, each profile is told once, the pace is kept, and nothing stays.

import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';
import { imported, importedBulk } from '../support/installed.js';
import { mockFetch } from '../support/mocked-fetch.js';

const { HrflowError } = await imported();
const { listAttachmentsOfProfiles, listProfiles } = await importedBulk();

const SCHEDULES = 200;

/** How many run beside each other: they do not know of each other. */
const BESIDE = 25;

/** @typedef {() => number} Random from 0 up to but not including 1 */

/**
 * The same numbers for the same seed (mulberry32).
 * @param {number} seed
 * @returns {Random}
 */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @param {Random} random @param {number} least @param {number} most */
const whole = (random, least, most) => least + Math.floor(random() * (most - least + 1));

/** @template T @param {Random} random @param {readonly T[]} among @returns {T} */
const one = (random, among) => among[whole(random, 0, among.length - 1)];

/** What a server does with a request, by weight, and what a profile comes to where it is the last that it did. */
const DEEDS = /** @type {const} */ ([
  ['list', 60, 'listed'],
  ['404', 4, 'api 404'],
  ['misshapen', 3, 'response 200'],
  ['500', 5, 'api 500'],
  ['break', 5, 'network'],
  ['never', 2, 'timeout'],
  ['429', 4, 'api 429'],
  ['503', 3, 'api 503'],
]);

/** @typedef {typeof DEEDS[number][0] | '401'} Deed */

/** @param {Random} random @returns {Deed} */
function deedOf(random) {
  let at = random() * DEEDS.reduce((sum, [, weight]) => sum + weight, 0);
  return (
    DEEDS.find(([, weight]) => {
      at -= weight;
      return at < 0;
    })?.[0] ?? 'list'
  );
}

/** What ends a walk before its time; the number is of items, of calls or of milliseconds. */
const ENDS = /** @type {const} */ ([
  'break',
  'throw',
  'abort after',
  'abort at',
  'progress',
  'return at',
  'iterable',
  '401',
]);

/** @typedef {ReturnType<typeof planned>} Plan */

/** @param {number} seed */
function planned(seed) {
  const random = randomFrom(seed);
  const count = one(random, [0, 1, 2, 5, 20, 40]);
  return {
    seed,
    count,
    as: one(random, /** @type {const} */ (['array', 'generator', 'slow', 'source'])),
    end: random() < 0.6 ? one(random, ENDS) : undefined,
    at: whole(random, 0, Math.max(1, count)),
    isPatient: random() < 0.5,
    /** Whether its `fetch` minds no signal. */
    isDeaf: random() < 0.1,
    isSound: random() < 0.2,
    options: {
      concurrency: one(random, [1, 2, 3, 8, 64]),
      in_order: random() < 0.5,
      page_size: one(random, [1, 3, 10]),
      max_retries: one(random, [0, 1, 2]),
      timeout: 250,
    },
  };
}

/** A server of one schedule, behind a `fetch`. */
class Server {
  open = 0;
  atOnce = 0;

  /** What was done last for each profile, and how often it was asked for. @type {Map<string, { nth: number, deed: Deed }>} */
  done = new Map();

  /** @param {Plan} plan */
  constructor(plan) {
    this.plan = plan;
  }

  /**
   * @param {URL} url
   * @param {AbortSignal} signal
   * @returns {Promise<Response>}
   */
  async answer(url, signal) {
    const { plan } = this;
    const { searchParams } = url;
    const isPage = url.pathname.endsWith('/storing/profiles');
    const what = isPage ? `page ${searchParams.get('page')}` : String(searchParams.get('key'));
    const nth = (this.done.get(what)?.nth ?? 0) + 1;
    // The same for the same request, whenever it comes.
    const random = randomFrom(
      [...`${plan.seed} ${what} ${nth}`].reduce(
        (sum, { length }, at, all) => Math.imul(sum, 31) + all[at].charCodeAt(0) + length,
        7,
      ),
    );
    random();
    const isLast = plan.end === '401' && what === `k${plan.at}`;
    // A page that fails ends all of it: that is for the rows of the table.
    const deed = isLast ? '401' : isPage || plan.isSound ? 'list' : deedOf(random);
    this.done.set(what, { nth, deed });
    this.open++;
    this.atOnce = Math.max(this.atOnce, this.open);
    let isOpen = true;
    const close = () => {
      if (isOpen) this.open--;
      isOpen = false;
    };
    signal.addEventListener('abort', close);
    try {
      const milliseconds = random() < 0.3 ? 0 : whole(random, 1, 6);
      const options = plan.isDeaf ? {} : { signal };
      if (milliseconds > 0) await delay(milliseconds, undefined, options);
      if (deed === 'never') {
        await new Promise((_, reject) => {
          const fail = () => plan.isDeaf || reject(signal.reason);
          if (signal.aborted) fail();
          signal.addEventListener('abort', fail);
        });
      }
      if (deed === 'break') throw new TypeError('it broke');
      return isPage ? this.page(searchParams) : replies(deed);
    } finally {
      close();
    }
  }

  /** @param {URLSearchParams} searchParams */
  page(searchParams) {
    const { count } = this.plan;
    const [page, limit] = ['page', 'limit'].map((name) => Number(searchParams.get(name)));
    const data = keysOf(count)
      .slice((page - 1) * limit, page * limit)
      .map((key) => ({ key }));
    const meta = { page, maxPage: Math.ceil(count / limit), count: data.length, total: count };
    return Response.json({ code: 200, message: '', meta, data });
  }
}

/** @param {number} count */
const keysOf = (count) => Array.from({ length: count }, (_, at) => `k${at}`);

/** @param {Deed} deed */
function replies(deed) {
  if (deed === 'list') return Response.json({ code: 200, data: [{}] });
  if (deed === 'misshapen') return Response.json({ code: 200, data: [{ alt: 7 }] });
  const headers = /** @type {Record<string, string>} */ (['429', '503'].includes(deed) ? { 'Retry-After': '0' } : {});
  return Response.json({ code: Number(deed), message: '' }, { status: Number(deed), headers });
}

/** @type {Map<string, Server>} */
const servers = new Map();

/** @param {Plan} plan */
async function run(plan) {
  const { seed, count, as, end, at, options } = plan;
  const random = randomFrom(seed + 1);
  const host = `s${seed >>> 0}.example`;
  const server = new Server(plan);
  servers.set(host, server);
  const api_url = `https://${host}`;

  const controller = new AbortController();
  const { signal } = controller;
  const thrown = { by: end };
  const abort = () => controller.abort(thrown);
  let told = 0;
  const on_progress = () => {
    if (end === 'progress' && ++told > at) throw thrown;
  };
  const given = keysOf(count).map((key) => ({ key }));
  let pulled = 0;
  let closed = 0;
  function* pulling() {
    try {
      for (const selector of given) {
        if (end === 'iterable' && pulled === at) throw thrown;
        pulled++;
        yield selector;
      }
    } finally {
      closed++;
    }
  }
  async function* pullingSlowly() {
    for (const selector of pulling()) {
      if (random() < 0.5) await delay(whole(random, 0, 2));
      yield selector;
    }
  }
  const profiles = {
    array: () => given,
    generator: pulling,
    slow: pullingSlowly,
    source: () => listProfiles('s', { api_url, page_size: options.page_size }),
  }[as]();
  const walk = listAttachmentsOfProfiles('s', profiles, { api_url, signal, on_progress, ...options });

  /** @type {any[]} */
  const items = [];
  let isLeft = false;
  const leave = () => {
    isLeft = true;
    walk.return(undefined);
  };
  const timer = end === 'abort at' ? setTimeout(abort, at) : end === 'return at' ? setTimeout(leave, at) : undefined;
  /** @type {{ error: any } | undefined} */
  let failure;
  try {
    for await (const item of walk) {
      items.push(item);
      assert.ok(as === 'array' || as === 'source' || pulled <= items.length + options.concurrency, 'pulled ahead');
      if (plan.isPatient && random() < 0.5) await delay(whole(random, 0, 3));
      if (items.length < at) continue;
      if (end === 'break') break;
      if (end === 'throw') throw thrown;
      if (end === 'abort after') abort();
    }
  } catch (error) {
    failure = { error };
  }
  clearTimeout(timer);

  // How it ended, and that it did.
  assert.deepEqual(await walk.next(), { value: undefined, done: true });
  const { open } = server;
  const asked = [...server.done.values()].reduce((sum, { nth }) => sum + nth, 0);
  await delay(10);
  assert.equal(open, 0, 'open at the end');
  assert.equal(
    [...server.done.values()].reduce((sum, { nth }) => sum + nth, 0),
    asked,
    'sent after the end',
  );
  assert.equal(getEventListeners(signal, 'abort').length, 0, 'listeners');
  assert.ok(server.atOnce <= options.concurrency + Number(as === 'source'), `${server.atOnce} at once`);

  // It closes once it has given the one that was asked for.
  for (let turns = 0; pulled > 0 && closed === 0; turns++) {
    assert.ok(turns < 2_000, 'what gave the profiles is not closed');
    await delay(1);
  }
  assert.ok(closed <= 1);

  // Who was told.
  const keys = items.map(({ profile }) => profile.key);
  assert.equal(new Set(keys).size, keys.length, 'told twice');
  if (as !== 'source')
    assert.ok(
      items.every(({ profile }) => given.includes(profile)),
      'the very objects',
    );
  const may = Object.fromEntries(DEEDS.map(([deed, , becomes]) => [deed, becomes]));
  for (const { profile, attachments, error } of items) {
    const { nth, deed } = /** @type {{ nth: number, deed: Deed }} */ (server.done.get(profile.key));
    assert.ok(nth <= 1 + options.max_retries, 'tried too often');
    if (error) assert.ok(error instanceof HrflowError && error.attempts === nth);
    else assert.equal(attachments.length, 1);
    const outcome = error ? [error.kind, error.status].filter(Boolean).join(' ') : 'listed';
    // A machine that is busy may make any answer late.
    if (outcome !== 'timeout') assert.equal(outcome, may[deed]);
  }
  if (options.in_order) {
    // The source's order is its pages', from the first one and then from the last.
    const size = options.page_size;
    const page = (/** @type {string} */ key) => Math.floor(Number(key.slice(1)) / size);
    const place = (/** @type {string} */ key) =>
      Number(key.slice(1)) - (as === 'source' && page(key) > 0 ? 2 * size * page(key) - 1e6 : 0);
    assert.deepEqual(
      keys,
      [...keys].sort((a, b) => place(a) - place(b)),
      'in order',
    );
  }

  // Whether that was all.
  if (!failure) {
    if (isLeft || end === 'break') return;
    return assert.equal(items.length, count, 'all were told');
  }
  if (failure.error === thrown) {
    assert.ok(['throw', 'abort after', 'abort at', 'progress', 'iterable'].includes(String(end)), `thrown by ${end}`);
    if (end === 'iterable') assert.equal(items.length, at, 'all before it were told');
  } else {
    assert.ok(failure.error instanceof HrflowError, inspect(failure.error));
    assert.deepEqual([end, failure.error.status], ['401', 401], inspect(failure.error));
  }
}

test(`${SCHEDULES} schedules`, async (context) => {
  const first = Number(process.env.HRFLOW_SEED ?? Math.floor(Math.random() * 2 ** 31));
  context.mock.method(Math, 'random', () => 0);
  mockFetch((url, { signal }) => /** @type {Server} */ (servers.get(new URL(url).host)).answer(new URL(url), signal));
  for (let from = 0; from < SCHEDULES; from += BESIDE) {
    const plans = Array.from({ length: BESIDE }, (_, at) => planned(first + from + at));
    // Those beside one that fails go on with this `fetch`.
    const ended = await Promise.allSettled(
      plans.map(async (plan) => {
        const hangs = Symbol('it hangs');
        try {
          const ended = await Promise.race([run(plan), delay(20_000, hangs, { ref: false })]);
          assert.notEqual(ended, hangs, 'it hangs');
        } catch (error) {
          throw new Error(`With HRFLOW_SEED=${plan.seed}: ${inspect(plan)}`, { cause: error });
        }
      }),
    );
    for (const outcome of ended) if (outcome.status === 'rejected') throw outcome.reason;
  }
});
