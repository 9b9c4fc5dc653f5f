import { Hrflow, HrflowError } from './index.mjs';

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
export function createProxy({ authorize, ...options }) {
  if (typeof authorize !== 'function') {
    const message =
      '`authorize` is missing; give a function that says, with true or false, whether a request may list attachments.';
    throw new HrflowError({ kind: 'configuration', message, attempts: 0, retryable: false });
  }
  // The page tries again by itself: tries of both would multiply.
  const { list } = new Hrflow({ max_retries: 0, ...options }).profile.attachment;

  return async (request) => {
    if (request.method !== 'GET') return envelope(405, 'Only GET is served here.', { Allow: 'GET' });
    try {
      // Nothing but true counts: a session that is merely there is no permission.
      if ((await authorize(request)) !== true) return envelope(403, 'You may not list these attachments.');
      const parameters = [...new URL(request.url).searchParams];
      const { source_key, ...selector } = Object.fromEntries(parameters);
      if (Object.keys(selector).length + 1 < parameters.length) {
        return envelope(422, 'A parameter was given twice; give each once.');
      }
      const data = await list(source_key, /** @type {any} */ (selector), { signal: request.signal });
      return answer(200, { code: 200, message: 'Profile attachment list', data });
    } catch (error) {
      return failure(error);
    }
  };
}

/** @param {any} error */
function failure(error) {
  if (!(error instanceof HrflowError)) return envelope(500, 'The request could not be handled.');
  const { kind, message, status, response, retry_after, request_id } = /** @type {import('../api.js').HrflowError} */ (
    /** @type {unknown} */ (error)
  );
  /** @type {Record<string, string>} */
  const headers = {};
  if (retry_after !== undefined) headers['Retry-After'] = String(Math.ceil(retry_after));
  if (request_id !== undefined) headers['X-Request-Id'] = request_id;
  if (kind === 'api' && status && response) return answer(status, response, headers);
  const code = STATUS_OF_KIND[/** @type {keyof typeof STATUS_OF_KIND} */ (kind)] ?? 500;
  // Only what the page itself got wrong is told in words: the rest is about this server.
  return envelope(code, kind === 'argument' ? message : `HrFlow could not be asked (${kind}).`, headers);
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
