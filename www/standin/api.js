// A stand-in for HrFlow's API: attachments and profiles, with every answer that is known of them, and the files behind
// `public_url`.

import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { SOURCES } from './candidates.js';
import { FAULTS } from './faults.js';
import { makeFiles } from './files.js';
import { fileAt, manyProfiles } from './many.js';
import { movingSource } from './moving.js';
import { page, read } from './profiles.js';
import { RATE, throttle } from './throttle.js';

/** What the stand-in takes as credentials: those of the vendor's example, word for word, and a key whose quota is used up. */
export const API_SECRET = 'Your API Key';
export const API_SECRET_OVER_QUOTA = 'A key over its quota';
export const API_USER = 'Your API user email';

/**
 * What names a profile in a query; the last is how the vendor's Python SDK writes an e-mail.
 * @type {Record<string, 'key' | 'reference' | 'email'>}
 */
const SELECTORS = { key: 'key', reference: 'reference', email: 'email', profile_email: 'email' };

/** The sources beside those of the demo page, as they are before the first request. */
const moreSources = () => [manyProfiles('many', 2_000), manyProfiles('throttled', 2_000), movingSource('moving')];

/** @typedef {import('hono').Context} Context */

/**
 * @param {Context} context
 * @param {400 | 401 | 402 | 404 | 422} code
 * @param {string} message
 */
const refuse = (context, code, message) => context.json({ code, message }, code);

/**
 * @param {Context} context
 * @returns {Response | undefined} a refusal, where the headers are not those of an account
 */
function refuseStranger(context) {
  const secret = context.req.header('X-API-KEY') ?? '';
  if (![API_SECRET, API_SECRET_OVER_QUOTA].includes(secret)) {
    // HrFlow's own answer shows the key, and ends in a space.
    return refuse(context, 401, `Unauthorized. Invalid secret key: ${secret} `);
  }
  if (context.req.header('X-USER-EMAIL') !== API_USER) return refuse(context, 401, 'Unauthorized. Invalid user email');
  if (secret === API_SECRET_OVER_QUOTA) {
    return refuse(context, 402, 'Payment required. The quota of your plan is used up');
  }
  return undefined;
}

/**
 * @param {{ sources?: import('./candidates.js').Source[], rate?: import('./throttle.js').Rate }} [options] `rate` is that of the
 *   source `throttled`
 * @returns {Promise<Hono>} `/v1/profile/indexing/attachments`, `/v1/storing/profiles` and `/files/…`
 */
export async function createApi({ sources = [...SOURCES, ...moreSources()], rate = RATE } = {}) {
  const files = await makeFiles();
  const faults = new Map(Object.entries({ ...FAULTS, throttled: throttle(rate) }));
  const api = new Hono();
  for (const path of ['/v1/*', '/files/*']) {
    api.use(path, cors({ origin: '*', allowHeaders: ['Accept', 'X-API-KEY', 'X-USER-EMAIL'], allowMethods: ['GET'] }));
  }

  api.get('/v1/profile/indexing/attachments', async (context) => {
    const refusal = refuseStranger(context);
    if (refusal) return refusal;
    const query = context.req.query();
    const fault = await faults.get(query.source_key)?.(context);
    if (fault) return fault;
    const source = sources.find(({ key }) => key === query.source_key);
    if (!source) return refuse(context, 400, 'Invalid source fields');
    const names = Object.keys(SELECTORS).filter((name) => query[name] !== undefined);
    if (names.length !== 1) return refuse(context, 422, 'One of key, reference or email should be provided');
    const [name] = names;
    const profile = source.profiles.find((candidate) => candidate[SELECTORS[name]] === query[name]);
    if (!profile) return refuse(context, 404, 'Profile not found');

    const data = profile.attachments.map((attachment) => withFile(attachment, context.req.url));
    return context.json({ code: 200, message: 'Profile attachment list', data });
  });

  api.get('/v1/storing/profiles', async (context) => {
    const refusal = refuseStranger(context);
    if (refusal) return refusal;
    const asked = read(context.req.query());
    if (typeof asked === 'string') return refuse(context, 422, asked);
    const keys = new Set(asked.source_keys);
    for (const key of keys) {
      const fault = await faults.get(key)?.(context);
      if (fault) return fault;
    }
    const found = sources.filter(({ key }) => keys.has(key));
    if (found.length < keys.size) {
      return refuse(context, 400, 'Invalid parameters. Unable to find object: source');
    }

    const { meta, listed } = page(found, asked);
    const data = listed.map(({ profile, source }) => {
      const { key, reference, created_at = null, updated_at = null, email, attachments } = profile;
      const listed = { key, reference, created_at, updated_at, source: { key: source.key } };
      if (!asked.return_profile) return listed;
      const whole = attachments.map((attachment) => withFile(attachment, context.req.url));
      return { ...listed, info: { email }, attachments: whole };
    });
    for (const source of found) source.answered?.();
    return context.json({ code: 200, message: 'List of profiles', meta, data });
  });

  api.get('/files/:path{.+}', (context) => {
    const found = files.get(fileAt(context.req.param('path')));
    if (!found) return context.notFound();
    return context.body(new Uint8Array(found.bytes), 200, { 'Content-Type': found.type });
  });

  /**
   * @param {Partial<import('./candidates.js').Attachment>} attachment
   * @param {string} url of this request
   */
  function withFile(attachment, url) {
    const path = attachment.public_url;
    const found = path?.startsWith('/files/') ? files.get(fileAt(decodeURIComponent(path.slice(7)))) : undefined;
    if (!path || !found) return attachment;
    return { alt: found.hash, file_size: found.bytes.length, ...attachment, public_url: new URL(path, url).href };
  }

  return api;
}
