// An entry of its own, so that pages do not download it.

import { HrflowError } from 'hrflow-wasm';
import { VARIABLES, variable } from '../../src/platform/environment.js';
import { attempt, insist } from '../../src/platform/exchange.js';
import { listen } from './abort.mjs';
import { isDeep } from './depth.mjs';
import { ENDPOINTS } from './endpoints.mjs';
import { ownFiles, takeOptions } from './files/own-files.mjs';
import { rangeOf } from './files/passed-on.mjs';
import { handOn } from './outcome.mjs';
import { holds, LONGEST } from './secrecy.mjs';
import { members } from './snapshot.mjs';

/**
 * All that a page is told where there is no list, by status, beside the words of the endpoint: words of the package alone. What
 * the upstream wrote, its headers included, reaches nobody but `onError`: whatever is repeated can be asked for the secret,
 * letter by letter. The first is HrFlow's own sentence, less what it repeats.
 * @type {Record<number, string>}
 */
const WORDS = {
  401: 'Unauthorized. Invalid secret key',
  402: 'Payment required. The quota of the plan is used up.',
  // One for all endpoints: who is refused does not learn which there are.
  403: 'You may not list this.',
  404: 'Nothing is served under this path.',
  405: 'Only GET is served here.',
  408: 'HrFlow took too long.',
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
const STATUS_OF_KIND = /** @type {Record<string, number>} */ (
  /** @type {unknown} */ ({ __proto__: null, argument: 422, configuration: 500, environment: 500, timeout: 504 })
);

/** @typedef {import('../proxy-api.js').ProxyOptions} ProxyOptions */

/**
 * @typedef {{ isHeard: boolean, hearing: { isAborted: boolean }, until(act: () => void): void }} Client who asked: whether it is heard that
 *   it goes; whether it went; and what sets what is called then
 */

/** @type {typeof import('../proxy.d.mts').createProxy} */
export function createProxy(given) {
  const options = read(given);
  const { authorize, onError, endpoints } = options;
  for (const name of ['authorize', 'onError', 'endpoints']) delete options[name];
  if (typeof authorize !== 'function') {
    throw misconfigured(
      '`authorize` is missing; give a function that says, with true or false, whether a request may be served.',
    );
  }
  const known = Object.keys(ENDPOINTS);
  const chosen = endpoints ?? ['attachments'];
  if (!Array.isArray(chosen) || chosen.length === 0 || ![...chosen].every((name) => known.includes(name))) {
    throw misconfigured(
      `\`endpoints\` is wrong; give an array of what is served, at least one of: ${known.join(', ')}.`,
    );
  }
  const own = takeOptions(options);
  // The page tries again by itself: tries of both would multiply.
  const settled = { __proto__: null, ...options, max_retries: options.max_retries ?? 0 };
  const served = known
    .filter((name) => chosen.includes(name))
    .map((name) => {
      const { words, list, ...endpoint } = ENDPOINTS[name];
      return { ...endpoint, words: { ...WORDS, ...words }, list: list && { ...list, call: list.connect(settled) } };
    });

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

  const files = chosen.includes('files') ? ownFiles(settled, own, tell) : undefined;

  /**
   * @param {Request} request
   * @param {AbortSignal | undefined} signal
   * @param {Client} client
   */
  const handle = async (request, signal, client) => {
    // What `authorize` is asked about is what is asked for, whatever becomes of the request meanwhile.
    const url = attempt(() => new URL(request.url));
    const range = files && attempt(() => rangeOf(request));
    try {
      if (!client.isHeard) throw new TypeError('The `signal` of the request throws.');
      // Nothing but true counts: a session that is merely there is no permission.
      const allowed = await unlessGone(client, () => authorize.call(given, request));
      if (client.hearing.isAborted) return refuse(499);
      if (allowed !== true) return refuse(403);
    } catch (error) {
      if (client.hearing.isAborted) return refuse(499);
      tell(error);
      return refuse(500);
    }
    let words = WORDS;
    let isOfHrFlow = true;
    try {
      if (!url) throw new TypeError('The request has no URL.');
      const { pathname, searchParams } = url;
      const endpoint = served.find(({ fits }) => fits.test(pathname));
      if (!endpoint) return refuse(404);
      words = endpoint.words;
      // As it is now, which is when the call reads it.
      const given = options.api_secret ?? variable(VARIABLES[0][1]);
      const secret = typeof given === 'string' ? given : '';
      const { list, path } = endpoint;
      if (!list) {
        isOfHrFlow = false;
        const file = await /** @type {NonNullable<typeof files>} */ (files).serve(url, { range, signal }, secret);
        if (file instanceof Response) return file;
        return refuse(file.status, words, file.headers);
      }
      const asked = [...searchParams];
      /** @type {Record<string, string>} */
      const parameters = Object.assign(Object.create(null), Object.fromEntries(asked));
      if (Object.keys(parameters).length < asked.length) return refuse(422, words);
      const answered = await list.call(parameters, { signal });
      // Of many that are empty each is written with all its fields.
      const isMany = attempt(() => /** @type {any} */ (answered).data.length > MOST_ITEMS);
      const listed = isMany ? '' : attempt(() => JSON.stringify(answered));
      const isLong = isMany || (listed !== undefined && listed.length > LONGEST);
      // What has a `toJSON` from the root of all objects may be written as anything.
      const isWritten = listed?.[0] === '{' && !isLong && !isDeep(listed);
      if (isWritten && !(await holds(listed, secret))) {
        // One slash begins it: with two it would lead to another host.
        const mount = pathname.endsWith(path) ? pathname.slice(0, -path.length) : pathname;
        const shown =
          (await files?.hide(listed, list.owners(parameters), oneSlash(mount), secret, client.hearing)) ?? listed;
        if (client.hearing.isAborted) return refuse(499);
        // The envelope of HrFlow's answer.
        return answer(200, `{"code":200,"message":"${list.message}",${shown.slice(1)}`);
      }
      const message = isLong ? TOO_LONG : isWritten ? WITHHELD : UNWRITABLE;
      tell(new HrflowError({ kind: 'response', message, path: 'data', attempts: 1, retryable: false }));
      // Who left meanwhile did; whose key it is hears of it all the same.
      return refuse(client.hearing.isAborted ? 499 : 502);
    } catch (error) {
      if (client.hearing.isAborted) return refuse(499);
      tell(error);
      return refuse(statusOf(error, isOfHrFlow), words);
    }
  };

  return async (request) => {
    if (attempt(() => request.method) !== 'GET') return refuse(405, undefined, { Allow: 'GET' });
    /** @type {AbortSignal | undefined} */
    let signal;
    const isRead = insist(() => {
      signal = request.signal;
    });
    let leave = () => {};
    const hearing = listen(signal, () => leave());
    const until = (/** @type {() => void} */ act) => {
      leave = act;
    };
    try {
      return await handle(request, signal, { isHeard: isRead && hearing.isHeard, hearing, until });
    } finally {
      hearing.end();
    }
  };
}

/**
 * @param {string} path
 * @returns {string} it with one slash before it and none after it; nothing where it is slashes alone
 */
function oneSlash(path) {
  let [from, to] = [0, path.length];
  while (path[from] === '/') from++;
  // An expression that looks for the end begins anew at each slash.
  while (to > from && path[to - 1] === '/') to--;
  return from === to ? '' : `/${path.slice(from, to)}`;
}

/** An item is written in more than sixty letters, so that more of them are longer than a list may be. */
const MOST_ITEMS = LONGEST / 64;

/** No class has more above it; a proxy's prototypes may have no end. */
const MAX_CLASSES = 100;

/**
 * @param {object} object
 * @param {string} name
 * @returns {boolean} whether a class of the object has it, and not the root of all objects, of whatever realm
 */
function isOfItsClass(object, name) {
  let prototype = Object.getPrototypeOf(object);
  for (let classes = 0; classes < MAX_CLASSES && prototype && !Object.hasOwn(prototype, 'hasOwnProperty'); classes++) {
    if (Object.hasOwn(prototype, name)) return true;
    prototype = Object.getPrototypeOf(prototype);
  }
  return false;
}

/** @param {string} message */
function misconfigured(message) {
  return new HrflowError({ kind: 'configuration', message, attempts: 0, retryable: false });
}

/** What may be a method of the class that a caller gave an object of; any other of its methods is no option. */
const METHODS = ['authorize', 'onError'];

/**
 * @param {any} given
 * @returns {any} its own members and those of its class, on no prototype: nothing is read from the root of all objects
 */
function read(given) {
  const own = members(given);
  if (Object(given) !== given) return own;
  for (const name of METHODS) if (!(name in own) && isOfItsClass(given, name)) own[name] = given[name];
  return own;
}

const UNWRITABLE = 'HrFlow’s answer cannot be written as JSON to be passed on: it is nested too deeply, say.';

const TOO_LONG = 'HrFlow’s answer is longer than 4 MiB, and cannot be looked through before it is passed on.';

const WITHHELD = 'HrFlow’s answer held the secret key, or a piece of it, and was withheld from the page.';

/**
 * @template T
 * @param {Client} client
 * @param {() => T} act
 * @returns {Promise<Awaited<T> | undefined>} nothing as soon as the client is gone
 */
function unlessGone(client, act) {
  return new Promise((resolve, reject) => {
    client.until(() => resolve(undefined));
    if (client.hearing.isAborted) resolve(undefined);
    // Whatever loses, or the platform throws meanwhile, is nobody's unhandled rejection.
    else handOn((async () => /** @type {any} */ (await act()))(), resolve, reject);
  });
}

/**
 * @param {unknown} error
 * @param {boolean} isOfHrFlow whether a status in it is HrFlow's, and no other server's
 */
function statusOf(error, isOfHrFlow) {
  if (!attempt(() => error instanceof HrflowError)) return 500;
  const { kind, code, status } = /** @type {import('../api.js').HrflowError} */ (/** @type {unknown} */ (error));
  if (kind !== 'api' || !isOfHrFlow) return STATUS_OF_KIND[kind] ?? 502;
  // A status of success may carry an envelope that is none.
  const told = status !== undefined && status >= 200 && status < 300 ? code : status;
  return PASSED_ON.includes(/** @type {number} */ (told)) ? /** @type {number} */ (told) : 502;
}

/**
 * @param {number} status
 * @param {Record<number, string>} [words]
 * @param {Record<string, string>} [headers]
 */
function refuse(status, words = WORDS, headers = {}) {
  return answer(status, JSON.stringify({ code: status, message: words[status] }), headers);
}

/**
 * @param {number} status
 * @param {string} body
 * @param {Record<string, string>} [headers]
 */
function answer(status, body, headers) {
  const init = {
    // Nothing from the root of all objects: a `statusText`, say.
    __proto__: null,
    status,
    headers: {
      __proto__: null,
      'Content-Type': 'application/json',
      'Cache-Control': 'private, no-store',
      'X-Content-Type-Options': 'nosniff',
      ...headers,
    },
  };
  return new Response(body, /** @type {ResponseInit} */ (/** @type {unknown} */ (init)));
}
