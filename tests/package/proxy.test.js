// The installed proxy between a page's calls and the stand-in.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { listen } from '../../www/listen.js';
import { API_SECRET_OVER_QUOTA } from '../../www/standin/api.js';
import { data } from '../support/example.js';
import { imported, project } from '../support/installed.js';
import { mockFetch } from '../support/mocked-fetch.js';
import { SECRET, traces } from '../support/secret.js';
import { startStandin } from '../support/standin.js';

writeFileSync(join(project, 'proxy.mjs'), "export * from 'hrflow-wasm/proxy';\n");
/** @type {typeof import('../../pkg/proxy.d.mts')} */
const { createProxy } = await import(pathToFileURL(join(project, 'proxy.mjs')).href);
const { listAttachments } = await imported();

/** @type {Awaited<ReturnType<typeof startStandin>>} */
let standin;
before(async () => {
  standin = await startStandin();
});
after(() => standin.close());

const LIST_URL = 'https://app.example/api/hrflow/profile/indexing/attachments?source_key=source_key&key=profile_key';

/**
 * @param {string} [url] @param {object} [options] @param {RequestInit} [init]
 */
async function ask(url = LIST_URL, options = {}, init = {}) {
  const handler = createProxy({ ...standin.options, authorize: () => true, ...options });
  const response = await handler(new Request(url, init));
  assert.equal(response.headers.get('Cache-Control'), 'private, no-store');
  assert.match(response.headers.get('Content-Type') ?? '', /^application\/json/);
  const text = await response.text();
  assert.deepEqual(traces(text + JSON.stringify([...response.headers])), []);
  assert.ok(!text.includes(standin.credentials.api_secret));
  return { status: response.status, headers: response.headers, body: JSON.parse(text) };
}

test('it answers as HrFlow does, and adds the key', async () => {
  const { status, body } = await ask();
  assert.deepEqual([status, body], [200, { code: 200, message: 'Profile attachment list', data }]);
  assert.equal(standin.requests.at(-1)?.headers['x-api-key'], standin.credentials.api_secret);
});

test('authorize is required, and only true is a yes', async () => {
  assert.throws(() => createProxy(/** @type {any} */ (undefined)), { name: 'HrflowError', kind: 'configuration' });
  const before = standin.requests.length;
  for (const authorize of [() => false, async () => false, () => 'yes', () => ({}), () => undefined]) {
    assert.equal((await ask(LIST_URL, { authorize })).status, 403);
  }
  const thrown = await ask(LIST_URL, {
    authorize() {
      throw new Error(`the session store said ${SECRET}`);
    },
  });
  assert.equal(thrown.status, 500);
  assert.equal(standin.requests.length, before, 'nothing was sent');
});

test('authorize sees the request', async () => {
  const authorize = (/** @type {Request} */ request) => request.headers.get('Cookie') === 'session=1';
  assert.equal((await ask(LIST_URL, { authorize }, { headers: { Cookie: 'session=1' } })).status, 200);
  assert.equal((await ask(LIST_URL, { authorize })).status, 403);
});

test('only GET, only the known parameters, exactly one selector', async () => {
  for (const method of ['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH']) {
    const { createProxy: make } = { createProxy };
    const response = await make({ ...standin.options, authorize: () => true })(new Request(LIST_URL, { method }));
    assert.deepEqual([response.status, response.headers.get('Allow')], [405, 'GET']);
  }
  const path = 'https://app.example/x';
  for (const query of [
    '',
    '?source_key=s',
    '?key=k',
    '?source_key=s&key=k&email=e',
    '?source_key=s&key=',
    '?source_key=&key=k',
    '?source_key=s&mail=m',
    '?source_key=s&key=k&more=1',
    '?source_key=s&key=a&key=b',
    '?source_key=a&source_key=b&key=k',
  ]) {
    const { status, body } = await ask(path + query);
    assert.deepEqual([status, body.code], [422, 422], query);
    assert.ok(body.message.length > 10);
  }
});

test("HrFlow's own refusals pass, in fixed words", async () => {
  assert.deepEqual((await ask(LIST_URL.replace('=source_key', '=unknown'))).body, {
    code: 400,
    message: 'Invalid source fields',
  });
  assert.equal((await ask(LIST_URL.replace('profile_key', 'nobody'))).status, 404);
  assert.equal((await ask(LIST_URL, { api_secret: API_SECRET_OVER_QUOTA })).status, 402);
  const { status, body } = await ask(LIST_URL, { api_secret: SECRET });
  assert.deepEqual([status, body.message], [401, 'Unauthorized. Invalid secret key']);
  assert.equal((await ask(LIST_URL.replace('=source_key', '=broken'))).status, 502);
});

test('a guess at the key cannot be told from any other text', async (context) => {
  const echo = await listen((request) => {
    const message = `No source ${decodeURIComponent(new URL(request.url).search)}`;
    return new Response(JSON.stringify({ code: 400, message }), { status: 400, headers: { 'X-Request-Id': message } });
  });
  context.after(() => echo.close());
  for (const query of ['?source_key=GUESS&key=k', '?source_key=s&key=GUESS', '?source_key=s&GUESS=k']) {
    const [right, wrong] = await Promise.all(
      [SECRET.slice(4, 14), 'nothing+at/all'].map(async (guess) => {
        const url = `https://app.example/x${query.replace('GUESS', encodeURIComponent(guess))}`;
        const { status, headers, body } = await ask(url, { api_url: echo.url, api_secret: SECRET });
        return { status, body, headers: [...headers] };
      }),
    );
    assert.deepEqual(right, wrong);
  }
});

test('onError sees what the page is not told', async () => {
  /** @type {any[]} */
  const seen = [];
  const onError = (/** @type {unknown} */ error) => seen.push(error);
  await ask(LIST_URL, { onError, api_url: 'ftp://x' });
  const thrown = new Error('no session store');
  await ask(LIST_URL, { onError, authorize: () => Promise.reject(thrown) });
  assert.deepEqual([seen[0].kind, seen[1]], ['configuration', thrown]);
});

test('a failure upstream is a 502, a late answer a 504, a fault of its own a 500', async (context) => {
  const faulty = await listen((request) => {
    const source = new URL(request.url).searchParams.get('source_key');
    if (source === 'slow') return new Promise(() => {});
    if (source === 'strange') return Object.defineProperty(new Response('{}'), 'status', { value: 999 });
    if (source === 'redirect') return Response.redirect('https://elsewhere.example');
    if (source === 'busy')
      return new Response('{"code":429,"message":"slow down"}', { status: 429, headers: { 'Retry-After': '9' } });
    return new Response('<html>');
  });
  context.after(() => faulty.close());
  const options = { api_url: faulty.url, timeout: 100, api_secret: SECRET };
  const url = (/** @type {string} */ source) => LIST_URL.replace('=source_key', `=${source}`);
  assert.equal((await ask(url('slow'), options)).status, 504);
  assert.equal((await ask(url('redirect'), options)).status, 502);
  assert.equal((await ask(url('strange'), options)).status, 502);
  assert.equal((await ask(url('html'), options)).status, 502);
  assert.equal((await ask(url('x'), { ...options, api_url: 'http://127.0.0.1:9' })).status, 502);
  assert.equal((await ask(url('x'), { ...options, timeout: 'soon' })).status, 500);
  const busy = await ask(url('busy'), options);
  assert.deepEqual([busy.status, busy.headers.get('Retry-After')], [429, null], 'no header of the upstream passes');
});

test('a page that calls it gets what a direct call gets', async (context) => {
  const handler = createProxy({ ...standin.options, authorize: () => true });
  const server = await listen(handler);
  context.after(() => server.close());
  const api_url = `${server.url}/api/hrflow`;
  assert.deepEqual(await listAttachments('source_key', { email: 'example@example.com' }, { api_url }), data);
  const direct = await listAttachments('candidates', { reference: 'R&D #1' }, standin.options);
  assert.deepEqual(await listAttachments('candidates', { reference: 'R&D #1' }, { api_url }), direct);
  const error = await listAttachments('unknown', { key: 'k' }, { api_url }).catch((error) => error);
  assert.deepEqual([error.kind, error.status, error.response.message], ['api', 400, 'Invalid source fields']);
});

test('require finds it too', () => {
  assert.equal(typeof createRequire(join(project, 'x.cjs'))('hrflow-wasm/proxy').createProxy, 'function');
});

test('max_retries that is not given is none', async (context) => {
  let requests = 0;
  const busy = await listen(() => {
    requests++;
    return new Response('{"code":503}', { status: 503 });
  });
  context.after(() => busy.close());
  for (const max_retries of [undefined, null, 0]) {
    requests = 0;
    assert.equal((await ask(LIST_URL, { api_url: busy.url, max_retries })).status, 503);
    assert.equal(requests, 1, String(max_retries));
  }
});

test('onError may throw or reject, and the answer is the same', async () => {
  const unhandled = (/** @type {unknown} */ reason) => assert.fail(`unhandled: ${reason}`);
  process.on('unhandledRejection', unhandled);
  for (const onError of [
    () => {
      throw new Error('the log is full');
    },
    () => Promise.reject(new Error('the log is full')),
    async () => assert.fail('likewise'),
  ]) {
    assert.equal((await ask(LIST_URL, { onError, api_url: 'ftp://x' })).status, 500);
  }
  await new Promise((resolve) => setTimeout(resolve, 20));
  process.off('unhandledRejection', unhandled);
});

test('what authorize throws is its own fault, whatever it is', async () => {
  const { HrflowError } = await imported();
  const response = { code: 401, message: 'from another call' };
  const thrown = new HrflowError({
    kind: 'api',
    message: 'm',
    status: 401,
    code: 401,
    response,
    attempts: 1,
    retryable: false,
  });
  /** @type {unknown[]} */
  const told = [];
  const { status, body } = await ask(LIST_URL, {
    authorize: () => Promise.reject(thrown),
    onError: (/** @type {unknown} */ error) => told.push(error),
  });
  assert.deepEqual([status, body.message], [500, 'The request could not be handled.']);
  assert.deepEqual(told, [thrown]);
});

test('a request that is aborted ends, is no fault, and asks nobody any more', async (context) => {
  const before = standin.requests.length;
  const never = () => new Promise(() => {});
  for (const options of [{ authorize: never }, { api_url: (await silent(context)).url }]) {
    /** @type {unknown[]} */
    const told = [];
    const controller = new AbortController();
    const onError = (/** @type {unknown} */ error) => told.push(error);
    const asked = ask(LIST_URL, { ...options, onError }, { signal: controller.signal });
    await new Promise((resolve) => setTimeout(resolve, 20));
    controller.abort();
    assert.equal((await asked).status, 499);
    assert.deepEqual(told, []);
  }
  const aborted = AbortSignal.abort();
  const authorize = () => assert.fail('asked');
  assert.equal((await ask(LIST_URL, { authorize }, { signal: aborted })).status, 499);
  assert.equal(standin.requests.length, before);
});

/**
 * @param {import('node:test').TestContext} context at whose end it closes
 * @returns {ReturnType<typeof listen>} a server that never answers
 */
async function silent(context) {
  const server = await listen(() => new Promise(() => {}));
  context.after(() => server.close());
  return server;
}

test('a status that no Response can have is none of HrFlow’s', async () => {
  for (const status of [0, 100, 101, 199, 204, 304, 600, 999, 1.5, -1]) {
    const body = '{"code":1,"message":"m"}';
    mockFetch(async () => ({ ok: false, status, text: async () => body }));
    assert.equal((await ask(LIST_URL, { api_url: 'https://x.example' })).status, 502, String(status));
  }
});

test('options of a class count, and nothing is read from the root of all objects', async () => {
  class Options {
    #api_url = 'https://mine.example';
    get api_url() {
      return this.#api_url;
    }
    get authorize() {
      return () => this.#api_url !== '';
    }
  }
  /** @type {string[]} */
  const asked = [];
  mockFetch(async (/** @type {string} */ url) => {
    asked.push(url);
    return { status: 200, text: async () => '{"data":[]}' };
  });
  assert.equal((await createProxy(new Options())(new Request(LIST_URL))).status, 200);
  assert.match(asked[0], /^https:\/\/mine\.example\//);
  const root = /** @type {any} */ (Object.prototype);
  root.authorize = () => true;
  try {
    for (const none of /** @type {any[]} */ ([{}, null, undefined, 7, []])) {
      assert.throws(() => createProxy(none), { name: 'HrflowError', kind: 'configuration' });
    }
  } finally {
    delete root.authorize;
  }
});

test('an answer that cannot be written again is none', async (context) => {
  const depth = 20_000;
  const deep = await listen(() => new Response(`{"data":[{"more":${'['.repeat(depth)}${']'.repeat(depth)}}]}`));
  context.after(() => deep.close());
  assert.equal((await ask(LIST_URL, { api_url: deep.url })).status, 502);
});
