// Text that somebody else wrote, made fit to be looked at.

/** Controls that cannot be seen or that turn the order of what follows; the two joiners belong to scripts and emoji. */
const UNSEEN = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

const START = 80;
const END = 24;

/** @param {string} text whether it holds what cannot be seen */
export function hides(text) {
  return text.search(UNSEEN) >= 0;
}

/**
 * Each control in a visible form, and the middle left out where it is long: the end is what tells a file's kind.
 * @param {string} text
 */
export function shown(text) {
  const visible = text.replace(
    UNSEEN,
    (control) => `⟨U+${control.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}⟩`,
  );
  const characters = [...visible];
  if (characters.length <= START + END) return visible;
  return `${characters.slice(0, START).join('')}…${characters.slice(-END).join('')}`;
}

/** @param {string} source JSON or JavaScript, in which such controls stand as the escapes that mean the same */
export function escaped(source) {
  const unit = (/** @type {string} */ unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return source.replace(UNSEEN, (control) => (control === '\n' ? control : control.split('').map(unit).join('')));
}

/** @param {string} name of a file; what follows its last dot, with the dot, in small letters */
export function ending(name) {
  return /\.[^.\s/\\]{1,16}$/.exec(name.replace(UNSEEN, ''))?.[0].toLowerCase() ?? '';
}

/** @param {string} name one that a file system takes, with nothing that hides */
export function fileName(name) {
  const plain = name.replace(UNSEEN, '').replace(/[\\/:*?"<>|]/g, '_');
  return plain.replace(/^\.+/, '').slice(-120) || 'attachment';
}
