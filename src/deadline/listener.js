// One listener on a signal, however many calls wait for it: Node warns of a leak from the eleventh on.

/** @typedef {{ callbacks: Set<() => void>, notify: () => void }} Waiting */

/** @type {WeakMap<AbortSignal, Waiting>} */
const waitingFor = /* @__PURE__ */ new WeakMap();

/**
 * Calls back when the signal is aborted.
 * @param {AbortSignal} signal
 * @param {() => void} callback
 */
export function listen(signal, callback) {
  let waiting = waitingFor.get(signal);
  if (!waiting) {
    /** @type {Waiting['callbacks']} */
    const callbacks = new Set();
    const notify = () => {
      for (const callback of [...callbacks]) callback();
    };
    waiting = { callbacks, notify };
    signal.addEventListener('abort', waiting.notify);
    waitingFor.set(signal, waiting);
  }
  waiting.callbacks.add(callback);
}

/**
 * Takes a callback back, and with the last of them the listener.
 * @param {AbortSignal} signal
 * @param {() => void} callback
 */
export function unlisten(signal, callback) {
  const waiting = waitingFor.get(signal);
  waiting?.callbacks.delete(callback);
  if (waiting?.callbacks.size === 0) {
    waitingFor.delete(signal);
    signal.removeEventListener('abort', waiting.notify);
  }
}
