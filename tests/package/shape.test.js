// Bodies that are not what HrFlow promises, and mocks of fetch.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { listen } from '../../www/listen.js';
import { imported } from '../support/installed.js';
import { mockFetch } from '../support/mocked-fetch.js';

const { listAttachments } = await imported();

/**
 * @param {string} api_url
 * @param {object} [options]
 */
function list(api_url, options) {
  return listAttachments('s', { key: 'k' }, { api_url, max_retries: 0, ...options });
}

describe('bodies', () => {
  const rows = /** @type {[string, string][]} */ ([
    ['<h1>Hello</h1>', ''],
    ['{"code":200,"data":[{"alt":"a"', ''],
    ['', ''],
    ['null', ''],
    ['[]', ''],
    ['"x"', ''],
    ['{}', 'data'],
    ['{"data":{}}', 'data'],
    ['{"data":[null]}', 'data[0]'],
    ['{"data":[{},{},{},{"file_size":"3"}]}', 'data[3].file_size'],
    ['{"data":[{"type":[]}]}', 'data[0].type'],
    ['{"data":[{"file_size":-1}]}', 'data[0].file_size'],
  ]);
  for (const [body, path] of rows) {
    test(body || 'nothing', async () => {
      const server = await listen(() => new Response(body));
      const error = await list(server.url).catch((error) => error);
      assert.deepEqual([error.kind, error.status, error.path], ['response', 200, path], error);
      assert.ok(error.message.includes(path), error.message);
      await server.close();
    });
  }
});

describe('mocks', () => {
  const api_url = 'https://mocked.example';

  test('a plain object is answer enough, and the mock sees what hand-written code would pass', async () => {
    /** @type {unknown[][]} */
    const calls = [];
    mockFetch(async (...call) => {
      calls.push(call);
      return { ok: true, status: 200, json: async () => ({ data: [{ alt: 'a' }] }) };
    });
    const [attachment] = await list(api_url, { api_secret: 'key', api_user: 'user' });
    assert.equal(attachment.alt, 'a');
    const [[url, init]] = /** @type {[[string, RequestInit]]} */ (/** @type {unknown} */ (calls));
    assert.equal(url, 'https://mocked.example/profile/indexing/attachments?source_key=s&key=k');
    const { headers, signal, ...rest } = init;
    assert.deepEqual(headers, { Accept: 'application/json', 'X-API-KEY': 'key', 'X-USER-EMAIL': 'user' });
    assert.ok(signal instanceof AbortSignal);
    const expected = {
      cache: 'no-store',
      credentials: 'omit',
      method: 'GET',
      redirect: 'manual',
      referrerPolicy: 'no-referrer',
    };
    assert.deepEqual(rest, expected);
  });

  test('the words of an error of the mock arrive as the cause', async () => {
    for (const thrown of [new TypeError('offline'), 'offline']) {
      mockFetch(() => Promise.reject(thrown));
      const error = await list(api_url).catch((error) => error);
      const { kind, cause, attempts, retryable } = error;
      assert.deepEqual([kind, cause.message, attempts, retryable], ['network', 'offline', 1, true]);
    }
  });

  test('an answer that is no answer is an error of the environment', async () => {
    for (const answer of [undefined, null, 7, 'x']) {
      mockFetch(async () => answer);
      const error = await list(api_url).catch((error) => error);
      assert.equal(error.kind, 'environment');
      assert.match(error.message, /`fetch`/);
    }
  });

  test('no fetch at all is one too', async () => {
    mockFetch(undefined);
    assert.equal((await list(api_url).catch((error) => error)).kind, 'environment');
  });
});

test('a parser that freezes what it makes is no other item’s fault, and what is no JSON counts as missing', async (context) => {
  const { parse } = JSON;
  context.after(() => {
    JSON.parse = parse;
  });
  /** @param {string} body @param {typeof parse} parser */
  const listed = async (body, parser) => {
    mockFetch(async () => new Response(body));
    JSON.parse = parser;
    try {
      return await list('https://h.example', { api_secret: 'ask_1234567890', api_user: 'u' });
    } finally {
      JSON.parse = parse;
    }
  };
  const frozen = await listed('{"data":[{"file_name":"a"},{"file_name":"b"}]}', (text) =>
    parse(text, (_, value) => Object.freeze(value)),
  );
  assert.deepEqual(
    frozen.map(({ file_name }) => file_name),
    ['a', 'b'],
  );
  const wrong = listed('{"data":[{"file_size":"x"},{}]}', (text) => parse(text, (_, value) => Object.freeze(value)));
  await assert.rejects(wrong, { path: 'data[0].file_size' });
  const throwing = (/** @type {string} */ text) => {
    const parsed = parse(text);
    Object.defineProperty(parsed.data[1], 'alt', {
      get() {
        throw new Error('odd');
      },
    });
    return parsed;
  };
  await assert.rejects(listed('{"data":[{},{"alt":"a","file_size":"x"},{}]}', throwing), { path: 'data[1]' });
  await assert.rejects(listed('{"data":[{},{"alt":"a","file_size":"x"}]}', throwing), { path: 'data[1]' });
  const [odd] = await listed('{"data":[{"file_size":5}]}', (text) =>
    parse(text, (name, value) => (name === 'file_size' ? BigInt(value) : value)),
  );
  assert.equal(odd.file_size, null);
});
