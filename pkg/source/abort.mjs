// One listener on a signal, however many calls wait for its abort: Node warns of a leak from the eleventh on.

import { attempt, insist } from '../../src/platform/exchange.js';

/**
 * @typedef {(() => void) & { at?: number }} Callback under a number of its own
 * @typedef {{ callbacks: Record<string, Callback>, count: number, notify(): void }} Waiting
 */

let heard = 0;

/** @type {WeakMap<AbortSignal, Waiting>} */
const waitingFor = /* @__PURE__ */ new WeakMap();

/**
 * @param {AbortSignal | undefined} signal
 * @param {Callback} callback called once the signal is aborted; it must not throw
 * @returns {boolean} whether it will be
 */
export function listen(signal, callback) {
  if (!signal) return true;
  const known = attempt(() => waitingFor.get(signal));
  const callbacks = known?.callbacks ?? /** @type {any} */ ({ __proto__: null });
  // Nothing of the platform's is called: it may be broken, and an abort is told once.
  const notify = () => {
    for (const at in callbacks) callbacks[at]();
  };
  const waiting = known ?? { callbacks, count: 0, notify };
  waiting.count++;
  callback.at = ++heard;
  callbacks[heard] = callback;
  if (known) return true;
  const isHeard = insist(() => signal.addEventListener('abort', notify));
  if (isHeard) attempt(() => waitingFor.set(signal, waiting));
  return isHeard;
}

/**
 * Takes back what {@link listen} set. Nothing throws.
 * @param {AbortSignal | undefined} signal
 * @param {Callback} callback
 */
export function unlisten(signal, callback) {
  if (!signal) return;
  const waiting = attempt(() => waitingFor.get(signal));
  const { at = 0 } = callback;
  if (!waiting?.callbacks[at]) return;
  delete waiting.callbacks[at];
  if (--waiting.count > 0) return;
  // As long as it is known, it is listened to.
  if (insist(() => waitingFor.delete(signal))) attempt(() => signal.removeEventListener('abort', waiting.notify));
}
