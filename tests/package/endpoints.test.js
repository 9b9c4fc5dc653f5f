// What the installed proxy serves, under which path, and what it asks HrFlow for.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { transform } from 'esbuild';
import { listen } from '../../www/listen.js';
import { codeAfter } from '../support/documents.js';
import { imported, importedBulk, importedProxy, project } from '../support/installed.js';
import { mockFetch } from '../support/mocked-fetch.js';
import { envelope, PAGE, PROXIED } from '../support/proxied.js';
import { startStandin } from '../support/standin.js';

const { createProxy } = await importedProxy();
const { listAttachmentsOfProfiles, listProfiles } = await importedBulk();
const { listAttachments } = await imported();

/** @type {Awaited<ReturnType<typeof startStandin>>} */
let standin;
before(async () => {
  standin = await startStandin();
});
after(() => {
  delete process.env.HRFLOW_API_KEY;
  delete process.env.HRFLOW_USER_EMAIL;
  return standin.close();
});

const { attachments, profiles } = PROXIED;
const BOTH = /** @type {const} */ (['attachments', 'profiles']);

/**
 * A proxy in front of a `fetch` that answers with a list of nothing.
 * @param {object} [options]
 */
function proxied(options) {
  /** @type {URL[]} */
  const asked = [];
  mockFetch(async (/** @type {string} */ url) => {
    asked.push(new URL(url));
    return Response.json(envelope([]));
  });
  const proxy = createProxy({ api_url: 'https://x.example/v1', authorize: () => true, endpoints: BOTH, ...options });
  return { asked, ask: async (/** @type {string} */ url) => (await proxy(new Request(url))).json() };
}

test('attachments are served under any path, unless told otherwise', async () => {
  for (const endpoints of /** @type {any[]} */ ([undefined, null, ['attachments'], ['attachments', 'attachments']])) {
    const { asked, ask } = proxied({ endpoints });
    const query = attachments.at().split('?')[1];
    for (const path of ['/profile/indexing/attachments', '/storing/profiles', '', '/x']) {
      const body = await ask(`${PAGE}${path}?${query}`);
      assert.deepEqual(body, { code: 200, message: 'Profile attachment list', data: [] });
      assert.equal(asked.pop()?.pathname, '/v1/profile/indexing/attachments');
    }
    assert.equal((await ask(profiles.at())).code, 422);
    assert.deepEqual(asked, []);
  }
});

test('what is no choice of endpoints is refused at once', () => {
  const none = [[], '', 'attachments', {}, 7, false, ['attachments', 'file'], ['constructor'], [['attachments']]];
  for (const endpoints of /** @type {any[]} */ ([...none, [undefined], new Array(1), new Set(BOTH), { length: 1 }])) {
    assert.throws(() => createProxy({ authorize: () => true, endpoints }), {
      name: 'HrflowError',
      kind: 'configuration',
      message: /^`endpoints` is wrong; .* profiles, attachments\.$/,
    });
  }
});

test('a choice of endpoints that changes afterwards changes nothing', async () => {
  const endpoints = /** @type {any[]} */ (['attachments']);
  const { ask } = proxied({ endpoints });
  endpoints[0] = 'profiles';
  assert.equal((await ask(attachments.at())).code, 200);
  assert.equal((await ask(profiles.at())).code, 422);
});

test('a path that ends in /storing/profiles leads to profiles, any other to attachments', async () => {
  const { asked, ask } = proxied();
  const [list, page] = [attachments, profiles].map(({ at }) => at().split('?')[1]);
  for (const path of [
    '/storing/profiles',
    '/x/storing/profiles',
    '/x//storing/./y/%2E%2e/profiles',
    '\\storing\\profiles',
  ]) {
    const body = await ask(`https://app.example${path}?${page}`);
    assert.deepEqual(body, {
      code: 200,
      message: 'List of profiles',
      meta: { page: 1, maxPage: 1, count: 0, total: 0 },
      data: [],
    });
    assert.equal(asked.pop()?.pathname, '/v1/storing/profiles');
    assert.equal((await ask(`https://app.example${path}?${list}`)).code, 422, 'not with the parameters of the other');
  }
  for (const path of [
    ...['', '/', '/profile/indexing/attachments', '/storing/profiles/', '/storing/profiles;x', '/storing/profiles/x'],
    ...[
      '/storing%2Fprofiles',
      '/storing%2fprofiles',
      '/%73toring/profiles',
      '/storing/profiles%00',
      '/storing/profiles%20',
    ],
    ...[
      '/restoring/profiles',
      '/storing/Profiles',
      '//storing/profilesx',
      '/storing/profiles/..',
      '/x?/storing/profiles',
    ],
  ]) {
    const ending = path.includes('?') ? '&' : '?';
    const url = `https://app.example${path}${ending}`;
    const { code, message } = await ask(url + list);
    if (path.includes('?')) assert.equal(code, 422);
    else {
      assert.deepEqual([code, message], [200, 'Profile attachment list'], path);
      assert.equal(asked.pop()?.pathname, '/v1/profile/indexing/attachments');
    }
    assert.equal((await ask(url + page)).code, 422, path);
  }
  assert.deepEqual(asked, []);
});

test('what is not served is a 404 in fixed words; who is refused does not learn what is', async () => {
  const { asked, ask } = proxied({ endpoints: ['profiles'] });
  assert.deepEqual(await ask(attachments.at()), { code: 404, message: 'Nothing is served under this path.' });
  assert.equal((await ask(profiles.at())).code, 200);
  assert.equal(asked.length, 1);
  const words = new Set();
  for (const endpoints of [['attachments'], ['profiles'], BOTH]) {
    for (const url of [attachments.at(), profiles.at(), `${PAGE}?no=parameter`]) {
      words.add(JSON.stringify(await proxied({ endpoints, authorize: () => false }).ask(url)));
    }
  }
  assert.deepEqual([...words], ['{"code":403,"message":"You may not list this."}']);
});

test('HrFlow is asked for the page that was asked for', async () => {
  const { asked, ask } = proxied();
  const given = { page: 2, limit: 1000, order_by: 'asc', sort_by: 'updated_at', return_profile: 'True' };
  const days = { created_at_min: '2020-02-29', created_at_max: '1970-01-01' };
  const usual = { page: '1', limit: '30', order_by: 'desc', sort_by: 'created_at', return_profile: 'false' };
  const whole = { ...given, ...days, page: '2', limit: '1000', return_profile: 'true' };
  for (const [more, sent] of [
    [{}, usual],
    [{ ...given, ...days }, whole],
    [{ page: 4_294_967_295 }, { ...usual, page: '4294967295' }],
    ...['true', 'True', 'false', 'False'].map((return_profile) => [
      { return_profile },
      { ...usual, return_profile: return_profile.toLowerCase() },
    ]),
  ]) {
    const query = new URLSearchParams(/** @type {any} */ (more));
    assert.equal((await ask(`${profiles.at()}&${query}`)).code, 200);
    const expected = { source_keys: '["source_key"]', ...sent };
    assert.deepEqual(Object.fromEntries(asked.pop()?.searchParams ?? []), expected);
  }
});

test('the source that authorize reads is the source that HrFlow is asked for', async () => {
  for (const written of [
    ...[
      '["s"]',
      ' [\n"s" ]',
      '["\\u0073"]',
      '["a\\"],[\\"b"]',
      '["a\\\\"]',
      '["\\u0000\\n\\u007f"]',
      '["é\\ud83d\\ude00"]',
    ],
    ...['["%5B"]', '["&source_keys=x"]', '["__proto__"]', '["a+b c"]', '["\\u2028"]', '["\ud800"]'],
  ]) {
    /** @type {string | undefined} */
    let read;
    const { asked, ask } = proxied({
      authorize(/** @type {Request} */ { url }) {
        [read] = JSON.parse(new URL(url).searchParams.get('source_keys') ?? '');
        return true;
      },
    });
    const { code } = await ask(`${PAGE}/storing/profiles?${new URLSearchParams({ source_keys: written })}`);
    assert.equal(code, 200, written);
    assert.deepEqual(JSON.parse(asked[0].searchParams.get('source_keys') ?? ''), [read]);
  }
});

test('a page that calls it gets what a direct call gets', async (context) => {
  const handler = createProxy({ ...standin.options, authorize: () => true, endpoints: BOTH });
  const server = await listen(handler);
  context.after(() => server.close());
  const api_url = `${server.url}/api/hrflow`;
  for (const [source, selector] of /** @type {const} */ ([
    ['source_key', { email: 'example@example.com' }],
    ['candidates', { reference: 'R&D #1' }],
  ])) {
    const direct = await listAttachments(source, selector, standin.options);
    assert.deepEqual(await listAttachments(source, selector, { api_url }), direct);
  }
  const error = await listAttachments('unknown', { key: 'k' }, { api_url }).catch((error) => error);
  assert.deepEqual([error.kind, error.status, error.response.message], ['api', 400, 'Invalid source fields']);
});

test('a page walks a whole source through it', async (context) => {
  const handler = createProxy({ ...standin.options, authorize: () => true, endpoints: BOTH });
  const server = await listen(handler);
  context.after(() => server.close());
  const api_url = `${server.url}/api/hrflow`;
  const keys = async (/** @type {object} */ options) => {
    const keys = [];
    for await (const { key } of listProfiles('many', { page_size: 100, ...options })) keys.push(key);
    return keys;
  };
  const all = await keys({ api_url });
  assert.equal(new Set(all).size, 2_000);
  assert.deepEqual(all, await keys(standin.options));
  const listed = [];
  for await (const { profile, attachments } of listAttachmentsOfProfiles(
    'candidates',
    listProfiles('candidates', { api_url }),
    { api_url },
  )) {
    listed.push(profile.key);
    assert.deepEqual(attachments, await listAttachments('candidates', { key: profile.key }, standin.options));
  }
  assert.ok(listed.length > 2);
  const error = await listProfiles('unknown', { api_url })
    .next()
    .catch((error) => error);
  const { message } = error.response;
  assert.deepEqual(
    [error.kind, error.status, message],
    ['api', 400, 'Invalid parameters. Unable to find object: source'],
  );
});

test('HrFlow that asks to wait ends no other call', async () => {
  /** @type {((response: Response) => void)[]} */
  const waiting = [];
  const proxy = createProxy({ api_url: 'https://x.example', authorize: () => true, endpoints: BOTH });
  mockFetch(() => new Promise((resolve) => waiting.push(resolve)));
  const asked = [1, 2, 3].map(async () => (await proxy(new Request(profiles.at()))).status);
  while (waiting.length < 3) await new Promise((resolve) => setTimeout(resolve, 1));
  waiting[0](new Response('{"code":429}', { status: 429, headers: { 'Retry-After': '60' } }));
  waiting[1](new Response('{"code":503}', { status: 503, headers: { 'Retry-After': '60' } }));
  assert.deepEqual(await Promise.all(asked.slice(0, 2)), [429, 503]);
  waiting[2](Response.json(envelope([])));
  assert.equal(await asked[2], 200);
});

test('the guide’s example: a recruiter lists profiles, a candidate their own attachments and nothing else', async () => {
  const example = codeAfter("With `endpoints: ['attachments', 'profiles']` a page can also walk");
  const session = "const session = async ({ headers }) => JSON.parse(headers.get('Cookie') ?? 'null') ?? undefined;";
  const path = join(project, 'example.mjs');
  writeFileSync(path, `${(await transform(example, { loader: 'ts' })).code}\n${session}`);
  const { GET } = await import(pathToFileURL(path).href);
  mockFetch(async () => Response.json(envelope([])));
  Object.assign(process.env, { HRFLOW_API_KEY: 'ask_0123456789', HRFLOW_USER_EMAIL: 'u' });
  const status = async (/** @type {object | undefined} */ visitor, /** @type {string} */ url) => {
    const headers = visitor && { Cookie: JSON.stringify(visitor) };
    return (await GET(new Request(url, { headers }))).status;
  };
  const own = `${PAGE}/profile/indexing/attachments?source_key=applications&email=me%40x.io`;
  const everybody = `${PAGE}/storing/profiles?source_keys=["applications"]`;
  const recruiter = { role: 'recruiter', email: 'r@x.io' };
  for (const url of [own, everybody]) assert.equal(await status(recruiter, url), 200);
  const candidate = { role: 'candidate', email: 'me@x.io' };
  assert.equal(await status(candidate, own), 200);
  const mine = '&source_key=applications&email=me%40x.io';
  // Its parameters would be refused; but it is not up to them.
  for (const url of [everybody, everybody + mine]) assert.equal(await status(candidate, url), 403);
  for (const url of [
    ...[
      everybody,
      everybody + mine,
      everybody.replace('storing/', 'x/..//storing/./'),
      everybody.replace('/stor', '\\stor'),
    ],
    ...[own.replace('=me', '=you'), own.replace('email', 'key'), own.replace('applications', 's'), PAGE],
    ...[`${own}&email=you%40x.io`, `${own}&key=k`, `${own}&reference=r`, `${own}&source_key=s`],
    ...[
      '/storing%2Fprofiles',
      '/storing/profiles/',
      '/storing/profiles;',
      '/%73toring/profiles',
      '/storing/profiles%20',
    ].flatMap((path) => [
      `${PAGE}${path}?source_keys=["applications"]`,
      `${PAGE}${path}?source_keys=["applications"]${mine}`,
    ]),
  ]) {
    assert.ok([403, 422].includes(await status(candidate, url)), url);
    for (const visitor of [undefined, {}, { role: 'visitor', email: 'me@x.io' }]) {
      assert.equal(await status(visitor, url), 403, url);
    }
  }
});
