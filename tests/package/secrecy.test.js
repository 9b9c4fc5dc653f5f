// What a visitor can learn through the proxy: two runs that differ in the secret alone look the same, whatever the upstream
// does with what it gets.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { importedProxy } from '../support/installed.js';
import { mockFetch } from '../support/mocked-fetch.js';
import { envelope, PROXIED } from '../support/proxied.js';

const { createProxy } = await importedProxy();

/** @type {(request: { secret: string, sent: string[] }) => Response} */
let upstream = () => new Response();

/**
 * A test of each endpoint.
 * @param {string} title
 * @param {(proxied: import('../support/proxied.js').Proxied, context: import('node:test').TestContext) => Promise<void>} run
 */
function each(title, run) {
  for (const [name, proxied] of Object.entries(PROXIED)) {
    test(`${name}: ${title}`, (context) => {
      mockFetch(async (/** @type {string} */ url, /** @type {{ headers: Record<string, string> }} */ { headers }) =>
        upstream({ secret: headers['X-API-KEY'], sent: proxied.sent(url) }),
      );
      return run(proxied, context);
    });
  }
}

/**
 * @param {object} item
 * @returns {Response} a list with it, which every endpoint takes
 */
const listing = (item) => Response.json(envelope([{ key: 'k', ...item }]));

/** @typedef {Record<string, (text: string) => string>} Changes */

/**
 * What an upstream may take of a text: never less than twenty characters of the secret, for a piece below sixteen (eighteen where
 * it is encoded in base64) may stand in a list of attachments.
 * @type {Changes}
 */
const CUTS = {
  whole: (text) => text,
  'its beginning': (text) => text.slice(0, 20),
  'its end': (text) => text.slice(-20),
  'its middle': (text) => text.slice(5, 25),
  'cut at 500 after a long sentence': (text) => `${'Unknown source. '.repeat(30)}${text}`.slice(0, 500),
  trimmed: (text) => text.trim(),
};

/**
 * How it may write it.
 * @type {Changes}
 */
const SPELLINGS = {
  'as it is': (text) => text,
  'in capitals': (text) => text.toUpperCase(),
  'as JSON': (text) => JSON.stringify(text),
  'percent-encoded': (text) => encodeURIComponent(text.toWellFormed?.() ?? text),
  'percent-encoded twice': (text) => encodeURIComponent(encodeURIComponent(text.toWellFormed?.() ?? text)),
  'in base64': (text) => Buffer.from(text).toString('base64'),
  'in base64 for URLs, after a name': (text) => Buffer.from(`u:${text}`).toString('base64url'),
  'in hexadecimal': (text) => Buffer.from(text).toString('hex'),
  'in a sentence': (text) => `Unknown source ${text} (check it)`,
};

/** In an error, anything may follow. */
const ANY = { ...CUTS, ...SPELLINGS };

const spoken = fc.record({
  of: fc.constantFrom('sent', 'sent', 'secret', 'both'),
  cut: fc.constantFrom(...Object.keys(CUTS)),
  spelling: fc.constantFrom(...Object.keys(SPELLINGS)),
  more: fc.constantFrom(...Object.keys(ANY)),
});
const upstreams = fc.record({
  status: fc.constantFrom(200, 200, 201, 301, 400, 401, 402, 403, 404, 418, 422, 429, 451, 500, 502, 503, 599),
  code: fc.constantFrom(undefined, 200, 400, 401, 404, 500, 999, '401'),
  says: fc.array(spoken, { minLength: 1, maxLength: 3 }),
  where: fc.constantFrom('message', 'data', 'an unknown member of data', 'no JSON', 'the envelope', 'meta'),
  header: fc.constantFrom('X-Request-Id', 'Retry-After', 'X-Secret', 'Location'),
});

/**
 * @param {string} text
 * @returns {string} what a header may carry of it
 */
const forHeader = (text) => text.replace(/[^ -~]/g, '?').trim();

/**
 * @param {any} plan one of `upstreams`
 * @returns {typeof upstream} an upstream that follows it
 */
const following =
  ({ status, code, says, where, header }) =>
  ({ secret, sent }) => {
    const isList = where.includes('data');
    const words = says.flatMap((/** @type {Record<string, string>} */ { of, cut, spelling, more }) => {
      const texts = of === 'secret' ? [secret] : of === 'sent' ? sent : [secret, ...sent];
      const said = texts.map((text) => SPELLINGS[spelling](CUTS[cut](text)));
      return isList ? said : said.map((text) => /** @type {Changes} */ (ANY)[more](text));
    });
    const said = words.join(' | ');
    const known = { key: said, original_file_name: said };
    const item = where === 'data' ? known : where.startsWith('an unknown') ? { more: { said: words } } : {};
    const whole = envelope([{ key: 'k', ...item }]);
    const told = {
      ...whole,
      code,
      message: where === 'message' ? said : 'ok',
      ...(where === 'the envelope' ? { said } : {}),
      ...(where === 'meta' ? { meta: { ...whole.meta, said } } : {}),
    };
    const body = where === 'no JSON' ? said : JSON.stringify(told);
    return new Response(body, { status, headers: { [header]: forHeader(said) } });
  };

/**
 * @param {import('../support/proxied.js').Proxied} proxied
 * @param {string} api_secret
 * @param {string} [source]
 * @param {string} [more]
 */
async function visit({ endpoints, at }, api_secret, source = 's', more = 'k') {
  const options = { api_secret, api_user: 'u', api_url: 'https://hrflow.example', endpoints };
  const response = await createProxy({ ...options, authorize: () => true })(new Request(at(source, more)));
  return { status: response.status, headers: [...response.headers], body: await response.text() };
}

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+/=.'.split('');
const secret = fc
  .string({ unit: fc.constantFrom(...letters), minLength: 30, maxLength: 40 })
  .map((text) => `ask_${text}`);

/**
 * What a visitor sends: anything, or a guess at a part of the first secret, right or wrong in its last letter.
 * @param {string} secret
 * @param {number} maxLength
 */
const guess = (secret, maxLength) =>
  fc.oneof(
    fc.string({ minLength: 1, maxLength: 30 }),
    fc
      .record({
        from: fc.nat(secret.length - 9),
        length: fc.integer({ min: 1, max: maxLength }),
        wrong: fc.boolean(),
        pad: fc.nat(500),
      })
      .map(
        // No spaces: each of them is a guess at a plus sign, which it may stand for.
        ({ from, length, wrong, pad }) => `${'~'.repeat(pad)}${secret.slice(from, from + length)}${wrong ? '~' : ''}`,
      ),
  );

const runs = fc.tuple(secret, secret, upstreams).chain(([one, other, plan]) => {
  // Sixteen letters at once, all right, are told from others in a list: nobody gets there by guessing.
  const longest = plan.where.includes('data') ? 15 : 40;
  const sent = guess(one, longest);
  return fc.record({ secrets: fc.constant([one, other]), source: sent, key: sent, plan: fc.constant(plan) });
});

each('two runs that differ in the secret alone cannot be told apart', async (proxied) => {
  const seen = { listed: 0, withheld: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(runs, async ({ secrets, source, key, plan }) => {
      upstream = following(plan);
      const [right, wrong] = await Promise.all(secrets.map((secret) => visit(proxied, secret, source, key)));
      assert.deepEqual(right, wrong, inspect({ secrets, source, key, plan }, { depth: null }));
      for (const secret of secrets) assert.ok(!right.body.includes(secret.slice(4)));
      seen[right.status === 200 ? 'listed' : right.status === 502 ? 'withheld' : 'refused']++;
    }),
    { numRuns: 10_000 },
  );
  // Each of the three ways was gone often.
  for (const [way, times] of Object.entries(seen)) assert.ok(times > 100, `${way}: ${times}`);
});

/**
 * Ways to make an upstream tell a right guess from a wrong one that were found in an attack: what it does with what a visitor
 * sent, and what is sent for a guess. None of them needs the upstream to say a letter of the secret.
 * @type {Record<string, [(sent: { source_key: string, key: string }) => string, (guess: string) => string]>}
 */
const ORACLES = {
  'in hexadecimal': [({ key }) => Buffer.from(key).toString('hex'), (guess) => guess],
  'in base64': [({ key }) => Buffer.from(key).toString('base64'), (guess) => guess],
  'in base64 after another': [
    ({ source_key, key }) => Buffer.from(`${source_key}:${key}`).toString('base64url'),
    (guess) => guess,
  ],
  'beside another': [({ source_key, key }) => source_key + key, (guess) => guess],
  'in a path': [({ source_key, key }) => `https://f.example/${source_key}/${key}`, (guess) => guess],
  'without control characters': [
    ({ key }) => key.replaceAll('\u0001', ''),
    (guess) => `${guess.slice(0, 4)}\u0001${guess.slice(4)}`,
  ],
  'as a slug': [({ key }) => key.replace(/\W/g, ''), (guess) => [...guess].join('.')],
  normalised: [
    ({ key }) => key.normalize('NFKC'),
    (guess) => String.fromCodePoint(guess.charCodeAt(0) + 0xfee0) + guess.slice(1),
  ],
  'decoded once more': [
    ({ key }) => decodeURIComponent(key),
    (guess) => `%25${guess.charCodeAt(0).toString(16)}${guess.slice(1)}`,
  ],
  'with entities undone': [
    ({ key }) => key.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code))),
    (guess) => `&#${guess.charCodeAt(0)};${guess.slice(1)}`,
  ],
  'in small letters, then in hexadecimal': [
    ({ key }) => Buffer.from(key.toLowerCase()).toString('hex'),
    (guess) => guess.toUpperCase(),
  ],
  cut: [({ key }) => key.slice(-13), (guess) => `\\\\u0064${guess}`],
};

each('letter by letter, nobody gets on, whatever an upstream does with a guess', async (proxied) => {
  const secret = 'ask_9f86d081884c7d659a2feaa0c55ad015';
  for (const [name, [change, send]] of Object.entries(ORACLES)) {
    for (const known of [3, 5, 7, 8, 11, 14]) {
      for (let from = 0; from + known < 20; from++) {
        const statuses = await Promise.all(
          [secret[from + known], '~'].map(async (last) => {
            const key = send(secret.slice(from, from + known) + last);
            upstream = ({ sent: [source_key, key] }) => listing({ alt: change({ source_key, key }) });
            return (await visit(proxied, secret, secret.slice(0, from) || 's', key)).status;
          }),
        );
        // Who knows fifteen letters may find the next.
        if (from + known < 15) assert.equal(statuses[0], statuses[1], `${name}, ${known} known from ${from}`);
      }
    }
  }
});

each('the key is found under three encodings, and in the key that was sent', async (proxied, context) => {
  const secret = 'ask_9f86d081884c7d659a2feaa0c55ad015';
  const percent = (/** @type {string} */ text) =>
    [...text].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join('');
  const jsonEscape = (/** @type {string} */ text) =>
    JSON.stringify(text.replace(/./g, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`)).slice(1, -1);
  for (const encode of [
    percent,
    (/** @type {string} */ text) => encodeURIComponent(encodeURIComponent(percent(text))),
    jsonEscape,
  ]) {
    upstream = ({ secret }) => listing({ alt: encode(secret) });
    assert.equal((await visit(proxied, secret)).status, 502);
  }
  context.after(() => {
    delete process.env.HRFLOW_API_KEY;
    delete process.env.HRFLOW_USER_EMAIL;
  });
  Object.assign(process.env, { HRFLOW_API_KEY: secret, HRFLOW_USER_EMAIL: 'u' });
  upstream = ({ secret }) => {
    process.env.HRFLOW_API_KEY = 'ask_another_one_that_was_put_there';
    return listing({ alt: secret });
  };
  const proxy = createProxy({ authorize: () => true, endpoints: proxied.endpoints });
  assert.equal((await proxy(new Request(proxied.at()))).status, 502);
});

each('a refusal is told in words of this package alone', async (proxied) => {
  for (const status of [400, 401, 402, 403, 404, 418, 422, 429, 500, 599]) {
    upstream = ({ sent }) =>
      new Response(JSON.stringify({ code: status, message: `Unknown source ${sent[0]}` }), {
        status,
        headers: { 'X-Request-Id': 'id-1', 'Retry-After': '7' },
      });
    const { body, headers } = await visit(proxied, 'ask_0123456789', 'my-source');
    assert.ok(!body.includes('my-source'), body);
    assert.deepEqual(
      headers.map(([name]) => name),
      ['cache-control', 'content-type', 'x-content-type-options'],
    );
  }
});

each('a secret that is a word, or very short, does not keep lists from passing', async (proxied) => {
  upstream = () => listing({ type: 'original', file_name: 'created_at key' });
  for (const secret of ['orig', 'key', 'k', 'maxPage', 'file_name_and_more_of_it']) {
    assert.equal((await visit(proxied, secret)).status, 200, secret);
  }
});

each('a key with spaces, slashes and plus signs is found, as it is and encoded', async (proxied) => {
  for (const secret of ['abcdefgh ijklmnop qrstuvwx yz012345', 'ask_0123/+4567/+89ab/+cdef/ +0123']) {
    for (const say of [
      (/** @type {string} */ key) => key,
      JSON.stringify,
      encodeURIComponent,
      (/** @type {string} */ key) => new URLSearchParams({ key }).toString(),
      (/** @type {string} */ key) => JSON.stringify(key.replaceAll('/', '\\/')),
    ]) {
      upstream = ({ secret }) => listing({ original_file_name: say(secret) });
      assert.equal((await visit(proxied, secret)).status, 502, `${secret} ${say}`);
    }
  }
});

each('a key that looks encoded itself is refused, and goes nowhere', async (proxied) => {
  for (const secret of ['ask_0123%2541567', 'ask_0123"4567', 'ask_0123\\4567', 'ask_0123\t4567', 'ask_0123\n4567']) {
    let asked = 0;
    upstream = () => {
      asked++;
      return listing({});
    };
    const { status, body } = await visit(proxied, secret);
    assert.deepEqual([status, asked], [500, 0]);
    assert.ok(!body.includes('ask_'));
  }
});

each(
  'nothing from the root of all objects is a parameter, an option or the key that is looked for',
  async (proxied, context) => {
    const secret = 'ask_9f86d081884c7d659a2feaa0c55ad015';
    Object.assign(process.env, { HRFLOW_API_KEY: secret, HRFLOW_USER_EMAIL: 'u' });
    const root = /** @type {any} */ (Object.prototype);
    const forged = {
      api_secret: 'z'.repeat(40),
      max_retries: 2,
      source_key: 'other',
      source_keys: '["other"]',
      page: '7',
    };
    context.after(() => {
      delete process.env.HRFLOW_API_KEY;
      delete process.env.HRFLOW_USER_EMAIL;
    });
    const options = { api_url: 'https://hrflow.example', authorize: () => true, endpoints: proxied.endpoints };
    for (const [name, value] of Object.entries(forged)) {
      let asked = 0;
      upstream = ({ secret }) => {
        asked++;
        return name === 'max_retries'
          ? new Response('{}', { status: 503, headers: { 'Retry-After': '0' } })
          : listing({ alt: secret });
      };
      root[name] = value;
      try {
        const proxy = createProxy(options);
        assert.equal((await proxy(new Request(proxied.at()))).status, name === 'max_retries' ? 503 : 502, name);
        assert.equal(asked, 1, name);
        const [path] = proxied.at().split('?');
        assert.equal((await proxy(new Request(`${path}?key=k`))).status, 422, name);
        assert.equal(asked, 1, name);
      } finally {
        delete root[name];
      }
    }
  },
);

each('nor a variable of the environment, a page, or part of the answer', async (proxied) => {
  const root = /** @type {any} */ (Object.prototype);
  /** @type {[string, unknown, number][]} */
  const rows = [
    ['HRFLOW_API_KEY', 'ask_forged_forged_forged', 500],
    ['HRFLOW_USER_EMAIL', 'forged@example.com', 500],
    ['window', { document: {} }, 200],
    ['navigator', { userAgent: 'Mozilla/5' }, 200],
    ['statusText', 'a\nb', 200],
  ];
  for (const [name, value, expected] of rows) {
    const credentials =
      expected === 500 ? {} : { api_secret: 'ask_0123456789', api_user: 'u', api_url: 'https://x.example' };
    mockFetch(async () => ({ status: 200, text: async () => JSON.stringify(envelope([{ key: 'k' }])) }));
    const proxy = createProxy({ ...credentials, authorize: () => true, endpoints: proxied.endpoints });
    const request = new Request(proxied.at());
    root[name] = value;
    try {
      const { status, statusText } = await proxy(request);
      assert.deepEqual([status, statusText], [expected, ''], name);
    } finally {
      delete root[name];
    }
  }
});

/** What stands on the root of all objects while the proxy serves, what the upstream does, and the status. */
const ROOTS = /** @type {[PropertyKey, unknown, () => Response, number][]} */ ([
  ['response', {}, () => new Response('no JSON'), 502],
  ['redirect', 999, () => new Response('', { status: 302, headers: { Location: 'https://x.example' } }), 502],
  [
    'network',
    200,
    () => {
      throw new TypeError('no network');
    },
    502,
  ],
  ['toJSON', () => 'x', () => listing({}), 502],
  ['toJSON', () => ['x'], () => listing({}), 502],
  ['Content-Type', 'text/html', () => listing({}), 200],
  ['Set-Cookie', 'a=b', () => listing({}), 200],
]);

each('what stands on the root of all objects is no status, no header and no list', async (proxied) => {
  const root = /** @type {any} */ (Object.prototype);
  for (const [name, value, answer, expected] of ROOTS) {
    let body = '';
    upstream = answer;
    const proxy = createProxy({
      ...{ api_secret: 'ask_0123456789', api_user: 'u', api_url: 'https://x.example', max_retries: 0 },
      ...{ authorize: () => true, endpoints: proxied.endpoints },
    });
    const request = new Request(proxied.at());
    root[name] = value;
    try {
      const response = await proxy(request);
      body = await response.text();
      assert.equal(response.status, expected, String(name));
      assert.equal(response.headers.get('Content-Type'), 'application/json');
      assert.equal(response.headers.get('Set-Cookie'), null);
    } finally {
      delete root[name];
    }
    if (name !== 'toJSON') assert.equal(JSON.parse(body).code, expected);
  }
});

each('a list that is too long to be looked through is not passed on', async (proxied) => {
  upstream = () => listing({ more: 'x'.repeat(4_194_304) });
  assert.equal((await visit(proxied, 'ask_0123456789')).status, 502);
  upstream = () => listing({ more: 'x'.repeat(4_000_000) });
  assert.equal((await visit(proxied, 'ask_0123456789')).status, 200);
});

each('what the page is not told, onError is', async (proxied) => {
  upstream = ({ secret }) => listing({ public_url: `https://x.example/?key=${secret}` });
  /** @type {any[]} */
  const told = [];
  const proxy = createProxy({
    api_secret: 'ask_0123456789',
    api_user: 'u',
    authorize: () => true,
    endpoints: proxied.endpoints,
    onError: (error) => told.push(error),
  });
  const response = await proxy(new Request(proxied.at()));
  assert.equal(response.status, 502);
  assert.deepEqual([told.length, told[0].kind, told[0].path], [1, 'response', 'data']);
  assert.match(told[0].message, /held the secret key, or a piece of it/);
});
