// Rows as text: for people, for programs, for spreadsheets. Nothing is written before there is a first row, or none at all.

import stringWidth from 'string-width';
import { isDeep } from '../depth.mjs';
import { HrflowError } from '../hrflow-error.mjs';
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
      const written = json(row);
      const indented = isDeep(written, INDENTED) ? written : JSON.stringify(row, null, 2);
      yield `${isFirst ? '[\n' : ',\n'}${escaped(indented).replace(/^/gm, '  ')}`;
      isFirst = false;
    }
    yield isFirst ? '[]\n' : '\n]\n';
  },

  async *ndjson(rows) {
    for await (const row of rows) yield `${escaped(json(row))}\n`;
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

/** @param {Row} row */
function json(row) {
  try {
    return JSON.stringify(row);
  } catch {
    const message = 'HrFlow’s answer is nested too deeply to be written as JSON; take the formats `table` or `csv`.';
    throw new HrflowError({ kind: 'response', message, path: 'data', attempts: 1, retryable: false });
  }
}

/** HrFlow's own rows have two levels, and each costs two letters for all that is in it. */
const INDENTED = 4;

/** A text that is longer is cut in a table, where nobody reads on; the other formats have all of it. */
const LONGEST = 1_000;

/** So wide a column is at most: a longer text moves what follows it in its own row. */
const WIDEST = 120;

/** @param {unknown} value @returns {string} */
function cell(value) {
  const text = value === null || value === undefined ? '' : String(value);
  return harmless(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
}

/**
 * @param {Row[]} rows
 * @param {string[]} names
 */
const widthsOf = (rows, names) =>
  names.map((name) => Math.min(WIDEST, Math.max(...rows.map((row) => stringWidth(cell(row[name]))))));

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
