// Ctrl-C, and what else asks a process to end: the first one ends what is in flight, the second one ends at once.

import { INTERRUPTED } from './exit-code.mjs';

const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/** npx passes on the Ctrl-C that the terminal has sent to both: within so many milliseconds two are one. */
const ONE_AND_THE_SAME = 300;

/**
 * @param {() => void} onFirst
 * @returns {AbortSignal}
 */
export function interruption(onFirst) {
  const controller = new AbortController();
  let first = 0;
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (controller.signal.aborted) {
        if (performance.now() - first >= ONE_AND_THE_SAME) process.exit(INTERRUPTED);
        return;
      }
      first = performance.now();
      onFirst();
      controller.abort();
    });
  }
  return controller.signal;
}
