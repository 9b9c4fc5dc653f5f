// A request as `fetch` takes it, and an answer as the core reads it.

/**
 * Throws what the constructor of the platform's Request throws.
 * @param {string} url
 * @param {string} headers names and values in turn, a line each
 * @param {boolean} secret whether one of them is the secret
 * @param {AbortSignal | undefined} signal
 */
export function request(url, headers, secret, signal) {
  /** @type {Record<string, string>} */
  const fields = {};
  const lines = headers.split('\n');
  for (let at = 0; at + 1 < lines.length; at += 2) fields[lines[at]] = lines[at + 1];
  return new Request(url, {
    headers: fields,
    redirect: 'manual',
    // A page's own back end knows its visitor by a cookie; where the secret goes, no cookie goes.
    credentials: secret ? 'omit' : 'same-origin',
    cache: 'no-store',
    referrerPolicy: 'no-referrer',
    signal,
  });
}

/**
 * Reads a response whole, or anything that behaves like one: the commonest mock is a plain `{ ok, status, json() }`.
 * @param {any} response
 */
export async function read(response) {
  try {
    // Where `fetch` resolved with no response at all, there is no status.
    const {
      status = response.ok === false ? 500 : 200,
      type,
      headers,
    } = Object(response) === response ? response : { status: null };
    // What the Fetch standard calls a network error.
    if (type === 'error') return { failed: true, cause: response.cause };
    if (typeof status !== 'number') return { failed: false, status: -1 };
    const header = (/** @type {string} */ name) => {
      const value = headers?.get?.(name);
      return typeof value === 'string' ? value : undefined;
    };
    return {
      failed: false,
      status,
      redirected: type === 'opaqueredirect',
      retry_after: header('Retry-After'),
      request_id: header('X-Request-Id'),
      body: await parsed(response),
    };
  } catch (cause) {
    return { failed: true, cause };
  }
}

/**
 * The body, parsed; `undefined` where it is not JSON.
 * @param {any} response
 */
async function parsed(response) {
  const text = response.text && (await response.text());
  try {
    // What a mock's `json()` gives may be no JSON, or change as it is read: it goes through the parser too.
    return JSON.parse(response.text ? text : JSON.stringify(await response.json()));
  } catch (error) {
    // Anything else is a failure of the transport.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
