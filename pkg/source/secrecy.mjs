// Whether an answer holds the secret key, or so large a piece of it that nobody gets there by asking.
//
// A smaller piece, or an exception for what a visitor sent, would tell right guesses from wrong ones: the upstream may repeat a
// guess, and change it in any way. So what was sent does not count here, and a piece is sixteen bytes of the secret, all at once.

import { turn } from './turn.mjs';

/** A piece of the secret, in bytes. */
const PIECE = 16;

/** A shorter secret is too likely to stand in a list by chance. */
const SHORTEST = 8;

/** Encodings, one in the other, that are undone; the first is that of the list itself. */
const ENCODINGS = 4;

/** A longer list is not looked through: it would take as long as ten thousand attachments. In UTF-16 code units. */
export const LONGEST = 4_194_304;

/**
 * @param {string} json a list of attachments
 * @param {string} secret
 * @returns {Promise<boolean>} whether it holds the secret, or a piece of it
 */
export async function holds(json, secret) {
  if (secret.length < SHORTEST) return false;
  const all = forms(secret);
  let text = fold(json);
  for (let encodings = 0; ; encodings++) {
    if (holdsPiece(text, all)) return true;
    const decoded = fold(decode(text));
    if (decoded === text || encodings === ENCODINGS) return false;
    text = decoded;
    if (text.length > LONG) await turn();
  }
}

/** What is longer is looked through with a turn for others between two looks. */
const LONG = 65_536;

/** @typedef {{ text: string, width: number }} Form of the secret, and how many of its letters are a piece */

/**
 * @param {string} text
 * @param {Form[]} forms
 */
function holdsPiece(text, forms) {
  const sound = forms.filter(({ width }) => width >= SHORTEST);
  const least = Math.min(...sound.map(({ width }) => width));
  // Each piece in the text covers a whole block of this length that begins at a multiple of it: one look a block, whatever it says.
  const length = Math.floor((least + 1) / 2);
  // And it goes on by half of the rest, to one side at least.
  const more = Math.ceil((least - length) / 2);
  const [blocks, longer] = [length, length + more].map(
    (width) => new Set(sound.flatMap(({ text }) => windows(text, width))),
  );
  const pieces = new Set(sound.flatMap(({ text, width }) => windows(text, width)));
  const widths = [...new Set(sound.map(({ width }) => width))];
  for (let at = 0; at + length <= text.length; at += length) {
    if (!blocks.has(text.slice(at, at + length))) continue;
    const end = at + length + more;
    if (!longer.has(text.slice(at, end)) && !longer.has(text.slice(Math.max(0, at - more), at + length))) continue;
    for (const width of widths) {
      for (let start = Math.max(0, at + length - width); start <= at; start++) {
        if (pieces.has(text.slice(start, start + width))) return true;
      }
    }
  }
  return false;
}

/**
 * @param {string} text
 * @param {number} width
 * @returns {string[]} every so many letters of it in a row
 */
function windows(text, width) {
  const all = [];
  for (let at = 0; at + width <= text.length; at++) all.push(text.slice(at, at + width));
  return all;
}

/**
 * @param {string} secret which holds nothing but ASCII, and nothing that looks like an encoding: that was refused
 * @returns {Form[]} it as it is, in hexadecimal, and in base64 at each way that bytes can fall
 */
function forms(secret) {
  const { length } = secret;
  const piece = Math.min(PIECE, length);
  const hexadecimal = Array.from(secret, (letter) => letter.charCodeAt(0).toString(16)).join('');
  const encoded = [0, 1, 2].map((before) => {
    const whole = btoa('\0'.repeat(before) + secret);
    // Without the characters that hold bits of what stands around it.
    const text = whole.slice(Math.ceil((before * 8) / 6), Math.floor(((before + length) * 8) / 6));
    // So many letters say no less than a piece.
    return { text, width: Math.min(Math.ceil((piece * 8) / 6), text.length) };
  });
  return [{ text: secret, width: piece }, { text: hexadecimal, width: 2 * piece }, ...encoded].map(
    ({ text, width }) => ({
      text: fold(text),
      width,
    }),
  );
}

/** @param {string} text */
const decode = (text) =>
  text.replace(
    /%([0-9a-f]{2})|\\u00([0-9a-f]{2})|\\([/"\\])/g,
    (_, percent, escaped, letter) => letter ?? String.fromCharCode(Number.parseInt(percent ?? escaped, 16)),
  );

/**
 * @param {string} text
 * @returns {string} it in small letters, base64’s two alphabets taken as one, and a form's plus sign and the space it means
 */
const fold = (text) => text.toLowerCase().replaceAll(/[- ]/g, '+').replaceAll('_', '/');
