// What the proxy can serve, as data: under which path, how HrFlow is asked, and what its answer and its refusals are called.

// By the package's own names, so that the proxy gets the entries that its runtime can load.
import { Hrflow } from 'hrflow-wasm';
import { listPage } from './bulk.mjs';

/**
 * @typedef {Record<string, string>} Parameters as a page gave them, each once
 * @typedef {(parameters: Parameters, options: { signal: AbortSignal | undefined }) => Promise<object>} Call for what HrFlow's
 *   envelope holds beside `code` and `message`; it reads everything at once, and says itself which parameters are wrong
 * @typedef {object} Endpoint
 * @property {string} path that a request's path ends in
 * @property {string} message of HrFlow's envelope where it lists
 * @property {Record<number, string>} words that a page is told instead of a list, by status, where they are its own
 * @property {(options: object) => Call} connect takes a client's options
 */

/**
 * By the names of the option `endpoints`. The first whose path fits is asked, so what fits any path stands last. The words for 400
 * are HrFlow's own sentences.
 * @type {Record<string, Endpoint>}
 */
export const ENDPOINTS = {
  profiles: {
    path: '/storing/profiles',
    message: 'List of profiles',
    words: {
      400: 'Invalid parameters. Unable to find object: source',
      404: 'HrFlow found nothing.',
      422:
        'Give `source_keys`, a JSON array of one string, and nothing else but `page`, `limit` (to 1000), `order_by`, `sort_by`, ' +
        '`created_at_min`, `created_at_max` and `return_profile`, each at most once.',
    },
    connect:
      (options) =>
      ({ source_keys, ...query }, { signal }) =>
        listPage(options, onlyKey(source_keys), valuesOf(query), { signal }),
  },
  attachments: {
    path: '',
    message: 'Profile attachment list',
    words: {
      400: 'Invalid source fields',
      404: 'Profile not found',
      422: 'Give `source_key` and exactly one of `key`, `reference` or `email`, each once and not empty, and nothing else.',
    },
    connect(options) {
      const { list } = new Hrflow(options).profile.attachment;
      return async ({ source_key, ...selector }, { signal }) => ({
        data: await list(source_key, /** @type {any} */ (selector), { signal }),
      });
    },
  },
};

/**
 * @param {string} text of a JSON array
 * @returns {string | undefined} the one string in it; nothing where it holds another number of them, or anything else
 */
function onlyKey(text) {
  try {
    const keys = JSON.parse(text);
    const [key] = keys;
    // Half a character would be another one on its way: what `authorize` has read is what HrFlow is asked for.
    return Array.isArray(keys) && keys.length === 1 && !/\p{Surrogate}/u.test(key) ? key : undefined;
  } catch {
    return undefined;
  }
}

/** The vendor's SDK writes booleans as Python does. */
const BOOLEANS = new Map([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
]);

/**
 * @param {Parameters} query
 * @returns {Record<string, unknown>} what its texts stand for; src/rules/page.rs says which name takes what
 */
function valuesOf(query) {
  const standsFor = (/** @type {string} */ text) =>
    /^[1-9]\d*$/.test(text) ? Number(text) : (BOOLEANS.get(text) ?? text);
  return Object.fromEntries(Object.entries(query).map(([name, text]) => [name, standsFor(text)]));
}
