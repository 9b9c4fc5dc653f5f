// Rows as text: for people, for programs, for spreadsheets. Nothing is written before there is a first row, or none at all.

import stringWidth from 'string-width';
import { escaped, harmless } from './shown.mjs';
import { BEGINNING, spreadsheet } from './spreadsheet.mjs';

/** @typedef {Record<string, unknown>} Row */
/** @typedef {{ all: string[], shown: string[] }} Columns `shown` are those of a table */

/** So many rows say how wide a table's columns are: the others need not be waited for. */
const MEASURED = 100;

/** @type {Record<string, (rows: AsyncIterable<Row>, columns: Columns) => AsyncGenerator<string>>} */
export const FORMATS = {
  async *table(rows, { shown }) {
    const measured = [Object.fromEntries(shown.map((name) => [name, name.toUpperCase()]))];
    /** @type {number[] | undefined} */
    let widths;
    for await (const row of rows) {
      if (widths) yield line(row, shown, widths);
      else if (measured.push(/** @type {any} */ (row)) > MEASURED) {
        widths = widthsOf(measured, shown);
        for (const one of measured) yield line(one, shown, widths);
      }
    }
    if (widths) return;
    widths = widthsOf(measured, shown);
    for (const one of measured) yield line(one, shown, widths);
  },

  async *json(rows) {
    let isFirst = true;
    for await (const row of rows) {
      yield `${isFirst ? '[\n' : ',\n'}${escaped(JSON.stringify(row, null, 2)).replace(/^/gm, '  ')}`;
      isFirst = false;
    }
    yield isFirst ? '[]\n' : '\n]\n';
  },

  async *ndjson(rows) {
    for await (const row of rows) yield `${escaped(JSON.stringify(row))}\n`;
  },

  async *csv(rows, { all }) {
    const { row } = await spreadsheet();
    const header = BEGINNING + row(all);
    let isFirst = true;
    for await (const one of rows) {
      yield (isFirst ? header : '') + row(all.map((name) => one[name]));
      isFirst = false;
    }
    if (isFirst) yield header;
  },
};

/** @param {unknown} value @returns {string} */
const cell = (value) => (value === null || value === undefined ? '' : harmless(String(value)));

/**
 * @param {Row[]} rows
 * @param {string[]} names
 */
const widthsOf = (rows, names) => names.map((name) => Math.max(...rows.map((row) => stringWidth(cell(row[name])))));

/**
 * @param {Row} row
 * @param {string[]} names
 * @param {number[]} widths
 */
function line(row, names, widths) {
  const cells = names.map((name, at) => {
    const text = cell(row[name]);
    return text + ' '.repeat(Math.max(0, widths[at] - stringWidth(text)));
  });
  return `${cells.join('  ').trimEnd()}\n`;
}
