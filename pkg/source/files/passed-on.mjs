// One file through the proxy: fetched from where it was sealed to be, and handed on as it comes, never held. Of what its server
// wrote nothing passes but the bytes, and numbers that were read.

import { HrflowError } from 'hrflow-wasm';
import { attempt, insist } from '../../../src/platform/exchange.js';
import { listen } from '../abort.mjs';
import { handOn } from '../outcome.mjs';
import { REDIRECTS } from './address.mjs';
import { encodingsOf } from './encodings.mjs';
import { disposition } from './types.mjs';

/**
 * @typedef {object} Limits
 * @property {import('./rules.mjs').FileRules} rules
 * @property {string} api where `api_url` is
 * @property {number} timeout in milliseconds, until the answer begins, and from one piece of it to the next; 0 is none
 * @property {number} max_file_bytes
 * @property {(error: unknown) => unknown} tell what went wrong
 */

/** What every platform's `fetch` undoes; what it does not know it hands on as it came. */
const DECODED = ['gzip', 'x-gzip', 'deflate', 'br'];

/** What a page may not make of a file, wherever it opens it. */
const HEADERS = {
  __proto__: null,
  'Accept-Ranges': 'bytes',
  'Cache-Control': 'private, no-store',
  'Content-Security-Policy': "default-src 'none'; sandbox",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
};

/** @typedef {{ from: number | undefined, to: number | undefined }} Range `from` is left out where the last `to` bytes are wanted */

/**
 * @param {import('./sealed.mjs').SealedFile} file
 * @param {{ range: Range | undefined, signal: AbortSignal | undefined }} asked
 * @param {Limits} limits
 * @returns {Promise<Response | { status: 404 | 416, headers: Record<string, string> }>} the file, or why there is none; it throws where its server
 *   does anything else
 */
export async function passedOn({ address, name, type }, { range, signal }, limits) {
  const { tell, timeout } = limits;
  const ending = new AbortController();
  const hearing = listen(signal, () => insist(() => ending.abort()));
  if (!hearing.isHeard)
    throw failed('environment', 'Nothing would end the request for the file: the `signal` of the request throws.');
  try {
    const response = await inTime(open(address, range, limits, ending.signal), timeout, ending);
    const { status, headers } = response;
    if ([404, 410, 416].includes(status)) {
      ending.abort();
      hearing.end();
      if (status !== 416) return { status: 404, headers: {} };
      if (!range) throw failed('api', 'The file’s server refused a range that was not asked for.', { status });
      const [, total] = /^bytes \*\/(\d{1,15})$/.exec(headers.get('Content-Range') ?? '') ?? [];
      return { status: 416, headers: total === undefined ? {} : { 'Content-Range': `bytes */${Number(total)}` } };
    }
    const { bytes, total, told } = framing(response, range);
    if (Math.max(bytes ?? 0, total ?? 0) > limits.max_file_bytes) throw tooLong(limits);
    let isOver = false;
    const onEnd = (/** @type {unknown} */ error) => {
      if (isOver) return;
      isOver = true;
      hearing.end();
      ending.abort();
      // Who goes away breaks nothing.
      if (error && !hearing.isAborted) tell(error);
    };
    const body = response.body ? stream(response.body, bytes, limits, ending, onEnd) : null;
    if (!body) hearing.end();
    const init = {
      // Nothing from the root of all objects.
      __proto__: null,
      status: told ? 206 : 200,
      headers: {
        ...HEADERS,
        __proto__: null,
        'Content-Type': type,
        'Content-Disposition': disposition(name),
        ...(told && { 'Content-Range': told }),
        ...(bytes !== undefined && { 'Content-Length': String(bytes) }),
      },
    };
    return new Response(body, /** @type {ResponseInit} */ (/** @type {unknown} */ (init)));
  } catch (error) {
    hearing.end();
    ending.abort();
    throw ownOr(error);
  }
}

/**
 * @param {Request} request
 * @returns {Range | undefined} the part that is wanted; nothing where it is all, or where that cannot be told
 */
export function rangeOf({ headers }) {
  // No answer has a validator, so none is still the same.
  if (headers.get('If-Range') !== null) return undefined;
  const [, from, to] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(headers.get('Range') ?? '') ?? [];
  if (from === undefined || (from === '' && to === '')) return undefined;
  const [first, last] = [from, to].map((digits) => (digits === '' ? undefined : Number(digits)));
  if (first !== undefined && last !== undefined && last < first) return undefined;
  return { from: first, to: last };
}

/**
 * Follows an address to where its body begins.
 * @param {string} address
 * @param {Range | undefined} range
 * @param {Limits} limits
 * @param {AbortSignal} signal
 * @returns {Promise<Response>}
 */
async function open(address, range, { rules, api }, signal) {
  /** @type {URL | undefined} */
  let from;
  let next = address;
  for (let followed = 0; ; followed++) {
    const { to, refusal } = rules.judged(next, { api, from, followed: Math.max(0, followed - 1) });
    if (!to) throw failed('response', refusal, { path: 'public_url' });
    await judgeNames(to, rules, api);
    const response = await ask(to, range, signal);
    const { status, headers } = response;
    if (!REDIRECTS.includes(status)) {
      if (response.type === 'opaqueredirect' || response.redirected) {
        throw failed(
          'redirect',
          'The file’s server answered with a redirect that this platform hides or has followed.',
        );
      }
      return response;
    }
    const location = headers.get('Location');
    attempt(() => response.body?.cancel().catch(() => {}));
    if (!location) throw failed('api', 'The file’s server redirects to nowhere.', { status });
    from = to;
    next = attempt(() => new URL(location, to).href) ?? location;
  }
}

/**
 * @param {URL} to
 * @param {Range | undefined} range
 * @param {AbortSignal} signal
 * @returns {Promise<Response>}
 */
function ask(to, range, signal) {
  const init = {
    __proto__: null,
    method: 'GET',
    // No key, no cookie, nothing of the visitor's but which part is wanted.
    headers: {
      __proto__: null,
      Accept: '*/*',
      'Accept-Encoding': 'identity',
      ...(range && { Range: `bytes=${range.from ?? ''}-${range.to ?? ''}` }),
    },
    redirect: 'manual',
    credentials: 'omit',
    cache: 'no-store',
    referrerPolicy: 'no-referrer',
    signal,
  };
  return fetch(to.href, /** @type {RequestInit} */ (/** @type {unknown} */ (init)));
}

/**
 * Where the platform can look up names, every address that one leads to is judged before anything connects.
 * @param {URL} to
 * @param {Limits['rules']} rules
 * @param {string} api
 */
async function judgeNames(to, rules, api) {
  const dns = attempt(() => /** @type {any} */ (globalThis).process.getBuiltinModule('node:dns'));
  /** @type {{ address: string }[]} */
  let found = [];
  try {
    const hostname = to.hostname.replace(/^\[(.*)\]$/, '$1');
    found = (await dns?.promises.lookup(hostname, { __proto__: null, all: true })) ?? [];
  } catch {
    // What it cannot find, `fetch` does not find, or finds by a proxy of its own.
  }
  for (const { address } of found) {
    const refusal = rules.resolvedRefusal(to, address, api);
    if (refusal) throw failed('response', refusal, { path: 'public_url' });
  }
}

/**
 * @param {Response} response
 * @param {Range | undefined} range
 * @returns {{ bytes: number | undefined, total: number | undefined, told: string | undefined }} how many bytes come, and how many there
 *   are at least, where that is known, and which of how many, where they are a part
 */
function framing({ status, headers }, range) {
  const encodings = encodingsOf(headers.get('Content-Encoding'));
  const isPlain = encodings.length === 0;
  if (!encodings.every((one) => DECODED.includes(one))) {
    throw failed('response', 'The file’s server sent it in an encoding that was not asked for.', { status });
  }
  // What `fetch` decodes is longer than it was told to be.
  const [length] = (isPlain && /^\d{1,15}$/.exec(headers.get('Content-Length') ?? '')) || [];
  const bytes = length === undefined ? undefined : Number(length);
  if (status === 200 || status === 203) return { bytes, total: undefined, told: undefined };
  if (status !== 206 || !range) {
    throw failed('api', `The file’s server answered with status ${status}.`, { status });
  }
  const [, ...numbers] = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)$/.exec(headers.get('Content-Range') ?? '') ?? [];
  const [first, last] = numbers.map(Number);
  const total = numbers[2] === '*' ? undefined : Number(numbers[2]);
  const isPart = numbers.length === 3 && first <= last && (total === undefined || last < total);
  const isAsked =
    range.from === undefined
      ? last - first < Number(range.to) && last === Number(total) - 1
      : first === range.from && last <= (range.to ?? last);
  if (!isPlain || !isPart || !isAsked || (bytes !== undefined && bytes !== last - first + 1)) {
    throw failed('response', 'The file’s server sent another part than was asked for.', { status });
  }
  return { bytes: last - first + 1, total: total ?? last + 1, told: `bytes ${first}-${last}/${total ?? '*'}` };
}

/**
 * The body as it comes, asked for only when somebody reads: no piece of it waits here.
 * @param {ReadableStream<Uint8Array>} body
 * @param {number | undefined} bytes that were promised
 * @param {Limits} limits
 * @param {AbortController} ending
 * @param {(error?: unknown) => void} onEnd the first time counts
 * @returns {ReadableStream<Uint8Array>}
 */
function stream(body, bytes, limits, ending, onEnd) {
  const reader = body.getReader();
  let passed = 0;
  const source = {
    // Nothing from the root of all objects.
    __proto__: null,
    /** @param {ReadableStreamDefaultController<Uint8Array>} controller */
    async pull(controller) {
      try {
        const { done, value } = await inTime(reader.read(), limits.timeout, ending);
        passed += value?.length ?? 0;
        if (passed > limits.max_file_bytes) throw tooLong(limits);
        if (bytes !== undefined && (done ? passed < bytes : passed > bytes)) {
          throw failed('response', 'The file’s server sent another number of bytes than it said.');
        }
        if (done) {
          onEnd();
          controller.close();
        } else if (value) controller.enqueue(value);
      } catch (error) {
        const told = ownOr(error);
        onEnd(told);
        // Whoever reads it is told nothing of why.
        controller.error(new TypeError('The file ended early.'));
      }
    },
    cancel() {
      onEnd();
      return reader.cancel().catch(() => {});
    },
  };
  const strategy = { __proto__: null, highWaterMark: 0 };
  return new ReadableStream(/** @type {any} */ (source), /** @type {any} */ (strategy));
}

/**
 * @template T
 * @param {Promise<T>} coming
 * @param {number} timeout
 * @param {AbortController} ending is aborted when the time is over; and ends the wait where somebody else aborts it
 * @returns {Promise<T>}
 */
async function inTime(coming, timeout, ending) {
  /** @type {any} */
  let timer;
  /** @type {() => void} */
  let abort = () => {};
  let isLate = false;
  // One promise, which is waited for: whatever loses, or the platform throws meanwhile, is nobody's unhandled rejection.
  const first = new Promise((/** @type {(value: T) => void} */ resolve, reject) => {
    handOn(coming, resolve, reject);
    abort = () => reject();
    if (ending.signal.aborted) abort();
    else ending.signal.addEventListener('abort', abort);
    if (timeout > 0) {
      timer = setTimeout(() => {
        isLate = true;
        reject();
        attempt(() => ending.abort());
      }, timeout);
    }
  });
  try {
    return await first;
  } catch (error) {
    if (!isLate) throw error;
    throw failed('timeout', `Nothing of the file came within ${timeout} ms; raise \`timeout\`, or try again later.`);
  } finally {
    attempt(() => clearTimeout(timer));
    attempt(() => ending.signal.removeEventListener('abort', abort));
  }
}

/** @param {Limits} limits */
const tooLong = ({ max_file_bytes }) =>
  failed('response', `The file is longer than ${max_file_bytes} bytes; raise \`max_file_bytes\` to pass it on.`);

/**
 * @param {unknown} error whatever was thrown
 * @returns {unknown} it where it is this package's; asking what it is may throw
 */
const ownOr = (error) => (attempt(() => error instanceof HrflowError) ? error : brokenOff(error));

/**
 * Its message may hold the file's public address, and looking into it may act on it: what kind it is says enough.
 * @param {any} cause whatever was thrown
 */
function brokenOff(cause) {
  const word = (/** @type {() => unknown} */ look, /** @type {RegExp} */ known) => {
    const said = attempt(look);
    return typeof said === 'string' && known.test(said) ? said : '';
  };
  return failed('network', 'The file did not come, or not whole; check the network, and try again later.', {
    cause: {
      name: word(() => cause.name, /^(Abort|Network|Timeout|Type)?Error$/) || 'Error',
      message: '',
      code: word(() => cause.cause?.code ?? cause.code, /^(E|ERR_|UND_ERR_)[A-Z\d_]{1,40}$/),
    },
  });
}

/**
 * @param {import('../../api.js').HrflowErrorKind} kind
 * @param {string} message
 * @param {Partial<import('../../api.js').HrflowErrorDetails>} [details]
 */
export const failed = (kind, message, details) =>
  new HrflowError({ kind, message, attempts: kind === 'configuration' ? 0 : 1, retryable: false, ...details });
