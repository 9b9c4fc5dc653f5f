// The guide's table of environments, made from what a run found.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/root.js';

/** @typedef {import('./project.js').Outcome & { cell: import('./cells.js').Cell }} Row */

const PAGE = join(root, 'www/guide/environments.md');
const PLACE = /(<!-- environments: .* -->\n)[\s\S]*?(<!-- \/environments -->)/;

/**
 * @param {Row[]} rows of a whole run
 * @returns {string} the table of the guide
 */
export function table(rows) {
  // What may or may not be had on a machine would make the table another one there.
  const passed = rows.filter(({ cell, unavailable }) => !cell.without && !cell.unavailable && !unavailable);
  const lines = grouped(passed, ({ cell }) => cell.family).flatMap(([family, rows]) =>
    grouped(rows, ({ cell }) => cell.subject).map(([subject, rows], index) => {
      const versions = grouped(rows, ({ version }) => version).map(([version]) => version);
      const ways = grouped(rows, ({ cell }) => cell.way).map(([way]) => way);
      const what = `${subject} ${versions.filter(Boolean).join(', ')}`.trim();
      return `| ${index === 0 ? family : ''} | ${what} | ${ways.join('; ')} |`;
    }),
  );
  return ['| where | what | ways |', '| --- | --- | --- |', ...lines].join('\n');
}

/**
 * @param {Row[]} rows of a whole run
 * @returns {string[]} what of them could not be had here, and why
 */
export function unseen(rows) {
  const missing = rows.filter(({ cell, unavailable }) => !cell.without && unavailable);
  return missing.map(
    ({ cell: { subject, way }, unavailable }) => `Not seen yet: ${subject}, ${way}: ${unavailable}.\n`,
  );
}

/**
 * Puts a table into the guide.
 * @param {string} text
 */
export function write(text) {
  writeFileSync(
    PAGE,
    readFileSync(PAGE, 'utf8').replace(PLACE, (_, start, end) => `${start}${text}\n${end}`),
  );
}

/**
 * @param {string} text a table
 * @returns {boolean} whether the guide has it, numbers aside: Debian's browsers have a newer version each week
 */
export function stands(text) {
  const [found] = PLACE.exec(readFileSync(PAGE, 'utf8')) ?? [''];
  const bare = (/** @type {string} */ text) => (text.match(/^\|.*$/gm) ?? []).join('\n').replaceAll(/\s*[\d.]+/g, '');
  return bare(found) === bare(text);
}

/** @param {Row[]} rows @param {(row: Row) => string} by @returns {[string, Row[]][]} */
function grouped(rows, by) {
  /** @type {Map<string, Row[]>} */
  const groups = new Map();
  for (const row of rows) groups.set(by(row), [...(groups.get(by(row)) ?? []), row]);
  return [...groups];
}
