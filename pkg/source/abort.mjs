// One listener on a signal, however many calls wait for its abort: Node warns of a leak from the eleventh on.

import { attempt, insist } from '../../src/platform/exchange.js';

/**
 * @typedef {{ callbacks: Record<string, () => void>, count: number, tell(): void }} Waiting
 * @typedef {{ isHeard: boolean, readonly isAborted: boolean, end(): void }} Hearing whether an abort will be heard; whether it came; and what
 *   takes the listener back. It does not throw
 */

let heard = 0;

/** @type {WeakMap<AbortSignal, Waiting>} */
const waitingFor = /* @__PURE__ */ new WeakMap();

/**
 * @param {AbortSignal | undefined} signal
 * @param {() => void} act called once the signal was aborted, or at once where it is; it may be called again
 * @returns {Hearing}
 */
export function listen(signal, act) {
  const known = attempt(() => waitingFor.get(/** @type {AbortSignal} */ (signal)));
  const waiting = known ?? { callbacks: /** @type {any} */ ({ __proto__: null }), count: 0, tell() {} };
  const { callbacks } = waiting;
  const at = ++heard;
  let isOver = false;
  callbacks[at] = () => {
    isOver = true;
    act();
  };
  waiting.count++;
  let isHeard = true;
  if (signal && !known) {
    isHeard = insist(() => {
      const aborted = new Promise((/** @type {(nothing?: undefined) => void} */ resolve) => {
        // Who aborts may be near the end of the stack: either all is told, or nothing.
        waiting.tell = () => resolve();
      });
      // No `await`: what that throws is told to nobody.
      aborted.then(() => {
        for (const at in callbacks) attempt(callbacks[at]);
      });
      signal.addEventListener('abort', waiting.tell);
    });
    if (isHeard) attempt(() => waitingFor.set(signal, waiting));
  }
  // What came before is not told.
  isHeard &&= insist(() => signal?.aborted && callbacks[at]());
  return {
    isHeard,
    get isAborted() {
      return isOver || attempt(() => signal?.aborted) === true;
    },
    end() {
      if (!callbacks[at]) return;
      delete callbacks[at];
      // As long as it is known, it is listened to.
      if (--waiting.count === 0 && insist(() => waitingFor.delete(/** @type {AbortSignal} */ (signal))))
        attempt(() => signal?.removeEventListener('abort', waiting.tell));
    },
  };
}
