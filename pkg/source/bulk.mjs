// The entry for many profiles: every one of a source, and the attachments of each. An entry of its own, with a module of its
// own, so that who lists one profile's attachments does not download it.

import { attempt } from '../../src/platform/exchange.js';
import { HrflowError } from './hrflow-error.mjs';
import { outcomeOf } from './outcome.mjs';
import { closeSource, Source } from './source.mjs';

export { listPage } from './source.mjs';

/** @typedef {typeof import('../bulk-api.js')} Api */

// For `hrflow-wasm/export`, which walks at one pace with its own.
export { Source };

/**
 * The sources of the generators that are under way: who lists the attachments of what one finds knows how many there are.
 * @type {WeakMap<object, Source>}
 */
const sources = new WeakMap();

/** @type {Api['listProfiles']} */
export function listProfiles(source_key, options) {
  const source = new Source(source_key, options);
  return going(source, profilesOf(source));
}

/** @type {Api['listAttachmentsOfProfiles']} */
export function listAttachmentsOfProfiles(source_key, profiles, options) {
  const source = new Source(source_key, options);
  return going(source, itemsOf(source, profiles));
}

/** @param {Source} source */
export async function* profilesOf(source) {
  try {
    if (!(await source.open())) return;
    for (let page = arriving(source, source.nextPage()); ; ) {
      if (!(await source.until(() => page.isHere))) return;
      if (page.error) throw page.error.error;
      if (!page.value) return;
      const { profiles, total } = page.value;
      source.progress.total = total;
      // The next one is under way while these are read.
      page = arriving(source, source.nextPage());
      for (const profile of profiles) {
        if (!(await source.until(() => true))) return;
        source.progress.profiles++;
        source.report();
        yield profile;
      }
    }
  } finally {
    source.close();
  }
}

/**
 * @param {Source} source
 * @param {any} profiles
 */
async function* itemsOf(source, profiles) {
  const pulled = new Pulled(source, profiles);
  let isThrowing = false;
  try {
    if (!(await source.open())) return;
    pulled.open();
    for (;;) {
      pulled.pull();
      if (!(await source.until(() => pulled.ready.length > 0 || pulled.isOver()))) break;
      const item = pulled.ready.shift();
      if (!item) {
        if (pulled.failure) throw pulled.failure.error;
        break;
      }
      pulled.pull();
      source.progress.profiles++;
      if (Object.hasOwn(item, 'error')) source.progress.failed++;
      source.progress.total = pulled.total();
      source.report();
      yield item;
    }
  } catch (error) {
    isThrowing = true;
    throw error;
  } finally {
    source.close();
    await pulled.close(isThrowing);
  }
}

/** The profiles that were taken from what was given, and what was listed of each: as many at once as may be in flight. */
class Pulled {
  /** Those whose attachments are asked for, in the order in which they came. @type {{ item?: any }[]} */
  asked = [];

  /** What is to be handed on. @type {any[]} */
  ready = [];

  /** @type {Iterator<any> | AsyncIterator<any> | undefined} */
  iterator = undefined;

  isAsync = false;
  isPulling = false;
  isExhausted = false;

  /** Why no more come. @type {{ error: unknown } | undefined} */
  failure = undefined;

  /**
   * @param {Source} source
   * @param {any} profiles
   */
  constructor(source, profiles) {
    this.source = source;
    this.profiles = profiles;
  }

  open() {
    const { profiles } = this;
    const isIterable = (/** @type {symbol} */ name) => Object(profiles) === profiles && profiles[name] != null;
    this.isAsync = isIterable(Symbol.asyncIterator);
    if (!this.isAsync && !isIterable(Symbol.iterator)) {
      const message =
        'The profiles were given as no iterable object; give an array, a generator, a stream, or anything else that `for await` takes.';
      throw new HrflowError({ kind: 'argument', message, attempts: 0, retryable: false });
    }
    this.iterator = profiles[this.isAsync ? Symbol.asyncIterator : Symbol.iterator]();
  }

  isOver() {
    return this.asked.length === 0 && Boolean(this.failure || (this.isExhausted && !this.isPulling));
  }

  /** @returns {number | null} how many there are, where that can be known */
  total() {
    const { profiles } = this;
    return Array.isArray(profiles) ? profiles.length : (sources.get(profiles)?.progress.total ?? null);
  }

  /** Takes another profile, where there is room for it. */
  async pull() {
    const { source, isAsync } = this;
    while (
      !this.isPulling &&
      !this.isExhausted &&
      !this.failure &&
      this.asked.length + this.ready.length < source.concurrency
    ) {
      this.isPulling = true;
      try {
        const result = await /** @type {AsyncIterator<any>} */ (this.iterator).next();
        // Else what gives no results would give `undefined` for ever.
        if (Object(result) !== result)
          throw new TypeError(`An iterator gave ${typeof result} in the place of a result.`);
        const { done, value } = result;
        if (done) this.isExhausted = true;
        else if (!source.isLeft && !this.failure) {
          const profile = isAsync ? value : await value;
          this.listed(profile);
        }
      } catch (error) {
        this.isExhausted = true;
        this.failure ??= { error };
      }
      this.isPulling = false;
      source.wake();
    }
  }

  /** Whatever throws in there is nobody's own failure, and ends it. @param {any} profile */
  async listed(profile) {
    const { error } = await outcomeOf(this.ask(profile));
    if (error) this.source.fail(error.error);
  }

  /** @param {any} profile */
  async ask(profile) {
    /** @type {{ item?: any }} */
    const slot = { item: undefined };
    this.asked.push(slot);
    try {
      slot.item = { profile, ...(await this.source.listOne(profile)) };
    } catch (error) {
      // What would fail for all ends what is under way, which then fails for no reason of its own.
      this.failure ??= { error };
      this.source.end();
      this.asked.splice(this.asked.indexOf(slot), 1);
    }
    if (this.source.inOrder) {
      while (this.asked[0]?.item) this.ready.push(this.asked.shift()?.item);
    } else if (slot.item) {
      this.asked.splice(this.asked.indexOf(slot), 1);
      this.ready.push(slot.item);
    }
    this.source.wake();
  }

  /**
   * Closes what was given, as `for await` does.
   * @param {boolean} isThrowing whether there is an error already, which counts
   */
  async close(isThrowing) {
    // What it has thrown itself has ended it.
    if (this.isExhausted) return;
    const closing = (async () => this.iterator?.return?.())();
    // It waits for the profile that is being pulled, and that may never come.
    const closed = outcomeOf(closing);
    if (this.isPulling || isThrowing) return;
    const { error } = await closed;
    if (error) throw error.error;
  }
}

/**
 * @template T
 * @param {Source} source
 * @param {Promise<T>} promise
 * @returns {{ isHere: boolean, value?: T, error?: { error: unknown } }} what comes of it; the source wakes who waits
 */
function arriving(source, promise) {
  /** @type {{ isHere: boolean, value?: T, error?: { error: unknown } }} */
  const slot = { isHere: false, value: undefined, error: undefined };
  (async () => {
    const { value, error } = await outcomeOf(promise);
    slot.value = value;
    slot.error = error;
    slot.isHere = true;
    source.wake();
  })();
  return slot;
}

/** Closes the sources of generators that nobody reads any more. @type {FinalizationRegistry<string> | undefined} */
let forgotten;

/**
 * @template {AsyncGenerator<any>} T
 * @param {Source} source
 * @param {T} generator
 * @returns {T} it; who leaves it ends what is under way at once, and does not wait for that
 */
function going(source, generator) {
  for (const name of /** @type {const} */ (['return', 'throw'])) {
    const leave = generator[name];
    const method = {
      // Nothing from the root of all objects.
      __proto__: null,
      value: (/** @type {unknown} */ value) => {
        source.leave();
        return leave.call(generator, value);
      },
      configurable: true,
      writable: true,
    };
    Object.defineProperty(generator, name, /** @type {PropertyDescriptor} */ (/** @type {unknown} */ (method)));
  }
  sources.set(generator, source);
  attempt(() => {
    forgotten ??= new FinalizationRegistry(closeSource);
    forgotten.register(generator, source.number);
  });
  return generator;
}
