// `--profiles`: a list of profiles as a spreadsheet or a program writes it, checked whole before anything is sent.

import { readFile } from 'node:fs/promises';
import { addAbortSignal } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { parse } from 'csv-parse/sync';
import { unreadable } from './environment-file.mjs';
import { spreadsheet } from './spreadsheet.mjs';
import { WrongUsage } from './wrong-usage.mjs';

/** @typedef {import('../../api.js').ProfileSelector} Selector */

/** What names a profile; of several, the first counts. */
const NAMES = ['key', 'reference', 'email'];

/** What stands between the cells: nothing in a list of one column, and else what the country's habit is. */
const DELIMITERS = ['\0', ',', ';', '\t'];

const WANTED = 'a column named `key`, `reference` or `email`';

/**
 * @param {string} file or `-` for stdin
 * @param {AbortSignal} signal
 * @returns {Promise<Selector[]>} each once
 */
export async function readProfiles(file, signal) {
  const name = file === '-' ? 'stdin' : `\`${file}\``;
  const selectors = await selectorsOf(textOf(await bytesOf(file, signal), name), name);
  if (selectors.length === 0)
    throw new WrongUsage(`${name} names no profile; give ${WANTED}, and a line for each profile.`);
  return [...new Map(selectors.map((selector) => [JSON.stringify(selector), selector])).values()];
}

/** @param {string} file @param {AbortSignal} signal */
async function bytesOf(file, signal) {
  if (file === '-') return buffer(addAbortSignal(signal, process.stdin));
  try {
    return await readFile(file, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw new WrongUsage(`${unreadable(file, error)} \`--profiles\` wants a file, or \`-\` for stdin.`);
  }
}

/** @param {Uint8Array} bytes @param {string} name */
function textOf(bytes, name) {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new WrongUsage(`${name} is not in UTF-8; save it as “CSV UTF-8”.`);
  }
}

/**
 * @param {string} text
 * @param {string} name of the file
 * @returns {Promise<Selector[]>}
 */
export const selectorsOf = async (text, name) => (/^\s*\{/.test(text) ? ofLines(text, name) : ofCells(text, name));

/** @param {string} name @param {number} number @param {string} problem */
const bad = (name, number, problem) => new WrongUsage(`Line ${number} of ${name} ${problem}. Nothing was sent.`);

/** @param {string} text @param {string} name */
function ofLines(text, name) {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const selector = selectorOf(parsed(line) ?? {});
    if (!selector) throw bad(name, index + 1, 'is no JSON object with a `key`, `reference` or `email` as text');
    return [selector];
  });
}

/** @param {string} line */
function parsed(line) {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** @param {string} written @param {string} name */
async function ofCells(written, name) {
  const { unmarked } = await spreadsheet();
  // Lines may end otherwise where several programs wrote to one file.
  const text = written.replaceAll(/\r\n?/g, '\n');
  const columnsAt = (/** @type {string} */ delimiter) =>
    (recordsOf(text, { delimiter, to: 1 })[0]?.record ?? []).map((column) => column.trim().toLowerCase());
  const delimiter = DELIMITERS.find((one) => columnsAt(one).some((column) => NAMES.includes(column)));
  if (!delimiter) throw bad(name, 1, `has no names of columns that are known; give ${WANTED}`);
  const columns = columnsAt(delimiter);
  /** Where each is, looked for once: there may be many. @type {[string, number][]} */
  const places = NAMES.map((column) => [column, columns.indexOf(column)]);
  return recordsOf(text, { delimiter, from: 2 }, name).map(({ record, info }) => {
    // Spreadsheets leave out what stands behind the last cell, of some lines alone.
    if (delimiter === DELIMITERS[0] && /[,;\t]\s*$/.test(record[0]))
      throw bad(name, info.lines, 'ends with a comma, a semicolon or a tab; name each column in line 1');
    // Else a name with a delimiter in it is cut, and another candidate's.
    if (record.slice(columns.length).some((cell) => cell.trim() !== ''))
      throw bad(
        name,
        info.lines,
        'has more cells than line 1 has names; put quotes around a cell with a comma, a semicolon or a tab',
      );
    const row = Object.fromEntries(places.map(([column, at]) => [column, unmarked((record[at] ?? '').trim())]));
    const selector = selectorOf(row);
    if (!selector)
      throw bad(
        name,
        info.lines,
        `has nothing in ${columns
          .filter((one) => NAMES.includes(one))
          .map((one) => `\`${one}\``)
          .join(', ')}`,
      );
    return selector;
  });
}

/**
 * @param {string} text
 * @param {{ delimiter: string, from?: number, to?: number }} which
 * @param {string} [name] of the file, to say what is wrong with it; without one, what is no CSV has no records
 * @returns {{ record: string[], info: { lines: number } }[]}
 */
function recordsOf(text, which, name) {
  try {
    /** @type {any} */
    const options = { ...which, record_delimiter: '\n', bom: true, info: true, relax_column_count: true };
    const records = /** @type {any[]} */ (parse(text, { ...options, skip_empty_lines: true }));
    // A row of a spreadsheet that was cleared has its delimiters yet.
    return records.filter(({ record }) => record.some((/** @type {string} */ cell) => /[^,;\s]/.test(cell)));
  } catch (error) {
    if (name === undefined) return [];
    throw bad(name, /** @type {any} */ (error).lines ?? 1, 'is no CSV: a quote is missing, or one too many');
  }
}

/**
 * @param {any} row
 * @returns {Selector | undefined}
 */
function selectorOf(row) {
  const name = NAMES.find((one) => typeof row[one] === 'string' && row[one] !== '');
  return name === undefined ? undefined : /** @type {any} */ ({ [name]: row[name] });
}
