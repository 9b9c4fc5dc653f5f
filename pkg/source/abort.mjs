// One listener on a signal, however many calls wait for its abort: Node warns of a leak from the eleventh on.

import { attempt, insist } from '../../src/platform/exchange.js';

/**
 * @typedef {{ callbacks: Record<string, () => void>, count: number, notify(): void }} Waiting
 * @typedef {{ isHeard: boolean, isAborted: boolean, end(): void }} Hearing whether an abort will be heard; whether it was; and what takes
 *   the listener back. It does not throw
 */

let heard = 0;

/** @type {WeakMap<AbortSignal, Waiting>} */
const waitingFor = /* @__PURE__ */ new WeakMap();

/**
 * @param {AbortSignal | undefined} signal
 * @param {() => void} act called once the signal is aborted, or at once where it was; it may be called again, and must not throw
 * @returns {Hearing}
 */
export function listen(signal, act) {
  const known = attempt(() => waitingFor.get(/** @type {AbortSignal} */ (signal)));
  const callbacks = known?.callbacks ?? /** @type {any} */ ({ __proto__: null });
  // Nothing of the platform's is called: it may be broken, and an abort is told once.
  const notify = () => {
    for (const at in callbacks) callbacks[at]();
  };
  const waiting = known ?? { callbacks, count: 0, notify };
  waiting.count++;
  const at = ++heard;
  const end = () => {
    if (!callbacks[at]) return;
    delete callbacks[at];
    if (--waiting.count > 0 || !signal) return;
    // As long as it is known, it is listened to.
    if (insist(() => waitingFor.delete(signal))) attempt(() => signal.removeEventListener('abort', waiting.notify));
  };
  const hearing = { isHeard: true, isAborted: false, end };
  callbacks[at] = () => {
    hearing.isAborted = true;
    act();
  };
  if (!known) {
    hearing.isHeard = insist(() => signal?.addEventListener('abort', notify));
    if (hearing.isHeard) attempt(() => waitingFor.set(/** @type {AbortSignal} */ (signal), waiting));
  }
  // What came before is not told.
  hearing.isHeard &&= insist(() => signal?.aborted && callbacks[at]());
  return hearing;
}
