// One way through a source, as the core has it: opened once, asked many times, at one pace, and ended as one.

import { now } from '../../src/platform/exchange.js';
import { listen } from './abort.mjs';
import { configured } from './client.mjs';
import { call, reason, tell } from './core.mjs';
import { readDetails } from './error-lines.mjs';
import { HrflowError } from './hrflow-error.mjs';
import { handOn } from './outcome.mjs';
import { text, token, write, writeCall } from './snapshot.mjs';

/**
 * @typedef {import('../bulk-api.js').BulkProgress} Progress
 * @typedef {{ profiles: any[], total: number }} Page
 * @typedef {{ attachments: any[], error?: undefined } | { attachments?: undefined, error: HrflowError }} Listed
 * @typedef {import('./core.mjs').Caller} Caller
 */

/** A signal of our own: no platform has to make it, and none can refuse to. */
class Ending {
  aborted = false;

  /** @type {unknown} */
  reason = undefined;

  /** @type {(() => void) | undefined} one: `listen` in abort.mjs sets no second one */
  listener = undefined;

  /** Whether it would be aborted as who made the call aborts. */
  isHeard = true;

  /** @param {string} _ @param {() => void} listener which does not throw */
  addEventListener(_, listener) {
    // To whom nobody tells an abort, nobody listens.
    if (!this.isHeard) throw undefined;
    this.listener = listener;
  }

  removeEventListener() {
    this.listener = undefined;
  }

  /** @param {unknown} [reason] */
  abort(reason) {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason;
    this.listener?.();
  }
}

/** Sources are numbered through all instances of the core, so that none is taken for another's. */
let opened = 0;

export class Source {
  concurrency = 1;
  inOrder = false;

  /** What was given or left to its default, once it is open. */
  settings = { api_url: '', timeout: 0, max_retries: 0 };

  /** Where requests of other kinds go on beside these. @type {import('./export/slots.mjs').Slots | undefined} */
  slots = undefined;

  /** Whether nobody waits for anything more. */
  isLeft = false;

  /** @type {{ error: unknown } | undefined} why all of it ended */
  failure = undefined;

  ending = new Ending();

  /** @type {import('./abort.mjs').Hearing | undefined} once it is open */
  hearing = undefined;

  /** @type {Progress} */
  progress = { profiles: 0, failed: 0, total: null, waiting: 0 };

  heldUntil = 0;
  isHeldAnew = false;
  number = token(String(++opened));

  /**
   * Writes the call down; nothing is sent.
   * @param {unknown} source_key
   * @param {unknown} options
   * @param {Source} [companion] an open one, whose pace it keeps
   */
  constructor(source_key, options, companion) {
    this.companion = companion;
    const written = writeCall(configured(), [source_key, undefined, options]);
    this.snapshot = written.snapshot;
    this.signal = written.options.signal;
    this.onProgress = written.options.on_progress;
  }

  /** @type {() => void} wakes who waits for news */
  wake = () => {};

  /** @param {unknown} error that ends all of it */
  fail(error) {
    this.failure ??= { error };
    this.end();
  }

  /**
   * Checks what was given, and hears the signal from here on.
   * @returns {Promise<boolean>} whether anybody waits for it yet
   */
  async open() {
    this.hearing = listen(this.signal, () => this.fail(reason(this.signal)));
    this.ending.isHeard = this.hearing.isHeard;
    const source = this;
    try {
      await this.ask('openSource', (this.companion?.number ?? token('0')) + this.snapshot, {
        /**
         * @this {Caller}
         * @param {number} concurrency
         * @param {boolean} inOrder
         * @param {string} api_url
         * @param {number} timeout
         * @param {number} max_retries
         */
        opened(concurrency, inOrder, api_url, timeout, max_retries) {
          Object.assign(source, { concurrency, inOrder, settings: { api_url, timeout, max_retries } });
          this.resolve(undefined);
        },
      });
    } catch (error) {
      // Who left while the core started has ended this, too.
      if (!this.isLeft) throw error;
    }
    return !this.isLeft;
  }

  /**
   * @param {string} entry
   * @param {string} written
   * @param {object} [answers] what the core may call beside what every caller has
   * @returns {Promise<any>}
   */
  ask(entry, written, answers) {
    const held = (/** @type {number} */ milliseconds) => {
      this.heldUntil = now() + milliseconds;
      this.isHeldAnew = true;
      this.wake();
    };
    const ask = () =>
      call(entry, this.number + written, { ...answers, held, signal: /** @type {any} */ (this.ending) });
    return this.slots && entry !== 'openSource' ? this.slots.run(ask) : ask();
  }

  /** @returns {Promise<Page | undefined>} the profiles of the next page that were not met before; nothing beyond the last */
  nextPage() {
    return this.ask('nextPage', '', {
      /** @this {Caller} @param {any[]} profiles @param {string} told */
      page(profiles, told) {
        const { total, indexes } = readPage(told);
        this.resolve({ profiles: indexes.map((index) => profiles[index]), total });
      },
      /** @this {Caller} */
      over() {
        this.resolve(undefined);
      },
    });
  }

  /**
   * @param {unknown} profile a selector, or a profile as it was listed
   * @returns {Promise<Listed>}
   */
  async listOne(profile) {
    const written = write('p', profile);
    const { members } = written;
    const key = members.get('key');
    // What was listed has a reference, too, and it is the key that HrFlow gave it that counts.
    const selector = key && members.has('created_at') ? key : text(written);
    const answer = await this.ask('listOne', selector, {
      /** @this {Caller} @param {string} lines */
      fault(lines) {
        this.resolve({ lines });
      },
    });
    return Array.isArray(answer) ? { attachments: answer } : { error: new HrflowError(readDetails(answer.lines)) };
  }

  /** Ends every request under way. */
  end() {
    this.ending.abort(this.failure?.error);
    this.wake();
  }

  /** As who stops waiting does. */
  leave() {
    this.isLeft = true;
    this.end();
  }

  close() {
    this.leave();
    this.hearing?.end();
    closeSource(this.number);
  }

  /**
   * Waits until something is so.
   * @param {() => boolean} isSo
   * @returns {Promise<boolean>} whether it is; or nobody waits for it any more
   */
  async until(isSo) {
    for (;;) {
      if (this.hearing?.isAborted) this.fail(reason(this.signal));
      if (this.failure) throw this.failure.error;
      if (this.isLeft) return false;
      if (isSo()) return true;
      if (this.isHeldAnew) this.report();
      await new Promise((resolve) => {
        this.wake = () => resolve(undefined);
      });
    }
  }

  /** @returns {number} for how many milliseconds the server holds all requests back */
  waiting() {
    return Math.ceil(Math.max(0, this.heldUntil - now()));
  }

  /** Tells how far it is; what the caller's function throws ends all of it. */
  report() {
    this.isHeldAnew = false;
    this.progress.waiting = this.waiting();
    // Called as nobody's: this object holds what nobody else is to see.
    const { onProgress } = this;
    const told = onProgress?.({ ...this.progress });
    // One that rejects later ends it as one that throws.
    const rejected = (/** @type {unknown} */ error) => this.fail(error);
    if (told !== undefined) handOn(told, () => {}, rejected);
  }
}

/** @param {string} number of a source */
export const closeSource = (number) => tell('closeSource', number);

/**
 * One page of a source, as HrFlow has it; the proxy's, and documented nowhere.
 * @param {unknown} options a client's
 * @param {unknown} source_key
 * @param {object} query the parameters of HrFlow's, as src/rules/page.rs takes them
 * @param {{ signal: AbortSignal | undefined }} more
 * @returns {Promise<{ meta: { page: number, maxPage: number, count: number, total: number }, data: any[] }>}
 */
export function listPage(options, source_key, query, { signal }) {
  const { snapshot } = writeCall(write('c', options), [source_key, query, { signal }]);
  return call('listPage', snapshot, {
    signal,
    // Nobody else waits with it.
    held() {},
    /** @this {Caller} @param {any[]} data @param {string} told */
    page(data, told) {
      const { page, maxPage, total } = readPage(told);
      this.resolve({ meta: { page, maxPage, count: data.length, total }, data });
    },
  });
}

/**
 * Reads what `told` in src/platform/sources.rs wrote.
 * @param {string} told
 * @returns {{ page: number, maxPage: number, total: number, indexes: number[] }}
 */
export function readPage(told) {
  const [page, maxPage, total, ...indexes] = told.split('\n').slice(0, -1).map(Number);
  return { page, maxPage, total, indexes };
}
