// Text that somebody else wrote, made fit to be looked at.

/**
 * What cannot be seen, or turns the order of what follows. Joiners and variants belong to emoji and to scripts other than ours:
 * after a letter of ASCII they only hide.
 */
export const UNSEEN =
  /(?!(?<=[^\0-\x7f])(?:\u200c|\u200d|\ufe0f))[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu;
/** More marks on one letter than any language writes: they would be drawn over what stands above. */
const PILED = /(\p{M}{3})\p{M}+/gu;
const VISIBLE = /[^\s\p{C}\p{Default_Ignorable_Code_Point}\u2800]/u;

const START = 80;
const END = 24;
const LONG = 1_000;

/**
 * @param {string} text
 * @returns {boolean} whether it holds what cannot be seen
 */
export function hides(text) {
  return text.search(UNSEEN) >= 0;
}

/**
 * @param {unknown} text
 * @returns {text is string} whether anything of it can be seen
 */
export function visible(text) {
  return typeof text === 'string' && VISIBLE.test(text);
}

/**
 * @param {string} text
 * @returns {string} the text with each control in a visible form
 */
export function plain(text) {
  return text
    .replace(UNSEEN, (control) => `⟨U+${control.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}⟩`)
    .replace(PILED, '$1…');
}

/**
 * The same, and the middle left out where it is long: the end is what tells a file's kind.
 * @param {string} text
 */
export function shown(text) {
  // Nobody reads the rest, and looking through it takes its time.
  const ends = text.length > 2 * LONG ? text.slice(0, LONG) + text.slice(-LONG) : text;
  const characters = [...plain(ends)];
  if (characters.length <= START + END) return characters.join('');
  return `${characters.slice(0, START).join('')}…${characters.slice(-END).join('')}`;
}

/** Beyond this an ending is none. What is looked at is cut first, for looking from the end again and again takes the square of it. */
const LONGEST_ENDING = 1_000;

/**
 * @param {string} name of a file
 * @returns {string} what follows its last dot, with the dot, in small letters; empty where it has none. What a file system drops or
 *   nobody sees does not count.
 */
export function ending(name) {
  const end = name
    .slice(-LONGEST_ENDING)
    .replace(UNSEEN, '')
    .replace(/(?:[\s.]|\u200c|\u200d|\ufe0f)+$/u, '');
  return /\.[^.\s/\\]+$/.exec(end)?.[0].toLowerCase() ?? '';
}

/**
 * @param {unknown} extension as HrFlow has it
 * @returns {string} the extension in the form `.pdf`; empty where it has none
 */
export function dotted(extension) {
  const trimmed = typeof extension === 'string' ? extension.trim().toLowerCase() : '';
  return trimmed && !trimmed.startsWith('.') ? `.${trimmed}` : trimmed;
}
