// Text that goes to a terminal: nothing in it moves the cursor, turns the order of letters, or is the key.

/** Controls, and what turns the order of what follows. */
const UNSAFE = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** How HrFlow's keys begin, and what is enough of one to be one. */
const LIKE_A_KEY = /\bask\w{0,3}_[^\s`'"]{4,}/g;

/** A key that is shorter may be a word of the sentence. */
const SHORTEST_KEY = 6;

/** @type {string[]} */
const secrets = [];

/** @param {string | undefined} secret that no message shows from here on */
export function hide(secret) {
  if (secret && secret.length >= SHORTEST_KEY) secrets.push(secret);
}

/** @param {string} text @returns {string} */
export function withoutKeys(text) {
  return secrets.reduce((left, secret) => left.replaceAll(secret, '***'), text).replace(LIKE_A_KEY, '***');
}

/** @param {string} text @returns {string} on one line */
export const harmless = (text) => text.toWellFormed().replace(UNSAFE, ' ');

/** @param {string} text @returns {string} */
export const shown = (text) => harmless(withoutKeys(text));

/**
 * The same as JSON has it, with each of these as an escape: nothing is lost.
 * @param {string} json
 * @returns {string}
 */
export const escaped = (json) =>
  json.replace(UNSAFE, (letter) =>
    letter === '\n' ? letter : `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
