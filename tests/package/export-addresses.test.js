// Addresses that strangers gave: where a file may be fetched from, how far redirects are followed, and what goes along.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import dns from 'node:dns';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { data } from '../support/example.js';
import { failuresIn, filesIn, newFolder, read } from '../support/export-folder.js';
import { candidate, file, startFilesServer } from '../support/files-server.js';
import { importedExport } from '../support/installed.js';
import { mockFetch } from '../support/mocked-fetch.js';
import { startRawServer } from '../support/raw-server.js';
import { skipUnless } from '../support/skip.js';

const { exportAttachments } = await importedExport();

/** @param {import('node:test').TestContext} context @param {import('../support/files-server.js').Served[]} files */
async function started(context, files) {
  const server = await startFilesServer(context, [candidate('k', [...files, file('good.pdf')])]);
  const directory = newFolder(context);
  const run = (/** @type {object} */ more = {}) =>
    exportAttachments({ max_retries: 0, ...server.options, directory, ...more });
  return { server, directory, run };
}

/** @param {string} location @returns {import('../support/files-server.js').Serve} */
const redirect = (location) => (_, response) => void response.writeHead(302, { Location: location }).end();

/** @type {[name: string, public_url: string | null, message: RegExp][]} */
const REFUSED = [
  ['nothing', null, /not a URL/],
  ['an empty text', '', /not a URL/],
  ['the vendor’s own example', data[0].public_url, /not a URL|neither/],
  ['a path', '/files/k/0', /not a URL/],
  ['a file of this machine', 'file:///etc/passwd', /neither `https:` nor `http:`/],
  ['data', 'data:text/plain,x', /neither `https:` nor `http:`/],
  ['another machine over http:', 'http://files.example/cv.pdf', /`http:`, which anyone on the way can read/],
  ['an address of another machine over http:', 'http://192.0.2.1/cv.pdf', /`http:`/],
  ['the metadata of clouds', 'http://169.254.169.254/latest/meta-data/', /link-local/],
  ['the same over https:', 'https://169.254.169.254/', /link-local/],
  ['the same as one number', 'https://2852039166/', /link-local/],
  ['the same in IPv6', 'https://[::ffff:169.254.169.254]/', /link-local/],
  ['the metadata by its name', 'https://metadata.google.internal/', /link-local/],
  ['a link-local address of IPv6', 'https://[fe80::1]/', /link-local/],
  ['this network', 'http://0.0.0.0/', /link-local/],
  ['a user name and a password', 'https://user:password@files.example/', /user name or a password/],
  ['a line break within', 'https://files.example/\ncv.pdf', /not a URL/],
];

test('an address that may not be fetched is a failure of its file, and nothing connects', async (t) => {
  const files = REFUSED.map(([name, public_url]) => file(name, '', { public_url }));
  const { directory, run } = await started(t, files);
  const before = dns.lookup;
  let lookups = 0;
  t.after(() => lookedUp(before));
  lookedUp(
    /** @type {any} */ (
      (/** @type {any[]} */ ...call) => {
        lookups++;
        return /** @type {any} */ (before)(...call);
      }
    ),
  );
  assert.equal((await run()).failed, REFUSED.length);
  assert.deepEqual(filesIn(directory), ['ref-k/good.pdf']);
  const failures = failuresIn(directory);
  for (const [name, public_url, pattern] of REFUSED) {
    const { kind, message } = failures.find(({ attachment }) => attachment.original_file_name === name);
    assert.equal(kind, 'response', name);
    assert.match(message, pattern, name);
    // It may hold a token.
    if (public_url) assert.ok(!message.includes(public_url), name);
  }
  assert.equal(lookups, 0);
});

test('the address of this machine is refused where the API is on another', async (t) => {
  const { server, directory } = await started(t, []);
  const attachment = (/** @type {string} */ public_url) => ({ ...file('cv.pdf', 'x').attachment, public_url });
  mockFetch(async () =>
    Response.json({ code: 200, data: [attachment(`${server.url}/files/k/0`), attachment('http://files.example/')] }),
  );
  const profiles = [{ key: 'k' }];
  await exportAttachments({
    ...server.options,
    api_url: 'https://mocked.example',
    directory,
    profiles,
    max_retries: 0,
  });
  const messages = failuresIn(directory).map(({ message }) => message);
  assert.ok(messages.some((message) => /leads to this machine, and `api_url` does not/.test(message)));
  assert.ok(messages.some((message) => /`http:`, which anyone/.test(message)));
  assert.equal(server.requests.length, 0);
});

test('five redirects are followed, six are not', async (t) => {
  /** @param {number} redirects @returns {import('../support/files-server.js').Served} */
  const after = (redirects) => file(`${redirects}.pdf`, 'whole', { file_size: null });
  const { server, directory, run } = await started(t, [after(5), after(6)]);
  for (const [index, redirects] of [5, 6].entries()) {
    server.profiles[0].files[index].serve = (_, response, asked) =>
      asked > redirects ? void response.end('whole') : redirect(`/files/k/${index}?${asked}`)(_, response, asked);
  }
  assert.equal((await run()).failed, 1);
  assert.deepEqual(filesIn(directory), ['ref-k/5.pdf', 'ref-k/good.pdf']);
  assert.match(failuresIn(directory)[0].message, /more than 5 times/);
  assert.deepEqual(
    server.profiles[0].files.map(({ asked }) => asked),
    [6, 6, 1],
  );
});

test('each place that a redirect leads to is judged as the first', async (t) => {
  const places = [
    'http://169.254.169.254/latest/meta-data/',
    'http://[fe80::1]/',
    'http://files.example/',
    'file:///etc/passwd',
    'http://user:password@127.0.0.1/',
    'http://[',
  ];
  const files = places.map((place, index) => file(`${index}.pdf`, 'x', { serve: redirect(place) }));
  const { directory, run } = await started(t, files);
  assert.equal((await run()).failed, places.length);
  assert.deepEqual(filesIn(directory), ['ref-k/good.pdf']);
  for (const { kind } of failuresIn(directory)) assert.equal(kind, 'response');
});

test('every kind of redirect is followed, and one that leads nowhere is a failure', async (t) => {
  const statuses = [301, 302, 303, 307, 308];
  const files = statuses.map((status, index) =>
    file(`${status}.pdf`, 'whole', {
      serve: (_, response, asked) => {
        if (asked > 1) response.end('whole');
        else response.writeHead(status, { Location: `../k/${index}` }).end();
      },
    }),
  );
  const nowhere = file('nowhere.pdf', 'x', { serve: (_, response) => void response.writeHead(302).end() });
  const { directory, run } = await started(t, [...files, nowhere]);
  assert.equal((await run()).failed, 1);
  assert.equal(filesIn(directory).length, statuses.length + 1);
  assert.match(failuresIn(directory)[0].message, /302/);
});

test('neither a key nor a cookie reaches a file’s server, not even one that it gave', async (t) => {
  /** @type {import('node:http').IncomingHttpHeaders[]} */
  const seen = [];
  const other = await startRawServer((request, response) => {
    seen.push(request.headers);
    if (seen.length === 1) response.writeHead(302, { Location: '/again', 'Set-Cookie': 'id=1' }).end();
    else response.end('whole');
  }, t);
  const public_url = `${other.url}/cv.pdf`;
  const { server, directory, run } = await started(t, [file('cv.pdf', 'whole', { public_url })]);
  assert.equal((await run()).failed, 0);
  assert.equal(read(directory, 'ref-k/cv.pdf'), 'whole');
  const ofFiles = server.requests.filter(({ path }) => path.startsWith('/files/')).map(({ headers }) => headers);
  assert.equal(seen.length + ofFiles.length, 3);
  for (const headers of [...seen, ...ofFiles]) {
    assert.deepEqual(Object.keys(headers).sort(), ['accept', 'accept-encoding', 'connection', 'host']);
    assert.equal(headers['accept-encoding'], 'identity');
  }
  assert.equal(server.requests[0].headers['x-api-key'], server.options.api_secret);
});

/** @param {typeof dns.lookup} lookup what stands in the place of the system's */
function lookedUp(lookup) {
  dns.lookup = lookup;
  syncBuiltinESMExports();
}

test('every address that a name leads to is judged before anything connects', async (t) => {
  /** @type {Record<string, string[]>} */
  const names = {
    'here.localhost': ['127.0.0.1'],
    'elsewhere.localhost': ['192.0.2.1'],
    'metadata.localhost': ['169.254.169.254'],
    'one-of-two.localhost': ['127.0.0.1', '169.254.169.254'],
    'files.example': ['169.254.169.254'],
    'six.example': ['fe80::1'],
    'loop.example': ['127.0.0.1'],
  };
  const { server, directory, run } = await started(t, []);
  const before = dns.lookup;
  t.after(() => lookedUp(before));
  lookedUp(
    /** @type {any} */ (
      (/** @type {string} */ name, /** @type {{ all?: boolean }} */ _, /** @type {Function} */ callback) => {
        const found = (names[name] ?? [name]).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
        setImmediate(() => callback(null, found));
      }
    ),
  );
  const { port } = new URL(server.url);
  server.profiles[0].files = Object.keys(names).map((name) => {
    const scheme = name.endsWith('localhost') ? 'http' : 'https';
    const index = Object.keys(names).indexOf(name);
    return file(`${name}.pdf`, 'whole', { public_url: `${scheme}://${name}:${port}/files/k/${index}` });
  });
  assert.equal((await run()).failed, 6);
  assert.deepEqual(filesIn(directory), ['ref-k/here.localhost.pdf']);
  const said = Object.fromEntries(
    failuresIn(directory).map(({ attachment, message }) => [attachment.original_file_name.slice(0, -4), message]),
  );
  for (const name of ['metadata.localhost', 'one-of-two.localhost', 'files.example', 'six.example']) {
    assert.match(said[name], /link-local/, name);
  }
  assert.match(said['elsewhere.localhost'], /that name leads to another/);
  assert.match(said['loop.example'], /leads to this machine/);
  assert.equal(server.fetched().length, 1);
});

/** @returns {boolean} whether a certificate can be made here */
function hasOpenssl() {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {import('node:test').TestContext} context
 * @param {string} folder for its key
 * @param {import('node:http').RequestListener} listener
 * @returns {Promise<string>} the address of a server whose certificate is nobody's
 */
async function startSecure(context, folder, listener) {
  const [key, cert] = ['key.pem', 'cert.pem'].map((name) => join(folder, name));
  const made = ['-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, '-days', '2', '-subj', '/CN=localhost'];
  execFileSync('openssl', ['req', '-x509', ...made], { stdio: 'ignore' });
  const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return `https://localhost:${port}`;
}

const skip = skipUnless(hasOpenssl(), 'Install openssl.');

test('a redirect down from https: is never followed', { skip }, async (t) => {
  const { server, directory } = await started(t, []);
  /** @type {string[]} */
  const paths = [];
  const url = await startSecure(t, dirname(directory), (request, response) => {
    paths.push(String(request.url));
    if (request.url === '/down') redirect(`${server.url}/files/k/0`)(request, response, 1);
    else response.end('whole');
  });
  const at = (/** @type {string} */ path) => ({ ...file(path, 'whole').attachment, public_url: `${url}${path}` });
  mockFetch(async () => Response.json({ code: 200, data: [at('/plain'), at('/down')] }));
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
  t.after(() => {
    delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
  });
  const options = { ...server.options, api_url: `${url}/v1`, max_retries: 0 };
  const { files, failed } = await exportAttachments({ ...options, directory, profiles: [{ key: 'k' }] });
  assert.deepEqual([files, failed, paths.sort()], [1, 1, ['/down', '/plain']]);
  assert.match(failuresIn(directory)[0].message, /from `https:` down to `http:`/);
  assert.equal(server.fetched().length, 0);
});

test('a certificate that is nobody’s is a failure of its file', { skip }, async (t) => {
  const { server, directory } = await started(t, []);
  const url = await startSecure(t, dirname(directory), (_, response) => void response.end('whole'));
  const attachment = { ...file('cv.pdf', 'whole').attachment, public_url: url };
  mockFetch(async () => Response.json({ code: 200, data: [attachment] }));
  const options = { ...server.options, api_url: `${url}/v1`, max_retries: 0 };
  assert.equal((await exportAttachments({ ...options, directory, profiles: [{ key: 'k' }] })).failed, 1);
  assert.equal(failuresIn(directory)[0].kind, 'network');
  assert.deepEqual(filesIn(directory), []);
});
