// A stand-in for HrFlow's API: the one endpoint, with every answer of its page, and the files behind `public_url`.

import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { SOURCES } from './candidates.js';
import { FAULTS } from './faults.js';
import { makeFiles } from './files.js';

/** What the stand-in takes as credentials: those of the vendor's example, word for word, and a key whose quota is used up. */
export const API_SECRET = 'Your API Key';
export const API_SECRET_OVER_QUOTA = 'A key over its quota';
export const API_USER = 'Your API user email';

const SELECTORS = /** @type {const} */ (['key', 'reference', 'email']);

/**
 * @param {{ sources?: import('./candidates.js').Source[] }} [options]
 * @returns {Promise<Hono>} `/v1/profile/indexing/attachments` and `/files/…`
 */
export async function createApi({ sources = SOURCES } = {}) {
  const files = await makeFiles();
  const api = new Hono();
  for (const path of ['/v1/*', '/files/*']) {
    api.use(path, cors({ origin: '*', allowHeaders: ['Accept', 'X-API-KEY', 'X-USER-EMAIL'], allowMethods: ['GET'] }));
  }

  api.get('/v1/profile/indexing/attachments', async (context) => {
    /** @param {402 | 400 | 401 | 404 | 422} code @param {string} message */
    const refuse = (code, message) => context.json({ code, message }, code);
    const secret = context.req.header('X-API-KEY') ?? '';
    if (![API_SECRET, API_SECRET_OVER_QUOTA].includes(secret)) {
      // HrFlow's own answer shows the key, and ends in a space.
      return refuse(401, `Unauthorized. Invalid secret key: ${secret} `);
    }
    if (context.req.header('X-USER-EMAIL') !== API_USER) return refuse(401, 'Unauthorized. Invalid user email');
    if (secret === API_SECRET_OVER_QUOTA) return refuse(402, 'Payment required. The quota of your plan is used up');

    const query = context.req.query();
    const fault = await FAULTS[query.source_key]?.(context);
    if (fault) return fault;
    const source = sources.find(({ key }) => key === query.source_key);
    if (!source) return refuse(400, 'Invalid source fields');
    const selectors = SELECTORS.filter((name) => query[name] !== undefined);
    if (selectors.length !== 1) return refuse(422, 'One of key, reference or email should be provided');
    const [selector] = selectors;
    const profile = source.profiles.find((candidate) => candidate[selector] === query[selector]);
    if (!profile) return refuse(404, 'Profile not found');

    const data = profile.attachments.map((attachment) => withFile(attachment, context.req.url));
    return context.json({ code: 200, message: 'Profile attachment list', data });
  });

  api.get('/files/:name', (context) => {
    const found = files.get(context.req.param('name'));
    if (!found) return context.notFound();
    return context.body(new Uint8Array(found.bytes), 200, { 'Content-Type': found.type });
  });

  /**
   * @param {Partial<import('./candidates.js').Attachment>} attachment
   * @param {string} url of this request
   */
  function withFile(attachment, url) {
    const path = attachment.public_url;
    const found = path?.startsWith('/files/') ? files.get(path.slice('/files/'.length)) : undefined;
    if (!path || !found) return attachment;
    return { alt: found.hash, file_size: found.bytes.length, ...attachment, public_url: new URL(path, url).href };
  }

  return api;
}
