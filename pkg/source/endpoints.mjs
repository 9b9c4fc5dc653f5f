// What the proxy can serve, as data: under which path, how HrFlow is asked, what its answer and its refusals are called, and whose
// files are in it.

// By the package's own names, so that the proxy gets the entries that its runtime can load.
import { Hrflow } from 'hrflow-wasm';
import { listPage } from './bulk.mjs';

/**
 * @typedef {Record<string, string>} Parameters as a page gave them, each once
 * @typedef {(parameters: Parameters, options: { signal: AbortSignal | undefined }) => Promise<object>} Call for what HrFlow's
 *   envelope holds beside `code` and `message`; it reads everything at once, and says itself which parameters are wrong
 * @typedef {(item: any) => import('./files/hidden.mjs').Selector} SelectorOf whose the files in an item of the list are
 * @typedef {object} List what HrFlow is asked for
 * @property {string} message of HrFlow's envelope where it lists
 * @property {(options: object) => Call} connect takes a client's options
 * @property {(parameters: Parameters) => { source_key: string, selectorOf: SelectorOf }} owners of sound parameters
 * @typedef {object} Endpoint
 * @property {string} path at HrFlow; what comes before it is where the proxy is mounted
 * @property {RegExp} fits the paths of its requests
 * @property {Record<number, string>} words that a page is told instead, by status, where they are its own
 * @property {List} [list] nothing where it serves a file that it has sealed itself
 */

/**
 * By the names of the option `endpoints`. The first whose path fits is asked, so what fits any path stands last. The words for 400
 * are HrFlow's own sentences.
 * @type {Record<string, Endpoint>}
 */
export const ENDPOINTS = {
  files: {
    // No list; and none from the root of all objects.
    list: undefined,
    path: '/files/',
    fits: /\/files\/[^/]*$/,
    words: {
      404: 'There is no such file, or its address is too old. List again.',
      416: 'The file has no such part.',
      502: 'The file could not be fetched.',
      504: 'The file did not come in time.',
    },
  },
  profiles: {
    path: '/storing/profiles',
    fits: /\/storing\/profiles$/,
    words: {
      400: 'Invalid parameters. Unable to find object: source',
      404: 'HrFlow found nothing.',
      422:
        'Give `source_keys`, a JSON array of one string, and nothing else but `page`, `limit` (to 1000), `order_by`, `sort_by`, ' +
        '`created_at_min`, `created_at_max` and `return_profile`, each at most once.',
    },
    list: {
      message: 'List of profiles',
      connect:
        (options) =>
        ({ source_keys, ...query }, { signal }) =>
          listPage(options, onlyKey(source_keys), valuesOf(query), { signal }),
      owners: ({ source_keys }) => ({
        source_key: String(onlyKey(source_keys)),
        // A list whose profiles have no keys that can be asked for is none.
        selectorOf: ({ key }) => ['key', key],
      }),
    },
  },
  attachments: {
    path: '/profile/indexing/attachments',
    fits: /(?:)/,
    words: {
      400: 'Invalid source fields',
      404: 'Profile not found',
      422: 'Give `source_key` and exactly one of `key`, `reference` or `email`, each once and not empty, and nothing else.',
    },
    list: {
      message: 'Profile attachment list',
      connect(options) {
        const { list } = new Hrflow(options).profile.attachment;
        return async ({ source_key, ...selector }, { signal }) => ({
          data: await list(source_key, /** @type {any} */ (selector), { signal }),
        });
      },
      owners({ source_key, ...selector }) {
        const [own] = Object.entries(selector);
        return { source_key, selectorOf: () => own };
      },
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
