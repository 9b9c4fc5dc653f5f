// A registry of npm packages and one of crates, as npm and cargo speak to them: what is published is there from then on.

import { createHash } from 'node:crypto';
import { listen } from '../../www/listen.js';

/**
 * @typedef {{ url: string, published: Map<string, Buffer>, requests: string[], close(): Promise<void> }} Registry
 * `published` has the bytes by name and version
 */

/** @param {unknown} answer @param {number} [status] */
const json = (answer, status = 200) => Response.json(answer, { status });

/**
 * @param {string} token without which nothing is published
 * @param {string} [identity] of a trusted publisher, which is given the token for it
 * @returns {Promise<Registry>}
 */
export async function npmRegistry(token, identity) {
  /** @type {Map<string, Record<string, object>>} */
  const packages = new Map();
  const published = new Map();
  /** @type {string[]} */
  const requests = [];
  const { url, close } = await listen(async (request) => {
    const name = decodeURIComponent(new URL(request.url).pathname.slice(1));
    requests.push(`${request.method} ${name}`);
    const versions = packages.get(name) ?? {};
    if (request.method === 'POST' && name.startsWith('-/npm/v1/oidc/token/exchange/package/')) {
      if (!identity || request.headers.get('authorization') !== `Bearer ${identity}`) return json({}, 401);
      return json({ token });
    }
    if (request.method === 'PUT') {
      if (request.headers.get('authorization') !== `Bearer ${token}`) return json({ error: 'no token' }, 401);
      const body = await request.json();
      const [[file, { data }]] = /** @type {[string, { data: string }][]} */ (Object.entries(body._attachments));
      const [[version, manifest]] = /** @type {[string, object][]} */ (Object.entries(body.versions));
      if (versions[version]) return json({ error: `${file} is there already` }, 403);
      packages.set(name, { ...versions, [version]: manifest });
      published.set(`${name}@${version}`, Buffer.from(data, 'base64'));
      return json({ ok: true }, 201);
    }
    if (!packages.has(name)) return json({ error: 'Not found' }, 404);
    const latest = Object.keys(versions).at(-1);
    return json({ name, versions, 'dist-tags': { latest } });
  });
  return { url, published, requests, close };
}

/**
 * A sparse registry.
 * @param {string} token likewise
 * @returns {Promise<Registry>}
 */
export async function crateRegistry(token) {
  /** @type {Map<string, object[]>} */
  const index = new Map();
  const published = new Map();
  /** @type {string[]} */
  const requests = [];
  const { url, close } = await listen(async (request) => {
    const { pathname, origin } = new URL(request.url);
    requests.push(`${request.method} ${pathname}`);
    if (pathname === '/config.json') return json({ dl: `${origin}/dl`, api: origin });
    if (request.method === 'PUT') {
      if (request.headers.get('authorization') !== token) return json({ errors: [{ detail: 'no token' }] }, 403);
      // A length and JSON, a length and the file.
      const body = Buffer.from(await request.arrayBuffer());
      const length = body.readUInt32LE(0);
      const { name, vers } = JSON.parse(body.toString('utf8', 4, 4 + length));
      const file = body.subarray(8 + length);
      if (published.has(`${name}@${vers}`)) return json({ errors: [{ detail: `${vers} is there already` }] }, 400);
      const cksum = createHash('sha256').update(file).digest('hex');
      const line = { name, vers, deps: [], cksum, features: {}, yanked: false };
      index.set(name, [...(index.get(name) ?? []), line]);
      published.set(`${name}@${vers}`, file);
      return json({ warnings: { invalid_categories: [], invalid_badges: [], other: [] } });
    }
    const lines = index.get(pathname.split('/').at(-1) ?? '');
    return lines ? new Response(lines.map((line) => JSON.stringify(line)).join('\n')) : json({}, 404);
  });
  return { url, published, requests, close };
}
