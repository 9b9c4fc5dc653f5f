// The fault table of a whole source: what a server, who gives the profiles and who takes the items can do wrong, and what comes of
// it. Every row is a real answer or socket event.

/** @typedef {import('node:http').IncomingMessage} Incoming @typedef {import('node:http').ServerResponse} Outgoing */

/**
 * @typedef {(response: Outgoing, request: Incoming, other: string) => void} Answer
 *
 * What comes of it. Items are told as `k1` by the walk and as `k1: 1` by the batch, with the number of attachments or the error;
 * where they come as they are listed, their order does not count. `asked` are the pages and the keys that were asked for. Of
 * ranges (`[least, most]`) `sent` is how many requests that were, `atOnce` how many at one time, `pause` the longest time without
 * one, `held` the longest wait that was told, `took` how long all of it took, in milliseconds. `ahead` is by how many profiles the
 * batch was ahead of who takes the items, `pulled` how many it took from an iterable, `closed` how often that was closed.
 * @typedef {[least: number, most: number]} Range
 * @typedef {{
 *   items: string[], thrown?: string, asked?: (number | string)[], sent?: Range, atOnce?: Range, pause?: Range, held?: Range,
 *   took?: Range, ahead?: number, pulled?: number, closed?: number, progress?: object,
 * }} Expected
 *
 * @typedef {object} BulkRow
 * @property {string} name
 * @property {(asked: { page: number, limit: number, nth: number }) => Answer} page `nth` counts from 1 how often it was asked for
 * @property {(asked: { key: string, nth: number }) => Answer} list
 * @property {import('./bulk-caller.js').Given} [given]
 * @property {import('./bulk-caller.js').Taken} [taken]
 * @property {{ concurrency?: number, [option: string]: unknown }} [options]
 * @property {Expected} expect
 * @property {Partial<Expected>} [expectInPage] what browsers hide, or do not do
 */

const MOST = Number.MAX_SAFE_INTEGER;

/**
 * @param {number} status
 * @param {unknown} body an object is sent as JSON
 * @param {Record<string, string>} [headers]
 * @returns {Answer}
 */
const send =
  (status, body, headers = {}) =>
  (response) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(text);
  };

/**
 * @param {number} code
 * @param {Record<string, string>} [headers]
 */
const refuse = (code, headers) => send(code, { code, message: `Message of ${code}` }, headers);

/** @param {number} seconds @param {number} [code] */
const throttle = (seconds, code = 429) => refuse(code, { 'Retry-After': String(seconds) });

/** @type {Answer} */
const reset = (response) => response.socket?.resetAndDestroy();

/** @type {Answer} */
const never = () => {};

/** @type {Answer} */
const elsewhere = (response, request, other) => {
  response.writeHead(302, { Location: `${other}${request.url}` }).end();
};

/**
 * The key, in words that a caller may see.
 * @param {number} code
 * @returns {Answer}
 */
const echo = (code) => (response, request, other) => {
  const key = String(request.headers['x-api-key']);
  const message = `no ${key}, ${encodeURIComponent(key)}, ${Buffer.from(key).toString('base64')}`;
  send(code, { code, message }, { 'X-Request-Id': key })(response, request, other);
};

/**
 * @param {number} milliseconds
 * @param {Answer} answer
 * @returns {Answer}
 */
const late =
  (milliseconds, answer) =>
  (...exchange) => {
    setTimeout(() => answer(...exchange), milliseconds);
  };

/** @param {number} from @param {number} to */
const keys = (from, to) => Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => `k${from + index}`);

/** @param {number} count */
const attachments = (count = 1) => send(200, { code: 200, message: '', data: Array(count).fill({ alt: 'a' }) });

/**
 * A page of any keys.
 * @param {string[]} keys
 * @param {object} meta
 */
const pageOf = (keys, meta) =>
  send(200, {
    code: 200,
    message: 'List of profiles',
    meta: { page: 1, maxPage: 1, count: keys.length, total: keys.length, ...meta },
    data: keys.map((key) => ({ key, reference: null })),
  });

/**
 * The pages of a list that stays as it is.
 * @param {number} total
 * @param {object} [lies] what `meta` says instead
 * @param {number} [most] how many profiles the server puts on a page at most
 * @returns {BulkRow['page']}
 */
const source =
  (total, lies, most = MOST) =>
  ({ page, limit }) => {
    const size = Math.min(limit, most);
    const on = keys((page - 1) * size + 1, Math.min(page * size, total));
    return pageOf(on, { page, maxPage: Math.ceil(total / size), total, ...lies });
  };

/**
 * @param {number} page
 * @param {Answer} fault
 * @param {number} [times] how often, before it answers as it should
 * @returns {BulkRow['page']}
 */
const faultyPage =
  (page, fault, times = MOST) =>
  (asked) =>
    asked.page === page && asked.nth <= times ? fault : source(6)(asked);

/**
 * @param {string} key
 * @param {Answer} fault
 * @param {number} [times] how often, before it answers as it should
 * @returns {BulkRow['list']}
 */
const faultyProfile =
  (key, fault, times = MOST) =>
  (asked) =>
    asked.key === key && asked.nth <= times ? fault : attachments();

/**
 * @param {number} count
 * @param {Record<string, string>} [others] what some of them have in the place of one attachment
 */
const listed = (count, others = {}) => keys(1, count).map((key) => `${key}: ${others[key] ?? 1}`);

/**
 * A walk over the pages of a source of six, two a page.
 * @param {string} name
 * @param {BulkRow['page']} page
 * @param {Expected} expect
 * @param {Partial<BulkRow>} [more]
 * @returns {BulkRow}
 */
const walks = (name, page, expect, { options, ...more } = {}) => ({
  name: `the walk: ${name}`,
  page,
  list: () => attachments(),
  options: { page_size: 2, ...options },
  expect,
  ...more,
});

/** In what order the six are met: the first page, then from the last one on. */
const MET = ['k1', 'k2', 'k5', 'k6', 'k3', 'k4'];
const PAGES = [1, 3, 2, 1];

/** What is wrong with page 3, the second that is asked for. @type {[name: string, fault: Answer, thrown: string, inPage?: string][]} */
const FINAL_PAGES = [
  ...[400, 401, 402, 403, 404, 422].map((code) => /** @type {any} */ ([String(code), refuse(code), `api ${code}`])),
  ['a redirect to another origin', elsewhere, 'redirect 302', 'redirect'],
  ['an envelope that says 401', send(200, { code: 401, message: 'm' }), 'api 200'],
  ['429 with Retry-After of an hour', throttle(3_600), 'api 429'],
];

const META = { page: 3, maxPage: 3, count: 2, total: 6 };

/** @param {unknown[]} data @param {unknown} [meta] */
const page3 = (data, meta = META) => ({ code: 200, message: '', meta, data });

/** @type {[name: string, body: unknown, path: string][]} */
const MISSHAPEN_PAGES = [
  ['no meta', { code: 200, data: [] }, 'meta'],
  ['meta: null', page3([], null), 'meta'],
  ['meta: []', page3([], []), 'meta'],
  ['meta of strings', page3([], { page: '3', maxPage: '3', total: '6' }), 'meta.page'],
  ...[-1, 1.5, '3', null, undefined, MOST, 2 ** 32].map(
    (maxPage) =>
      /** @type {[string, unknown, string]} */ ([
        `maxPage: ${JSON.stringify(maxPage)}`,
        page3([], { ...META, maxPage }),
        'meta.maxPage',
      ]),
  ),
  ['total: "6"', page3([], { ...META, total: '6' }), 'meta.total'],
  ['data: null', { code: 200, meta: META, data: null }, 'data'],
  ['data: {}', { code: 200, meta: META, data: {} }, 'data'],
  ['a profile that is null', page3([{ key: 'k5' }, null]), 'data[1]'],
  ['a profile without a key', page3([{ key: 'k5' }, { reference: 'r' }]), 'data[1].key'],
  ['a key that is a number', page3([{ key: 5 }]), 'data[0].key'],
  ['a key that is null', page3([{ key: null }]), 'data[0].key'],
  ['an empty key', page3([{ key: '' }]), 'data[0].key'],
  ['a key of two lines', page3([{ key: 'k5\nk6' }]), 'data[0].key'],
  ['a reference that is a number', page3([{ key: 'k5', reference: 5 }]), 'data[0].reference'],
  ['an empty body', '', ''],
  ['HTML', '<!doctype html><p>Hello', ''],
  ['truncated JSON', '{"code":200,"meta":{"page":3', ''],
];

/** What is tried again, and what it comes to if it stays so. @type {[name: string, fault: Answer, thrown: string][]} */
const RETRIED = [
  ['a reset', reset, 'network after 3'],
  [
    'a reset in the body',
    (response) => {
      response.writeHead(200, { 'Content-Length': '1000' });
      response.write('{"code":200,"data":[', () => response.socket?.resetAndDestroy());
    },
    'network after 3',
  ],
  ['500', refuse(500), 'api 500 after 3'],
  ['502 with a page of HTML', send(502, '<h1>Bad Gateway</h1>'), 'api 502 after 3'],
  ['503', refuse(503), 'api 503 after 3'],
  ['429 with Retry-After of no time', throttle(0), 'api 429 after 3'],
];

/** The two keys of a page that nobody has seen before. @param {number} page @param {number} nth */
const fresh = (page, nth) => [`${page}, ${nth}, a`, `${page}, ${nth}, b`];

/** As many as fit into the numbers that are taken. */
const ENDLESS = { maxPage: 2 ** 32 - 1, total: 2 ** 32 - 1 };

/** Where a walk of these begins to go down: three pages beyond what their total needs. */
const LAST = Math.floor(ENDLESS.total / 2) + 3;

/** @type {BulkRow[]} */
const WALKS = [
  walks('a source of six', source(6), { items: MET, asked: PAGES, atOnce: [1, 1], pulled: 0 }),
  walks('an empty source', source(0), { items: [], asked: [1] }),
  walks('an empty source with a page', source(0, { maxPage: 1 }), { items: [], asked: [1] }),
  walks(
    'a server that takes fewer a page',
    source(6, {}, 2),
    { items: MET, asked: PAGES },
    { options: { page_size: 30 } },
  ),
  walks('a server that gives all at once', () => pageOf(keys(1, 6), { maxPage: 1 }), { items: keys(1, 6), asked: [1] }),
  walks(
    'a profile twice on its page',
    ({ page }) => pageOf(page === 1 ? ['k1', 'k2', 'k1'] : ['k2'], { maxPage: 2, total: 2 }),
    { items: ['k1', 'k2'], asked: [1, 2, 1] },
  ),
  ...FINAL_PAGES.map(([fault, answer, thrown, inPage = thrown]) =>
    walks(
      `${fault}, on the second page that is asked for`,
      faultyPage(3, answer),
      { items: ['k1', 'k2'], thrown, asked: [1, 3] },
      { expectInPage: { thrown: inPage } },
    ),
  ),
  walks('401 at once', faultyPage(1, refuse(401)), { items: [], thrown: 'api 401', asked: [1] }),
  walks('401 on the third page that is asked for', faultyPage(2, refuse(401)), {
    items: ['k1', 'k2', 'k5', 'k6'],
    thrown: 'api 401',
    asked: [1, 3, 2],
  }),
  walks('401 where the walk ends', ({ page, nth }) => (nth > 1 ? refuse(401) : source(6)({ page, limit: 2, nth })), {
    items: MET,
    thrown: 'api 401',
    asked: PAGES,
  }),
  walks('401 that echoes the key', faultyPage(3, echo(401)), { items: ['k1', 'k2'], thrown: 'api 401', asked: [1, 3] }),
  ...MISSHAPEN_PAGES.map(([fault, body, path]) =>
    walks(`a page with ${fault}`, faultyPage(3, send(200, body)), {
      items: ['k1', 'k2'],
      thrown: path ? `response 200 at ${path}` : 'response 200',
      asked: [1, 3],
    }),
  ),
  ...RETRIED.flatMap(([fault, answer, thrown]) => [
    walks(`${fault}, once`, faultyPage(3, answer, 1), { items: MET, asked: [1, 3, 3, 2, 1] }),
    walks(`${fault}, always`, faultyPage(3, answer), { items: ['k1', 'k2'], thrown, asked: [1, 3, 3, 3] }),
  ]),
  walks('429 with Retry-After', faultyPage(2, throttle(1), 1), {
    items: MET,
    asked: [1, 3, 2, 2, 1],
    pause: [990, 20_000],
    held: [500, 1_000],
  }),
  walks(
    'slow pages',
    (asked) => late(120, source(6)(asked)),
    { items: MET, asked: PAGES },
    { options: { timeout: 2_000 } },
  ),
  walks(
    'a page that never comes',
    faultyPage(3, never),
    { items: ['k1', 'k2'], thrown: 'timeout after 2', asked: [1, 3, 3] },
    { options: { timeout: 1_500, max_retries: 1 } },
  ),

  walks('maxPage that lies high', source(6, { maxPage: 1_000 }), { items: MET, asked: [1, 6, 5, 4, 3, 2, 1] }),
  walks('maxPage of the largest number', source(6, { maxPage: 2 ** 32 - 1 }), {
    items: MET,
    asked: [1, 6, 5, 4, 3, 2, 1],
  }),
  // Who is beyond the last page is not asked for.
  walks('maxPage that lies low', source(6, { maxPage: 2 }), { items: keys(1, 4), asked: [1, 2, 1, 2, 1] }),
  walks('maxPage 0', source(6, { maxPage: 0 }), { items: ['k1', 'k2'], asked: [1] }),
  walks('a page that says it is another', source(6, { page: 99 }), { items: MET, asked: PAGES }),
  walks('total that lies high', source(6, { total: 100 }), { items: MET, asked: [...PAGES, 3, 2, 1] }),
  walks('total that lies low', source(6, { total: 1 }), { items: MET, asked: PAGES }),
  // Three pages beyond the total are asked for, and no more.
  walks('total 0, of many pages', source(20, { total: 0 }), { items: MET, asked: PAGES }),
  walks('pages that are all the same', ({ nth }) => source(6)({ page: 1, limit: 2, nth }), {
    items: ['k1', 'k2'],
    asked: PAGES,
  }),
  walks('a list that ends long before it says', source(6, { maxPage: 1_000, total: 40 }), {
    items: ['k1', 'k2', 'k3', 'k4', 'k5', 'k6'],
    asked: [1, 23, 22, 21, 20, 2, 3, 4, 1, 23, 22, 21, 20, 2, 3, 4, 1],
  }),
  walks(
    'new profiles on every page, and a total that is never reached',
    ({ page, nth }) => pageOf(fresh(page, nth), { maxPage: 5, total: 1_000 }),
    {
      items: [1, ...Array.from({ length: 50 }, (_, at) => 5 - (at % 5))].flatMap((page, at) =>
        fresh(page, page === 1 ? 1 + Math.floor(at / 5) : 1 + Math.floor((at - 1) / 5)),
      ),
      // Ten times is often enough.
      asked: [1, ...Array.from({ length: 50 }, (_, at) => 5 - (at % 5))],
    },
  ),
  walks(
    'pages without end that are all the same',
    () => pageOf(keys(1, 100), ENDLESS),
    // A thousand come again, and twice those that were met.
    { items: keys(1, 100), sent: [15, 15] },
    { options: { page_size: 100 } },
  ),
  walks(
    'pages without end that repeat themselves in turn',
    ({ page }) => pageOf(keys(1 + 100 * (page % 3), 100 + 100 * (page % 3)), ENDLESS),
    // Once more, since there should be others.
    { items: [...keys(101, 200), ...keys(1, 100), ...keys(201, 300)], sent: [40, 40] },
    { options: { page_size: 100 } },
  ),
  // It goes on as long as new ones come; and ends where nobody wants more.
  walks(
    'new profiles without end',
    ({ page, nth }) => pageOf(fresh(page, nth), ENDLESS),
    {
      items: [fresh(1, 1), ...Array.from({ length: 99 }, (_, at) => fresh(LAST - at, 1))].flat(),
      sent: [100, 101],
    },
    { taken: { leave: 200 } },
  ),

  walks(
    'the signal is aborted before',
    source(6),
    { items: [], thrown: 'the reason', sent: [0, 0] },
    { taken: { abort: { items: 0 } } },
  ),
  walks(
    'the signal is aborted while a page is under way',
    faultyPage(3, never),
    { items: ['k1', 'k2'], thrown: 'the reason', asked: [1, 3] },
    { taken: { abort: { after: 500 } } },
  ),
  walks(
    'the signal is aborted while the first page is under way',
    faultyPage(1, never),
    { items: [], thrown: 'the reason', asked: [1] },
    { taken: { abort: { after: 500 } } },
  ),
  walks(
    'the signal is aborted between two profiles',
    source(6),
    { items: ['k1'], thrown: 'the reason', sent: [1, 2] },
    { taken: { abort: { items: 1 } } },
  ),
  walks(
    'the signal is aborted while HrFlow asks to wait',
    faultyPage(3, throttle(30)),
    { items: ['k1', 'k2'], thrown: 'the reason', asked: [1, 3], held: [29_000, 30_000], took: [0, 20_000] },
    { taken: { abort: { after: 500 } } },
  ),
  walks(
    'the loop is left while a page is under way',
    faultyPage(3, never),
    { items: ['k1', 'k2'], sent: [1, 2] },
    { taken: { leave: 2 } },
  ),
  walks('the loop is left at once', source(6), { items: ['k1'], sent: [1, 2] }, { taken: { leave: 1 } }),
  walks(
    'the loop throws',
    source(6),
    { items: ['k1', 'k2', 'k5'], thrown: "the loop's", sent: [2, 3] },
    { taken: { throws: 3 } },
  ),
  walks(
    'the loop is slow: one page is asked for ahead',
    source(6),
    { items: ['k1'], asked: [1, 3] },
    { taken: { leave: 1, pause: 200 } },
  ),
  // The next page may be under way.
  walks(
    '`on_progress` throws',
    source(6),
    { items: ['k1', 'k2'], thrown: "the progress's", sent: [2, 3] },
    { taken: { progress: 3 } },
  ),
];

/**
 * A batch of twelve profiles.
 * @param {string} name
 * @param {BulkRow['list']} list
 * @param {Expected} expect
 * @param {Partial<BulkRow>} [more]
 * @returns {BulkRow}
 */
const lists = (name, list, expect, { options, ...more } = {}) => ({
  name: `the batch: ${name}`,
  page: source(6),
  list,
  given: { profiles: 12 },
  options: { concurrency: 4, ...options },
  expect,
  ...more,
});

/** What is one profile's own: tried once. @type {[name: string, fault: Answer, error: string][]} */
const OWN = [
  ...[404, 405, 410, 422].map((code) => /** @type {any} */ ([String(code), refuse(code), `api ${code}`])),
  ['404 that echoes the key', echo(404), 'api 404'],
  ['data: null', send(200, { code: 200, data: null }), 'response 200 at data'],
  [
    'a size that is a string',
    send(200, { code: 200, data: [{ file_size: '7' }] }),
    'response 200 at data[0].file_size',
  ],
  ['an empty body', send(200, ''), 'response 200'],
  ['HTML', send(200, '<!doctype html><p>Hello'), 'response 200'],
  ['an envelope that says 500', send(200, { code: 500, message: 'm' }), 'api 200'],
];

/** What would be everybody's. @type {[name: string, fault: Answer, thrown: string, inPage?: string][]} */
const EVERYBODYS = [
  ...[400, 401, 402, 403].map((code) => /** @type {any} */ ([String(code), refuse(code), `api ${code}`])),
  ['an envelope that says 401', send(200, { code: 401, message: 'm' }), 'api 200'],
  ['a redirect to another origin', elsewhere, 'redirect 302', 'redirect'],
];

const ONE = { concurrency: 1 };

/** @type {BulkRow[]} */
const BATCHES = [
  lists('twelve profiles', () => late(150, attachments(2)), {
    items: listed(12, Object.fromEntries(keys(1, 12).map((key) => [key, '2']))),
    sent: [12, 12],
    atOnce: [4, 4],
    progress: { profiles: 12, failed: 0, total: 12, waiting: 0 },
  }),
  lists('no profile', () => attachments(), { items: [], sent: [0, 0] }, { given: { profiles: 0 } }),
  ...OWN.map(([fault, answer, error]) =>
    lists(`${fault}, for one profile`, faultyProfile('k3', answer), {
      items: listed(12, { k3: error }),
      sent: [12, 12],
      progress: { profiles: 12, failed: 1, total: 12, waiting: 0 },
    }),
  ),
  lists('404 for every profile', () => refuse(404), {
    items: keys(1, 12).map((key) => `${key}: api 404`),
    sent: [12, 12],
    progress: { profiles: 12, failed: 12, total: 12, waiting: 0 },
  }),
  ...RETRIED.flatMap(([fault, answer, error]) => [
    lists(`${fault}, once, for one profile`, faultyProfile('k3', answer, 1), { items: listed(12), sent: [13, 13] }),
    lists(`${fault}, always, for one profile`, faultyProfile('k3', answer), {
      items: listed(12, { k3: error }),
      sent: [14, 14],
    }),
  ]),
  lists(
    'a profile whose answer never comes',
    faultyProfile('k3', never),
    { items: listed(12, { k3: 'timeout after 2' }), sent: [13, 13] },
    { options: { timeout: 1_500, max_retries: 1 } },
  ),
  lists(
    'a profile whose answer comes once it was waited for',
    faultyProfile('k3', never, 1),
    { items: listed(12), sent: [13, 13] },
    { options: { timeout: 1_500, max_retries: 1 } },
  ),
  // The time of an attempt begins when it is sent, not when it is its turn.
  lists(
    'answers that are slow, one after the other',
    () => late(300, attachments()),
    { items: listed(12), sent: [12, 12], atOnce: [1, 1] },
    { options: { ...ONE, timeout: 2_500, max_retries: 0 } },
  ),
  ...EVERYBODYS.map(([fault, answer, thrown, inPage = thrown]) =>
    lists(
      `${fault}, in the middle`,
      faultyProfile('k6', answer),
      { items: listed(5), thrown, sent: [6, 6] },
      { options: ONE, expectInPage: { thrown: inPage } },
    ),
  ),
  lists(
    '401 while others are under way',
    ({ key }) => (key === 'k3' ? late(300, refuse(401)) : ['k1', 'k2'].includes(key) ? attachments() : never),
    { items: listed(2), thrown: 'api 401', sent: [6, 6] },
    { expectInPage: { sent: [5, 6] } },
  ),
  lists(
    '401 for all that are under way',
    () => refuse(401),
    { items: [], thrown: 'api 401', sent: [1, 4] },
    { given: { profiles: 12, as: 'generator' }, options: { in_order: true } },
  ),
  lists(
    '401 that echoes the key',
    faultyProfile('k6', echo(401)),
    { items: listed(5), thrown: 'api 401', sent: [6, 6] },
    { options: ONE },
  ),

  lists('429 with Retry-After: all wait', faultyProfile('k5', throttle(1), 1), {
    items: listed(12),
    sent: [13, 13],
    pause: [900, 20_000],
    held: [500, 1_000],
    progress: { profiles: 12, failed: 0, total: 12, waiting: 0 },
  }),
  lists('503 with Retry-After: all wait', faultyProfile('k5', throttle(1, 503), 1), {
    items: listed(12),
    sent: [13, 13],
    pause: [900, 20_000],
    held: [500, 1_000],
  }),
  lists('429 without Retry-After: all wait a second', faultyProfile('k5', refuse(429), 1), {
    items: listed(12),
    sent: [13, 13],
    pause: [900, 20_000],
    held: [500, 1_000],
  }),
  lists('503 without Retry-After: nobody else waits', faultyProfile('k5', refuse(503), 1), {
    items: listed(12),
    sent: [13, 13],
    held: [0, 0],
  }),
  lists('429 for each, once', ({ nth }) => (nth === 1 ? throttle(0) : attachments()), {
    items: listed(12),
    sent: [24, 24],
  }),
  lists(
    '429 with Retry-After of an hour: it fails, the others wait, and can be left',
    faultyProfile('k3', throttle(3_600)),
    {
      items: listed(3, { k3: 'api 429' }),
      thrown: 'the reason',
      sent: [3, 3],
      held: [3_590_000, 3_600_000],
      took: [0, 20_000],
    },
    { options: ONE, taken: { abort: { after: 500 } } },
  ),
  lists(
    'no more than `max_requests_per_minute`',
    () => attachments(),
    { items: listed(5), thrown: 'the reason', sent: [5, 5], held: [0, 0] },
    { options: { max_requests_per_minute: 5 }, taken: { abort: { after: 500 } } },
  ),

  lists(
    'the same profile twice',
    () => attachments(),
    {
      items: listed(6).flatMap((item) => [item, item]),
      sent: [12, 12],
    },
    { given: { profiles: 6, as: 'each twice' } },
  ),
  lists(
    'a wrong selector',
    () => attachments(),
    {
      items: ['k1: 1', '{"email":7}: argument', ...listed(6).slice(1)],
      sent: [6, 6],
    },
    { given: { profiles: 6, as: 'a wrong one in the middle' }, options: { in_order: true } },
  ),
  lists(
    '300 profiles, 64 at a time',
    () => late(200, attachments()),
    { items: listed(300), sent: [300, 300], atOnce: [33, 64] },
    // A browser opens six connections to one origin.
    { given: { profiles: 300 }, options: { concurrency: 64 }, expectInPage: { atOnce: [1, 6] } },
  ),
  lists(
    'in order, the first one slow: the others wait for it',
    ({ key }) => (key === 'k1' ? late(400, attachments()) : attachments()),
    { items: listed(12), sent: [12, 12], pause: [200, 20_000] },
    { options: { in_order: true } },
  ),
  lists(
    'in order, though each is faster than the one before',
    ({ key }) => late(200 - 15 * Number(key.slice(1)), attachments()),
    { items: listed(12), sent: [12, 12] },
    { options: { in_order: true } },
  ),
  lists(
    'in order, and 401 behind one that is slow',
    ({ key }) => (key === 'k3' ? late(300, refuse(401)) : key === 'k1' ? never : attachments()),
    // What was listed by then is told, though one before it never will be.
    { items: ['k2: 1', 'k4: 1'], thrown: 'api 401', sent: [4, 4] },
    { options: { in_order: true } },
  ),

  lists(
    'the signal is aborted before',
    () => attachments(),
    { items: [], thrown: 'the reason', sent: [0, 0], pulled: 0 },
    { given: { profiles: 12, as: 'generator' }, taken: { abort: { items: 0 } } },
  ),
  lists(
    'the signal is aborted while all are under way',
    () => never,
    { items: [], thrown: 'the reason', sent: [4, 4], closed: 1 },
    { given: { profiles: 12, as: 'generator' }, taken: { abort: { after: 500 } } },
  ),
  lists(
    'the signal is aborted between two profiles',
    () => attachments(),
    { items: listed(2), thrown: 'the reason', sent: [2, 3], closed: 1 },
    { given: { profiles: 12, as: 'async generator' }, options: ONE, taken: { abort: { items: 2 } } },
  ),
  lists(
    'the signal is aborted while HrFlow asks to wait',
    faultyProfile('k3', throttle(30)),
    { items: listed(2), thrown: 'the reason', sent: [3, 3], held: [29_000, 30_000], took: [0, 20_000] },
    { options: ONE, taken: { abort: { after: 500 } } },
  ),
  lists(
    'the loop is left',
    () => attachments(),
    { items: listed(2), sent: [2, 3], closed: 1 },
    { given: { profiles: 12, as: 'generator' }, options: ONE, taken: { leave: 2 } },
  ),
  lists(
    'the loop is left while others are under way',
    ({ key }) => (key === 'k1' ? attachments() : never),
    { items: listed(1), sent: [5, 5], closed: 1 },
    { given: { profiles: 12, as: 'async generator' }, taken: { leave: 1, pause: 100 } },
  ),
  lists(
    'the loop throws',
    () => attachments(),
    { items: listed(2), thrown: "the loop's", sent: [2, 3], closed: 1 },
    { given: { profiles: 12, as: 'async generator' }, options: ONE, taken: { throws: 2 } },
  ),
  lists(
    'the loop is slow: no more than `concurrency` are asked for ahead',
    () => attachments(),
    { items: listed(12), sent: [12, 12], ahead: 4, closed: 1 },
    { given: { profiles: 12, as: 'generator' }, taken: { pause: 40 } },
  ),
  lists(
    '`on_progress` throws',
    () => attachments(),
    { items: listed(2), thrown: "the progress's", sent: [3, 3], closed: 1 },
    { given: { profiles: 12, as: 'generator' }, options: ONE, taken: { progress: 3 } },
  ),

  ...[
    { as: 'generator', thrown: undefined, count: 5, closed: 1 },
    { as: 'async generator', thrown: undefined, count: 5, closed: 1 },
    { as: 'throwing as it is opened', thrown: "the iterable's", count: 0, closed: 0 },
    { as: 'throwing at once', thrown: "the iterable's", count: 0, closed: 0 },
    { as: 'throwing in the end', thrown: "the iterable's", count: 5, closed: 1 },
    { as: 'throwing in the end, async', thrown: "the iterable's", count: 5, closed: 1 },
    { as: 'a list whose last is rejected', thrown: "the iterable's", count: 5, closed: 1 },
    { as: 'giving no results', thrown: 'TypeError', count: 0, closed: 0 },
  ].map(({ as, thrown, count, closed }) =>
    lists(
      `an iterable, ${as}`,
      () => attachments(),
      { items: listed(count), thrown, sent: [count, count], closed },
      { given: { profiles: count, as } },
    ),
  ),
  lists(
    'an iterable that throws as it is closed',
    () => attachments(),
    { items: listed(2), thrown: "the return's", sent: [2, 3], closed: 1 },
    { given: { profiles: 12, as: 'throwing as it is closed' }, options: ONE, taken: { leave: 2 } },
  ),
  lists(
    'an iterable that throws as it is closed, to its end: it closes by itself',
    () => attachments(),
    { items: listed(12), sent: [12, 12], closed: 1 },
    { given: { profiles: 12, as: 'throwing as it is closed' } },
  ),
  lists(
    'an iterable that throws as it is closed, after 401',
    faultyProfile('k3', refuse(401)),
    { items: listed(2), thrown: 'api 401', sent: [3, 3], closed: 1 },
    { given: { profiles: 12, as: 'throwing as it is closed' }, options: ONE },
  ),
  lists(
    'an iterable that never gives another, and the loop is left',
    () => attachments(),
    { items: listed(3), sent: [3, 3] },
    { given: { profiles: 3, as: 'never ending' }, taken: { leave: 3 } },
  ),
  lists(
    'an iterable that never gives another, and the signal is aborted',
    () => attachments(),
    { items: listed(3), thrown: 'the reason', sent: [3, 3] },
    { given: { profiles: 3, as: 'never ending' }, taken: { abort: { after: 500 } } },
  ),
  lists(
    'an iterable that never gives another, and 401',
    faultyProfile('k3', late(300, refuse(401))),
    { items: listed(2), thrown: 'api 401', sent: [3, 3] },
    { given: { profiles: 3, as: 'never ending' } },
  ),
  lists(
    'an iterable that neither gives another nor closes, and 401',
    faultyProfile('k2', refuse(401)),
    { items: listed(1), thrown: 'api 401', sent: [2, 2] },
    { given: { profiles: 9, as: 'never closing' }, options: ONE },
  ),
];

/**
 * Both at once: the attachments of what the walk finds.
 * @param {string} name
 * @param {Partial<BulkRow>} row
 * @param {Expected} expect
 * @returns {BulkRow}
 */
const both = (name, { options, ...row }, expect) => ({
  name: `both: ${name}`,
  page: source(6),
  list: () => attachments(),
  given: { as: 'the source' },
  options: { page_size: 2, concurrency: 4, ...options },
  expect,
  ...row,
});

/** @type {BulkRow[]} */
const BOTH = [
  both(
    'a source of six',
    {},
    {
      items: listed(6),
      sent: [10, 10],
      progress: { profiles: 6, failed: 0, total: 6, waiting: 0 },
    },
  ),
  both(
    'a source of six, in order',
    { options: { in_order: true } },
    { items: MET.map((key) => `${key}: 1`), sent: [10, 10] },
  ),
  both('an empty source', { page: source(0) }, { items: [], sent: [1, 1] }),
  both(
    '401 on the third page that is asked for',
    { page: faultyPage(2, refuse(401)), options: { in_order: true } },
    {
      items: ['k1: 1', 'k2: 1', 'k5: 1', 'k6: 1'],
      thrown: 'api 401',
      sent: [7, 7],
    },
  ),
  both(
    '401 of the attachments',
    { list: faultyProfile('k2', refuse(401)), options: ONE },
    {
      items: ['k1: 1'],
      thrown: 'api 401',
      sent: [3, 5],
    },
  ),
  both(
    'one profile is gone, one page is misshapen',
    {
      list: faultyProfile('k2', refuse(404)),
      page: faultyPage(3, send(200, '')),
      options: { in_order: true },
    },
    { items: ['k1: 1', 'k2: api 404'], thrown: 'response 200', sent: [4, 4] },
  ),
  both(
    '429 on a page and for a profile',
    {
      list: faultyProfile('k3', throttle(0), 1),
      page: faultyPage(2, throttle(0), 1),
    },
    { items: listed(6), sent: [12, 12] },
  ),
  both(
    'the loop is left while a page is under way',
    { page: faultyPage(3, never), taken: { leave: 2, pause: 100 } },
    {
      items: listed(2),
      sent: [4, 4],
    },
  ),
  both(
    'the signal is aborted while a page is under way',
    {
      page: faultyPage(3, never),
      taken: { abort: { after: 500 } },
    },
    { items: listed(2), thrown: 'the reason', sent: [4, 4] },
  ),
  both(
    'the signal is aborted while all is under way',
    {
      page: faultyPage(3, never),
      list: () => never,
      taken: { abort: { after: 500 } },
    },
    { items: [], thrown: 'the reason', sent: [4, 4] },
  ),
];

/** What a source without a fault comes to, after each row. @type {BulkRow} */
export const FINE = both('fine', {}, BOTH[0].expect);

export const ROWS = [...WALKS, ...BATCHES, ...BOTH];
