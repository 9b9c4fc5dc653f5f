// Goes through a source as a row of the fault table says, and tells what came of it. It runs in Node and, served as it is, in a page.

/**
 * @typedef {typeof import('../../pkg/bulk.d.mts')} Bulk
 *
 * What is listed: so many selectors, `k1` first, as an array or as one of `ITERABLES`. Without it, the profiles of the source.
 * @typedef {{ profiles?: number, as?: string }} Given
 *
 * How the items are taken: with a pause after each, until the loop is left or throws after so many, or the signal is aborted after
 * so many or so many milliseconds; `progress` is the call of `on_progress` that throws.
 * @typedef {{
 *   pause?: number, leave?: number, throws?: number, progress?: number, abort?: { items?: number, after?: number },
 * }} Taken
 *
 * @typedef {{ given?: Given, taken?: Taken, options?: object }} Plan
 */

/** What is thrown by others than the package, which hands on the very object. */
const THROWN = /** @type {const} */ (["the iterable's", "the loop's", "the progress's", 'the reason', "the return's"]);

/** What was seen of an iterable. */
class Watched {
  pulled = 0;
  closed = 0;

  /** Which selectors were given: items have these very objects. @type {Set<object>} */
  given = new Set();

  /**
   * @param {number} number
   * @returns {{ key: string }}
   */
  selector(number) {
    const selector = { key: `k${number}` };
    this.pulled++;
    this.given.add(selector);
    return selector;
  }
}

const never = new Promise(() => {});

/** @typedef {(watched: Watched, count: number, thrown: (name: string) => unknown) => any} MakesIterable */

/** @type {Record<string, MakesIterable>} */
const ITERABLES = {
  *generator(watched, count) {
    try {
      for (let number = 1; number <= count; number++) yield watched.selector(number);
    } finally {
      watched.closed++;
    }
  },
  async *'async generator'(watched, count) {
    yield* ITERABLES.generator(watched, count, () => {});
  },
  // biome-ignore lint/correctness/useYield: it throws before it comes to that.
  *'throwing at once'(_watched, _count, thrown) {
    throw thrown("the iterable's");
  },
  *'throwing in the end'(watched, count, thrown) {
    yield* ITERABLES.generator(watched, count, thrown);
    throw thrown("the iterable's");
  },
  async *'throwing in the end, async'(watched, count, thrown) {
    yield* ITERABLES['throwing in the end'](watched, count, thrown);
  },
  'throwing as it is opened': (_watched, _count, thrown) => ({
    [Symbol.iterator]: () => {
      throw thrown("the iterable's");
    },
  }),
  'throwing as it is closed': (watched, count, thrown) => {
    const iterator = ITERABLES.generator(watched, count, thrown);
    return {
      [Symbol.iterator]: () => ({
        next: () => iterator.next(),
        return: () => {
          iterator.return();
          throw thrown("the return's");
        },
      }),
    };
  },
  'a list whose last is rejected': (watched, count, thrown) => {
    const last = Promise.reject(thrown("the iterable's"));
    // It may be a while until it is looked at.
    last.catch(() => {});
    return [...ITERABLES.generator(watched, count, thrown), last];
  },
  async *'never ending'(watched, count, thrown) {
    yield* ITERABLES.generator(watched, count, thrown);
    await never;
  },
  'never closing': (watched, count, thrown) => {
    const iterator = ITERABLES['never ending'](watched, count, thrown);
    return { [Symbol.asyncIterator]: () => ({ next: () => iterator.next(), return: () => never }) };
  },
  'giving no results': () => ({ [Symbol.asyncIterator]: () => ({ next: () => 7 }) }),
  'each twice': (watched, count) =>
    Array.from({ length: count }, (_, index) => watched.selector(index + 1)).flatMap((selector) => [
      selector,
      selector,
    ]),
  'a wrong one in the middle': (watched, count) => {
    const wrong = { email: 7 };
    watched.given.add(wrong);
    const [first, ...rest] = ITERABLES.generator(watched, count, () => {});
    return [first, wrong, ...rest];
  },
};

/**
 * @param {any} error
 * @returns {string} its kind, and what of a status, a place and attempts it has
 */
function told({ kind, name, status, path, attempts }) {
  const words = [kind ?? name];
  if (status) words.push(status);
  if (path) words.push('at', path);
  if (attempts > 1) words.push('after', attempts);
  return words.join(' ');
}

/**
 * @param {any} error
 * @returns {string} all that it shows
 */
function shownOf(error) {
  const { message, stack, name, cause } = error;
  return [message, stack, name, String(error), JSON.stringify(error), String(cause), cause?.stack].join('\n');
}

/**
 * Timers of the package's own that are to fire yet.
 */
function watchTimers() {
  const { setTimeout, clearTimeout } = globalThis;
  const running = new Set();
  globalThis.setTimeout = /** @type {any} */ (
    (/** @type {() => void} */ callback, /** @type {number} */ milliseconds, /** @type {any[]} */ ...rest) => {
      const caller = String(new Error().stack).split('\n')[2];
      const fire = (/** @type {any[]} */ ...values) => {
        running.delete(timer);
        callback(.../** @type {[]} */ (values));
      };
      const timer = setTimeout(fire, milliseconds, ...rest);
      if (/hrflow-wasm/.test(caller)) running.add(timer);
      return timer;
    }
  );
  globalThis.clearTimeout = (/** @type {any} */ timer) => {
    running.delete(timer);
    clearTimeout(timer);
  };
  const restore = () => Object.assign(globalThis, { setTimeout, clearTimeout });
  return { running, restore };
}

/**
 * A signal that knows who listens.
 * @param {AbortSignal} signal
 */
function watchListeners(signal) {
  let listening = 0;
  for (const [name, step] of /** @type {const} */ ([
    ['addEventListener', 1],
    ['removeEventListener', -1],
  ])) {
    const act = /** @type {(...values: any[]) => void} */ (signal[name]);
    Object.defineProperty(signal, name, {
      value: (/** @type {any[]} */ ...values) => {
        listening += step;
        act.apply(signal, values);
      },
    });
  }
  return () => listening;
}

/**
 * No wait between two attempts is longer than none, except what the server asks for.
 * @param {Bulk} bulk
 * @param {string} source_key
 * @param {object} credentials
 * @param {Plan} plan
 */
export async function walk(bulk, source_key, credentials, { given, taken = {}, options }) {
  const { setTimeout } = globalThis;
  const { random } = Math;
  Math.random = () => 0;
  const timers = watchTimers();
  const pause = (/** @type {number} */ milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

  const errors = new Map(THROWN.map((name) => [name, new Error(name)]));
  const thrown = (/** @type {any} */ name) => /** @type {Error} */ (errors.get(name));
  const controller = new AbortController();
  const { signal } = controller;
  const listeners = watchListeners(signal);
  const abort = () => controller.abort(thrown('the reason'));
  const watched = new Watched();
  /** @type {any[]} */
  const progress = [];
  const on_progress = (/** @type {any} */ now) => {
    progress.push(now);
    if (progress.length === taken.progress) throw thrown("the progress's");
  };
  const all = { ...credentials, ...options, signal, on_progress };

  /** @type {any} */
  const outcome = { items: [], thrown: undefined };
  /** @type {unknown[]} */
  const kept = [];
  let ahead = 0;
  let walked = 0;
  try {
    const iterable = () => {
      const { profiles = 0, as } = /** @type {Given} */ (given);
      if (as === 'the source') return bulk.listProfiles(source_key, { ...credentials, ...options });
      if (as) return ITERABLES[as](watched, profiles, thrown);
      return [...ITERABLES.generator(watched, profiles, thrown)];
    };
    const items = /** @type {AsyncGenerator<any>} */ (
      given ? bulk.listAttachmentsOfProfiles(source_key, iterable(), all) : bulk.listProfiles(source_key, all)
    );
    kept.push(items);
    if (taken.abort?.items === 0) abort();
    if (taken.abort?.after) setTimeout(abort, taken.abort.after);
    const began = Date.now();
    try {
      for await (const item of items) {
        kept.push(item, item.error);
        const { profile = item, attachments, error } = item;
        const isGiven = !given || given.as === 'the source' || watched.given.has(profile);
        const key = isGiven ? (profile.key ?? JSON.stringify(profile)) : `not the very ${profile.key}`;
        outcome.items.push(given ? `${key}: ${error ? told(error) : attachments.length}` : key);
        const { length } = outcome.items;
        if (taken.pause) await pause(taken.pause);
        ahead = Math.max(ahead, watched.pulled - length);
        if (length === taken.leave) break;
        if (length === taken.throws) throw thrown("the loop's");
        if (length === taken.abort?.items) abort();
      }
    } catch (error) {
      kept.push(error);
      const own = [...errors].find(([, own]) => own === error);
      outcome.thrown = own ? own[0] : told(error);
    }
    walked = Date.now() - began;
    const after = await items.next();
    outcome.isOver = after.done === true && after.value === undefined;
    await pause(0);
  } finally {
    timers.restore();
    Math.random = random;
  }
  const shown = kept.map((value) => (value instanceof Error ? shownOf(value) : JSON.stringify(value)));
  return {
    outcome: {
      ...outcome,
      ahead,
      pulled: watched.pulled,
      closed: watched.closed,
      took: walked,
      held: Math.max(0, ...progress.map(({ waiting }) => waiting)),
      progress: progress.at(-1),
      timers: timers.running.size,
      listeners: listeners(),
    },
    shown: [...shown, JSON.stringify(progress)].join('\n'),
    kept,
  };
}
