// What JSON values are, told to Rust in one crossing for many items. The numbers are those of `json::Kind`.

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
 * Fills a row of `kinds` for each item from `start` on: the item's own kind, then that of each member in `names`.
 * A member that is a number leaves its value in the item's place in `numbers`.
 * @param {any[]} items
 * @param {number} start
 * @param {string[]} names
 * @param {Uint8Array} kinds
 * @param {Float64Array} numbers
 */
export function survey(items, start, names, kinds, numbers) {
  let at = 0;
  for (let row = 0; row < numbers.length && start + row < items.length; row++) {
    const item = items[start + row];
    const itself = kind(item);
    kinds[at++] = itself;
    for (const name of names) {
      const value = itself === 6 ? item[name] : undefined;
      if (typeof value === 'number') numbers[row] = value;
      kinds[at++] = kind(value);
    }
  }
}
