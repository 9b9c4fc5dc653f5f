// What the installed package answers, over real HTTP.

import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { inspect } from 'node:util';
import { API_SECRET_OVER_QUOTA } from '../../www/standin/api.js';
import { SOURCES } from '../../www/standin/candidates.js';
import { data } from '../support/example.js';
import { imported, required } from '../support/installed.js';
import { startStandin } from '../support/standin.js';

/** @type {Awaited<ReturnType<typeof startStandin>>} */
let standin;
before(async () => {
  standin = await startStandin();
});
after(() => standin.close());
beforeEach(() => {
  standin.requests.length = 0;
});

const esm = await imported();
const cjs = required();

for (const [form, { Hrflow, HrflowError, configure, listAttachments }] of Object.entries({ ESM: esm, CommonJS: cjs })) {
  describe(form, () => {
    /** @param {unknown[]} call @returns {Promise<InstanceType<typeof HrflowError>>} */
    const refused = async (...call) => {
      const error = await list(...call).then(
        (/** @type {unknown} */ value) => assert.fail(`resolved with ${inspect(value)}`),
        (/** @type {unknown} */ error) => error,
      );
      assert.ok(error instanceof HrflowError, inspect(error));
      assert.ok(error instanceof Error);
      assert.equal(error.name, 'HrflowError');
      return error;
    };
    const list = (/** @type {any[]} */ ...call) =>
      listAttachments(call[0], call[1], { ...standin.options, ...call[2] });

    test('both spellings of the SDK, and the free function', async () => {
      const { profile } = new Hrflow(standin.options);
      assert.deepEqual(await profile.attachment.list('source_key', { key: 'profile_key' }), data);
      assert.deepEqual(await profile.attachments.list('source_key', { email: 'example@example.com' }), data);
      configure(standin.options);
      assert.deepEqual(await listAttachments('source_key', { reference: 'profile_reference' }), data);
      configure({ api_url: undefined, api_secret: undefined, api_user: undefined });
    });

    test('every profile of the stand-in, by each of its names', async () => {
      for (const { key: source, profiles } of SOURCES) {
        for (const { key, reference, email, attachments } of profiles) {
          for (const selector of [{ key }, { reference }, { email }]) {
            const listed = await list(source, { key: undefined, reference: null, ...selector });
            assert.deepEqual(
              listed.map(({ original_file_name }) => original_file_name),
              attachments.map(({ original_file_name }) => original_file_name ?? null),
            );
          }
        }
      }
    });

    test('both headers, the parameters, and nothing that a page or a cache would add', async () => {
      await refused('R&D #1 é', { email: 'a+b@x.io🚀' });
      const [{ url, headers }] = standin.requests;
      const { pathname, searchParams, search } = new URL(url);
      assert.equal(pathname, '/v1/profile/indexing/attachments');
      assert.deepEqual(Object.fromEntries(searchParams), { source_key: 'R&D #1 é', email: 'a+b@x.io🚀' });
      assert.doesNotMatch(search, /\+/);
      assert.equal(headers['x-api-key'], standin.options.api_secret);
      assert.equal(headers['x-user-email'], standin.options.api_user);
      assert.equal(headers['cache-control'], 'no-cache');
      assert.ok(!('cookie' in headers) && !('referer' in headers));
    });

    test('the files behind public_url are what the attachments say', async () => {
      const listed = await list('candidates', { key: 'candidate-1' });
      assert.equal(listed.length, 3);
      for (const { public_url, file_size, extension } of listed) {
        assert.ok(public_url);
        const bytes = new Uint8Array(await (await fetch(public_url)).arrayBuffer());
        assert.equal(bytes.length, file_size);
        const magic = String.fromCharCode(...bytes.slice(0, 4));
        assert.equal(magic, extension === '.png' ? '\x89PNG' : '%PDF');
      }
    });

    test('an empty list; missing fields as null; unknown fields kept', async () => {
      assert.deepEqual(await list('candidates', { key: 'candidate-2' }), []);
      const [sparse] = await list('candidates', { reference: '🚀' });
      assert.equal(Object.keys(sparse).length, 10);
      assert.deepEqual(
        { ...sparse },
        {
          ...Object.fromEntries(Object.keys(data[0]).map((name) => [name, null])),
          type: 'original',
          language: 'fr',
        },
      );
    });

    test('every status of the contract is an error with the words of the server', async () => {
      const profile = { key: 'profile_key' };
      const rows = /** @type {const} */ ([
        [400, ['unknown', profile], 'Invalid source fields'],
        [401, ['source_key', profile, { api_user: 'someone' }], 'Unauthorized. Invalid user email'],
        [
          402,
          ['source_key', profile, { api_secret: API_SECRET_OVER_QUOTA }],
          'Payment required. The quota of your plan is used up',
        ],
        [404, ['source_key', { key: 'nobody' }], 'Profile not found'],
      ]);
      for (const [status, call, message] of rows) {
        const error = await refused(...call);
        assert.equal(error.kind, 'api');
        assert.equal(error.status, status);
        assert.equal(error.code, status);
        assert.deepEqual(error.response, { code: status, message });
        assert.equal(error.attempts, 1);
        assert.equal(error.retryable, false);
        assert.match(error.stack ?? '', /list\.test\.js/, 'the stack leads back to the caller');
      }
      const broken = await refused('broken', profile, { max_retries: 0 });
      assert.deepEqual([broken.kind, broken.status, broken.response?.code, broken.retryable], ['api', 502, 502, true]);
    });

    test('the key that a 401 echoes is nowhere to be seen', async () => {
      const api_secret = 'ask_d1e2f3a4b5c6+/==';
      const error = await refused('source_key', { key: 'profile_key' }, { api_secret });
      assert.equal(error.kind, 'api');
      assert.deepEqual(error.response, { code: 401, message: 'Unauthorized. Invalid secret key: *** ' });
      const client = new Hrflow({ ...standin.options, api_secret });
      const shown = [
        error.message,
        error.stack ?? '',
        String(error),
        JSON.stringify(error),
        inspect(error, { depth: null }),
      ];
      for (const text of [...shown, inspect(client, { depth: null, showHidden: true }), JSON.stringify(client)]) {
        assert.ok(text && !text.includes(api_secret) && !text.includes('d1e2f3a4'), text);
      }
      assert.equal(standin.requests[0].headers['x-api-key'], api_secret, 'it was sent where it belongs');
    });

    test('wrong source keys and selectors are refused before anything is sent', async () => {
      const profile = { key: 'k' };
      const rows = /** @type {[unknown, unknown, RegExp][]} */ ([
        ['', profile, /source key was given as an empty string; give/],
        [undefined, profile, /source key was given as undefined/],
        [null, profile, /source key was given as null/],
        [7, profile, /source key was given as a number/],
        ['s', {}, /given no name; give exactly one of `key`, `reference` or `email`/],
        ['s', { key: undefined, email: null }, /given no name/],
        ['s', undefined, /given undefined instead of an object/],
        ['s', null, /given null instead of an object/],
        ['s', 'k', /given a string instead of an object/],
        ['s', ['k'], /given an array instead of an object/],
        ['s', { key: 'a', email: 'b' }, /both `key` and `email`/],
        ['s', { key: '' }, /`key` as an empty string/],
        ['s', { key: 1 }, /`key` as a number/],
        ['s', { reference: 10n }, /`reference` as a symbol or a bigint/],
        ['s', { email: ['a@x.io'] }, /`email` as an array/],
        ['s', { mail: 'a@x.io' }, /`mail`, which is not a selector/],
      ]);
      for (const [source_key, selector, sentence] of rows) {
        const error = await refused(source_key, selector);
        assert.equal(error.kind, 'argument');
        assert.match(error.message, sentence);
        assert.deepEqual([error.attempts, error.retryable], [0, false]);
      }
      assert.deepEqual(standin.requests, []);
    });

    test('wrong options are refused before anything is sent', async () => {
      const rows = /** @type {[object | string, RegExp][]} */ ([
        [{ apiSecret: 'x' }, /`apiSecret` is not an option; the options are/],
        [{ timeout: '5s' }, /`timeout` was given as a string; give a whole number of milliseconds/],
        [{ max_retries: -1 }, /`max_retries` was given as a number/],
        [{ api_secret: 'a\nb' }, /`api_secret` holds a character/],
        [{ api_url: 'http://api.hrflow.ai/v1' }, /`http:` to another machine/],
        [{ api_url: '/api/hrflow' }, /inside a page only/],
        [{ signal: {} }, /`signal` was given as an object; give the `signal` of an AbortController/],
      ]);
      for (const [options, sentence] of rows) {
        const error = await refused('s', { key: 'k' }, options);
        assert.equal(error.kind, 'configuration');
        assert.match(error.message, sentence);
      }
      const client = new Hrflow(/** @type {any} */ ('my key'));
      await assert.rejects(client.profile.attachment.list('s', { key: 'k' }), /options were given as a string/);
      assert.deepEqual(standin.requests, []);
    });

    test('credentials come from the environment where they are not given', async (context) => {
      const { api_url, credentials } = standin;
      await assert.rejects(listAttachments('s', { key: 'k' }), { kind: 'configuration', message: /HRFLOW_API_KEY/ });
      process.env.HRFLOW_API_KEY = credentials.api_secret;
      process.env.HRFLOW_USER_EMAIL = credentials.api_user;
      context.after(() => {
        delete process.env.HRFLOW_API_KEY;
        delete process.env.HRFLOW_USER_EMAIL;
      });
      assert.deepEqual(await listAttachments('source_key', { key: 'profile_key' }, { api_url }), data);
    });

    test('an aborted call rejects with the reason itself', async () => {
      const reason = { why: 'left the page' };
      await assert.rejects(
        list('source_key', { key: 'k' }, { signal: AbortSignal.abort(reason) }),
        (error) => error === reason,
      );
      assert.deepEqual(standin.requests, []);
    });
  });
}

test('require gives the class itself', () => {
  assert.equal(typeof cjs, 'function');
  assert.equal(cjs.name, 'Hrflow');
  assert.equal(cjs.Hrflow, cjs);
  assert.equal(esm.default, esm.Hrflow);
});
