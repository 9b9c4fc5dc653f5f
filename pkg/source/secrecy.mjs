// Whether an answer holds the secret key, or so large a piece of it that nobody gets there by asking.
//
// A smaller piece, or an exception for what a visitor sent, would tell right guesses from wrong ones: the upstream may repeat a
// guess, and change it in any way. So what was sent does not count here, and a piece is sixteen bytes of the secret, all at once.

/** A piece of the secret, in bytes. */
const PIECE = 16;

/** A shorter secret is too likely to stand in a list by chance. */
const SHORTEST = 8;

/** Encodings, one in the other, that are undone; the first is that of the list itself. */
const ENCODINGS = 4;

/**
 * @param {string} json a list of attachments
 * @param {string} secret
 * @returns {boolean} whether it holds the secret, or a piece of it
 */
export function holds(json, secret) {
  const bytes = new TextEncoder().encode(secret);
  if (bytes.length < SHORTEST) return false;
  let text = fold(json);
  for (let encodings = 0; ; encodings++) {
    if (forms(bytes).some((form) => holdsPiece(text, form))) return true;
    const decoded = fold(decode(text));
    if (decoded === text || encodings === ENCODINGS) return false;
    text = decoded;
  }
}

/** @typedef {{ text: string, width: number }} Form of the secret, and how many of its letters are a piece */

/**
 * @param {string} text
 * @param {Form} form
 */
function holdsPiece(text, { text: form, width }) {
  const pieces = new Set(Array.from({ length: form.length - width + 1 }, (_, at) => form.slice(at, at + width)));
  // Every piece in the text has one of its letters at a multiple of the width: what is around that is looked at, and little else.
  const letters = new Set(form);
  for (let at = width - 1; at < text.length; at += width) {
    if (!letters.has(text[at])) continue;
    for (let start = at - width + 1; start <= at; start++) {
      if (pieces.has(text.slice(start, start + width))) return true;
    }
  }
  return false;
}

/**
 * @param {Uint8Array} bytes of the secret
 * @returns {Form[]} it as it is, in hexadecimal, and in base64 at each way that bytes can fall
 */
function forms(bytes) {
  const piece = Math.min(PIECE, bytes.length);
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  const hexadecimal = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const encoded = [0, 1, 2].map((before) => {
    const whole = btoa('\0'.repeat(before) + binary);
    // Without the characters that hold bits of what stands around it.
    const text = whole.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
    // So many letters say no less than a piece.
    return { text, width: Math.min(Math.ceil((piece * 8) / 6), text.length) };
  });
  const all = [{ text: binary, width: piece }, { text: hexadecimal, width: 2 * piece }, ...encoded];
  return all.map(({ text, width }) => ({ text: fold(text), width }));
}

/** @param {string} text */
const decode = (text) =>
  text.replace(
    /%([0-9a-f]{2})|\\u00([0-9a-f]{2})|\\([/"\\])/g,
    (_, percent, escaped, letter) => letter ?? String.fromCharCode(Number.parseInt(percent ?? escaped, 16)),
  );

/**
 * @param {string} text
 * @returns {string} it in small letters, base64’s two alphabets taken as one
 */
const fold = (text) => text.toLowerCase().replaceAll('-', '+').replaceAll('_', '/');
