// Whatever a caller gives and whatever fetch answers: a value or an HrflowError, and always an end.

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { FIELDS } from '../support/fields.js';
import { imported } from '../support/installed.js';
import { mockFetch } from '../support/mocked-fetch.js';
import { SECRET, traces } from '../support/secret.js';

const { listAttachments, HrflowError } = await imported();
/** What fetch does, for the call under test. */
let answer = async () => /** @type {unknown} */ (new Response('{"data":[]}'));
beforeEach(() => mockFetch(() => answer()));

/**
 * Makes a call and looks at how it ends.
 * @param {any} args of listAttachments
 * @param {string[]} kinds of the errors that it may reject with
 */
async function settles(args, kinds) {
  let error;
  try {
    const attachments = await listAttachments(.../** @type {[any, any]} */ (args));
    assert.ok(Array.isArray(attachments));
    for (const attachment of attachments) {
      for (const [name, type] of FIELDS) {
        const value = /** @type {any} */ (attachment)[name];
        assert.ok(value === null || typeof value === type, `${name}: ${inspect(value)}`);
      }
    }
    return;
  } catch (caught) {
    error = caught;
  }
  assert.ok(error instanceof HrflowError, inspect(error));
  assert.ok(kinds.includes(error.kind) && error.message.length > 10 && error.message.length < 1_500, error.message);
  assert.deepEqual(traces(`${error.message}${error.stack}${JSON.stringify(error)}`), []);
}

const anything = fc.anything({
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withNullPrototype: true,
  withObjectString: true,
  withSparseArray: true,
  withTypedArray: true,
});
const text = fc.string({ unit: 'binary' });
const odd = fc.oneof(
  anything,
  text,
  fc.constantFrom('', 'k', Symbol('s'), () => {}, Number.NaN, new Date(Number.NaN)),
);

/** @param {string[]} names */
const record = (...names) =>
  fc.oneof(
    anything,
    fc.dictionary(fc.oneof(fc.constantFrom(...names), text), fc.oneof(text, odd), { maxKeys: 3 }),
    fc.constantFrom(...names).chain((name) => text.map((value) => ({ [name]: value }))),
  );

const selector = record('key', 'reference', 'email');
const options = record(
  'api_secret',
  'api_user',
  'api_url',
  'timeout',
  'max_retries',
  'signal',
  'dangerously_allow_browser',
);
const credentials = { api_secret: SECRET, api_user: 'u', max_retries: 0 };

test('30 000 calls with any arguments', async () => {
  await fc.assert(
    fc.asyncProperty(odd, selector, options, async (source_key, selector, options) => {
      answer = async () => new Response('{"data":[]}');
      await settles([source_key, selector, options], ['argument', 'configuration']);
    }),
    { numRuns: 30_000 },
  );
});

test('20 000 calls with any selector and wrong URLs', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(text, fc.webUrl()), selector, async (api_url, selector) => {
      await settles(['s', selector, { ...credentials, api_url }], ['argument', 'configuration']);
    }),
    { numRuns: 20_000 },
  );
});

const field = fc.constantFrom(...FIELDS.map(([name]) => name), 'more', '__proto__');
const leaf = fc.oneof(fc.string(), fc.double(), fc.integer(), fc.constantFrom(null, true, SECRET, [], {}));
const attachment = fc.oneof(
  { weight: 9, arbitrary: fc.dictionary(field, leaf, { maxKeys: 4 }) },
  { weight: 1, arbitrary: leaf },
);
const sound = fc.record(
  Object.fromEntries(FIELDS.map(([name, type]) => [name, type === 'string' ? fc.string() : fc.nat()])),
  {
    requiredKeys: [],
  },
);
const body = fc.oneof(
  fc.record(
    {
      code: fc.oneof(fc.constant(200), leaf),
      message: leaf,
      data: fc.array(fc.oneof(sound, attachment), { maxLength: 5 }),
    },
    { requiredKeys: [] },
  ),
  fc.record({ code: fc.constant(200), data: fc.array(sound, { maxLength: 5 }) }),
  fc.jsonValue(),
);
const bytes = fc.oneof(
  body.map((value) => JSON.stringify(value)),
  body.map((value) => JSON.stringify(value).slice(0, -1)),
  fc.string({ unit: 'binary' }),
);

test('40 000 answers of any status and body', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 200, max: 599 }), bytes, fc.boolean(), async (status, bytes, ok) => {
      const empty = [204, 205, 304].includes(status);
      answer = async () => new Response(empty ? null : bytes, { status: ok ? 200 : status });
      await settles(['s', { key: 'k' }, credentials], ['redirect', 'api', 'response']);
    }),
    { numRuns: 40_000 },
  );
});

test('20 000 things that are no responses', async () => {
  const mock = fc.oneof(
    anything,
    fc.record({ ok: odd, status: odd, type: odd, headers: odd, json: odd, text: odd }, { requiredKeys: [] }),
    fc.record({ status: fc.integer(), json: body.map((value) => async () => value) }),
  );
  await fc.assert(
    fc.asyncProperty(mock, fc.boolean(), async (mock, rejects) => {
      answer = () => (rejects ? Promise.reject(mock) : Promise.resolve(mock));
      const kinds = rejects ? ['network'] : ['environment', 'network', 'redirect', 'api', 'response'];
      await settles(['s', { key: 'k' }, credentials], kinds);
    }),
    { numRuns: 20_000 },
  );
});
