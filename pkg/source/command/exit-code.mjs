// What the shell is told.

export const DONE = 0;
/** Some failed, or differ. */
export const SOME = 1;
/** Wrong usage or configuration: it was not begun. */
export const WRONG = 2;
/** What would fail for all stopped it. */
export const STOPPED = 3;
/** By Ctrl-C, as shells count signals. */
export const INTERRUPTED = 130;

/** Kinds of errors that say what was asked for is wrong. */
const OF_WHO_ASKS = ['argument', 'configuration'];

/**
 * @param {any} error of the package's
 * @param {{ isOfOne?: boolean }} [asked] whether one profile was asked for: no such profile is then that one's failure
 * @returns {number}
 */
export function exitCodeOf({ kind, status }, { isOfOne = false } = {}) {
  if (OF_WHO_ASKS.includes(kind)) return WRONG;
  return isOfOne && kind === 'api' && status === 404 ? SOME : STOPPED;
}
