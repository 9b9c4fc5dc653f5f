// The fault table: what a server can do wrong, and what the caller then gets. Every row is a real answer or socket event.

/** @typedef {import('node:http').IncomingMessage} Incoming @typedef {import('node:http').ServerResponse} Outgoing */

/**
 * What a caller gets: the number of attachments, or the error's fields. A `status` of its own for Chromium stands where
 * browsers hide it.
 * @typedef {{ resolved: number, waits?: number[] } | {
 *   kind: string, status?: number, code?: number, path?: string, attempts: number, retry_after?: number,
 *   waits?: number[],
 * }} Outcome
 *
 * @typedef {{
 *   name: string,
 *   answer(response: Outgoing, attempt: number, request: Incoming, other: string): void,
 *   options?: { timeout?: number, max_retries?: number },
 *   expect: Outcome,
 *   expectInPage?: Partial<Outcome>,
 * }} Row
 */

import { FIELDS } from '../support/fields.js';

const JSON_TYPE = 'application/json';

/** The waits of two retries where the jitter is one half. */
const BACKOFF = [250, 500];

/**
 * @param {number} status
 * @param {string | Buffer} body
 * @param {Record<string, string>} [headers]
 * @returns {Row['answer']}
 */
const send =
  (status, body, headers = {}) =>
  (response) => {
    response.writeHead(status, { 'Content-Type': JSON_TYPE, ...headers }).end(body);
  };

/** @param {number} code */
const envelope = (code) => JSON.stringify({ code, message: `Message of ${code}` });

/** @param {unknown} data */
const listed = (data) => JSON.stringify({ code: 200, message: 'Profile attachment list', data });

/**
 * @param {Row['answer']} first the fault
 * @returns {Row['answer']} the fault once, then an empty list
 */
const once = (first) => (response, attempt, request, other) =>
  attempt === 1 ? first(response, attempt, request, other) : send(200, listed([]))(response, attempt, request, other);

/** @param {number} status */
const finalStatus = (status) => ({ kind: 'api', status, code: status, attempts: 1, waits: [] });

/** @type {Row[]} */
const CONNECTION = [
  {
    name: 'reset before headers',
    answer: (response) => response.socket?.resetAndDestroy(),
    expect: { kind: 'network', attempts: 3, waits: BACKOFF },
  },
  {
    name: 'reset mid-body',
    answer(response) {
      response.writeHead(200, { 'Content-Type': JSON_TYPE, 'Content-Length': '1000' });
      response.write('{"code":200,"data":[', () => response.socket?.resetAndDestroy());
    },
    expect: { kind: 'network', attempts: 3, waits: BACKOFF },
  },
  {
    name: 'not HTTP',
    answer: (response) => response.socket?.end('220 mail.example ESMTP\r\n'),
    expect: { kind: 'network', attempts: 3, waits: BACKOFF },
  },
  {
    name: 'headers that never come',
    answer() {},
    options: { timeout: 300, max_retries: 1 },
    expect: { kind: 'timeout', attempts: 2, waits: [250] },
  },
  {
    name: 'a body that drips a byte at a time',
    answer: (response) => drip(response, '{', 50),
    options: { timeout: 400, max_retries: 0 },
    expect: { kind: 'timeout', attempts: 1, waits: [] },
  },
  {
    name: 'a body that never ends',
    answer: (response) => drip(response, ' '.repeat(65_536), 10),
    options: { timeout: 400, max_retries: 0 },
    expect: { kind: 'timeout', attempts: 1, waits: [] },
  },
];

/**
 * Answers with a body that never ends.
 * @param {Outgoing} response
 * @param {string} piece
 * @param {number} every how many milliseconds a piece is sent
 */
function drip(response, piece, every) {
  response.writeHead(200, { 'Content-Type': JSON_TYPE });
  const timer = setInterval(() => response.write(piece), every);
  response.on('close', () => clearInterval(timer));
}

/** @param {number} status @param {Record<string, string>} [headers] @returns {Row['answer']} a body that never ends */
const endless = (status, headers) => (response) => {
  response.writeHead(status, { 'Content-Type': JSON_TYPE, ...headers }).write('{"code":');
};

/** @type {Row[]} */
const ENDLESS = [
  {
    name: '302 with a body that never ends',
    answer: endless(302, { Location: '/elsewhere' }),
    options: { timeout: 5_000 },
    expect: { kind: 'redirect', status: 302, attempts: 1, waits: [] },
    expectInPage: { status: undefined },
  },
  {
    name: '401 with a body that never ends',
    answer: endless(401),
    options: { timeout: 300 },
    expect: finalStatus(401),
  },
  {
    name: '503 with a body that breaks off, then 200',
    answer: once((response) => {
      response.writeHead(503, { 'Content-Length': '1000' });
      response.write('{', () => response.socket?.resetAndDestroy());
    }),
    expect: { resolved: 0, waits: [250] },
  },
];

/** @type {Row[]} */
const REDIRECTS = [301, 302, 303, 307, 308].flatMap((status) =>
  ['another origin', 'the same origin'].map((target) => ({
    name: `${status} to ${target}`,
    answer(response, _attempt, _request, other) {
      const host = target === 'another origin' ? other : '';
      response.writeHead(status, { Location: `${host}/profile/indexing/attachments?source_key=ok&key=k` }).end();
    },
    expect: { kind: 'redirect', status, attempts: 1, waits: [] },
    // Browsers hide the status of a redirect that is not followed.
    expectInPage: { status: undefined },
  })),
);

/** @type {Row[]} */
const STATUSES = [
  ...[300, 304, 400, 402, 403, 404, 422].map((status) => ({
    name: String(status),
    answer: send(status, status === 304 ? '' : envelope(status)),
    expect: finalStatus(status),
  })),
  ...[408, 429, 500, 504].map((status) => ({
    name: String(status),
    answer: send(status, envelope(status)),
    expect: { ...finalStatus(status), attempts: 3, waits: BACKOFF },
  })),
  {
    name: '502 with a page of HTML',
    answer: send(502, '<h1>Bad Gateway</h1>', { 'Content-Type': 'text/html' }),
    expect: { ...finalStatus(502), attempts: 3, waits: BACKOFF },
  },
  { name: '503, then 200', answer: once(send(503, '')), expect: { resolved: 0, waits: [250] } },
  {
    name: '429 with Retry-After in seconds',
    answer: once(send(429, envelope(429), { 'Retry-After': '7' })),
    expect: { resolved: 0, waits: [7_000] },
  },
  {
    name: '429 with Retry-After as a date that has passed',
    answer: once(send(429, envelope(429), { 'Retry-After': 'Sun, 06 Nov 1994 08:49:37 GMT' })),
    expect: { resolved: 0, waits: [0] },
  },
  {
    name: '429 with Retry-After as a date a year ahead',
    answer: send(429, envelope(429), { 'Retry-After': new Date(Date.now() + 366 * 86_400_000).toUTCString() }),
    expect: finalStatus(429),
  },
  ...['soon', '-5', '1.5', 'Sat, 31 Feb 2099 00:00:00 GMT'].map((header) => ({
    name: `429 with Retry-After: ${header}`,
    answer: once(send(429, envelope(429), { 'Retry-After': header })),
    expect: { resolved: 0, waits: [250] },
  })),
  {
    name: '429 with Retry-After of an hour',
    answer: send(429, envelope(429), { 'Retry-After': '3600' }),
    expect: { ...finalStatus(429), retry_after: 3_600 },
  },
];

/** @type {[string, (key: string) => string][]} */
const ECHOES = [
  ['as it is', (key) => key],
  ['percent-encoded', encodeURIComponent],
  ['in base64', (key) => Buffer.from(key).toString('base64')],
  ['in base64 after a name', (key) => Buffer.from(`u:${key}`).toString('base64')],
  ['in part', (key) => key.slice(3, 14)],
];

/** @type {Row[]} */
const ECHOED = ECHOES.map(([form, encode]) => ({
  name: `401 that echoes the key ${form}`,
  answer(response, attempt, request, other) {
    const key = encode(String(request.headers['x-api-key']));
    const body = JSON.stringify({ code: 401, message: `Unauthorized. Invalid secret key: ${key} ` });
    send(401, body, { 'X-Request-Id': key })(response, attempt, request, other);
  },
  expect: finalStatus(401),
}));

/**
 * A body that comes with status 200, and the path of its fault.
 * @param {string} name @param {string | Buffer} body @param {string} path
 * @returns {Row}
 */
const faulty = (name, body, path) => ({
  name,
  answer: send(200, body),
  expect: { kind: 'response', status: 200, path, attempts: 1, waits: [] },
});

/**
 * @param {string} name @param {string | Buffer} body @param {number} resolved
 * @param {Record<string, string>} [headers]
 * @returns {Row}
 */
const sound = (name, body, resolved, headers) => ({ name, answer: send(200, body, headers), expect: { resolved } });

/** @type {Row[]} */
const BODIES = [
  faulty('truncated JSON', '{"code":200,"data":[{"alt":"a"', ''),
  faulty('an empty body', '', ''),
  faulty('HTML', '<!doctype html><p>Hello', ''),
  faulty('invalid UTF-8 outside of strings', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), ''),
  faulty('null', 'null', ''),
  faulty('[]', '[]', ''),
  faulty('"x"', '"x"', ''),
  faulty('{}', '{}', 'data'),
  faulty('data: null', listed(null), 'data'),
  faulty('data: {}', listed({}), 'data'),
  faulty('data: [null]', listed([null]), 'data[0]'),
  ...['-5', '1e400', '4294967296', '200.5', 'true'].map((code) =>
    faulty(`an envelope with the code ${code}`, `{"code":${code},"data":[]}`, 'code'),
  ),
  faulty(
    'a number in another field than the size',
    '{"data":[{"file_size":5,"updated_at":1.5}]}',
    'data[0].updated_at',
  ),
  faulty('file_size -0', '{"data":[{"file_size":-0}]}', 'data[0].file_size'),
  faulty('an envelope with a string as its code', '{"code":"200","data":[]}', 'code'),
  faulty('a fault in the last of 10 000', listed([...Array(9_999).fill({}), { alt: 1 }]), 'data[9999].alt'),
  ...[-1, 0.5, 1e308].map((size) => faulty(`file_size ${size}`, listed([{ file_size: size }]), 'data[0].file_size')),
  faulty('file_size 2^53 + 1', '{"data":[{"file_size":9007199254740993}]}', 'data[0].file_size'),
  ...FIELDS.flatMap(([field, type]) =>
    [true, 7, 'x', [], {}]
      .filter((value) => typeof value !== type)
      .map((value) => faulty(`${field}: ${JSON.stringify(value)}`, listed([{ [field]: value }]), `data[0].${field}`)),
  ),
  {
    name: 'status 200, code 500',
    answer: send(200, JSON.stringify({ code: 500, message: 'm', data: [] })),
    expect: { kind: 'api', status: 200, code: 500, attempts: 1, waits: [] },
  },
  {
    name: 'status 400, code 200',
    answer: send(400, listed([])),
    expect: { kind: 'api', status: 400, code: 200, attempts: 1, waits: [] },
  },
  sound('a byte order mark', `\ufeff${listed([{}])}`, 1),
  sound('invalid UTF-8 inside a string', Buffer.from('{"data":[{"alt":"\xff"}]}', 'latin1'), 1),
  sound('a wrong charset', listed([{ alt: 'é' }]), 1, { 'Content-Type': 'application/json; charset=iso-8859-1' }),
  sound('text/plain that is JSON', listed([{}]), 1, { 'Content-Type': 'text/plain' }),
  sound('a key __proto__', '{"__proto__":{"data":1},"data":[{"__proto__":{"alt":7}}]}', 1),
  sound('100 levels of nesting', `{"data":[{"more":${'['.repeat(100)}${']'.repeat(100)}}]}`, 1),
  sound('10 000 attachments', listed(Array(10_000).fill({ type: 'resume', file_size: 1 })), 10_000),
  sound('50 MB of padding', listed([{}]) + ' '.repeat(50_000_000), 1),
];

/** @type {Row[]} */
export const ROWS = [...CONNECTION, ...ENDLESS, ...REDIRECTS, ...STATUSES, ...ECHOED, ...BODIES];
