// What a reader looks for: a filter is data, with a form of its own in an address.

import { plain } from '../hrflow-wasm/element-parts.mjs';

/**
 * @typedef {import('./candidate.js').Candidate} Candidate
 * @typedef {import('./candidate.js').SourceFile} SourceFile
 * @typedef {object} Filter
 * @property {string} text found in what the candidate or a file is called
 * @property {string | undefined} type of a file; nothing for all of them
 * @property {string} from the first day on which a file was added, as `2020-09-11`; empty for any
 * @property {string} to the last day
 */

/** @type {Filter} */
export const EVERYTHING = { text: '', type: undefined, from: '', to: '' };

const LONGEST = 200;

/**
 * @param {string} text
 * @returns {string} what is compared: no capitals, no accents
 */
export function folded(text) {
  return plain(text)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
}

/** @param {Filter} filter */
export const isEverything = ({ text, type, from, to }) => !text.trim() && type === undefined && !from && !to;

/**
 * Days are the reader's own, as the dates in the rows are.
 * @param {string} day
 * @param {number} later in days
 * @returns {number | undefined} when it begins; nothing where it is no day
 */
function beginning(day, later) {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day)?.map(Number) ?? [];
  if (!year) return undefined;
  const time = new Date(year, month - 1, date + later).getTime();
  return Number.isNaN(time) ? undefined : time;
}

/**
 * @param {Filter} filter
 * @returns {(file: SourceFile) => boolean} whether its type and its date are looked for
 */
export function filesOf({ type, from, to }) {
  const [first, end] = [beginning(from, 0), beginning(to, 1)];
  return (file) =>
    (type === undefined || file.type === type) &&
    (first === undefined || Number(file.added) >= first) &&
    (end === undefined || Number(file.added) < end);
}

/**
 * @param {Filter} filter
 * @returns {(candidate: Candidate) => boolean} whether it is looked for: by its text, and with one file at least where files are
 */
export function candidatesOf(filter) {
  const words = folded(filter.text.slice(0, LONGEST)).split(/\s+/).filter(Boolean);
  const isOfFiles = !isEverything({ ...filter, text: '' });
  const isWanted = filesOf(filter);
  return ({ folded, files }) => words.every((word) => folded.includes(word)) && (!isOfFiles || files.some(isWanted));
}

/**
 * @param {URLSearchParams} query
 * @returns {Filter} what it says, whoever wrote it
 */
export function filterIn(query) {
  const day = (/** @type {string} */ name) => {
    const text = query.get(name) ?? '';
    return beginning(text, 0) === undefined ? '' : text;
  };
  return {
    text: (query.get('name') ?? '').slice(0, LONGEST),
    type: query.get('type')?.slice(0, LONGEST),
    from: day('from'),
    to: day('to'),
  };
}

/**
 * @param {Filter} filter
 * @returns {[string, string][]} its parameters; none for what is left open
 */
export function parametersOf({ text, type, from, to }) {
  /** @type {[string, string | undefined][]} */
  const all = [
    ['name', text || undefined],
    ['type', type],
    ['from', from || undefined],
    ['to', to || undefined],
  ];
  return all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
}
