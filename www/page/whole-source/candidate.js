// One candidate, as this page knows it: who it is, and what is attached to it as far as that is known.

import { dateOf, shown, sizeOf, visible } from '../hrflow-wasm/element-parts.mjs';
import { folded } from './filter.js';

/**
 * @typedef {import('../../../pkg/api.js').Attachment} Attachment
 * @typedef {object} SourceFile
 * @property {Attachment} attachment
 * @property {string} type empty where it has none
 * @property {number | undefined} size in bytes
 * @property {number | undefined} added in milliseconds
 *
 * @typedef {object} Candidate
 * @property {string} key
 * @property {string | null} reference
 * @property {string} who that a person knows it by
 * @property {number} position in which it was listed
 * @property {'waiting' | 'loaded' | 'failed'} state
 * @property {SourceFile[]} files
 * @property {unknown} error why its files could not be listed
 * @property {string} folded all that it can be found by
 * @property {number | undefined} newest when the last of its files was added
 * @property {number} size of its files, as far as that is known
 * @property {number} loadedAt
 */

/** Of each name so much can be found, and of all names of one candidate. */
const LONGEST_NAME = 300;
const LONGEST = 30_000;
const LONGEST_TYPE = 200;

/**
 * @param {import('../../../pkg/bulk-api.js').Profile} profile
 * @param {number} position
 * @returns {Candidate}
 */
export function candidateOf({ key, reference }, position) {
  const who = shown(visible(reference) ? reference : key);
  return {
    ...{ key, reference, who, position, state: 'waiting', files: [], error: undefined },
    ...{ folded: found(key, reference, []), newest: undefined, size: 0, loadedAt: 0 },
  };
}

/** @param {Candidate} candidate @param {Attachment[]} attachments */
export function loaded(candidate, attachments) {
  const files = attachments.filter((attachment) => Object(attachment) === attachment).map(fileOf);
  const dates = files.map(({ added }) => added ?? Number.NEGATIVE_INFINITY);
  const newest = dates.reduce((latest, date) => Math.max(latest, date), Number.NEGATIVE_INFINITY);
  Object.assign(candidate, {
    ...{ state: 'loaded', files, error: undefined, loadedAt: performance.now() },
    folded: found(candidate.key, candidate.reference, files),
    newest: newest === Number.NEGATIVE_INFINITY ? undefined : newest,
    size: files.reduce((sum, { size }) => sum + (size ?? 0), 0),
  });
}

/** @param {Candidate} candidate @param {unknown} error */
export function failed(candidate, error) {
  Object.assign(candidate, { state: 'failed', error });
}

/** @param {Candidate} candidate */
export function waiting(candidate) {
  Object.assign(candidate, { state: 'waiting', error: undefined });
}

/** @param {Attachment} attachment @returns {SourceFile} */
function fileOf(attachment) {
  const { type, created_at } = attachment;
  return {
    attachment,
    type: visible(type) ? type.slice(0, LONGEST_TYPE) : '',
    size: sizeOf(attachment),
    added: dateOf(String(created_at).slice(0, 40))?.getTime(),
  };
}

/** @param {string} key @param {string | null} reference @param {SourceFile[]} files */
function found(key, reference, files) {
  let text = `${key.slice(0, LONGEST_NAME)} ${String(reference ?? '').slice(0, LONGEST_NAME)}`;
  for (const { attachment } of files) {
    const name = [attachment.original_file_name, attachment.file_name].find(visible) ?? '';
    text += ` ${name.slice(0, LONGEST_NAME)}`;
    if (text.length > LONGEST) break;
  }
  return folded(text.slice(0, LONGEST));
}
