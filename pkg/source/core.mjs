// The Rust core: instantiated at the first call, once for all that wait for it. An instance that traps, or into which an
// exception was thrown, is never entered again: every call that waits for it fails, and the next call starts a new one.

import { glue } from 'wasm-bindgen-glue';
import { attempt, insist } from '../../src/platform/exchange.js';
import { listen } from './abort.mjs';
import { readDetails } from './error-lines.mjs';
import { HrflowError } from './hrflow-error.mjs';
import { instance, instanceAtOnce } from './module/inline.mjs';
import { handOn } from './outcome.mjs';

/**
 * @typedef {{
 *   hearing: import('./abort.mjs').Hearing, attempts: number, stop?: () => void, settle(finish: () => unknown): void,
 *   resolve(value: unknown): void, fail(lines: string): void, abort(): void, end(by: string): void,
 * }} Caller `finish` gives what the call brings, or throws why it does not
 * @typedef {{ entries: Record<string, (text: string, caller: Caller) => void>, waiting: Record<number, Caller> }} Core
 */

/** @type {Core | undefined} */
let running;

/** @type {Promise<Core> | undefined} */
let starting;

let made = 0;

/**
 * @param {string} entry the function of the core that takes the call
 * @param {string} text the call, written down
 * @param {{ signal: AbortSignal | undefined, [method: string]: unknown }} given what else the core finds at its caller
 * @returns {Promise<any>} what that function answers with
 */
export async function call(entry, text, given) {
  const { signal } = given;
  // The core is entered on an empty stack: near its end, Rust would trap, and what ends the core would fail, too.
  await null;
  /** @type {(() => void) | undefined} ends what the call waits for */
  let stop;
  const hearing = listen(signal, () => stop?.());
  try {
    if (hearing.isAborted) throw reason(signal);
    // Another call that waited for the same start may have ended it meanwhile.
    while (!running) {
      await new Promise((resolve, reject) => {
        stop = () => resolve(undefined);
        handOn(start(), resolve, reject);
      });
      if (hearing.isAborted) throw reason(signal);
    }
    const core = running;
    const number = ++made;
    /** @type {() => any} */
    let finish;
    // It resolves with nothing: what has a `then` from the root of all objects would never arrive.
    await new Promise((/** @type {(nothing?: undefined) => void} */ resolve) => {
      const failing = (/** @type {() => unknown} */ error) =>
        caller.settle(() => {
          throw error();
        });
      /** @type {Caller} */
      const caller = {
        ...given,
        hearing,
        attempts: 0,
        stop: undefined,
        settle(end) {
          finish = end;
          resolve();
          delete core.waiting[number];
        },
        resolve: (value) => caller.settle(() => value),
        fail: (lines) => failing(() => new HrflowError(readDetails(lines))),
        abort: () => failing(() => reason(signal)),
        end: (by) =>
          failing(() =>
            environmentError(
              `The core ended by ${by}: something of the platform's throws, or memory ran out; the next call starts it anew.`,
              caller.attempts,
            ),
          ),
      };
      stop = () => caller.stop?.();
      core.waiting[number] = caller;
      core.entries[entry](text, caller);
    });
    // Errors are made here and not in Rust: from here the stack leads back to the caller.
    // @ts-expect-error: it was given before the promise was resolved
    return finish();
  } finally {
    hearing.end();
  }
}

/**
 * @param {string} message
 * @param {number} attempts
 * @param {import('../api.js').HrflowErrorCause} [cause]
 */
const environmentError = (message, attempts, cause) =>
  new HrflowError({ kind: 'environment', message, cause, attempts, retryable: false });

/**
 * Tells the core what it answers nothing to, if it runs.
 * @param {string} entry
 * @param {string} text
 */
export const tell = (entry, text) => running?.entries[entry](text, /** @type {any} */ (undefined));

function start() {
  starting ??= begin();
  return starting;
}

/** @returns {Promise<Core>} */
async function begin() {
  // What fails at once is noted before it is forgotten.
  await null;
  try {
    return await instantiate();
  } catch (cause) {
    starting = undefined;
    const message =
      typeof attempt(() => WebAssembly.instantiate) === 'function'
        ? "WebAssembly could not be started; in a page, allow it with 'wasm-unsafe-eval' in the Content-Security-Policy's script-src."
        : 'There is no WebAssembly here; use a runtime that has it.';
    // There is no core to quote it: what is no visible character goes, the rest is cut.
    const visible = (/** @type {unknown} */ text) =>
      String(text)
        .slice(0, 500)
        .replace(/\p{C}|\p{Zl}|\p{Zp}/gu, ' ');
    const [name, words = ''] = ['name', 'message'].map((name) =>
      attempt(() => visible(/** @type {any} */ (cause)[name])),
    );
    throw environmentError(message, 0, { name, message: words });
  }
}

/** @returns {Promise<Core>} */
async function instantiate() {
  const { entries, imports, start } = glue();
  /** @type {Record<string, Caller>} */
  const waiting = /** @type {any} */ ({ __proto__: null });
  let depth = 0;
  let isOver = false;

  /** @param {unknown} cause whose message is not told: it may repeat what the core was handed */
  const end = (cause) => {
    isOver = true;
    if (running === core) running = starting = undefined;
    const by = attempt(() => {
      const { name } = /** @type {any} */ (cause);
      return typeof name === 'string' && /^\w{1,40}$/.test(name) ? `a ${name}` : '';
    });
    // Nothing of the platform's is called: it may be what threw.
    for (const number in waiting) {
      const { end, stop } = waiting[number];
      end(by || 'an exception');
      // Whatever throws here, the others end.
      if (stop) attempt(stop);
    }
  };

  /**
   * An export that enters a sound instance only, and throws to nobody but the instance itself.
   * @param {(...values: unknown[]) => unknown} enter
   */
  const guard =
    (enter) =>
    (/** @type {unknown[]} */ ...values) => {
      if (isOver) return NOTHING;
      depth++;
      try {
        return enter(...values);
      } catch (cause) {
        end(cause);
        if (depth > 1) throw cause;
        return NOTHING;
      } finally {
        depth--;
      }
    };

  const guarded = (/** @type {Record<string, unknown>} */ members) =>
    Object.fromEntries(
      Object.entries(members).map(([name, value]) => [
        name,
        typeof value === 'function' ? guard(/** @type {any} */ (value)) : value,
      ]),
    );
  const { exports } = await started(imports);
  /** @type {Core} */
  const core = { entries: /** @type {any} */ (guarded(entries)), waiting };
  start(guarded(exports));
  if (isOver) throw new Error('It ended as it began.');
  running = core;
  return core;
}

/** How long an instance is waited for, in milliseconds, before one is made at once: WebKit may forget a worker that waits. */
const START_MS = 3_000;

/**
 * @param {WebAssembly.Imports} imports
 * @returns {Promise<WebAssembly.Instance>}
 */
async function started(imports) {
  /** @type {any} */
  let timer;
  try {
    return await new Promise((resolve, reject) => {
      const late = () => {
        try {
          resolve(instanceAtOnce(imports));
        } catch (error) {
          reject(error);
        }
      };
      if (!insist(() => (timer = setTimeout(late, START_MS)))) late();
      handOn(instance(imports), resolve, reject);
    });
  } finally {
    attempt(() => clearTimeout(timer));
  }
}

/**
 * What the glue takes for a result without an exception.
 * @type {unknown[]}
 */
const NOTHING = [];

/**
 * @param {AbortSignal | undefined} signal
 * @returns {unknown} its reason; an `AbortError` on old platforms whose signals have none. It does not throw
 */
export function reason(signal) {
  let reason = attempt(() => signal?.reason);
  const made = () => {
    const error = new Error('The call was aborted.');
    reason = Object.defineProperty(error, 'name', { value: 'AbortError', configurable: true, writable: true });
  };
  if (reason === undefined) insist(made);
  return reason;
}
