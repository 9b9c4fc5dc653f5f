// An entry of its own, so that pages do not download it.

// By the package's own name, so that the proxy gets the entry that its runtime can load.
import { Hrflow, HrflowError } from 'hrflow-wasm';

/** What the page is told where the fault is not its own and the details are none of its business. */
const STATUS_OF_KIND = {
  argument: 422,
  configuration: 500,
  environment: 500,
  network: 502,
  redirect: 502,
  response: 502,
  timeout: 504,
};

/** @type {typeof import('../proxy.d.mts').createProxy} */
export function createProxy({ authorize, onError, ...options } = /** @type {any} */ ({})) {
  if (typeof authorize !== 'function') {
    const message =
      '`authorize` is missing; give a function that says, with true or false, whether a request may list attachments.';
    throw new HrflowError({ kind: 'configuration', message, attempts: 0, retryable: false });
  }
  // The page tries again by itself: tries of both would multiply.
  const { list } = new Hrflow({ max_retries: 0, ...options }).profile.attachment;

  return async (request) => {
    if (request.method !== 'GET') return envelope(405, 'Only GET is served here.', { Allow: 'GET' });
    /** @type {[string, string][]} */
    let parameters = [];
    try {
      // Nothing but true counts: a session that is merely there is no permission.
      if ((await authorize(request)) !== true) return envelope(403, 'You may not list these attachments.');
      parameters = [...new URL(request.url).searchParams];
      const { source_key, ...selector } = Object.fromEntries(parameters);
      if (Object.keys(selector).length + 1 < parameters.length) return envelope(422, WRONG_PARAMETERS);
      const data = await list(source_key, /** @type {any} */ (selector), { signal: request.signal });
      return answer(200, { code: 200, message: 'Profile attachment list', data });
    } catch (error) {
      onError?.(error);
      return failure(error, parameters);
    }
  };
}

const WRONG_PARAMETERS =
  'Give `source_key` and exactly one of `key`, `reference` or `email`, each once and not empty, and nothing else.';

/**
 * @param {any} error
 * @param {[string, string][]} parameters
 */
function failure(error, parameters) {
  if (!(error instanceof HrflowError)) return envelope(500, 'The request could not be handled.');
  const { kind, status, response, retry_after, request_id } = /** @type {import('../api.js').HrflowError} */ (
    /** @type {unknown} */ (error)
  );
  /** @type {Record<string, string>} */
  const headers = {};
  if (retry_after !== undefined) headers['Retry-After'] = String(Math.ceil(retry_after));
  if (request_id !== undefined && /^[\w.:-]{1,128}$/.test(request_id)) headers['X-Request-Id'] = request_id;
  // A status beyond what a Response may have, or one that forbids a body, is no answer to pass on.
  if (kind === 'api' && response && status && status < 600 && ![204, 205, 304].includes(status)) {
    const { code, message } = response;
    return answer(
      status,
      { code, message: telling(message, parameters) ? 'HrFlow refused the request.' : message },
      headers,
    );
  }
  const code = kind === 'api' ? 502 : STATUS_OF_KIND[kind];
  // Only what the page itself got wrong is told in words: the rest is about this server.
  return envelope(code, kind === 'argument' ? WRONG_PARAMETERS : `HrFlow could not be asked (${kind}).`, headers);
}

/**
 * Whether a message repeats what the caller sent, or had the secret in it. Both get the same words instead: the difference
 * would tell the caller whether what was sent is a part of the secret.
 * @param {string} message
 * @param {[string, string][]} parameters
 */
function telling(message, parameters) {
  const shown = message.toLowerCase();
  const sent = parameters.flat().filter((text) => text.length >= 8);
  const spellings = sent.flatMap((text) => [text, encodeURIComponent(text)]);
  return shown.includes('***') || spellings.some((text) => shown.includes(text.toLowerCase()));
}

/** @param {number} code @param {string} message @param {Record<string, string>} [headers] */
function envelope(code, message, headers) {
  return answer(code, { code, message }, headers);
}

/** @param {number} status @param {object} body @param {Record<string, string>} [headers] */
function answer(status, body, headers) {
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'Content-Type': 'application/json',
      'Cache-Control': 'private, no-store',
      'X-Content-Type-Options': 'nosniff',
      ...headers,
    },
  });
}
