// The Rust core: instantiated at the first call, once for all that wait for it. An instance that traps, or into which an
// exception was thrown, is never entered again: every call that waits for it fails, and the next call starts a new one.

import { glue } from 'wasm-bindgen-glue';
import { attempt, listen, unlisten } from '../../src/platform/exchange.js';
import { HrflowError, readDetails } from './hrflow-error.mjs';
import { instance, instanceAtOnce } from './module/inline.mjs';

/**
 * @typedef {import('../api.js').Attachment[]} Attachments
 * @typedef {{ how: 'listed', attachments: Attachments } | { how: 'failed', lines: string } | { how: 'aborted' } |
 *   { how: 'ended', by: string }} Outcome
 * @typedef {{
 *   signal: AbortSignal | undefined, attempts: number, isOver: boolean, stop?: () => void, settle(outcome: Outcome): void,
 *   resolve(attachments: Attachments): void, fail(lines: string): void, abort(): void,
 * }} Caller
 * @typedef {{ list(snapshot: string, caller: Caller): void, waiting: Set<Caller> }} Core
 */

/** @type {Core | undefined} */
let running;

/** @type {Promise<Core> | undefined} */
let starting;

/**
 * @param {{ snapshot: string, signal: AbortSignal | undefined }} written the call
 * @returns {Promise<Attachments>}
 */
export async function call({ snapshot, signal }) {
  if (attempt(() => signal?.aborted)) throw reason(signal);
  // Another call that waited for the same start may have ended it meanwhile.
  while (!running) await unlessAborted(start(), signal);
  const core = running;
  let attempts = 0;
  /** @type {Outcome} */
  const outcome = await new Promise((resolve) => {
    /** @type {Caller} */
    const caller = {
      signal,
      attempts: 0,
      isOver: false,
      stop: undefined,
      settle(outcome) {
        attempts = caller.attempts;
        caller.isOver = true;
        core.waiting.delete(caller);
        resolve(outcome);
      },
      resolve: (attachments) => caller.settle({ how: 'listed', attachments }),
      fail: (lines) => caller.settle({ how: 'failed', lines }),
      abort: () => caller.settle({ how: 'aborted' }),
    };
    core.waiting.add(caller);
    core.list(snapshot, caller);
  });
  if (outcome.how === 'listed') return outcome.attachments;
  if (outcome.how === 'aborted') throw reason(signal);
  // Made here and not in Rust: from here the stack leads back to the caller.
  if (outcome.how === 'failed') throw new HrflowError(readDetails(outcome.lines));
  const message = `The core ended by ${outcome.by}: something of the platform's throws, or memory ran out; the next call starts it anew.`;
  throw new HrflowError({ kind: 'environment', message, attempts, retryable: false });
}

function start() {
  starting ??= instantiate().catch((cause) => {
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
    const [name, words = ''] = ['name', 'message'].map((name) => attempt(() => visible(cause[name])));
    throw new HrflowError({
      kind: 'environment',
      message,
      cause: { name, message: words },
      attempts: 0,
      retryable: false,
    });
  });
  return starting;
}

/** @returns {Promise<Core>} */
async function instantiate() {
  const { imports, listAttachments, start } = glue();
  /** @type {Set<Caller>} */
  const waiting = new Set();
  let depth = 0;
  let isOver = false;

  /** @param {unknown} cause whose message is not told: it may repeat what the core was handed */
  const end = (cause) => {
    isOver = true;
    if (running === core) running = starting = undefined;
    const name = attempt(() => /** @type {any} */ (cause).name);
    const by = typeof name === 'string' && /^\w{1,40}$/.test(name) ? `a ${name}` : 'an exception';
    for (const caller of [...waiting]) {
      caller.settle({ how: 'ended', by });
      caller.stop?.();
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

  const { exports } = await started(imports);
  const guarded = Object.entries(exports).map(([name, value]) => [
    name,
    typeof value === 'function' ? guard(/** @type {any} */ (value)) : value,
  ]);
  /** @type {Core} */
  const core = { list: guard(/** @type {any} */ (listAttachments)), waiting };
  start(Object.fromEntries(guarded));
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
function started(imports) {
  return new Promise((resolve, reject) => {
    const late = () => {
      try {
        resolve(instanceAtOnce(imports));
      } catch (error) {
        reject(error);
      }
    };
    const timer = attempt(() => setTimeout(late, START_MS));
    const settled = () => attempt(() => clearTimeout(timer));
    instance(imports).then(resolve, reject).then(settled, settled);
  });
}

/**
 * What the glue takes for a result without an exception.
 * @type {unknown[]}
 */
const NOTHING = [];

/**
 * @template T
 * @param {Promise<T>} promise
 * @param {AbortSignal | undefined} signal
 * @returns {Promise<T>} it rejects with the signal's reason as soon as that is aborted
 */
function unlessAborted(promise, signal) {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const settle = (/** @type {() => void} */ act) => {
      attempt(() => unlisten(signal, abort));
      act();
    };
    const abort = () => settle(() => reject(reason(signal)));
    attempt(() => listen(signal, abort));
    promise.then(
      (value) => settle(() => resolve(value)),
      (error) => settle(() => reject(error)),
    );
  });
}

/**
 * @param {AbortSignal | undefined} signal
 * @returns {unknown} its reason; an `AbortError` on old platforms whose signals have none
 */
function reason(signal) {
  const reason = attempt(() => signal?.reason);
  if (reason !== undefined) return reason;
  const error = new Error('The call was aborted.');
  return Object.defineProperty(error, 'name', { value: 'AbortError', configurable: true, writable: true });
}
