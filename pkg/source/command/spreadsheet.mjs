// Rows of a CSV file for a spreadsheet program: no cell is run as a formula. The rule is that of src/rules/spreadsheet.rs, and a
// test compares the two.

/** What the file begins with: programs know UTF-8 by it. */
export const BEGINNING = '\ufeff';

/** Excel goes on in the next row with what is longer than 32 767. */
const LONGEST = 32_000;

/** What programs leave out at the beginning of a cell, and what they run after it; `;`, tabs and lines begin a cell, too. */
const RUN =
  /(^|[;\t\n\r"])([\0-\x20\x7f-\xa0\xad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]*)(?=[=+\-@\uff0b\uff0d\uff1d\uff20])/g;

/** A number that a program would show as another. */
const MANGLED = /^(?=\d)(?:0[\d.eE]+|[\d.eE]{16,}|\d*[.eE][\d.eE]*)$/;

/** A control character ends a text for some programs. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROLS = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g;

/**
 * @param {string} text
 * @returns {string} with an apostrophe before what would be run, or read as another value
 */
export function marked(text) {
  const isMangled = MANGLED.test(text) || /^[\t\n\r]/.test(text);
  const cut = text.slice(0, LONGEST).replace(RUN, "$1$2'").replace(CONTROLS, ' ');
  return (isMangled ? `'${cut}` : cut).toWellFormed();
}

/**
 * @param {string} cell as {@link row} or a spreadsheet wrote it
 * @returns {string} without the apostrophe that this rule put before it
 */
export const unmarked = (cell) => (cell.startsWith("'") && marked(cell.slice(1)) === cell ? cell.slice(1) : cell);

/**
 * @param {unknown[]} cells
 * @returns {string} a row with its end (RFC 4180)
 */
export const row = (cells) =>
  `${cells
    .map((cell) => {
      if (cell === null || cell === undefined) return '';
      return typeof cell === 'string' ? `"${marked(cell).replaceAll('"', '""')}"` : String(cell);
    })
    .join(',')}\r\n`;
