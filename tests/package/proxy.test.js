// The installed proxy between a page's calls and the stand-in: what holds for each of its endpoints.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { createContext, runInContext } from 'node:vm';
import { listen } from '../../www/listen.js';
import { API_SECRET_OVER_QUOTA } from '../../www/standin/api.js';
import { imported, importedProxy, project } from '../support/installed.js';
import { mockFetch } from '../support/mocked-fetch.js';
import { envelope, PAGE, PROXIED } from '../support/proxied.js';
import { SECRET, traces } from '../support/secret.js';
import { startStandin } from '../support/standin.js';

const { createProxy } = await importedProxy();

/** @type {Awaited<ReturnType<typeof startStandin>>} */
let standin;
before(async () => {
  standin = await startStandin();
});
after(() => standin.close());

/**
 * An endpoint, with a page that asks for it.
 * @param {import('../support/proxied.js').Proxied} proxied
 */
const visited = (proxied) => ({
  ...proxied,
  /** @param {object} [options] */
  create: (options) =>
    createProxy({ ...standin.options, authorize: () => true, endpoints: proxied.endpoints, ...options }),
  /** @param {string} [url] @param {object} [options] @param {RequestInit} [init] */
  async ask(url = proxied.at(), options = {}, init = {}) {
    const response = await this.create(options)(new Request(url, init));
    assert.equal(response.headers.get('Cache-Control'), 'private, no-store');
    assert.equal(response.headers.get('X-Content-Type-Options'), 'nosniff');
    assert.match(response.headers.get('Content-Type') ?? '', /^application\/json/);
    const text = await response.text();
    assert.deepEqual(traces(text + JSON.stringify([...response.headers])), []);
    assert.ok(!text.includes(standin.credentials.api_secret));
    return { status: response.status, headers: response.headers, body: JSON.parse(text) };
  },
});

/**
 * A test of each endpoint.
 * @param {string} title
 * @param {(page: ReturnType<typeof visited>, context: import('node:test').TestContext) => Promise<void>} run
 */
function each(title, run) {
  for (const [name, proxied] of Object.entries(PROXIED)) {
    test(`${name}: ${title}`, (context) => run(visited(proxied), context));
  }
}

each('it answers as HrFlow does, and adds the key', async (page) => {
  const { status, body } = await page.ask();
  assert.equal(standin.requests.at(-1)?.headers['x-api-key'], standin.credentials.api_secret);
  const headers = { 'X-API-KEY': standin.credentials.api_secret, 'X-USER-EMAIL': standin.credentials.api_user };
  const direct = await fetch(page.at().replace(PAGE, standin.api_url), { headers });
  assert.deepEqual([status, body], [200, await direct.json()]);
  assert.deepEqual([body.message, body.data.length > 0], [page.listed, true]);
});

each('authorize is required, and only true is a yes', async (page) => {
  assert.throws(() => createProxy(/** @type {any} */ (undefined)), { name: 'HrflowError', kind: 'configuration' });
  const before = standin.requests.length;
  for (const authorize of [() => false, async () => false, () => 'yes', () => ({}), () => undefined]) {
    assert.equal((await page.ask(page.at(), { authorize })).status, 403);
  }
  const thrown = await page.ask(page.at(), {
    authorize() {
      throw new Error(`the session store said ${SECRET}`);
    },
  });
  assert.equal(thrown.status, 500);
  assert.equal(standin.requests.length, before, 'nothing was sent');
});

each('authorize sees the request', async (page) => {
  const authorize = (/** @type {Request} */ { headers, url }) =>
    headers.get('Cookie') === 'session=1' && url === page.at();
  assert.equal((await page.ask(page.at(), { authorize }, { headers: { Cookie: 'session=1' } })).status, 200);
  assert.equal((await page.ask(page.at(), { authorize })).status, 403);
});

each('only GET', async (page) => {
  const before = standin.requests.length;
  for (const method of ['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH']) {
    const authorize = () => assert.fail('asked');
    const response = await page.create({ authorize })(new Request(page.at(), { method }));
    assert.deepEqual([response.status, response.headers.get('Allow')], [405, 'GET']);
  }
  assert.equal(standin.requests.length, before, 'nothing was sent');
});

each('wrong parameters are a 422 in fixed words, and nothing is sent', async (page) => {
  const before = standin.requests.length;
  const path = page.at().split('?')[0];
  const words = new Set();
  for (const url of [...page.wrong.map((query) => path + query), ...page.added.map((more) => `${page.at()}&${more}`)]) {
    const { status, body } = await page.ask(url);
    assert.deepEqual([status, body.code], [422, 422], url);
    words.add(body.message);
  }
  assert.deepEqual([...words], [page.words[422]]);
  assert.equal(standin.requests.length, before);
});

each("HrFlow's own refusals pass, in fixed words", async (page) => {
  assert.deepEqual((await page.ask(page.at('unknown'))).body, { code: 400, message: page.words[400] });
  assert.equal((await page.ask(page.at(), { api_secret: API_SECRET_OVER_QUOTA })).status, 402);
  const { status, body } = await page.ask(page.at(), { api_secret: SECRET });
  assert.deepEqual([status, body.message], [401, 'Unauthorized. Invalid secret key']);
  assert.equal((await page.ask(page.at('broken'))).status, 502);
});

each('a guess at the key cannot be told from any other text', async (page, context) => {
  const echo = await listen((request) => {
    const message = `No source ${decodeURIComponent(new URL(request.url).search)}`;
    return new Response(JSON.stringify({ code: 400, message }), { status: 400, headers: { 'X-Request-Id': message } });
  });
  context.after(() => echo.close());
  for (const at of [
    (/** @type {string} */ guess) => page.at(guess),
    (/** @type {string} */ guess) => page.at('s', guess),
    (/** @type {string} */ guess) => `${page.at()}&${encodeURIComponent(guess)}=k`,
    (/** @type {string} */ guess) => `${page.at()}&page=${encodeURIComponent(guess)}`,
  ]) {
    const [right, wrong] = await Promise.all(
      [SECRET.slice(4, 14), 'nothing+at/all'].map(async (guess) => {
        const { status, headers, body } = await page.ask(at(guess), { api_url: echo.url, api_secret: SECRET });
        return { status, body, headers: [...headers] };
      }),
    );
    assert.deepEqual(right, wrong);
  }
});

each('onError sees what the page is not told', async (page) => {
  /** @type {any[]} */
  const seen = [];
  const onError = (/** @type {unknown} */ error) => seen.push(error);
  await page.ask(page.at(), { onError, api_url: 'ftp://x' });
  const thrown = new Error('no session store');
  await page.ask(page.at(), { onError, authorize: () => Promise.reject(thrown) });
  assert.deepEqual([seen[0].kind, seen[1]], ['configuration', thrown]);
});

each('a failure upstream is a 502, a late answer a 504, a fault of its own a 500', async (page, context) => {
  const faulty = await listen((request) => {
    const [source] = page.sent(request.url);
    if (source === 'slow') return new Promise(() => {});
    if (source === 'strange') return Object.defineProperty(new Response('{}'), 'status', { value: 999 });
    if (source === 'redirect') return Response.redirect('https://elsewhere.example');
    if (source === 'busy')
      return new Response('{"code":429,"message":"slow down"}', { status: 429, headers: { 'Retry-After': '9' } });
    if (source === 'misshapen') return Response.json({ ...envelope([]), data: {} });
    return new Response('<html>');
  });
  context.after(() => faulty.close());
  const options = { api_url: faulty.url, timeout: 100, api_secret: SECRET };
  assert.equal((await page.ask(page.at('slow'), options)).status, 504);
  assert.equal((await page.ask(page.at('redirect'), options)).status, 502);
  assert.equal((await page.ask(page.at('strange'), options)).status, 502);
  assert.equal((await page.ask(page.at('html'), options)).status, 502);
  assert.equal((await page.ask(page.at('misshapen'), options)).status, 502);
  assert.equal((await page.ask(page.at('x'), { ...options, api_url: 'http://127.0.0.1:9' })).status, 502);
  assert.equal((await page.ask(page.at('x'), { ...options, timeout: 'soon' })).status, 500);
  const busy = await page.ask(page.at('busy'), options);
  assert.deepEqual([busy.status, busy.headers.get('Retry-After')], [429, null], 'no header of the upstream passes');
});

each('require finds it too, with errors that it knows', async (page) => {
  const required = createRequire(join(project, 'x.cjs'))('hrflow-wasm/proxy');
  const proxy = required.createProxy({ ...standin.options, authorize: () => true, endpoints: page.endpoints });
  assert.equal((await proxy(new Request(page.at()))).status, 200);
  assert.equal((await proxy(new Request(page.at('unknown')))).status, 400);
});

each('max_retries that is not given is none', async (page, context) => {
  let requests = 0;
  const busy = await listen(() => {
    requests++;
    return new Response('{"code":503}', { status: 503 });
  });
  context.after(() => busy.close());
  for (const max_retries of [undefined, null, 0]) {
    requests = 0;
    assert.equal((await page.ask(page.at(), { api_url: busy.url, max_retries })).status, 503);
    assert.equal(requests, 1, String(max_retries));
  }
});

test('authorize and onError may be methods of a class, whose other methods are no options', async () => {
  const told = [];
  class Guard {
    api_secret = 'ask_0a1b2c3d4e5f6071';
    api_user = 'user@example.com';
    api_url = 'ftp://x';
    asked = 0;
    get endpoints() {
      return ['attachments'];
    }
    authorize() {
      this.asked++;
      return this.isOpen();
    }
    isOpen() {
      return true;
    }
    /** @param {unknown} error */
    onError(error) {
      told.push(error);
    }
  }
  const guard = new Guard();
  const { asked: _, ...options } = guard;
  const given = Object.assign(Object.create(Guard.prototype), options);
  Object.defineProperty(given, 'asked', { value: 0, writable: true, enumerable: false });
  await assert.rejects(async () => createProxy(/** @type {any} */ ({ ...options })), /authorize/);
  const response = await createProxy(given)(new Request('http://h.example/?source_key=s&key=k'));
  assert.equal(response.status, 500);
  assert.equal(told.length, 1);
});

test('authorize from the root of all objects of another realm is no permission', () => {
  const context = createContext({ base: standin.options });
  runInContext('Object.prototype.authorize = () => true', context);
  assert.throws(() => createProxy(runInContext('({ ...base })', context)), /`authorize` is missing/);
});

each('onError may throw or reject, and the answer is the same', async (page) => {
  const unhandled = (/** @type {unknown} */ reason) => assert.fail(`unhandled: ${reason}`);
  process.on('unhandledRejection', unhandled);
  for (const onError of [
    () => {
      throw new Error('the log is full');
    },
    () => Promise.reject(new Error('the log is full')),
    async () => assert.fail('likewise'),
  ]) {
    assert.equal((await page.ask(page.at(), { onError, api_url: 'ftp://x' })).status, 500);
  }
  await delay(20);
  process.off('unhandledRejection', unhandled);
});

each('what authorize throws is its own fault, whatever it is', async (page) => {
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
  const { status, body } = await page.ask(page.at(), {
    authorize: () => Promise.reject(thrown),
    onError: (/** @type {unknown} */ error) => told.push(error),
  });
  assert.deepEqual([status, body.message], [500, 'The request could not be handled.']);
  assert.deepEqual(told, [thrown]);
});

each('a request that is aborted ends, is no fault, and asks nobody any more', async (page) => {
  const never = () => new Promise(() => {});
  /** @type {AbortSignal[]} */
  const heard = [];
  mockFetch((/** @type {string} */ _, /** @type {RequestInit} */ { signal }) => {
    heard.push(/** @type {AbortSignal} */ (signal));
    return never();
  });
  for (const options of [{ authorize: never }, { timeout: 0 }]) {
    /** @type {unknown[]} */
    const told = [];
    const controller = new AbortController();
    const onError = (/** @type {unknown} */ error) => told.push(error);
    const asked = page.ask(page.at(), { ...options, onError }, { signal: controller.signal });
    await delay(20);
    controller.abort();
    assert.equal((await Promise.race([asked, delay(5_000, undefined, { ref: false })]))?.status, 499);
    assert.deepEqual(told, []);
  }
  const ended = heard.map(({ aborted }) => aborted);
  assert.deepEqual(ended, [true], 'the one that was sent');
  const aborted = AbortSignal.abort();
  const authorize = () => assert.fail('asked');
  assert.equal((await page.ask(page.at(), { authorize }, { signal: aborted })).status, 499);
  assert.equal(heard.length, 1);
});

each('a client whose going is told by its signal alone, and by no event, is none of a fault', async (page) => {
  const controller = new AbortController();
  const { signal } = controller;
  signal.addEventListener('abort', (event) => event.stopImmediatePropagation());
  const request = new Request(page.at());
  Object.defineProperty(request, 'signal', { value: signal });
  const authorize = async () => {
    controller.abort();
    return true;
  };
  const onError = () => assert.fail('told');
  assert.equal((await page.create({ authorize, onError })(request)).status, 499);
});

each('who leaves while an answer is found to hold the key is a 499, and `onError` hears of it', async (page) => {
  const api_secret = 'ask_0123456789abcdef';
  const encoded = [...api_secret].map((letter) => `%2525${letter.charCodeAt(0).toString(16)}`).join('');
  // Longer than what is looked through in one turn.
  const data = [{ key: 'a', note: `${'x'.repeat(200_000)}${encoded}` }];
  mockFetch(async () => Response.json({ code: 200, meta: { page: 1, maxPage: 1, total: 1 }, data }));
  const { setTimeout } = globalThis;
  for (const isGone of [false, true]) {
    const controller = new AbortController();
    let turns = 0;
    globalThis.setTimeout = /** @type {any} */ (
      (/** @type {() => void} */ act, /** @type {number} */ milliseconds) => {
        if (milliseconds === 0 && ++turns > 0 && isGone) controller.abort();
        return setTimeout(act, milliseconds);
      }
    );
    /** @type {any[]} */
    const told = [];
    const onError = (/** @type {unknown} */ error) => told.push(error);
    const { status } = await page.ask(page.at(), { api_secret, onError }, { signal: controller.signal });
    globalThis.setTimeout = setTimeout;
    assert.ok(turns > 0);
    assert.deepEqual([status, told.map(({ path }) => path)], [isGone ? 499 : 502, ['data']]);
  }
});

each('a request whose signal throws as it is read is ended by an abort all the same, or refused', async (page) => {
  const never = () => new Promise(() => {});
  /** @type {['signal' | 'aborted', number, boolean, number][]} */
  const rows = [
    ['signal', 1, false, 499],
    ['signal', 2, false, 500],
    ['aborted', 1, true, 499],
    ['aborted', 2, true, 499],
    ['aborted', Number.POSITIVE_INFINITY, true, 500],
  ];
  for (const [name, times, isBefore, expected] of rows) {
    const controller = new AbortController();
    const request = new Request(page.at(), { signal: controller.signal });
    const { signal } = request;
    if (isBefore) controller.abort();
    /** @type {any[]} */
    const told = [];
    const proxy = page.create({ authorize: never, onError: (/** @type {unknown} */ error) => told.push(error) });
    let left = times;
    const value = name === 'signal' ? signal : isBefore;
    Object.defineProperty(name === 'signal' ? request : signal, name, {
      get() {
        if (left-- > 0) throw new TypeError('thrown');
        return value;
      },
    });
    const answered = proxy(request);
    controller.abort();
    assert.equal((await answered).status, expected, `${name}, ${times}`);
    assert.deepEqual(
      told.map(({ message }) => message),
      expected === 500 ? ['The `signal` of the request throws.'] : [],
    );
  }
});

each('what is asked for is what `authorize` was asked about, whatever becomes of the request', async (page) => {
  /** @type {string[]} */
  const asked = [];
  mockFetch(async (/** @type {string} */ url) => {
    asked.push(url);
    return { status: 200, text: async () => JSON.stringify(envelope([])) };
  });
  // As an adapter may hand over, and use again.
  const request = { method: 'GET', url: page.at('source', 'alice'), signal: undefined };
  const proxy = createProxy({
    api_url: 'https://x.example',
    endpoints: page.endpoints,
    authorize: () => new Promise((resolve) => setTimeout(resolve, 5, true)),
  });
  const answered = proxy(/** @type {any} */ (request));
  request.url = page.at('source', 'bob');
  assert.equal((await answered).status, 200);
  assert.deepEqual(page.sent(asked[0]), ['source', 'alice']);
  for (const none of /** @type {any[]} */ ([undefined, null, {}])) assert.equal((await proxy(none)).status, 405);
  assert.equal((await proxy(/** @type {any} */ ({ method: 'GET' }))).status, 500);
});

each('a status that no Response can have is none of HrFlow’s', async (page) => {
  for (const status of [0, 100, 101, 199, 204, 304, 600, 999, 1.5, -1]) {
    const body = '{"code":1,"message":"m"}';
    mockFetch(async () => ({ ok: false, status, text: async () => body }));
    assert.equal((await page.ask(page.at(), { api_url: 'https://x.example' })).status, 502, String(status));
  }
});

each('options of a class count, and nothing is read from the root of all objects', async (page) => {
  class Options {
    #api_url = 'https://mine.example';
    get api_url() {
      return this.#api_url;
    }
    get authorize() {
      return () => this.#api_url !== '';
    }
    get endpoints() {
      return page.endpoints;
    }
  }
  /** @type {string[]} */
  const asked = [];
  mockFetch(async (/** @type {string} */ url) => {
    asked.push(url);
    return { status: 200, text: async () => JSON.stringify(envelope([])) };
  });
  assert.equal((await createProxy(new Options())(new Request(page.at()))).status, 200);
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

each('an answer that cannot be written again is none', async (page, context) => {
  const depth = 20_000;
  const item = `{"key":"k","more":${'['.repeat(depth)}${']'.repeat(depth)}}`;
  const deep = await listen(() => new Response(JSON.stringify(envelope([])).replace('[]', `[${item}]`)));
  context.after(() => deep.close());
  assert.equal((await page.ask(page.at(), { api_url: deep.url })).status, 502);
});
