// One request and what comes of it: the timer that ends it early, as an abort does, and the response, read. Nothing throws.
//
// How it ended is told in lines, the first of which is one of
//   response    then the status, the present in seconds, `Retry-After`, `X-Request-Id`, and `1` where the body is JSON;
//               the body is beside it
//   redirected  the platform hid a redirect, or followed it all the same
//   aborted, timed out, unreadable (the URL), no fetch, no end (nothing would end it early), no
//   response (what `fetch` resolved with is none)
//   failed      then name, code and message of what `fetch` rejected with

/**
 * @typedef {{ hearing: { isHeard: boolean, isAborted: boolean }, attempts: number, stop?: () => void }} Caller who calls `stop` once it
 *   hears of an abort
 * @typedef {{
 *   caller?: Caller, url: string, init?: RequestInit, controller?: AbortController, timer?: any, outcome: string,
 *   refusal: string, body?: unknown, whole: boolean, resolve?: (value?: undefined) => void,
 * }} Exchange
 */

/**
 * Opens an exchange: the timer runs, and an abort ends it, from here on.
 * @param {Caller | undefined} caller
 * @param {string} request the URL, then the headers' names and values in turn, a line each
 * @param {boolean} secret whether one of them is the secret
 * @param {number} timeout in milliseconds; 0 is none
 * @returns {Exchange}
 */
export function open(caller, request, secret, timeout) {
  const [url, ...lines] = request.split('\n');
  const fields = [];
  for (let at = 0; at + 1 < lines.length; at += 2) fields.push([lines[at], lines[at + 1]]);
  const init = {
    // Nothing from the root of all objects: `fetch` would read that, too.
    __proto__: null,
    method: 'GET',
    headers: Object.fromEntries(fields),
    redirect: 'manual',
    // A page's own back end knows its visitor by a cookie; where the secret goes, no cookie goes.
    credentials: secret ? 'omit' : 'same-origin',
    cache: 'no-store',
    referrerPolicy: 'no-referrer',
    signal: /** @type {AbortSignal | undefined} */ (undefined),
  };
  /** @type {Exchange} */
  const exchange = {
    caller,
    url,
    init: /** @type {any} */ (init),
    controller: undefined,
    timer: undefined,
    outcome: isAborted(caller) ? 'aborted' : '',
    // What to say if the body never comes: a refusal is one by its status alone.
    refusal: '',
    body: undefined,
    whole: false,
    resolve: undefined,
  };
  if (exchange.outcome) return exchange;
  if (caller) caller.stop = () => end(exchange, 'aborted');
  try {
    exchange.controller = new AbortController();
    init.signal = exchange.controller.signal;
  } catch {
    // Then nothing ends the request, and its response is not waited for.
  }
  const late = () => end(exchange, exchange.refusal || 'timed out');
  // What nothing would end early is not begun.
  const isTimed = timeout === 0 || insist(() => (exchange.timer = setTimeout(late, timeout)));
  if (!isTimed || caller?.hearing.isHeard === false) end(exchange, 'no end');
  return exchange;
}

/**
 * Ends an exchange, once: takes the timer back, and ends the request unless the response came whole.
 * @param {Exchange} exchange
 * @param {string} outcome
 */
export function end(exchange, outcome) {
  if (exchange.outcome) return;
  exchange.outcome = outcome;
  const { controller, resolve, timer, whole } = exchange;
  // A `fetch` that never settles holds the exchange, and should hold nothing else.
  exchange.caller = exchange.controller = exchange.resolve = exchange.timer = exchange.init = undefined;
  // Before anything of the platform's, whatever becomes of that.
  resolve?.();
  attempt(() => clearTimeout(timer));
  if (!whole) attempt(() => controller?.abort());
}

/** What every sound `URL` reads. */
const READABLE = 'https://hrflow.ai';

/**
 * Ends an exchange whose request or response failed, whatever else fails with it.
 * @param {Exchange} exchange
 * @param {any} cause
 */
export const fail = (exchange, cause) =>
  end(exchange, exchange.refusal || attempt(() => failure(exchange, cause)) || 'failed');

/**
 * @param {Exchange} exchange
 * @param {any} cause
 * @returns {string} how it ended
 */
function failure(exchange, cause) {
  const isReadable = (/** @type {string} */ url) => attempt(() => new globalThis.URL(url)) !== undefined;
  if (isReadable(READABLE) && !isReadable(exchange.url)) return 'unreadable';
  // Its words alone: it may hold the request, and looking into it may act on it.
  const word = (/** @type {() => unknown} */ look) => line(attempt(look)).replaceAll(exchange.url, 'the URL');
  const isObject = Object(cause) === cause;
  // Node says why in the cause of its error.
  const message = isObject
    ? [word(() => cause.message), word(() => cause.cause?.message)].filter(Boolean).join(': ')
    : word(() => String(cause ?? ''));
  return ['failed', word(() => cause.name), word(() => cause.code ?? cause.cause?.code), message].join('\n');
}

/**
 * Reads a response, or anything that behaves like one: the commonest mock is a plain `{ ok, status, json() }`.
 * @param {Exchange} exchange
 * @param {any} response
 */
export async function receive(exchange, response) {
  try {
    // Where `fetch` resolved with no response at all, there is no status.
    const { status = response.ok === false ? 500 : 200, type } =
      Object(response) === response ? response : { status: null };
    // What the Fetch standard calls a network error.
    if (type === 'error') return fail(exchange, response.cause);
    if (typeof status !== 'number') return end(exchange, 'no response');
    if (type === 'opaqueredirect' || response.redirected === true) return end(exchange, 'redirected');
    const header = (/** @type {string} */ name) => line(response.headers?.get?.(name));
    const now = attempt(() => Math.floor(Date.now() / 1_000));
    const told = ['response', status, now, header('Retry-After'), header('X-Request-Id')].join('\n');
    // The status decides. A redirect's body says nothing, and may never end.
    if (status >= 300 && status < 400) return end(exchange, told);
    if (status < 200 || status >= 400) exchange.refusal = told;
    let body;
    if (response.text) {
      const text = await response.text();
      body = attempt(() => JSON.parse(text));
    } else body = await mocked(response);
    if (exchange.outcome) return;
    exchange.body = body;
    exchange.whole = true;
    end(exchange, body === undefined ? told : `${told}\n1`);
  } catch (cause) {
    fail(exchange, cause);
  }
}

/**
 * @param {any} response of a mock, which has no text
 * @returns {Promise<unknown>} the body, parsed; `undefined` where it is not JSON
 */
async function mocked(response) {
  try {
    const value = await response.json();
    // What a mock gives may be no JSON, or change as it is read: it goes through the parser too.
    return attempt(() => JSON.parse(JSON.stringify(value)));
  } catch (error) {
    // Of another realm, it is no instance of this one's class.
    if (/** @type {any} */ (error)?.name === 'SyntaxError') return undefined;
    throw error;
  }
}

/**
 * The platform's own request, for who has no fetch of its own in between.
 * @param {Exchange} exchange
 * @returns {Request | undefined} nothing where the exchange is over
 */
export function request(exchange) {
  if (exchange.outcome) return undefined;
  if (typeof globalThis.fetch !== 'function') {
    end(exchange, 'no fetch');
    return undefined;
  }
  try {
    return new Request(exchange.url, exchange.init);
  } catch (cause) {
    fail(exchange, cause);
    return undefined;
  }
}

/** @param {Exchange} exchange whose response nobody waits for any more */
export const abandon = (exchange) => end(exchange, 'aborted');

/**
 * @param {Exchange} exchange
 * @returns {string} how it ended
 */
export const outcome = ({ outcome }) => outcome;

/**
 * @param {Exchange} exchange
 * @returns {unknown} the response's body, parsed; `undefined` where it is not JSON
 */
export const body = ({ body }) => body;

/**
 * Waits between two attempts; an abort ends it early.
 * @param {Caller | undefined} caller
 * @param {number} milliseconds
 * @returns {Promise<void>} it rejects where there are no timers
 */
export function wait(caller, milliseconds) {
  return new Promise((resolve, reject) => {
    /** @type {any} */
    let timer;
    const stop = () => {
      resolve();
      attempt(() => clearTimeout(timer));
    };
    if (caller) caller.stop = stop;
    if (isAborted(caller)) resolve();
    else if (!insist(() => (timer = setTimeout(stop, milliseconds)))) reject();
  });
}

/** @returns {number} from 0 up to but not including 1 */
export function jitter() {
  const random = attempt(() => Math.random());
  return typeof random === 'number' && random >= 0 && random < 1 ? random : 0.5;
}

/** @returns {number} milliseconds since some moment, which no change of the clock moves where the platform can tell */
export function now() {
  const moments = [() => performance.now(), () => Date.now()].map(attempt);
  return moments.find((moment) => typeof moment === 'number' && moment >= 0) ?? 0;
}

/**
 * @param {Caller | undefined} caller
 * @returns {boolean} whether it was aborted
 */
export const isAborted = (caller) => caller?.hearing.isAborted === true;

/**
 * Does what a replaced global, or an object of somebody else's making, may refuse by throwing.
 * @template T
 * @param {() => T} act
 * @returns {T | undefined}
 */
export function attempt(act) {
  try {
    return act();
  } catch {
    return undefined;
  }
}

/**
 * The same for what nothing goes on without: what threw once may have thrown for the last time.
 * @param {() => unknown} act
 * @returns {boolean} whether it was done
 */
export function insist(act) {
  const done = () => {
    act();
    return true;
  };
  return attempt(done) ?? attempt(done) ?? false;
}

/**
 * @param {unknown} text
 * @returns {string} of a string its beginning, in one line; nothing of anything else
 */
const line = (text) => (typeof text === 'string' ? text.slice(0, 2_000).replaceAll('\n', ' ') : '');
