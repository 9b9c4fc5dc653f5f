// Files through the installed proxy, over real HTTP: their addresses, who gets them, and everything that a visitor, HrFlow's data or a
// file's own server may try.

import assert from 'node:assert/strict';
import dns from 'node:dns';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { hidden } from '../../pkg/source/files/hidden.mjs';
import { listen } from '../../www/listen.js';
import { candidate, file, startFilesServer } from '../support/files-server.js';
import { importedProxy, project } from '../support/installed.js';
import { mockFetch } from '../support/mocked-fetch.js';
import { startRawServer } from '../support/raw-server.js';
import { uncaught } from '../support/uncaught.js';

const { createProxy } = await importedProxy();

const MOUNT = '/api/hrflow';
const NOT_THERE = { code: 404, message: 'There is no such file, or its address is too old. List again.' };

/** @typedef {import('node:test').TestContext} Context */
/** @typedef {Partial<import('../../pkg/proxy-api.js').ProxyOptions> & { after?: (response: Response) => Response }} More */

/**
 * HrFlow with these files, the proxy before it, and a server that a page asks.
 * @param {Context} context
 * @param {import('../support/files-server.js').Served[]} files
 * @param {More} [more]
 */
async function started(context, files, more = {}) {
  const { after = (/** @type {Response} */ response) => response, ...own } = more;
  const standin = await startFilesServer(context, [candidate('k', files), candidate('other')]);
  /** @type {any[]} */
  const told = [];
  const options = {
    ...{ api_url: standin.options.api_url, api_secret: standin.options.api_secret, api_user: 'u' },
    ...{ endpoints: /** @type {const} */ (['attachments', 'profiles', 'files']), authorize: () => true },
    onError: (/** @type {unknown} */ error) => told.push(error),
    ...own,
  };
  const proxy = createProxy(/** @type {any} */ (options));
  const app = await listen(async (request) => after(await proxy(request)));
  context.after(() => app.close());
  const list = async (query = 'source_key=s&key=k', path = '/profile/indexing/attachments') => {
    const response = await fetch(`${app.url}${MOUNT}${path}?${query}`);
    const text = await response.text();
    assert.ok(!text.includes(new URL(standin.url).host), text);
    return { status: response.status, text, ...JSON.parse(text) };
  };
  return {
    ...{ standin, options, told, app, list },
    /** @returns {Promise<string[]>} the whole address of each file */
    addresses: async (query = 'source_key=s&key=k') =>
      (await list(query)).data.map((/** @type {any} */ { public_url }) => public_url && `${app.url}${public_url}`),
  };
}

/** @param {Response} response */
async function assertNotThere(response, said = '') {
  assert.deepEqual([response.status, await response.json()], [404, NOT_THERE], said);
  assert.deepEqual(
    ['Cache-Control', 'Content-Type'].map((name) => response.headers.get(name)),
    ['private, no-store', 'application/json'],
  );
}

/** @param {string} address @param {(url: URL) => unknown} change */
function changed(address, change) {
  const url = new URL(address);
  change(url);
  return url.href;
}

test('a file comes whole, as an attachment that runs nowhere, and nothing of its server but the bytes', async (t) => {
  const body = 'the CV'.repeat(1_000);
  const served = file('Résumé.pdf', body, {
    serve(request, response) {
      response.writeHead(200, {
        ...{ 'Content-Type': 'text/html', 'Content-Disposition': 'inline', 'Set-Cookie': 'a=b', ETag: '"x"' },
        ...{ 'Access-Control-Allow-Origin': '*', 'Cache-Control': 'public', 'X-More': request.url },
      });
      response.end(body);
    },
  });
  const { standin, addresses } = await started(t, [served]);
  const [address] = await addresses();
  assert.match(address, /^http:\/\/127\.0\.0\.1:\d+\/api\/hrflow\/files\/[\w-]+\?source_key=s&key=k$/);
  const headers = {
    Cookie: 'session=1',
    Authorization: 'x',
    Referer: address,
    'X-Forwarded-For': '1',
    'User-Agent': 'v',
  };
  const response = await fetch(address, { headers });
  assert.equal(await response.text(), body);
  const {
    date,
    connection,
    'keep-alive': _,
    'transfer-encoding': __,
    ...passed
  } = Object.fromEntries(response.headers);
  assert.deepEqual(passed, {
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-store',
    'content-disposition': `attachment; filename="R_sum_.pdf"; filename*=UTF-8''R%C3%A9sum%C3%A9.pdf`,
    'content-security-policy': "default-src 'none'; sandbox",
    'content-type': 'application/pdf',
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  });
  const seen = standin.requests.at(-1)?.headers ?? {};
  for (const name of ['cookie', 'authorization', 'referer', 'x-forwarded-for', 'x-api-key', 'x-user-email', 'range']) {
    assert.equal(seen[name], undefined, name);
  }
  assert.equal(seen['accept-encoding'], 'identity');
  assert.notEqual(seen['user-agent'], 'v');
});

test('the length is told where it is known and true', async (t) => {
  const packed = gzipSync('hello');
  const { addresses } = await started(t, [
    file('a.pdf', 'hello'),
    file('b.pdf', 'hello', {
      serve: (_, response) =>
        void response.writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Length': packed.length }).end(packed),
    }),
    file('c.pdf', ''),
  ]);
  const answers = await Promise.all((await addresses()).map((address) => fetch(address)));
  assert.deepEqual(await Promise.all(answers.map((answer) => answer.text())), ['hello', 'hello', '']);
  assert.deepEqual(
    answers.map(({ headers }) => headers.get('Content-Length')),
    ['5', null, '0'],
  );
});

test('what is forged, cut, lengthened or altered is no file, each in the same words, and nothing is fetched', async (t) => {
  const { standin, addresses, told } = await started(t, [file('cv.pdf'), file('b.pdf')]);
  const [address, second] = await addresses();
  const sealed = String(new URL(address).pathname.split('/').pop());
  const [head, tail] = [sealed.slice(0, 40), sealed.slice(40)];
  const forged = [
    ...[
      '',
      'x',
      'files',
      'AA',
      'A'.repeat(200),
      `${sealed}A`,
      `A${sealed}`,
      sealed.slice(0, -1),
      sealed.slice(1),
      head,
    ],
    ...[
      `${sealed}=`,
      `${sealed}%00`,
      `${sealed}%20`,
      `${head}.${tail}`,
      `${sealed}.pdf`,
      `${sealed};x`,
      sealed.toLowerCase(),
    ],
    ...[`${String(new URL(second).pathname.split('/').pop()).slice(0, 40)}${tail}`, `B${sealed.slice(1)}`, '__proto__'],
    btoa(JSON.stringify([`${standin.url}/files/k/0`, Date.now() + 1e9, 'x', 'text/html'])).replace(/=+$/, ''),
  ];
  for (const text of forged) {
    await assertNotThere(await fetch(changed(address, (url) => (url.pathname = `${MOUNT}/files/${text}`))), text);
  }
  await fc.assert(
    fc.asyncProperty(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 63 }), async (at, by) => {
      const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
      const letter = letters[(letters.indexOf(sealed[at]) + by) % 64];
      const text = sealed.slice(0, at) + letter + sealed.slice(at + 1);
      await assertNotThere(await fetch(changed(address, (url) => (url.pathname = `${MOUNT}/files/${text}`))), text);
    }),
    { numRuns: 200 },
  );
  assert.deepEqual(standin.fetched(), []);
  assert.ok(told.every(({ kind }) => kind === 'argument'));
  assert.equal((await fetch(address)).status, 200);
});

test('an address holds for its own profile and source alone', async (t) => {
  const { standin, addresses } = await started(t, [file('cv.pdf')]);
  const [address] = await addresses();
  const [others] = await addresses('source_key=s&key=other');
  const [byEmail] = await addresses('source_key=s&reference=ref-k');
  for (const query of [
    ...['', 'source_key=s', 'key=k', 'source_key=s&key=other', 'source_key=t&key=k', 'source_key=s&reference=k'],
    ...['source_key=s&email=k', 'source_key=s&key=k&key=k', 'source_key=s&key=k&email=e', 'source_key=s&source_key=s'],
    ...[
      'source_key=s&source_key=s&key=k',
      'source_key=s&key=other&key=k',
      'source_key=s&key=k&more=1',
      'source_key=s&key=',
    ],
    ...[
      'source_key=&key=k',
      'source_key=s&key=K',
      'source_key=s&key=k%20',
      'source_key=s%00&key=k',
      'source_key=s&__proto__=k',
    ],
    'source_key=s","key&k=',
  ]) {
    await assertNotThere(await fetch(changed(address, (url) => (url.search = query))), query);
  }
  for (const [one, other] of [
    [address, others],
    [others, address],
    [address, byEmail],
  ]) {
    await assertNotThere(await fetch(changed(one, (url) => (url.search = new URL(other).search))));
  }
  assert.deepEqual(standin.fetched(), []);
  for (const sound of [address, others, byEmail, changed(address, (url) => (url.search = 'key=k&source_key=s'))]) {
    assert.equal((await fetch(sound)).status, 200);
  }
});

test('no two bindings are written alike', async (t) => {
  const texts = fc.array(fc.string({ unit: fc.constantFrom(...'s",[]\\&=k é'), minLength: 1, maxLength: 6 }), {
    minLength: 4,
    maxLength: 4,
  });
  const { options, standin } = await started(t, []);
  standin.profiles[0].key = 'k';
  const proxy = createProxy(/** @type {any} */ ({ ...options, onError: undefined }));
  await fc.assert(
    fc.asyncProperty(texts, async ([source, key, source2, key2]) => {
      standin.profiles.splice(0, 1, candidate(key));
      const at = (/** @type {string} */ path, /** @type {Record<string, string>} */ query) =>
        new Request(`https://app.example${path}?${new URLSearchParams(query)}`);
      const { data } = await (
        await proxy(at(`${MOUNT}/profile/indexing/attachments`, { source_key: source, key }))
      ).json();
      const [path] = data[0].public_url.split('?');
      const { status } = await proxy(at(path, { source_key: source2, key: key2 }));
      assert.equal(status, source === source2 && key === key2 ? 200 : 404);
    }),
    { numRuns: 100 },
  );
});

test('where two bindings end and begin is part of them', async (t) => {
  const { addresses, standin } = await started(t, [file('cv.pdf')]);
  standin.profiles[0].key = 'keyx';
  const [address] = await addresses('source_key=s&key=keyx');
  await assertNotThere(await fetch(changed(address, (url) => (url.search = 'source_key=skey&key=x'))));
  assert.equal((await fetch(address)).status, 200);
});

test('a key that changes in the environment is the one that counts', async (t) => {
  const variables = { HRFLOW_API_KEY: 'the secret key', HRFLOW_USER_EMAIL: 'u' };
  t.after(() => {
    for (const name of Object.keys(variables)) delete process.env[name];
  });
  Object.assign(process.env, variables);
  const { addresses } = await started(t, [file('cv.pdf')], { api_secret: undefined, api_user: undefined });
  const [address] = await addresses();
  assert.equal((await fetch(address)).status, 200);
  process.env.HRFLOW_API_KEY = 'another secret key';
  await assertNotThere(await fetch(address));
  process.env.HRFLOW_API_KEY = 'the secret key';
  assert.equal((await fetch(address)).status, 200);
});

test('where the platform does not count, more and fewer bytes than were said are found all the same', async (t) => {
  const { addresses, options, told } = await started(t, [file('cv.pdf')]);
  const [address] = await addresses();
  const proxy = createProxy(/** @type {any} */ (options));
  for (const [said, headers, status] of /** @type {[string, Record<string, string>, number][]} */ ([
    ['12345', { 'Content-Length': '4' }, 200],
    ['12345', { 'Content-Length': '6' }, 200],
    ['12345', { 'Content-Range': 'bytes 0-3/9' }, 206],
    ['12345', { 'Content-Range': 'bytes 0-5/9' }, 206],
  ])) {
    mockFetch(async () => new Response(said, { status, headers }));
    const response = await proxy(new Request(address, { headers: status === 206 ? { Range: 'bytes=0-' } : {} }));
    assert.equal(response.status, status);
    await assert.rejects(response.text(), { message: 'The file ended early.' });
  }
  assert.deepEqual(
    told.map(({ kind }) => kind),
    ['response', 'response', 'response', 'response'],
  );
});

test('an address holds for a time, and one of another key never', async (t) => {
  const { options, standin, addresses } = await started(t, [file('cv.pdf')], { files_valid_for: 60_000 });
  const [address] = await addresses();
  const { now } = Date;
  t.after(() => {
    Date.now = now;
  });
  const later = (/** @type {number} */ milliseconds) => {
    Date.now = () => now() + milliseconds;
  };
  later(59_000);
  assert.equal((await fetch(address)).status, 200);
  standin.forget();
  later(60_001);
  await assertNotThere(await fetch(address));
  later(0);
  const proxy = createProxy(/** @type {any} */ ({ ...options, api_secret: 'another secret key' }));
  await assertNotThere(await proxy(new Request(address)));
  assert.deepEqual(standin.fetched(), []);
  const instance = createProxy(/** @type {any} */ ({ ...options, endpoints: ['files'] }));
  assert.equal((await instance(new Request(address))).status, 200, 'another instance with the same key');
});

test('by default it holds for fifteen minutes', async (t) => {
  const { addresses } = await started(t, [file('cv.pdf')]);
  const [address] = await addresses();
  const { now } = Date;
  t.after(() => {
    Date.now = now;
  });
  Date.now = () => now() + 890_000;
  assert.equal((await fetch(address)).status, 200);
  Date.now = () => now() + 900_001;
  await assertNotThere(await fetch(address));
});

test('authorize is asked for each file, with the parameters of its list; whoever may not have it learns nothing', async (t) => {
  /** @type {string[]} */
  const asked = [];
  let allowed = true;
  const authorize = (/** @type {Request} */ { url }) => {
    const { pathname, searchParams } = new URL(url);
    asked.push(`${pathname.split('/')[3]} ${searchParams}`);
    return allowed;
  };
  const { standin, addresses } = await started(t, [file('cv.pdf')], { authorize });
  const [address] = await addresses();
  assert.equal((await fetch(address)).status, 200);
  assert.deepEqual(asked, ['profile source_key=s&key=k', 'files source_key=s&key=k']);
  allowed = false;
  standin.forget();
  const refused = [address, `${address}&x=1`, changed(address, (url) => (url.pathname = `${MOUNT}/files/forged`))];
  const answers = await Promise.all(refused.map(async (url) => (await fetch(url)).text()));
  assert.deepEqual([...new Set(answers)], ['{"code":403,"message":"You may not list this."}']);
  assert.deepEqual(standin.requests, []);
  for (const method of ['HEAD', 'POST', 'OPTIONS']) assert.equal((await fetch(address, { method })).status, 405);
});

test('what is no address that may be fetched is null, and nothing that is public is in any answer', async (t) => {
  const { host } = new URL('http://127.0.0.1:1');
  const no = [
    'x.pdf',
    '',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'http://files.example/cv.pdf',
    'https://u:p@files.example/',
  ];
  const more = [
    'https://169.254.169.254/',
    'http://[::ffff:a9fe:a9fe]/',
    'https://metadata.google.internal/',
    '//files.example/a',
  ];
  const { list, standin } = await started(t, [
    ...[...no, ...more, null].map((public_url) => file('cv.pdf', '', { public_url })),
    file('long.pdf', '', { public_url: `https://files.example/${'x'.repeat(5_000)}` }),
    file('last.pdf'),
  ]);
  const { url } = standin;
  const last = standin.profiles[0].files.at(-1);
  Object.assign(last?.attachment ?? {}, {
    alt: `${url}/files/k/11`,
    type: `see ${url.toUpperCase()}/x`,
    more: {
      deep: [[`${encodeURIComponent(url)}%2F`, 'harmless', 7]],
      [`${url}/x`]: 1,
      __proto__: null,
      public_url: [url, { public_url: url }],
    },
    file_name: 'HTTPS://user@FILES.example:8/y',
  });
  const { data, text } = await list();
  assert.deepEqual(
    data.slice(0, -1).map((/** @type {any} */ { public_url }) => public_url),
    Array(12).fill(null),
  );
  const shown = data.at(-1);
  assert.match(shown.public_url, /^\/api\/hrflow\/files\//);
  assert.deepEqual([shown.alt, shown.type, shown.file_name], [null, null, null]);
  assert.deepEqual(shown.more, { deep: [[null, 'harmless', 7]], public_url: null });
  for (const secret of ['files.example', host.split(':')[0], 'etc/passwd', 'javascript']) {
    assert.ok(!text.toLowerCase().includes(secret), secret);
  }
});

test('a page of profiles has no public address at any depth; its files are bound to each profile by its key', async (t) => {
  const { list, app, standin } = await started(t, []);
  const public_url = `${standin.url}/files/other/0`;
  const attachment = { public_url, original_file_name: 'cv.pdf', extension: '.pdf' };
  standin.pageOf = (page) => ({
    ...page,
    data: [
      { ...page.data[0], profile: { attachments: [attachment, [attachment]], text: `my CV: ${public_url}` } },
      { ...page.data[1], attachments: [attachment] },
    ],
    meta: { .../** @type {any} */ (page.meta), attachments: [attachment] },
  });
  const { status, data, text } = await list(
    `source_keys=${encodeURIComponent('["s"]')}&return_profile=true`,
    '/storing/profiles',
  );
  assert.equal(status, 200, text);
  const [one, other] = data;
  const own = one.profile.attachments[0].public_url;
  assert.ok(own.endsWith('?source_key=s&key=k'), own);
  assert.ok(one.profile.attachments[1][0].public_url.startsWith(`${MOUNT}/files/`));
  assert.equal(one.profile.text, null);
  assert.ok(other.attachments[0].public_url.endsWith('?source_key=s&key=other'));
  assert.equal(await (await fetch(app.url + own)).text(), 'the CV of other');
  await assertNotThere(await fetch(app.url + own.replace(/k$/, 'other')));
});

test('a page with a profile whose key cannot be asked for is none', async (t) => {
  const { list, standin } = await started(t, []);
  for (const key of ['half \ud800', '', null, 7, undefined]) {
    standin.pageOf = (page) => ({ ...page, data: [{ ...page.data[0], key, public_url: `${standin.url}/files/k/0` }] });
    assert.equal((await list(`source_keys=${encodeURIComponent('["s"]')}`, '/storing/profiles')).status, 502);
  }
});

test('what stands beside the list is bound to nobody, and what is no address is found by its whole text', async () => {
  const answer = {
    data: [
      { public_url: 'candidates/1/cv.pdf', alt: 'candidates/1/cv.pdf', type: 'a candidates/1/cv.pdf' },
      'cv',
      ['x', null],
    ],
    meta: { public_url: 'https://files.example/' },
    more: [
      '//[::1]/x',
      'https://FILES.example.:8/',
      'https:\\\\files.example',
      'http://other.example',
      'files.example',
    ],
  };
  const shown = await hidden(
    JSON.stringify(answer),
    () => ['key', 'k'],
    async () => '/own',
  );
  assert.deepEqual(JSON.parse(shown), {
    data: [{ public_url: '/own', alt: null, type: 'a candidates/1/cv.pdf' }, 'cv', ['x', null]],
    meta: { public_url: null },
    more: ['//[::1]/x', null, null, 'http://other.example', 'files.example'],
  });
});

test('where it is mounted is where a list was asked for, and never another host', async (t) => {
  const { options, app } = await started(t, [file('cv.pdf')]);
  const proxy = createProxy(/** @type {any} */ (options));
  for (const [path, mount] of [
    ['/api/hrflow/profile/indexing/attachments', '/api/hrflow'],
    ['/profile/indexing/attachments', ''],
    ['/', ''],
    ['/x/', '/x'],
    ['//evil.example/profile/indexing/attachments', '/evil.example'],
    ['/\\evil.example', '/evil.example'],
    ['/a%2Fb', '/a%2Fb'],
  ]) {
    const { data } = await (await proxy(new Request(`${app.url}${path}?source_key=s&key=k`))).json();
    const url = new URL(data[0].public_url, app.url);
    assert.equal(url.origin, app.url, path);
    assert.equal(url.pathname.split('/files/')[0], mount, path);
    assert.equal((await proxy(new Request(url))).status, 200, path);
  }
});

test('parameters come back letter by letter', async (t) => {
  const { addresses, standin } = await started(t, [file('cv.pdf')]);
  standin.profiles[0].reference = 'r &=+%?#"é/\\ \u202e';
  const query = new URLSearchParams({ source_key: 's+ &', reference: String(standin.profiles[0].reference) });
  const [address] = await addresses(String(query));
  assert.deepEqual([...new URL(address).searchParams], [...query]);
  assert.equal((await fetch(address)).status, 200);
});

test('names that strangers chose are harmless in the header, and types are of the short list', async (t) => {
  /** @type {[name: string, extension: string | null, type: string][]} */
  const rows = [
    ['a.pdf', null, 'application/pdf'],
    ['a', '.PDF', 'application/pdf'],
    ['a.jpeg', null, 'image/jpeg'],
    ['a.docx', null, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['a.txt', null, 'text/plain; charset=utf-8'],
    ['a.html', null, 'application/octet-stream'],
    ['a.pdf', '.html', 'application/octet-stream'],
    ['a.svg', null, 'application/octet-stream'],
    ['a.xml', null, 'application/octet-stream'],
    ['a.js', null, 'application/octet-stream'],
    ['a.xhtml', null, 'application/octet-stream'],
    ['a.mhtml', null, 'application/octet-stream'],
    ['a.constructor', null, 'application/octet-stream'],
    ['pdf', null, 'application/pdf'],
    ['a.pdf\r\nSet-Cookie: a=b\r\n\r\n<script>', '.pdf', 'application/pdf'],
    ['a"; filename="b.exe', '.pdf', 'application/pdf'],
    ["a'; filename*=UTF-8''b.exe", '.pdf', 'application/pdf'],
    ['a\u202efdp.exe', '.pdf', 'application/pdf'],
    ['é\\/:*?<>|\0\ud800.pdf', null, 'application/pdf'],
    [`${'x'.repeat(300)}.pdf`, null, 'application/pdf'],
    [`${'漢'.repeat(300)}.pdf`, null, 'application/pdf'],
  ];
  const files = rows.map(([name, extension]) =>
    file(name, 'x', {
      extension,
      serve: (_, response) =>
        void response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-7' }).end('<script>'),
    }),
  );
  const { addresses } = await started(t, files);
  for (const [index, address] of (await addresses()).entries()) {
    const { headers } = await fetch(address);
    const [name, , type] = rows[index];
    assert.equal(headers.get('Content-Type'), type, name);
    assert.equal(headers.get('Set-Cookie'), null);
    const disposition = headers.get('Content-Disposition') ?? '';
    const [, plain, whole] =
      /^attachment; filename="([\w. ()-]+)"; filename\*=UTF-8''([\w.!~%-]+)$/.exec(disposition) ?? [];
    assert.ok(plain && whole, disposition);
    const decoded = decodeURIComponent(whole);
    assert.ok(Buffer.byteLength(decoded) <= 255, decoded);
    assert.doesNotMatch(decoded, /[\p{Cc}\u202a-\u202e"/\\:*?<>|]/u);
  }
});

test('any name makes a sound header', async (t) => {
  const { options, standin } = await started(t, [file('cv.pdf')]);
  const proxy = createProxy(/** @type {any} */ (options));
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 40 }), async (name) => {
      standin.profiles[0].files[0].attachment.original_file_name = name;
      const listed = await proxy(new Request(`https://app.example${MOUNT}?source_key=s&key=k`));
      const { public_url } = (await listed.json()).data[0];
      const { headers, body } = await proxy(new Request(`https://app.example${public_url}`));
      await body?.cancel();
      assert.match(
        headers.get('Content-Disposition') ?? '',
        /^attachment; filename="[\w. ()-]+"; filename\*=UTF-8''([\w.!~-]|%[0-9A-F]{2})+$/,
      );
    }),
    { numRuns: 200 },
  );
});

test('ranges: what is well-formed goes along and comes back, checked', async (t) => {
  const body = '0123456789';
  /** @type {import('../support/files-server.js').Serve} */
  const ranged = ({ headers }, response) => {
    const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(headers.range ?? '') ?? [];
    if (from === undefined) return void response.writeHead(200, { 'Content-Length': 10 }).end(body);
    const first = from === '' ? Math.max(0, 10 - Number(to)) : Number(from);
    const last = from === '' || to === '' ? 9 : Math.min(9, Number(to));
    if (first > 9) return void response.writeHead(416, { 'Content-Range': 'bytes */10' }).end('<html>');
    response.writeHead(206, { 'Content-Range': `bytes ${first}-${last}/10` }).end(body.slice(first, last + 1));
  };
  const { addresses, standin } = await started(t, [file('a.pdf', body, { serve: ranged })]);
  const [address] = await addresses();
  for (const [Range, status, text, told] of /** @type {[string, number, string, string | null][]} */ ([
    ['bytes=0-3', 206, '0123', 'bytes 0-3/10'],
    ['bytes=5-', 206, '56789', 'bytes 5-9/10'],
    ['bytes=-3', 206, '789', 'bytes 7-9/10'],
    ['bytes=8-99', 206, '89', 'bytes 8-9/10'],
    ['bytes=0-1,4-5', 200, body, null],
    ['bytes=3-1', 200, body, null],
    ['bytes=-', 200, body, null],
    ['lines=0-1', 200, body, null],
    ['bytes=0-1; x', 200, body, null],
    [`bytes=${'9'.repeat(20)}-`, 200, body, null],
  ])) {
    const response = await fetch(address, { headers: { Range } });
    assert.deepEqual(
      [response.status, response.headers.get('Content-Range'), await response.text()],
      [status, told, text],
      Range,
    );
    assert.equal(response.headers.get('Content-Length'), String(text.length), Range);
    assert.equal(standin.requests.at(-1)?.headers.range, status === 206 ? Range : undefined);
  }
  const beyond = await fetch(address, { headers: { Range: 'bytes=10-' } });
  assert.deepEqual(
    [beyond.status, beyond.headers.get('Content-Range'), await beyond.json()],
    [416, 'bytes */10', { code: 416, message: 'The file has no such part.' }],
  );
  const since = await fetch(address, { headers: { Range: 'bytes=0-3', 'If-Range': '"x"' } });
  assert.deepEqual([since.status, await since.text()], [200, body]);
});

test('a server that lies about a part is a 502', async (t) => {
  const lies = [
    [206, { 'Content-Range': 'bytes 0-3/10' }],
    [206, { 'Content-Range': 'bytes 1-5/10' }],
    [206, { 'Content-Range': 'bytes 1-4/3' }],
    [206, { 'Content-Range': 'bytes 4-1/10' }],
    [206, { 'Content-Range': 'bytes 1-4/10, x' }],
    [206, {}],
    [206, { 'Content-Range': 'bytes 1-4/10', 'Content-Length': '5' }],
    [206, { 'Content-Range': 'bytes 1-4/10', 'Content-Encoding': 'gzip' }],
    [200, { 'Content-Encoding': 'zstd' }],
    [200, { 'Content-Encoding': 'compress' }],
    [200, { 'Content-Encoding': 'gzip, aws-chunked' }],
  ];
  const files = lies.map(([status, headers]) =>
    file('a.pdf', 'x', {
      serve: (_, response) => void response.writeHead(Number(status), /** @type {any} */ (headers)).end('12345'),
    }),
  );
  const unasked = file('a.pdf', 'x', {
    serve: (_, response) => void response.writeHead(206, { 'Content-Range': 'bytes 0-0/1' }).end('x'),
  });
  const { addresses, told } = await started(t, [unasked, ...files]);
  const [first, ...others] = await addresses();
  assert.equal((await fetch(first)).status, 502);
  assert.equal(told[0].kind, 'api');
  for (const [index, address] of others.entries()) {
    const { status } = await fetch(address, { headers: { Range: 'bytes=1-4' } });
    assert.equal(status, 502, JSON.stringify(lies[index]));
  }
});

test('which bytes are the last is told by who knows how many there are', async (t) => {
  const { addresses } = await started(t, [
    file('a.pdf', 'x', {
      serve: (_, response) => void response.writeHead(206, { 'Content-Range': 'bytes 0-2/*' }).end('123'),
    }),
  ]);
  const [address] = await addresses();
  assert.equal((await fetch(address, { headers: { Range: 'bytes=-3' } })).status, 502);
  assert.equal((await fetch(address, { headers: { Range: 'bytes=0-2' } })).status, 206);
});

test('what S3 calls the encoding of a plain file is none', async (t) => {
  const { addresses } = await started(t, [
    file('a.pdf', 'x', {
      serve: (_, response) => void response.writeHead(200, { 'Content-Encoding': 'aws-chunked' }).end('123'),
    }),
  ]);
  const [address] = await addresses();
  assert.equal(await (await fetch(address)).text(), '123');
});

test('a promise’s own methods that throw once leave nothing that nobody catches', async (t) => {
  const { addresses, options } = await started(t, [file('cv.pdf')]);
  const [address] = await addresses();
  const proxy = createProxy(/** @type {any} */ (options));
  const errors = uncaught(t);
  for (const name of /** @type {const} */ (['catch', 'then'])) {
    const own = Promise.prototype[name];
    for (let call = 1; call <= 8; call++) {
      let calls = 0;
      Promise.prototype[name] = /** @type {any} */ (
        function (/** @type {any} */ ...values) {
          const [, , caller] = new Error('').stack?.split('\n') ?? [];
          if (caller?.includes('/dist/') && ++calls === call) throw new TypeError('once');
          // @ts-expect-error: a promise
          return own.apply(this, values);
        }
      );
      const response = await proxy(new Request(address)).catch(() => undefined);
      await response?.text().catch(() => {});
      Promise.prototype[name] = /** @type {any} */ (own);
    }
  }
  await delay(20);
  assert.deepEqual(errors, []);
  assert.equal((await proxy(new Request(address))).status, 200);
});

test('a built-in that throws once as a file’s time is over ends the request all the same', {
  timeout: 20_000,
}, async (t) => {
  /** @type {() => void} */
  let asked = () => {};
  const stalled = file('cv.pdf', 'x', { serve: () => asked() });
  const { addresses, options } = await started(t, [stalled], { timeout: 60 });
  const [address] = await addresses();
  const proxy = createProxy(/** @type {any} */ (options));
  const errors = uncaught(t);
  const own = {
    ...Object.getOwnPropertyDescriptors(Object),
    abort: Object.getOwnPropertyDescriptors(AbortController.prototype).abort,
  };
  for (const name of /** @type {const} */ (['setPrototypeOf', 'entries', 'defineProperty', 'abort'])) {
    const of = name === 'abort' ? AbortController.prototype : Object;
    const { defineProperty } = Object;
    asked = () => {
      let left = 1;
      const once = function (/** @type {any[]} */ ...values) {
        if (new Error('').stack?.includes('/dist/') && left-- > 0) throw new TypeError('once');
        // @ts-expect-error: whatever it is called on
        return own[name].value.apply(this, values);
      };
      defineProperty(of, name, { ...own[name], value: once });
    };
    const { status } = await proxy(new Request(address));
    defineProperty(of, name, /** @type {PropertyDescriptor} */ (own[name]));
    assert.ok(status === 502 || status === 504, `${name}: ${status}`);
  }
  assert.deepEqual(errors, []);
});

test('a signal that throws from some call on ends the request, and is no success', { timeout: 20_000 }, async (t) => {
  const { addresses, options, told } = await started(t, [file('cv.pdf')]);
  const [address] = await addresses();
  const proxy = createProxy(/** @type {any} */ (options));
  const errors = uncaught(t);
  for (let last = 0; last < 8; last++) {
    const controller = new AbortController();
    const { signal } = controller;
    const own = signal.addEventListener;
    let calls = 0;
    Object.defineProperty(signal, 'addEventListener', {
      value: (/** @type {any[]} */ ...values) => {
        if (++calls > last) throw new TypeError('thrown');
        return own.apply(signal, /** @type {any} */ (values));
      },
    });
    const request = new Request(address);
    Object.defineProperty(request, 'signal', { value: signal });
    const { status } = await proxy(request);
    assert.equal(status, calls > last ? 500 : 200, `${last} of ${calls}`);
  }
  assert.deepEqual(errors, []);
  assert.ok(told.length > 0 && told.every(({ message }) => message === 'The `signal` of the request throws.'));
});

test('what `authorize` rejects with later is nobody’s unhandled rejection, though a built-in threw meanwhile', async (t) => {
  const { options } = await started(t, [file('cv.pdf')]);
  const authorize = async () => {
    await delay(5);
    throw new Error('the session store is down');
  };
  const proxy = createProxy(/** @type {any} */ ({ ...options, authorize }));
  const errors = uncaught(t);
  for (const name of /** @type {const} */ (['race', 'resolve'])) {
    const own = Promise[name];
    Promise[name] = /** @type {any} */ (
      () => {
        Promise[name] = /** @type {any} */ (own);
        throw new TypeError('once');
      }
    );
    const { status } = await proxy(new Request(`https://app.example${MOUNT}?source_key=s&key=k`));
    Promise[name] = /** @type {any} */ (own);
    assert.equal(status, 500);
  }
  await delay(20);
  assert.deepEqual(errors, []);
});

test('of a list with more items than could be passed on nothing is written', async (t) => {
  const { options } = await started(t, [file('cv.pdf')]);
  const proxy = createProxy(/** @type {any} */ (options));
  const listed = JSON.stringify({ code: 200, data: Array(100_000).fill({}) });
  mockFetch(async () => new Response(listed));
  const stringify = t.mock.method(JSON, 'stringify');
  const response = await proxy(new Request(`https://app.example${MOUNT}?source_key=s&key=k`));
  assert.equal(response.status, 502);
  assert.ok(stringify.mock.calls.every(({ result }) => String(result).length < 10_000));
});

/** @param {string} location @returns {import('../support/files-server.js').Serve} */
const redirect = (location) => (_, response) => void response.writeHead(302, { Location: location }).end();

test('redirects: five are followed, each judged; none leads to metadata, down from https: or to another scheme', async (t) => {
  const nowhere = [
    ...['http://169.254.169.254/latest/meta-data/', 'http://[fe80::1]/', 'http://files.example/', 'file:///etc/passwd'],
    ...['http://user:password@127.0.0.1/', 'http://[', 'data:text/html,x', 'http://metadata.google.internal/'],
  ];
  const { standin, addresses, told } = await started(t, [
    file('5.pdf', 'whole'),
    file('6.pdf', 'whole'),
    file('nowhere.pdf', 'x', { serve: (_, response) => void response.writeHead(302).end() }),
    ...nowhere.map((place) => file('x.pdf', 'x', { serve: redirect(place) })),
  ]);
  for (const [index, redirects] of [5, 6].entries()) {
    standin.profiles[0].files[index].serve = (_, response, asked) =>
      asked > redirects ? void response.end('whole') : redirect(`/files/k/${index}?${asked}`)(_, response, asked);
  }
  const [five, ...others] = await addresses();
  assert.equal(await (await fetch(five)).text(), 'whole');
  for (const address of others) {
    const response = await fetch(address);
    assert.deepEqual(
      [response.status, await response.json()],
      [502, { code: 502, message: 'The file could not be fetched.' }],
    );
  }
  assert.equal(told.length, others.length);
  assert.match(told[0].message, /more than 5 times/);
});

test('every address that a name leads to is judged before anything connects', async (t) => {
  /** @type {Record<string, string[]>} */
  const names = {
    'here.localhost': ['127.0.0.1'],
    'metadata.localhost': ['169.254.169.254'],
    'one-of-two.localhost': ['127.0.0.1', '169.254.169.254'],
    'elsewhere.localhost': ['192.0.2.1'],
    'files.example': ['169.254.169.254'],
    'loop.example': ['127.0.0.1'],
  };
  const { standin, addresses, told } = await started(t, []);
  const { port } = new URL(standin.url);
  standin.profiles[0].files = Object.keys(names).map((name, index) => {
    const scheme = name.endsWith('localhost') ? 'http' : 'https';
    return file('cv.pdf', 'whole', { public_url: `${scheme}://${name}:${port}/files/k/${index}` });
  });
  const { lookup } = dns.promises;
  t.after(() => {
    dns.promises.lookup = lookup;
  });
  dns.promises.lookup = /** @type {any} */ (
    async (/** @type {string} */ name) => (names[name] ?? [name]).map((address) => ({ address, family: 4 }))
  );
  const statuses = [];
  for (const address of await addresses()) statuses.push((await fetch(address)).status);
  assert.deepEqual(statuses.slice(1), [502, 502, 502, 502, 502]);
  const said = told.filter(({ kind }) => kind === 'response').map(({ message }) => message);
  assert.equal(said.length, 5);
  assert.deepEqual(standin.fetched().slice(1), []);
});

test('what its server answers else is a 502, what it no longer has a 404, and onError is told', async (t) => {
  const statuses = [404, 410, 201, 204, 304, 400, 401, 403, 418, 429, 500, 503, 416];
  const { addresses, told } = await started(
    t,
    statuses.map((status) => file('a.pdf', 'x', { serve: (_, response) => void response.writeHead(status).end() })),
  );
  const [gone, gone2, ...others] = await addresses();
  await assertNotThere(await fetch(gone));
  await assertNotThere(await fetch(gone2));
  for (const address of others) assert.equal((await fetch(address)).status, 502);
  assert.deepEqual(
    told.map(({ name, status }) => [name, status]),
    statuses.slice(2).map((status) => ['HrflowError', status]),
  );
});

test('a server that is not there, or closes, is a 502; one that never answers a 504', async (t) => {
  let closed = false;
  const { addresses, told } = await started(
    t,
    [
      file('a.pdf', 'x', { public_url: 'http://127.0.0.1:9/x' }),
      file('b.pdf', 'x', { serve: (request) => void request.socket.destroy() }),
      file('c.pdf', 'x', { serve: (request) => void request.once('close', () => (closed = true)) }),
    ],
    { timeout: 200 },
  );
  const [absent, closing, silent] = await addresses();
  assert.equal((await fetch(absent)).status, 502);
  assert.equal((await fetch(closing)).status, 502);
  const late = await fetch(silent);
  assert.deepEqual([late.status, await late.json()], [504, { code: 504, message: 'The file did not come in time.' }]);
  assert.deepEqual(
    told.map(({ kind }) => kind),
    ['network', 'network', 'timeout'],
  );
  await until(() => closed);
});

/** @param {() => unknown} isSo */
async function until(isSo) {
  for (let tries = 0; !isSo(); tries++) {
    assert.ok(tries < 500, `never: ${isSo}`);
    await delay(10);
  }
}

test('a body that stalls, ends early or goes on too long breaks off', async (t) => {
  let stalled = false;
  const { addresses, told } = await started(
    t,
    [
      file('a.pdf', 'x', {
        serve(request, response) {
          response.writeHead(200, { 'Content-Length': 10 }).write('half');
          request.once('close', () => (stalled = true));
        },
      }),
      file('b.pdf', 'x', {
        serve(_, response) {
          response.writeHead(200, { 'Content-Length': 10 }).write('half', () => response.destroy());
        },
      }),
      file('c.pdf', 'x', { serve: (_, response) => void response.writeHead(200).end('x'.repeat(2_000)) }),
      file('d.pdf', 'x', {
        serve: (_, response) => void response.writeHead(200, { 'Content-Length': 2_000 }).end('x'.repeat(2_000)),
      }),
      file('e.pdf', 'x'.repeat(1_000)),
    ],
    { timeout: 300, max_file_bytes: 1_000 },
  );
  const [a, b, c, d, e] = await addresses();
  for (const address of [a, b, c]) {
    const response = await fetch(address);
    assert.equal(response.status, 200);
    await assert.rejects(response.arrayBuffer());
  }
  assert.equal((await fetch(d)).status, 502);
  assert.equal((await (await fetch(e)).arrayBuffer()).byteLength, 1_000);
  await until(() => stalled);
  assert.deepEqual(
    told.map(({ kind }) => kind),
    ['timeout', 'network', 'response', 'response'],
  );
});

test('a large body streams: memory stays flat, and nobody asks its server for more than is read', async (t) => {
  const CHUNK = Buffer.alloc(1_048_576, 'x');
  const CHUNKS = 300;
  let sent = 0;
  const endless = await startRawServer((_, response) => {
    response.writeHead(200, { 'Content-Length': CHUNK.length * CHUNKS });
    const write = () => {
      while (sent < CHUNKS) {
        sent++;
        if (!response.write(CHUNK)) return void response.once('drain', write);
      }
      response.end();
    };
    write();
  }, t);
  const { addresses, app } = await started(t, [file('a.pdf', 'x', { public_url: `${endless.url}/x` })]);
  const [address] = await addresses();
  // Nothing is read: the way is full after a few buffers.
  const { pathname, search, port } = new URL(address);
  const idle = connect(Number(port), '127.0.0.1');
  idle.pause();
  idle.write(`GET ${pathname}${search} HTTP/1.1\r\nHost: x\r\n\r\n`);
  await until(() => sent > 0);
  for (let last = 0; last !== sent; ) {
    last = sent;
    await delay(500);
  }
  assert.ok(sent < 40, `${sent} of ${CHUNKS} were sent to nobody`);
  idle.destroy();
  await delay(100);
  sent = 0;
  const before = process.memoryUsage().rss;
  let most = 0;
  let bytes = 0;
  const response = await fetch(address);
  for await (const chunk of /** @type {any} */ (response.body)) {
    bytes += chunk.length;
    most = Math.max(most, process.memoryUsage().rss);
  }
  assert.equal(bytes, CHUNK.length * CHUNKS);
  const grown = (most - before) / CHUNK.length;
  assert.ok(grown < CHUNKS / 2, `${grown} MiB more for ${CHUNKS}`);
  assert.ok(app.url);
});

test('a client that goes away ends the request to the file’s server at once', async (t) => {
  let [open, closed] = [0, 0];
  const endless = await startRawServer((request, response) => {
    open++;
    request.once('close', () => closed++);
    if (request.url === '/silent') return;
    response.writeHead(200).write('x');
  }, t);
  const files = ['/silent', '/body'].map((path) => file('a.pdf', 'x', { public_url: endless.url + path }));
  const { addresses, options, told } = await started(t, files, { timeout: 0 });
  for (const [index, address] of (await addresses()).entries()) {
    const { pathname, search, port } = new URL(address);
    const client = connect(Number(port), '127.0.0.1');
    client.write(`GET ${pathname}${search} HTTP/1.1\r\nHost: x\r\n\r\n`);
    await until(() => open === index + 1);
    if (index === 1) await once(client, 'data');
    client.destroy();
    await until(() => closed === index + 1);
  }
  // Where there is no signal, the stream that is left is enough.
  const [, address] = await addresses();
  const proxy = createProxy(/** @type {any} */ (options));
  const response = await proxy(new Request(address));
  await response.body?.cancel();
  await until(() => closed === 3);
  // And where nobody leaves the stream, the signal.
  const leaving = new AbortController();
  const left = await proxy(new Request(address, { signal: leaving.signal }));
  const reading = assert.rejects(left.text());
  leaving.abort();
  await reading;
  await until(() => closed === 4);
  assert.deepEqual(told, []);
});

test('what is no number of milliseconds or bytes is refused at once', () => {
  for (const name of ['files_valid_for', 'max_file_bytes']) {
    for (const value of [0, -1, 1.5, '900', Number.NaN, Number.POSITIVE_INFINITY, {}, true]) {
      assert.throws(() => createProxy(/** @type {any} */ ({ authorize: () => true, [name]: value })), {
        name: 'HrflowError',
        kind: 'configuration',
      });
    }
  }
  assert.throws(() => createProxy({ authorize: () => true, files_valid_for: 86_400_001 }), /a day/);
  for (const value of [undefined, null, 1])
    createProxy({ authorize: () => true, files_valid_for: value, max_file_bytes: value });
});

test('without a key there is nothing to seal with: a 500, and onError is told', async (t) => {
  const { list, told } = await started(t, [file('cv.pdf')], { api_secret: undefined, api_user: undefined });
  assert.equal((await list()).status, 500);
  assert.match(told[0].message, /sealed with the key/);
});

test('without `files`, answers are what they were, and a path of a file is one of the others’', async (t) => {
  for (const endpoints of /** @type {any[]} */ ([
    undefined,
    ['attachments'],
    ['attachments', 'profiles'],
    ['profiles'],
  ])) {
    const { app, standin } = await started(t, [file('cv.pdf')], { endpoints });
    const headers = { 'X-API-KEY': 'the secret key', 'X-USER-EMAIL': 'u' };
    const query = '?source_key=s&key=k';
    const at = (/** @type {string} */ path) =>
      fetch(`${app.url}${MOUNT}${path}${query}`).then((answer) => answer.text());
    if (endpoints?.length === 1 && endpoints[0] === 'profiles') {
      assert.match(await at('/files/x'), /^\{"code":404,"message":"Nothing is served/);
      continue;
    }
    const direct = await (await fetch(`${standin.url}/v1/profile/indexing/attachments${query}`, { headers })).text();
    assert.equal(await at('/profile/indexing/attachments'), direct);
    assert.equal(await at('/files/x'), direct);
  }
});

test('a list that holds the key is withheld though its addresses would be sealed', async (t) => {
  const { list } = await started(
    t,
    [file('cv.pdf', 'x', { public_url: 'https://files.example/?key=ask_0123456789abcdef' })],
    {
      api_secret: 'ask_0123456789abcdef',
    },
  );
  assert.equal((await list()).status, 502);
});

test('nothing from the root of all objects is in the seal, the request or the answer', async (t) => {
  const { options, standin, addresses } = await started(t, [file('cv.pdf')]);
  const [address] = await addresses();
  const proxy = createProxy(/** @type {any} */ (options));
  const root = /** @type {any} */ (Object.prototype);
  for (const [name, value] of Object.entries({
    ...{ tagLength: 96, additionalData: 7, Range: 'bytes=0-0', 'Content-Type': 'text/html', 'Set-Cookie': 'a=b' },
    ...{ files_valid_for: 'x', max_file_bytes: 1, key: 'other', email: 'e', statusText: 'a\nb', total: 9 },
  })) {
    const request = new Request(address);
    root[name] = value;
    try {
      const response = await proxy(request);
      assert.deepEqual([response.status, response.headers.get('Content-Type')], [200, 'application/pdf'], name);
      assert.equal(response.headers.get('Set-Cookie'), null);
      assert.equal(await response.text(), 'the file cv.pdf');
    } finally {
      delete root[name];
    }
  }
  assert.ok(standin.requests.every(({ headers }) => headers.range === undefined));
});

test('no name is looked up on the root of all objects while files are listed and served', async (t) => {
  const { options } = await started(t, [file('cv.pdf')]);
  const proxy = createProxy(/** @type {any} */ (options));
  const data = [200, 206, 302].map((status) => ({ public_url: `https://127.1.2.3/${status}` }));
  t.mock.method(globalThis, 'fetch', async (/** @type {string | Request} */ asked) => {
    const { pathname } = new URL(typeof asked === 'string' ? asked : asked.url);
    const headers = new Headers({ 'Content-Range': 'bytes 0-1/2', Location: '/404' });
    const status = Number(pathname.slice(1));
    return status ? new Response('01', { status, headers }) : Response.json({ code: 200, data });
  });
  const run = async () => {
    const listed = await proxy(
      new Request(`https://app.example${MOUNT}/profile/indexing/attachments?source_key=s&key=k`),
    );
    const statuses = [];
    for (const { public_url } of (await listed.json()).data) {
      const request = new Request(`https://app.example${public_url}`, { headers: { Range: 'bytes=0-1' } });
      const response = await proxy(request);
      await response.arrayBuffer();
      statuses.push(response.status);
    }
    assert.deepEqual(statuses, [200, 206, 404]);
  };
  await run();
  // What the platform alone looks for, in what it is given, and all that the package names.
  const names = new Set(['start', 'type', 'size', 'hints', 'family', 'order', 'autoAllocateChunkSize']);
  for (const dist of ['proxy.mjs', 'file-rules.mjs']) {
    const code = readFileSync(join(project, 'node_modules/hrflow-wasm/dist', dist), 'utf8');
    for (const [name] of code.matchAll(/(?<=[.{,'"])[a-z_]{3,}(?=[^\w$])/gi)) names.add(name);
  }
  // What the language looks for itself; and a member of `ArrayBuffer` that Node 20 does not have.
  const languages = ['get', 'set', 'value', 'writable', 'enumerable', 'configurable', 'then', 'return', 'detached'];
  for (const name of languages) names.delete(name);
  for (const name of Object.getOwnPropertyNames(Object.prototype)) names.delete(name);
  assert.ok(names.size > 200, `${names.size}`);
  /** @type {Set<string>} */
  const read = new Set();
  let isLooking = false;
  const given = /node:internal\/(webstreams|dns|webidl|validators)/;
  for (const name of names) {
    Object.defineProperty(Object.prototype, name, {
      configurable: true,
      get() {
        if (isLooking) return;
        isLooking = true;
        const lines = (new Error('').stack ?? '').split('\n').slice(2);
        const [reader] = lines.filter((line) => !given.test(line));
        if (reader?.includes('hrflow-wasm/dist')) read.add(`${name} ${reader.trim()}`);
        isLooking = false;
      },
      set(value) {
        Object.defineProperty(this, name, { value, configurable: true, enumerable: true, writable: true });
      },
    });
    try {
      await run();
    } finally {
      delete (/** @type {any} */ (Object.prototype)[name]);
    }
  }
  assert.deepEqual([...read], []);
});

test('`require` finds it too', async (t) => {
  const { options } = await started(t, [file('cv.pdf')]);
  const required = createRequire(join(project, 'x.cjs'))('hrflow-wasm/proxy');
  const proxy = required.createProxy(options);
  const { data } = await (await proxy(new Request(`https://app.example${MOUNT}?source_key=s&key=k`))).json();
  assert.equal(await (await proxy(new Request(`https://app.example${data[0].public_url}`))).text(), 'the file cv.pdf');
});

test('a host that a public_url spells in its own way is found elsewhere, too', async () => {
  for (const odd of ['https://%66iles.example/1', 'https://a,b:x@files.example/1', 'https:files.example/1']) {
    const answer = { data: [{ public_url: odd, other: 'see https://files.example/1' }] };
    const shown = JSON.parse(
      await hidden(
        JSON.stringify(answer),
        () => ['key', 'k'],
        async () => null,
      ),
    );
    assert.deepEqual(shown.data, [{ public_url: null, other: null }], odd);
  }
});

test('a host is found elsewhere whatever stands behind it, and where too many are odd to be looked at', async () => {
  const secret = 'https://files.example/token/cv.pdf';
  const shown = async (/** @type {object[]} */ data) =>
    JSON.parse(
      await hidden(
        JSON.stringify({ data }),
        () => ['key', 'k'],
        async () => null,
      ),
    ).data.at(-1);
  for (const note of [
    ...['https://v.example/?u=https://files.example&p=/token', '`https://files.example`', '//files.example=x'],
    ...[
      'https://files.example:99999/token',
      'https:/\t/files.example/token',
      '//files.ex\nample',
      'https://files\ufeff.example/token',
      '//files.example!x',
    ],
    ...['//u:p@files.example:44x/token', '//FILES.example]', 'https://files.example../token'],
    ...['https://a,b@files.example/token', 'https://jane%40mail.example:pw@files.example/token', "//o'x@files.example"],
    ...[
      'https://viewer.example/?url=https%3A%2F%2Ffiles.example%2Fcv.pdf%3Fsig%3DSECRET&for=bob@mail.example',
      'https%3A%2F%2Ffiles.example%2Fcv.pdf,bob@mail.example',
      'https%3A%2F%2Fjane%40files.example%2Fcv.pdf',
      'https://%6Aane@files.example/cv.pdf',
      'https://(x)@files.example/cv.pdf',
      `https://a,${'b'.repeat(260)}@files.example/cv.pdf`,
      'https://a b@files.example/cv.pdf',
      'https://\uff46\uff49les\uff0eexample/cv.pdf',
      'https://fi\u00adles\u3002example/cv.pdf',
      'https://ﬁles.example/cv.pdf',
      'https://files.example\u200bcv.pdf',
      'https://%EF%BD%86iles.example/cv.pdf',
      'https://fi%C2%ADles.example/cv.pdf',
    ],
  ]) {
    assert.deepEqual(await shown([{ public_url: secret, note }]), { public_url: null, note: null }, note);
  }
  for (const odd of [
    'https://jane%40mail.example:pw@files.example/',
    'https:files.example/',
    'https://f%69les.example/',
  ]) {
    const long = { public_url: odd + 'a'.repeat(5_000), note: secret };
    assert.deepEqual(await shown([long]), { public_url: null, note: null }, odd);
  }
  const mailed = { public_url: `${secret}?for=jane@mail.example`, email: 'jane@mail.example' };
  assert.deepEqual(await shown([mailed]), { public_url: null, email: 'jane@mail.example' });
  const texts = { email: 'jane@files.example', text: 'See // and jane@mail.example.\nExpérience, 2020/01/02' };
  assert.deepEqual(
    await shown([...Array(900).fill({ text: 'a@b.example.\n+33 6' }), { public_url: secret, ...texts }]),
    {
      public_url: null,
      ...texts,
    },
  );
  for (const url of ['https://files.example:8443/token', 'http://10.0.0.9/token']) {
    const many = Array.from({ length: 2_000 }, (_, index) => ({ public_url: `${url}/${index}` }));
    assert.equal((await shown([...many, { note: 'https://other.example/1' }])).note, 'https://other.example/1');
  }
  const odd = Array.from({ length: 500 }, (_, index) => ({ public_url: `https://a,${index}.example/1` }));
  const last = [{ public_url: secret.replace('files', 'fil%65s') }, { a: 'a / b', note: secret }];
  assert.deepEqual(await shown([...odd, ...last]), { a: 'a / b', note: null });
  for (const [public_url, note] of [
    ['https://b\u00fccher.example/1', 'https://b%C3%BCcher.example/1'],
    ['https://b\u00fccher.example/1', 'https://B\u00dcCHER.example/1'],
    ['https://xn--bcher-kva.example/1', 'https://u@b\u00fccher.example/1'],
    ...[
      'col\u00b7lecci\u00f3.cat',
      '\u30a2\u30fb\u30a4.jp',
      '\u{1f4a9}.la',
      '\u03b5\u03bb\u03bb\u03b1\u03c3-1.gr',
    ].flatMap((host) => [
      [`https://${host}/1`, `https://${host.toUpperCase()}/1`],
      [`https://${host}/1`, `https://${encodeURIComponent(host)}/1`],
      [new URL(`https://${host}/1`).href, `https://${host}/1`],
    ]),
    ['http://10.0.0.9/1', 'http://u@0xa.9/1'],
    ['http://[fe80::1]/1', 'http://[FE80:0::1]:80/1'],
    ['https://b\u00fccher.example/1', `https://bu${'\ufe0f'.repeat(30)}\u0308cher.example/1`],
    ['https://files,1.example/1', 'see https://files,1.example/1'],
    ['https://assets.example/1', 'https://a\u1e9eets.example/1'],
  ]) {
    assert.deepEqual(await shown([{ public_url, note }]), { public_url: null, note: null }, note);
  }
});

test('a host is found in every letter that the platform reads it from, also percent-encoded', async () => {
  const lost = [];
  for (let code = 0; code < 0x110000; code++) {
    if (code >= 0xd800 && code < 0xe000) continue;
    const letter = String.fromCodePoint(code);
    const address = `https://a${letter}b.files.example/cv.pdf`;
    const host = URL.canParse(address) ? new URL(address).hostname : '';
    if (host === '' || host.includes('xn--') || /[^a-z\d.-]/.test(host)) continue;
    for (const note of [address, `https://v.example/?u=${encodeURIComponent(address)}`]) {
      const answer = { data: [{ public_url: `https://${host}/1`, note }] };
      const shown = await hidden(
        JSON.stringify(answer),
        () => ['key', 'k'],
        async () => null,
      );
      if (JSON.parse(shown).data[0].note !== null) lost.push(`${code.toString(16)} ${note}`);
    }
  }
  assert.deepEqual(lost, []);
});

test('no letter becomes an accent but those that are counted as one', () => {
  for (let code = 0; code < 0x110000; code++) {
    const letter = String.fromCodePoint(code);
    if (/[\p{M}\uff9e\uff9f]/u.test(letter)) continue;
    assert.doesNotMatch(letter.normalize('NFKC'), /^\p{M}+$/u, code.toString(16));
  }
});

test('what is no address of the web makes no host of a word', async () => {
  const note = 'https://anna.example/cv/home/files/application/in/anna';
  for (const public_url of [
    '/files//cv/1.pdf',
    'file:///home/cv.pdf',
    'data:application/pdf;x',
    'C:\\files\\cv.pdf',
    'CV:Anna',
  ]) {
    const shown = await hidden(
      JSON.stringify({ data: [{ public_url, note }] }),
      () => ['key', 'k'],
      async () => null,
    );
    assert.equal(JSON.parse(shown).data[0].note, note, public_url);
  }
});

test('many files at one odd host have addresses, all of them', async () => {
  for (const host of ['files_server', 'm\u00fcnchen.example', 'files.example.', '[2001:db8::1]']) {
    const data = Array.from({ length: 500 }, (_, index) => ({ public_url: `https://${host}/${index}` }));
    const shown = await hidden(
      JSON.stringify({ data }),
      () => ['key', 'k'],
      async () => '/own',
    );
    assert.ok(
      JSON.parse(shown).data.every((/** @type {any} */ { public_url }) => public_url === '/own'),
      host,
    );
  }
});

test('what a candidate writes is looked at in few steps, whatever it is', async (context) => {
  let [asked, longest] = [0, 0];
  const { URL } = globalThis;
  context.after(() => {
    globalThis.URL = URL;
  });
  globalThis.URL = /** @type {any} */ (
    class extends URL {
      /** @param {string} text */
      constructor(text) {
        longest = Math.max(longest, text.split('/')[2]?.length ?? 0);
        asked++;
        super(text);
      }
    }
  );
  const texts = [
    ...['//[1', ' //a:b', ' //ü'].map((text) => text.repeat(20_000)),
    ...['\u0316\u0301', '\uff9e\u0301'].map((accents) => `//a${accents.repeat(80_000)}`),
  ];
  const answer = {
    data: texts.map((original_file_name) => ({ original_file_name, public_url: 'https://h.example/1' })),
  };
  const shown = JSON.parse(
    await hidden(
      JSON.stringify(answer),
      () => ['key', 'k'],
      async () => '/own',
    ),
  );
  assert.ok(asked < 1_000, `${asked}`);
  assert.ok(shown.data[0].original_file_name === texts[0], 'it names no host');

  asked = 0;
  const numbers = {
    public_url: 'http://10.0.0.9/1',
    note: `//${Array.from({ length: 20_000 }, (_, index) => `1.${index}`)}`,
  };
  const unread = JSON.parse(
    await hidden(
      JSON.stringify({ data: [numbers] }),
      () => ['key', 'k'],
      async () => '/own',
    ),
  );
  assert.deepEqual(unread.data, [{ public_url: '/own', note: null }]);
  assert.ok(asked < 1_000, `${asked}`);

  asked = 0;
  const hosts = Array.from({ length: 20_000 }, (_, index) =>
    index % 2 ? `a,${index}` : `a,${'\u0316'.repeat(3_900)}`,
  );
  const odd = hosts.map((host) => ({ public_url: `https://${host}/1`, type: 'x' }));
  const own = JSON.parse(
    await hidden(
      JSON.stringify({ data: odd }),
      () => ['key', 'k'],
      async () => '/own',
    ),
  );
  assert.ok(asked < 1_000, `${asked}`);
  assert.deepEqual(own.data.at(-1), { public_url: null, type: 'x' });
  assert.ok(longest < 300, `the platform takes the square of ${longest}`);

  asked = 0;
  for (const text of [':', '0:/', 'http:xn--/', 'a b:c']) {
    const data = [{ public_url: Array(20_000).fill(text) }];
    await hidden(
      JSON.stringify({ data }),
      () => ['key', 'k'],
      async () => null,
    );
  }
  assert.ok(asked < 1_000, `${asked}`);
});

test('a path of slashes, names of accents and a long path cost what they weigh, and little more', async (t) => {
  const { options } = await started(t, [file('cv.pdf')]);
  const normalize = t.mock.method(String.prototype, 'normalize');
  const data = Array.from({ length: 10_000 }, (_, index) => ({
    public_url: 'https://files.example/1',
    original_file_name: index === 0 ? `e${'\u0316\u0301'.repeat(100_000)}.pdf` : null,
  }));
  t.mock.method(globalThis, 'fetch', async () => Response.json({ code: 200, data }));
  const proxy = createProxy(/** @type {any} */ ({ ...options, onError() {} }));
  const listed = await proxy(new Request(`https://app.example${MOUNT}?source_key=s&key=k`));
  assert.equal(listed.status, 200);
  assert.ok(normalize.mock.calls.every((call) => String(call.this).length < 3_000));
  const long = await proxy(new Request(`https://app.example/${'a/'.repeat(7_000)}?source_key=s&key=k`));
  assert.equal(long.status, 502, 'each address would repeat the path');
  data.length = 1;
  const slashes = await proxy(new Request(`https://app.example//a${'/'.repeat(10_000)}b//?source_key=s&key=k`));
  const [{ public_url }] = (await slashes.json()).data;
  assert.ok(public_url.startsWith(`/a${'/'.repeat(10_000)}b/files/`));
});

test('more files than can be sealed in good time are refused, and others get their turn', async (t) => {
  const { options, told } = await started(t, []);
  const proxy = createProxy(/** @type {any} */ (options));
  /** @type {object[]} */
  let data = [];
  t.mock.method(globalThis, 'fetch', async () => Response.json({ code: 200, data }));
  const list = (/** @type {number} */ length) => {
    data = Array.from({ length }, () => ({ public_url: 'https://files.example/1' }));
    return proxy(new Request(`https://app.example${MOUNT}?source_key=s&key=k`));
  };
  assert.equal((await list(20_000)).status, 502);
  assert.match(told[0].message, /too many/);
  let [turns, isOver] = [0, false];
  const turn = () => {
    turns++;
    if (!isOver) setImmediate(turn);
  };
  turn();
  assert.equal((await list(6_400)).status, 200);
  isOver = true;
  assert.ok(turns > 50, `${turns}`);
});

test('an answer that is nested deeply is a 502, and ends no process', async (t) => {
  const { options, told } = await started(t, []);
  const proxy = createProxy(/** @type {any} */ (options));
  let body = '';
  t.mock.method(globalThis, 'fetch', async () => new Response(body));
  const list = (/** @type {number} */ depth) => {
    body = `{"code":200,"data":[{"x":${'['.repeat(depth)}{"public_url":"https://files.example/日本"}${']'.repeat(depth)}}]}`;
    return proxy(new Request(`https://app.example${MOUNT}?source_key=s&key=k`));
  };
  assert.equal((await list(50)).status, 200);
  for (const depth of [100, 1_000, 2_192, 5_000]) assert.equal((await list(depth)).status, 502, `${depth}`);
  assert.deepEqual([...new Set(told.map(({ kind }) => kind))], ['response']);
});

test('of what a fetch threw, onError is told what kind it is, and nothing is looked into', async (t) => {
  const { options, addresses } = await started(t, [file('cv.pdf')]);
  const [address] = await addresses();
  /** @type {any[]} */
  const told = [];
  const proxy = createProxy(/** @type {any} */ ({ ...options, onError: (/** @type {any} */ one) => told.push(one) }));
  let acted = 0;
  const acting = {
    toString() {
      acted++;
      throw new Error('boom');
    },
  };
  for (const thrown of [
    new TypeError(`fetch failed: ${address}`, { cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }) }),
    { name: acting, message: acting, code: acting },
    { message: Object.create(null) },
    new Proxy(new TypeError(address), {
      getPrototypeOf() {
        throw acting;
      },
    }),
  ]) {
    const mocked = t.mock.method(globalThis, 'fetch', async () => Promise.reject(thrown));
    assert.equal((await proxy(new Request(address))).status, 502);
    mocked.mock.restore();
  }
  let cancelled = 0;
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new Uint8Array(1));
    },
    pull(controller) {
      controller.error({ name: acting, message: acting, code: acting, cause: acting });
    },
  });
  t.mock.method(globalThis, 'fetch', async (/** @type {any} */ _, /** @type {RequestInit} */ { signal }) => {
    signal?.addEventListener('abort', () => cancelled++);
    return new Response(body);
  });
  const broken = await proxy(new Request(address));
  assert.equal(broken.status, 200);
  await assert.rejects(broken.arrayBuffer(), { message: 'The file ended early.' });
  assert.deepEqual([acted, cancelled], [0, 1]);
  assert.deepEqual(
    told.map(({ kind, cause: { name, code, message } }) => [kind, name, code, message]),
    [
      ['network', 'TypeError', 'ECONNREFUSED', ''],
      ['network', 'Error', undefined, ''],
      ['network', 'Error', undefined, ''],
      ['network', 'TypeError', undefined, ''],
      ['network', 'Error', undefined, ''],
    ],
  );
});

test('two parameters of a profile open nothing, whatever stands on the root of all objects', async (t) => {
  const { options, addresses } = await started(t, [file('cv.pdf')]);
  const [address] = await addresses();
  const url = new URL(address);
  url.searchParams.set('reference', 'r');
  url.searchParams.delete('source_key');
  const root = /** @type {any} */ (Object.prototype);
  root.source_key = 's';
  try {
    assert.equal((await createProxy(/** @type {any} */ (options))(new Request(url))).status, 404);
  } finally {
    delete root.source_key;
  }
});

test('a part of a file that is too long is not passed on either', async (t) => {
  const { options, addresses } = await started(t, [file('cv.pdf')]);
  const [address] = await addresses();
  const proxy = createProxy(/** @type {any} */ ({ ...options, max_file_bytes: 5 }));
  for (const [part, total, status] of /** @type {const} */ ([
    ['0-1', '9', 502],
    ['7-8', '*', 502],
    ['3-4', '*', 206],
  ])) {
    const headers = { 'Content-Range': `bytes ${part}/${total}`, 'Content-Length': '2' };
    const mocked = t.mock.method(globalThis, 'fetch', async () => new Response('01', { status: 206, headers }));
    const response = await proxy(new Request(address, { headers: { Range: `bytes=${part}` } }));
    assert.equal(response.status, status, part);
    await response.arrayBuffer();
    mocked.mock.restore();
  }
});

test('a name that holds a public address is no name of the file either', async (t) => {
  const secret = 'https://files.example/a-token/cv.pdf';
  const named = [
    { original_file_name: secret },
    { file_name: secret },
    { original_file_name: null, extension: secret },
  ];
  const { addresses } = await started(t, [
    ...named.map((names) => file('x.pdf', 'x', { original_file_name: null, ...names })),
    file('y.pdf', 'y', { public_url: secret }),
  ]);
  for (const address of (await addresses()).slice(0, -1)) {
    const disposition = (await fetch(address)).headers.get('Content-Disposition') ?? '';
    assert.doesNotMatch(disposition, /token|example/);
    assert.match(disposition, /attachment/);
  }
});

test('who leaves while the next piece is waited for breaks nothing', async (t) => {
  const { options, addresses } = await started(t, [file('cv.pdf')]);
  const [address] = await addresses();
  /** @type {unknown[]} */
  const told = [];
  const proxy = createProxy(
    /** @type {any} */ ({ ...options, onError: (/** @type {unknown} */ one) => told.push(one) }),
  );
  let isEnded = false;
  const body = new ReadableStream({
    cancel() {
      isEnded = true;
    },
  });
  t.mock.method(globalThis, 'fetch', async () => new Response(body));
  const reader = /** @type {ReadableStream} */ ((await proxy(new Request(address))).body).getReader();
  const pending = reader.read();
  await reader.cancel();
  assert.equal((await pending).done, true);
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.ok(isEnded);
  assert.deepEqual(told, []);
});

test('a key that is no text opens nothing that a visitor could have sealed', async (context) => {
  for (const api_secret of [Promise.resolve('ask_1'), {}, false, 0, ' ', '\u200b']) {
    const { list, told } = await started(context, [file('a.pdf')], { api_secret: /** @type {any} */ (api_secret) });
    assert.equal((await list()).status, 500);
    const { status } = await list('source_key=s&key=k', `/files/${'A'.repeat(80)}`);
    assert.equal(status, 500);
    assert.equal(told.at(-1).kind, 'configuration');
  }
});
