// The endpoints of the proxy, each as a page asks for it and as an upstream understands that: what is true of one is tested of all.

/** Where the page finds its back end. */
export const PAGE = 'https://app.example/api/hrflow';

/** Parts what a page sent in one parameter, where it has no second of its own. */
const SEAM = '\n';

/**
 * @typedef {object} Proxied
 * @property {import('../../pkg/proxy-api.js').ProxyEndpoint[] | undefined} endpoints the proxy's option
 * @property {(source?: string, more?: string) => string} at the URL for a source, and for something more of the page's choice
 * @property {(url: string) => string[]} sent the source and the rest, out of the URL that the upstream sees
 * @property {string} listed the message of the envelope
 * @property {Record<number, string>} words that are its own, by status
 * @property {string[]} wrong queries that are none
 * @property {string[]} added what no sound query may have beside
 */

/** @type {Record<string, Proxied>} */
export const PROXIED = {
  attachments: {
    endpoints: undefined,
    at: (source = 'source_key', more = 'profile_key') =>
      `${PAGE}/profile/indexing/attachments?${new URLSearchParams({ source_key: source, key: more })}`,
    sent: (url) => [...new URL(url).searchParams.values()],
    listed: 'Profile attachment list',
    words: {
      400: 'Invalid source fields',
      404: 'Profile not found',
      422: 'Give `source_key` and exactly one of `key`, `reference` or `email`, each once and not empty, and nothing else.',
    },
    wrong: ['', '?source_key=s', '?key=k', '?source_key=s&key=', '?source_key=&key=k', '?source_key=s&mail=m'],
    added: [
      ...['key=b', 'key=profile_key', 'source_key=source_key', 'email=e', 'source_keys=["s"]', 'page=1', '='],
      ...['more=1', '__proto__=1', 'constructor=1', 'toString=1', 'signal=1', 'api_url=https://evil.example'],
    ],
  },
  profiles: {
    endpoints: ['attachments', 'profiles'],
    at: (source = 'source_key', more) =>
      `${PAGE}/storing/profiles?${new URLSearchParams({
        source_keys: JSON.stringify([more === undefined ? source : source + SEAM + more]),
      })}`,
    sent: (url) => JSON.parse(new URL(url).searchParams.get('source_keys') ?? '')[0].split(SEAM),
    listed: 'List of profiles',
    words: {
      400: 'Invalid parameters. Unable to find object: source',
      404: 'HrFlow found nothing.',
      422:
        'Give `source_keys`, a JSON array of one string, and nothing else but `page`, `limit` (to 1000), `order_by`, `sort_by`, ' +
        '`created_at_min`, `created_at_max` and `return_profile`, each at most once.',
    },
    wrong: [
      ...['', '?', '?page=1', '?source_keys', '?source_keys=', '?source_keys=s', '?source_key=["s"]'],
      ...[
        '["s","t"]',
        '["s","s"]',
        '[]',
        '[""]',
        '[1]',
        '[null]',
        '[["s"]]',
        '[{}]',
        '{}',
        '{"0":"s","length":1}',
        'null',
        '"s"',
      ].map((keys) => `?source_keys=${encodeURIComponent(keys)}`),
      ...[
        '["\\ud800"]',
        '["a\\udc00b"]',
        '["s"',
        "['s']",
        '["s"],["t"]',
        `["${'s'.repeat(16_385)}"]`,
        '['.repeat(9_000),
      ].map((keys) => `?source_keys=${encodeURIComponent(keys)}`),
    ],
    added: [
      ...['source_keys=["source_key"]', 'source_keys=["s"]', 'source_keys[]=s', 'source_key=s', 'key=k', 'name=n', '='],
      ...['page=1&page=1', 'page=1&page=2', 'limit=1&limit=1', 'more=1', '__proto__=1', 'constructor=1', 'toString=1'],
      ...['signal=1', 'api_url=https://evil.example', 'api_secret=x', 'Page=1', '%20page=1'],
      ...[
        '',
        '0',
        '-1',
        '1.5',
        '1e3',
        '01',
        '%201',
        '%2B1',
        '4294967296',
        `1${'0'.repeat(400)}`,
        'NaN',
        'true',
        '1%0A',
      ].map((page) => `page=${page}`),
      ...['', '0', '1001', 'all', 'true'].map((limit) => `limit=${limit}`),
      ...['', 'ASC', 'up', '1', 'asc%00', 'asc,desc'].map((order_by) => `order_by=${order_by}`),
      ...['', 'name', 'constructor', 'created_at%20'].map((sort_by) => `sort_by=${sort_by}`),
      ...[
        '',
        '1970',
        '2020-1-1',
        '20200101',
        'today',
        '2020-01-01T00:00:00Z',
        '２０２０-01-01',
        '2020-01-01%0A',
      ].flatMap((day) => [`created_at_min=${day}`, `created_at_max=${day}`]),
      ...['', '0', '1', 'TRUE', 'yes', 'true%20'].map((boolean) => `return_profile=${boolean}`),
    ],
  },
};

/**
 * @param {object[]} items
 * @returns {{ code: number, meta: object, data: object[] }} an envelope that every endpoint takes
 */
export const envelope = (items) => ({ code: 200, meta: { page: 1, maxPage: 1, total: items.length }, data: items });
