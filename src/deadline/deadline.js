// What ends an attempt early, or a wait: a timer, or the caller's signal.

/** @typedef {{ callbacks: Set<() => void>, notify: () => void }} Waiting */

/**
 * One listener on a signal, however many calls wait for it: Node warns of a leak from the eleventh on.
 * @type {WeakMap<AbortSignal, Waiting>}
 */
const waitingFor = /* @__PURE__ */ new WeakMap();

/** @param {AbortSignal} signal @param {() => void} callback */
function listen(signal, callback) {
  let waiting = waitingFor.get(signal);
  if (!waiting) {
    /** @type {Waiting['callbacks']} */
    const callbacks = new Set();
    const notify = () => {
      for (const callback of [...callbacks]) callback();
    };
    waiting = { callbacks, notify };
    signal.addEventListener('abort', notify);
    waitingFor.set(signal, waiting);
  }
  waiting.callbacks.add(callback);
}

/** @param {AbortSignal} signal @param {() => void} callback */
function unlisten(signal, callback) {
  const waiting = waitingFor.get(signal);
  waiting?.callbacks.delete(callback);
  if (waiting?.callbacks.size === 0) {
    waitingFor.delete(signal);
    signal.removeEventListener('abort', waiting.notify);
  }
}

/**
 * Does what a replaced timer or a signal of the caller's making may refuse by throwing.
 * @template T
 * @param {() => T} act
 * @returns {T | undefined}
 */
function tried(act) {
  try {
    return act();
  } catch {
    return undefined;
  }
}

/**
 * Calls `stop` when the milliseconds are over, unless they are below 0, or when the signal is aborted.
 * @param {number} milliseconds
 * @param {AbortSignal | undefined} signal
 * @param {() => void} stop
 */
export function start(milliseconds, signal, stop) {
  const deadline = {
    /** Ends the request. */
    controller: tried(() => new AbortController()),
    aborted: signal !== undefined && tried(() => signal.aborted) === true,
    signal,
    timer: /** @type {any} */ (undefined),
    onAbort() {
      deadline.aborted = true;
      stop();
    },
  };
  if (deadline.aborted) return deadline;
  if (signal) tried(() => listen(signal, deadline.onAbort));
  if (milliseconds >= 0) deadline.timer = tried(() => setTimeout(stop, milliseconds));
  return deadline;
}

/** @typedef {ReturnType<typeof start>} Deadline */

/**
 * Takes the timer and the listener back, and ends the request unless its answer has come.
 * @param {Deadline} deadline
 * @param {boolean} answered
 */
export function end({ controller, signal, timer, onAbort }, answered) {
  if (timer !== undefined) tried(() => clearTimeout(timer));
  if (signal) tried(() => unlisten(signal, onAbort));
  if (!answered) controller?.abort();
}

/**
 * The signal's reason; an `AbortError` on old platforms whose signals have none.
 * @param {Deadline} deadline
 */
export function reason({ signal }) {
  const reason = tried(() => signal?.reason);
  return reason === undefined ? Object.assign(new Error('The call was aborted.'), { name: 'AbortError' }) : reason;
}

/** @param {Deadline} deadline whether a timer runs: none does where the platform's timers fail */
export const hasTimer = ({ timer }) => timer !== undefined;

/** @param {Deadline} deadline whether the caller's signal was aborted */
export const isAborted = ({ aborted }) => aborted;

/** @param {Deadline} deadline the signal to send the request with */
export const requestSignal = ({ controller }) => controller?.signal;
