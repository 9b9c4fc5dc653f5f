// What a visitor can learn through the proxy: two runs that differ in the secret alone look the same, whatever the upstream
// does with what it gets.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { project } from '../installed.js';

writeFileSync(join(project, 'secrecy.mjs'), "export * from 'hrflow-wasm/proxy';\n");
/** @type {typeof import('../../pkg/proxy.d.mts')} */
const { createProxy } = await import(pathToFileURL(join(project, 'secrecy.mjs')).href);

const { fetch } = globalThis;
/** @type {(request: { secret: string, sent: string[] }) => Response} */
let upstream = () => new Response();
before(() => {
  globalThis.fetch = /** @type {any} */ (
    async (/** @type {string} */ url, /** @type {{ headers: Record<string, string> }} */ { headers }) =>
      upstream({ secret: headers['X-API-KEY'], sent: [...new URL(url).searchParams.values()] })
  );
});
after(() => {
  globalThis.fetch = fetch;
});

/** @typedef {Record<string, (text: string) => string>} Changes */

/**
 * What an upstream may take of a text: never less than fifteen characters of the secret, for in a list of attachments a piece
 * below eight cannot be told from other words.
 * @type {Changes}
 */
const CUTS = {
  whole: (text) => text,
  'its beginning': (text) => text.slice(0, 20),
  'its end': (text) => text.slice(-15),
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
  where: fc.constantFrom('message', 'data', 'an unknown member of data', 'no JSON', 'the envelope'),
  header: fc.constantFrom('X-Request-Id', 'Retry-After', 'X-Secret', 'Location'),
});

/** @param {string} text what a header may carry of it */
const forHeader = (text) => text.replace(/[^ -~]/g, '?').trim();

/** @param {any} plan @returns {typeof upstream} */
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
    const data = [
      where === 'data' ? { original_file_name: said } : where.startsWith('an unknown') ? { more: { said: words } } : {},
    ];
    const envelope = {
      code,
      message: where === 'message' ? said : 'ok',
      data,
      ...(where === 'the envelope' ? { said } : {}),
    };
    const body = where === 'no JSON' ? said : JSON.stringify(envelope);
    return new Response(body, { status, headers: { [header]: forHeader(said) } });
  };

/**
 * @param {string} api_secret
 * @param {[string, string][]} query
 */
async function visit(api_secret, query) {
  const proxy = createProxy({ api_secret, api_user: 'u', api_url: 'https://hrflow.example', authorize: () => true });
  const response = await proxy(new Request(`https://app.example/api?${new URLSearchParams(query)}`));
  return { status: response.status, headers: [...response.headers], body: await response.text() };
}

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+/=%.'.split('');
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
        ({ from, length, wrong, pad }) => `${' '.repeat(pad)}${secret.slice(from, from + length)}${wrong ? '~' : ''}`,
      ),
  );

const runs = fc.tuple(secret, secret, upstreams).chain(([one, other, plan]) => {
  // A list that shows a piece of the secret, none of which is shorter than fifteen, passes for who sent that very piece.
  const longest = plan.where.includes('data') ? 14 : 40;
  const sent = guess(one, longest);
  return fc.record({ secrets: fc.constant([one, other]), source: sent, key: sent, plan: fc.constant(plan) });
});

test('two runs that differ in the secret alone cannot be told apart', async () => {
  const seen = { listed: 0, withheld: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(runs, async ({ secrets, source, key, plan }) => {
      upstream = following(plan);
      const [right, wrong] = await Promise.all(
        secrets.map((secret) =>
          visit(secret, [
            ['source_key', source],
            ['key', key],
          ]),
        ),
      );
      assert.deepEqual(right, wrong, inspect({ secrets, source, key, plan }, { depth: null }));
      for (const secret of secrets) assert.ok(!right.body.includes(secret.slice(4)));
      seen[right.status === 200 ? 'listed' : right.status === 502 ? 'withheld' : 'refused']++;
    }),
    { numRuns: 10_000 },
  );
  // Each of the three ways was gone often.
  for (const [way, times] of Object.entries(seen)) assert.ok(times > 200, `${way}: ${times}`);
});

test('a refusal is told in words of this package alone', async () => {
  for (const status of [400, 401, 402, 403, 404, 418, 422, 429, 500, 599]) {
    upstream = ({ sent }) =>
      new Response(JSON.stringify({ code: status, message: `Unknown source ${sent[0]}` }), {
        status,
        headers: { 'X-Request-Id': 'id-1', 'Retry-After': '7' },
      });
    const { body, headers } = await visit('ask_0123456789', [
      ['source_key', 'my-source'],
      ['key', 'k'],
    ]);
    assert.ok(!body.includes('my-source'), body);
    assert.deepEqual(
      headers.map(([name]) => name),
      ['cache-control', 'content-type', 'x-content-type-options'],
    );
  }
});

test('a secret that is a word, or very short, does not keep lists from passing', async () => {
  upstream = () => new Response(JSON.stringify({ data: [{ type: 'original', file_name: 'created_at key' }] }));
  for (const secret of ['original', 'file_name', 'key', 'k', 'original_file_name']) {
    assert.equal(
      (
        await visit(secret, [
          ['source_key', 's'],
          ['key', 'k'],
        ])
      ).status,
      200,
      secret,
    );
  }
});

test('what the page is not told, onError is', async () => {
  upstream = ({ secret }) =>
    new Response(JSON.stringify({ data: [{ public_url: `https://x.example/?key=${secret}` }] }));
  /** @type {any[]} */
  const told = [];
  const proxy = createProxy({
    api_secret: 'ask_0123456789',
    api_user: 'u',
    authorize: () => true,
    onError: (error) => told.push(error),
  });
  const response = await proxy(new Request('https://app.example/api?source_key=s&key=k'));
  assert.equal(response.status, 502);
  assert.deepEqual([told.length, told[0].kind, told[0].path], [1, 'response', 'data']);
  assert.match(told[0].message, /held a part of the secret key/);
});
