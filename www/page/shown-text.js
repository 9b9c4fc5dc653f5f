// Text that somebody else wrote, made fit to be looked at.

/**
 * What cannot be seen, or turns the order of what follows. Joiners and variants belong to emoji and to scripts other than ours:
 * after a letter of ASCII they only hide.
 */
const UNSEEN =
  /(?!(?<=[^\0-\x7f])(?:\u200c|\u200d|\ufe0f))[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu;
/** More marks on one letter than any language writes: they would be drawn over what stands above. */
const PILED = /(\p{M}{3})\p{M}+/gu;
const VISIBLE = /[^\s\p{C}\p{Default_Ignorable_Code_Point}\u2800]/u;

const START = 80;
const END = 24;
/** Of UTF-8: every file system takes so many. */
const MAX_NAME_BYTES = 200;

/**
 * @param {string} text
 * @returns {boolean} whether it holds what cannot be seen
 */
export function hides(text) {
  return text.search(UNSEEN) >= 0;
}

/**
 * @param {string | null} text
 * @returns {boolean} whether anything of it can be seen
 */
export function visible(text) {
  return text !== null && VISIBLE.test(text);
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
  const characters = [...plain(text)];
  if (characters.length <= START + END) return characters.join('');
  return `${characters.slice(0, START).join('')}…${characters.slice(-END).join('')}`;
}

/**
 * @param {string} source JSON or JavaScript
 * @returns {string} the source with such controls as the escapes that mean the same
 */
export function escaped(source) {
  const unit = (/** @type {string} */ unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return source.replace(UNSEEN, (control) => (control === '\n' ? control : control.split('').map(unit).join('')));
}

/**
 * @param {string} name
 * @returns {string} the name without what a file system drops or nobody sees
 */
const bare = (name) => name.replace(UNSEEN, '').replace(/(?:[\s.]|\u200c|\u200d|\ufe0f)+$/u, '');

/**
 * @param {string} name of a file
 * @returns {string} what follows its last dot, with the dot, in small letters; empty where it has none
 */
export function ending(name) {
  return /\.[^.\s/\\]+$/.exec(bare(name))?.[0].toLowerCase() ?? '';
}

/**
 * @param {string | null} extension as HrFlow has it
 * @returns {string} the extension in the form `.pdf`; empty where it has none
 */
export function dotted(extension) {
  const trimmed = (extension ?? '').trim().toLowerCase();
  return trimmed && !trimmed.startsWith('.') ? `.${trimmed}` : trimmed;
}

/**
 * A name that a file system takes, with nothing that hides, and with an ending.
 * @param {string} name
 * @param {string} extension for a name that has none
 */
export function fileName(name, extension) {
  const whole =
    bare(name)
      .toWellFormed()
      .replace(/[\\/:*?"<>|]/g, '_')
      .replace(/^\.+/, '') || 'attachment';
  const end = (ending(whole) || bare(extension).replace(/[^.\p{L}\p{N}]/gu, '')).slice(0, 32);
  const encoder = new TextEncoder();
  const size = (/** @type {string[]} */ characters) => encoder.encode(characters.join('')).length;
  const characters = [...(ending(whole) ? whole.slice(0, -ending(whole).length) : whole)];
  while (size(characters) > MAX_NAME_BYTES) characters.length = Math.floor(characters.length * 0.9);
  return characters.join('') + end;
}
