// The lists beside the files: what is here, for tools and for a spreadsheet, and what failed.

import { linesOf } from './journal.mjs';

const NDJSON = 'attachments.ndjson';
const CSV = 'attachments.csv';
const FAILURES = 'failures.ndjson';

/**
 * @typedef {import('./journal.mjs').Who} Who
 * @typedef {{ profile: Who, attachment: any, path: string, bytes: number, sha256: string }} Listed
 * @typedef {{ profile: Who, attachment?: any, kind: string, message: string }} Failure
 */

/** What is written beside the profiles' folders. */
export const LISTS = [NDJSON, CSV, FAILURES];

/** @param {object} line */
const ndjson = (line) => `${JSON.stringify(line)}\n`;

/**
 * Writes down what is here.
 * @param {import('./private-folder.mjs').PrivateFolder} folder
 * @param {import('./journal.mjs').Journal} journal
 * @param {import('./rules.mjs').Rules} rules
 * @returns {Promise<{ files: number, bytes: number }>} how much that is
 */
export async function writeLists(folder, journal, rules) {
  let files = 0;
  let bytes = 0;
  const list = await folder.begin(NDJSON);
  try {
    await folder.write(CSV, rows());
    await list.end();
  } finally {
    await list.leave();
  }
  return { files, bytes };

  /** Each file is read from the journal once, for both lists. */
  async function* rows() {
    yield rules.spreadsheetHeader();
    for await (const line of journal.here()) {
      const { attachment, path } = line.entry;
      const listed = { profile: line.who, attachment, path, bytes: line.bytes, sha256: line.sha256 };
      await list.add(ndjson(listed));
      yield rules.spreadsheetRow(listed) ?? '';
      files++;
      bytes += line.bytes;
    }
  }
}

/**
 * Writes down what failed, in the same order in every run; no list where nothing did.
 * @param {import('./private-folder.mjs').PrivateFolder} folder
 * @param {Failure[]} failures
 */
export async function writeFailures(folder, failures) {
  const lines = failures.map(ndjson).sort();
  if (lines.length > 0) await folder.write(FAILURES, lines);
  else await folder.remove(FAILURES);
}

/**
 * Reads what is said to be here.
 * @param {import('./private-folder.mjs').PrivateFolder} folder
 * @returns {Promise<AsyncGenerator<{ number: number, listed: Listed | undefined }> | undefined>} each line by its number, from 1,
 *   and what it says, if that can be read; nothing where there is no list
 */
export async function readList(folder) {
  const handle = await folder.read(NDJSON);
  if (!handle) return undefined;
  return (async function* () {
    let number = 0;
    try {
      for await (const line of linesOf(handle)) yield { number: ++number, listed: listedOf(line.toString()) };
    } finally {
      await handle.close();
    }
  })();
}

/**
 * @param {string} text
 * @returns {Listed | undefined}
 */
function listedOf(text) {
  try {
    const { profile, attachment, path, bytes, sha256 } = JSON.parse(text);
    const isSound = typeof path === 'string' && Number.isSafeInteger(bytes) && /^[0-9a-f]{64}$/.test(sha256);
    return isSound ? { profile, attachment, path, bytes, sha256 } : undefined;
  } catch {
    return undefined;
  }
}
