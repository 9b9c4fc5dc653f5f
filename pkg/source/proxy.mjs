// An entry of its own, so that pages do not download it.

// By the package's own name, so that the proxy gets the entry that its runtime can load.
import { Hrflow, HrflowError } from 'hrflow-wasm';
import { VARIABLES, variable } from '../../src/platform/environment.js';
import { attempt } from '../../src/platform/exchange.js';
import { holds } from './secrecy.mjs';
import { names } from './snapshot.mjs';

/**
 * All that a page is told where there are no attachments, by status: words of this file alone. What the upstream wrote, its
 * headers included, reaches nobody but `onError`: whatever is repeated can be asked for the secret, letter by letter.
 * The first two are HrFlow's own sentences, less what it repeats.
 * @type {Record<number, string>}
 */
const WORDS = {
  400: 'Invalid source fields',
  401: 'Unauthorized. Invalid secret key',
  402: 'Payment required. The quota of the plan is used up.',
  403: 'You may not list these attachments.',
  404: 'Profile not found',
  405: 'Only GET is served here.',
  408: 'HrFlow took too long.',
  422: 'Give `source_key` and exactly one of `key`, `reference` or `email`, each once and not empty, and nothing else.',
  429: 'Too many requests. Try again later.',
  499: 'The request was aborted.',
  500: 'The request could not be handled.',
  502: 'HrFlow could not be asked, or gave an answer that is none.',
  503: 'HrFlow is not available. Try again later.',
  504: 'HrFlow did not answer in time.',
};

/** The statuses of HrFlow's that the page is told; any other is an answer that is none. */
const PASSED_ON = [400, 401, 402, 403, 404, 408, 422, 429, 500, 502, 503, 504];

/** What the page is told of an error, by its kind, where it is no refusal of HrFlow's. */
const STATUS_OF_KIND = { argument: 422, configuration: 500, environment: 500, timeout: 504 };

/** @typedef {import('../proxy-api.js').ProxyOptions} ProxyOptions */

/** @type {typeof import('../proxy.d.mts').createProxy} */
export function createProxy(given) {
  const { authorize, onError, ...options } = read(given);
  if (typeof authorize !== 'function') {
    const message =
      '`authorize` is missing; give a function that says, with true or false, whether a request may list attachments.';
    throw new HrflowError({ kind: 'configuration', message, attempts: 0, retryable: false });
  }
  // The page tries again by itself: tries of both would multiply.
  const { list } = new Hrflow({ ...options, max_retries: options.max_retries ?? 0 }).profile.attachment;

  /**
   * Tells `onError`, whatever it does with it.
   * @param {unknown} error
   */
  const tell = async (error) => {
    try {
      await onError?.call(given, error);
    } catch {
      // A log that fails is no reason for the page's request to fail.
    }
  };

  return async (request) => {
    if (request.method !== 'GET') return refuse(405, { Allow: 'GET' });
    // Where a runtime has none, reading it may throw.
    const signal = attempt(() => request.signal);
    try {
      // Nothing but true counts: a session that is merely there is no permission.
      const allowed = await unlessAborted(signal, () => authorize.call(given, request));
      if (signal?.aborted) return refuse(499);
      if (allowed !== true) return refuse(403);
    } catch (error) {
      if (signal?.aborted) return refuse(499);
      tell(error);
      return refuse(500);
    }
    try {
      const parameters = [...new URL(request.url).searchParams];
      const { source_key, ...selector } = Object.fromEntries(parameters);
      if (Object.keys(selector).length + 1 < parameters.length) return refuse(422);
      // As it is now, which is when the call reads it.
      const secret = String(options.api_secret ?? variable(VARIABLES[0][1]));
      const data = await list(source_key, /** @type {any} */ (selector), { signal });
      const listed = attempt(() => JSON.stringify(data));
      if (listed !== undefined && !holds(listed, secret)) return answer(200, `${LISTED}${listed}}`);
      const message = listed === undefined ? TOO_DEEP : WITHHELD;
      tell(new HrflowError({ kind: 'response', message, path: 'data', attempts: 1, retryable: false }));
      return refuse(502);
    } catch (error) {
      if (signal?.aborted) return refuse(499);
      tell(error);
      return refuse(statusOf(error));
    }
  };
}

/**
 * @param {any} given
 * @returns {any} its own members and those of its class, on no prototype: nothing is read from the root of all objects
 */
function read(given) {
  const own = Object.create(null);
  for (const name of Object(given) === given ? names(given) : []) own[name] = given[name];
  return own;
}

/** The envelope of HrFlow's answer, up to its data. */
const LISTED = '{"code":200,"message":"Profile attachment list","data":';

const TOO_DEEP = 'HrFlow’s answer is nested too deeply to be passed on.';

const WITHHELD = 'HrFlow’s answer held the secret key, or a piece of it, and was withheld from the page.';

/**
 * @template T
 * @param {AbortSignal | undefined} signal
 * @param {() => T} act
 * @returns {Promise<Awaited<T> | undefined>} nothing as soon as the signal is aborted
 */
async function unlessAborted(signal, act) {
  if (!signal) return await act();
  if (signal.aborted) return undefined;
  /** @type {() => void} */
  let abort = () => {};
  const aborted = new Promise((resolve) => {
    abort = () => resolve(undefined);
  });
  signal.addEventListener('abort', abort);
  try {
    return await Promise.race([/** @type {any} */ (aborted), act()]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** @param {unknown} error */
function statusOf(error) {
  if (!(error instanceof HrflowError)) return 500;
  const { kind, code, status } = /** @type {import('../api.js').HrflowError} */ (/** @type {unknown} */ (error));
  if (kind !== 'api') return STATUS_OF_KIND[/** @type {keyof typeof STATUS_OF_KIND} */ (kind)] ?? 502;
  // A status of success may carry an envelope that is none.
  const told = status !== undefined && status >= 200 && status < 300 ? code : status;
  return PASSED_ON.includes(/** @type {number} */ (told)) ? /** @type {number} */ (told) : 502;
}

/**
 * @param {number} status
 * @param {Record<string, string>} [headers]
 */
function refuse(status, headers) {
  return answer(status, JSON.stringify({ code: status, message: WORDS[status] }), headers);
}

/**
 * @param {number} status
 * @param {string} body
 * @param {Record<string, string>} [headers]
 */
function answer(status, body, headers) {
  return new Response(body, {
    status,
    headers: {
      'Content-Type': 'application/json',
      'Cache-Control': 'private, no-store',
      'X-Content-Type-Options': 'nosniff',
      ...headers,
    },
  });
}
