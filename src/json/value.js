// What values are and hold, told to Rust. The numbers are those of `json::Kind`.
//
// Nothing here throws: wasm-bindgen 0.2.130 leaks a slot of its table with each exception that it catches.

/**
 * @param {unknown} value
 * @returns {number} the value's `json::Kind`
 */
export function kind(value) {
  switch (typeof value) {
    case 'string':
      return 4;
    case 'number':
      return 3;
    case 'boolean':
      return 2;
    case 'object':
      return value === null ? 1 : isArray(value) ? 5 : 6;
    default:
      return 0;
  }
}

/**
 * The value's member of that name; `undefined` where there is none or where reading it throws.
 * @param {any} value
 * @param {string} name
 * @returns {unknown}
 */
export function member(value, name) {
  try {
    return value?.[name];
  } catch {
    return undefined;
  }
}

/** @param {object} value */
function isArray(value) {
  try {
    return Array.isArray(value);
  } catch {
    // A proxy that was revoked.
    return false;
  }
}

/**
 * The string that a value is, cut before it is copied: a hostile one may be larger than all the memory there is.
 * @param {unknown} value
 * @param {number} most UTF-16 code units
 */
export function text(value, most) {
  return typeof value === 'string' ? value.slice(0, most) : undefined;
}

/** @param {unknown} value how many items an array has; 0 for anything else */
export function length(value) {
  return isArray(/** @type {object} */ (value)) ? /** @type {any} */ (value).length : 0;
}

/**
 * Fills a row of `kinds` for each item from `start` on: the item's own kind, then that of each member in `names`.
 * A member that is a number leaves its value in the item's place in `numbers`.
 * @param {any[]} items
 * @param {number} start
 * @param {string} names with a space after each
 * @param {Uint8Array} kinds
 * @param {Float64Array} numbers
 */
export function survey(items, start, names, kinds, numbers) {
  const split = names.trim().split(' ');
  let at = 0;
  for (let row = 0; row < numbers.length; row++) {
    const item = items[start + row];
    const itself = kind(item);
    kinds[at++] = itself;
    for (let column = 0; column < split.length; column++) {
      const value = itself === 6 ? item[split[column]] : undefined;
      if (typeof value === 'number') numbers[row] = value;
      // Most are strings, and many.
      kinds[at++] = typeof value === 'string' ? 4 : kind(value);
    }
  }
}

/**
 * Sets a member of an item to null. It cannot fail on an object that a JSON parser made: such an object is never frozen.
 * @param {any[]} items
 * @param {number} index
 * @param {string} name
 */
export function setNull(items, index, name) {
  items[index][name] = null;
}
