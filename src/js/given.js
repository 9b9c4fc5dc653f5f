// What a caller gave. Nothing here throws, whatever it was.

/**
 * An object's own members, name and value in turn, those left out that are `undefined` or `null`; `undefined` where
 * reading them throws.
 * @param {object} object
 * @param {number} longest name that is passed on whole, in UTF-16 code units
 * @returns {unknown[] | undefined}
 */
export function members(object, longest) {
  try {
    const given = [];
    for (const name of Object.keys(object)) {
      const value = /** @type {any} */ (object)[name];
      if (value !== undefined && value !== null) given.push(name.slice(0, longest), value);
    }
    return given;
  } catch {
    return undefined;
  }
}

/** @param {unknown} value whether it behaves as an AbortSignal does, whatever its class */
export function isSignal(value) {
  try {
    const { aborted, addEventListener, removeEventListener } = /** @type {any} */ (value);
    return (
      typeof aborted === 'boolean' &&
      typeof addEventListener === 'function' &&
      typeof removeEventListener === 'function'
    );
  } catch {
    return false;
  }
}

/** @param {string} text @param {number} longest in UTF-16 code units */
export const isLonger = (text, longest) => text.length > longest;

/** @param {unknown} value 1 for undefined, 2 for a function, 0 for a symbol or a bigint */
export const typeOf = (value) => ['undefined', 'function'].indexOf(typeof value) + 1;
