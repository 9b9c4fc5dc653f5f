// What an element is at, and what it says of it. Pure: a state goes in, words come out.

import { HrflowError } from '../hrflow-error.mjs';
import { total } from './facts.mjs';

/**
 * @typedef {import('../../api.js').Attachment} Attachment
 * @typedef {object} State
 * @property {boolean} [isLoading]
 * @property {boolean} [isCancelled] by the reader
 * @property {Attachment[]} [attachments]
 * @property {unknown} [error]
 *
 * @typedef {object} Notice what stands in the place of cards
 * @property {'empty' | 'error'} slot that takes its place
 * @property {string} title
 * @property {string} next what to do
 * @property {string} [wait] how long HrFlow asks to wait
 * @property {string} [report] what to tell whoever runs the page: fixed words, and nothing that a server wrote
 * @property {boolean} repeats whether to offer the same once more
 */

/**
 * @param {State} state
 * @returns {string} its name: `loading`, `found`, `empty`, `none`, `cancelled`, or what failed
 */
export function nameOf({ isLoading, isCancelled, attachments, error }) {
  if (isLoading) return 'loading';
  if (isCancelled) return 'cancelled';
  if (attachments) return attachments.length === 0 ? 'empty' : 'found';
  if (!error) return 'none';
  if (!(error instanceof HrflowError)) return 'unexpected';
  const { kind, status } = /** @type {import('../../api.js').HrflowError} */ (/** @type {unknown} */ (error));
  if (kind !== 'api') return kind;
  return Number(status) >= 500 ? 'api-5xx' : `api-${status}`;
}

/** What a reader can do nothing about; in the words of `setup`. */
const OF_THE_PAGE = ['api-422', 'argument', 'configuration', 'environment', 'redirect', 'response', 'unexpected'];

/**
 * @param {State} state
 * @param {import('./language.mjs').Language} language
 * @returns {Notice | undefined} nothing while it loads, or where there are attachments
 */
export function noticeOf(state, { amount, known, say }) {
  const name = nameOf(state);
  if (name === 'loading' || name === 'found') return undefined;
  const { kind, status, retry_after, retryable } = /** @type {Partial<import('../../api.js').HrflowError>} */ (
    state.error instanceof HrflowError ? state.error : {}
  );
  const key = OF_THE_PAGE.includes(name) ? 'setup' : known(`state.${name}.title`) ? name : 'api';
  return {
    slot: state.error ? 'error' : 'empty',
    title: say(`state.${key}.title`),
    next: say(`state.${key}.next`),
    wait: retry_after === undefined ? undefined : say('wait', { time: amount(retry_after, 'second') }),
    report: state.error ? [kind ?? 'unexpected', status].filter((part) => part !== undefined).join(' ') : undefined,
    repeats: name === 'cancelled' || retryable === true,
  };
}

/**
 * @param {State} state
 * @param {import('./language.mjs').Language} language
 * @returns {string} the state in one sentence
 */
export function summaryOf(state, language) {
  const { say, bytes } = language;
  const notice = noticeOf(state, language);
  if (notice) return notice.title;
  if (!state.attachments) return say('loading');
  const size = total(state.attachments);
  const values = { count: state.attachments.length, size: size ? bytes(size) : '' };
  return say(size ? 'found' : 'found.unsized', values);
}
