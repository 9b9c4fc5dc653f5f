// Reads the letters that pkg/build/encode.mjs writes.

/** The first letter that stands for a byte by itself; `!` and `#`, which come before it, announce a second one. */
export const FIRST = 36;

/**
 * @param {string} letters
 * @returns {Uint8Array<ArrayBuffer>} the bytes
 */
export function decode(letters) {
  const bytes = new Uint8Array(letters.length);
  let length = 0;
  for (let at = 0; at < letters.length; at++) {
    let letter = letters.charCodeAt(at);
    if (letter < FIRST) letter = letters.charCodeAt(++at) + (letter === 33 ? 91 : 182);
    bytes[length++] = letter - FIRST;
  }
  return bytes.subarray(0, length);
}
