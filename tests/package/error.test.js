// An error where it travels: into a log, to another thread.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { imported } from '../support/installed.js';
import { mockFetch } from '../support/mocked-fetch.js';

const { listAttachments, HrflowError } = await imported();

/**
 * @param {string} message of the server
 * @returns {Promise<any>} the error of a call that it refuses with the message
 */
async function refused(message) {
  const json = async () => ({ code: 400, message });
  const headers = new Map([['X-Request-Id', 'id-1\u001b[31m']]);
  mockFetch(async () => ({ ok: false, status: 400, json, headers }));
  const options = { api_url: 'https://x.example', api_secret: 'internal_api_secret_1234', api_user: 'u' };
  return /** @type {any} */ (await listAttachments('s', { key: 'k' }, options).catch((error) => error));
}

test('cloned, it keeps its message; as JSON it keeps all, and becomes an error again', async () => {
  const error = await refused('no');
  const sent = structuredClone(error.toJSON());
  const again = new HrflowError(sent);
  assert.ok(again instanceof HrflowError && again instanceof Error);
  assert.deepEqual(again.toJSON(), error.toJSON());
  assert.deepEqual(
    [again.name, again.kind, again.message, again.response, again.attempts],
    ['HrflowError', 'api', error.message, { code: 400, message: 'no' }, 1],
  );
  assert.equal(new HrflowError(JSON.parse(JSON.stringify(error))).kind, 'api');
});

test('so does its cause', async () => {
  mockFetch(() => Promise.reject(Object.assign(new TypeError('offline'), { code: 'X' })));
  const options = { api_url: 'https://x.example', max_retries: 0 };
  const error = await listAttachments('s', { key: 'k' }, options).catch((error) => error);
  const again = new HrflowError(structuredClone(error.toJSON()));
  const cause = { name: 'TypeError', code: 'X', message: 'offline' };
  assert.deepEqual(error.toJSON().cause, cause);
  assert.deepEqual(again.toJSON().cause, cause);
  assert.match(inspect(again), /TypeError/);
});

test('control characters of the server reach no log', async () => {
  const error = await refused('a\u001b[31mred\u001b[0m\r\nINFO forged line\u202e\u2028');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what this test is about
  const control = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e]/;
  for (const text of [error.message, error.response.message, error.request_id]) assert.doesNotMatch(text, control);
  assert.match(error.response.message, /red.*INFO forged line/);
});

test('a key that holds ordinary words masks them in the server’s words alone', async () => {
  const error = await refused('Internal server error');
  assert.equal(error.response.message, '*** server error');
  assert.match(error.message, /^HrFlow answered with status 400, code 400: \*\*\* server error \(check the source key/);
  const wrong = await listAttachments(
    's',
    { key: 'k' },
    /** @type {any} */ ({ api_secret: 'internal_api_secret', apiSecret: 1 }),
  ).catch((error) => error);
  assert.match(wrong.message, /the options are `api_secret`, `api_user`/);
});
