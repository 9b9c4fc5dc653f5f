// A site with the element in its page, under a strict policy, and the back end that it asks, of a test's own.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createProxy } from 'hrflow-wasm/proxy';
import { listen } from '../../www/listen.js';
import { project } from './installed.js';
import { root } from './root.js';
import { startStandin } from './standin.js';

/** What the element needs, and to ask one's own back end and to show its files; nothing beside. */
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src 'self'";

const FOLDERS = {
  '/dist/': join(project, 'node_modules/hrflow-wasm/dist'),
  '/pdfjs/': join(root, 'node_modules/pdfjs-dist/legacy/build'),
};

/** The page's own module: notes events, and has short names for what tests ask for. */
const SCRIPT = `
  globalThis.events = [];
  globalThis.el = document.querySelector('hrflow-attachments');
  globalThis.find = (selector, element = el) => element.shadowRoot.querySelector(selector);
  globalThis.all = (selector, element = el) => [...element.shadowRoot.querySelectorAll(selector)];
  globalThis.texts = (selector, element = el) => all(selector, element).map(({ textContent }) => textContent);
  for (const type of ['load', 'error', 'open', 'download', 'action', 'state']) {
    document.addEventListener('hrflow-' + type, (event) => {
      events.push({ type, detail: event.detail, event });
      if (type === 'state') event.target.dataset.state = event.detail.state;
    });
  }
`;

/** @typedef {(request: Request) => Response | Promise<Response>} Answer */

/** @param {string | Uint8Array | object} body @param {ResponseInit} [init] */
export const answer = (body, init) =>
  typeof body === 'string' || body instanceof Uint8Array
    ? new Response(/** @type {BodyInit} */ (body), init)
    : Response.json(body, init);

/**
 * @param {string | null} name
 * @param {object} [more]
 * @returns {any} an attachment, whose file is in one's own back end
 */
export const attachment = (name, more = {}) => ({
  alt: null,
  created_at: '2020-09-11T09:58:32+0000',
  extension: name ? (/\.\w+$/.exec(name)?.[0] ?? null) : null,
  file_name: name,
  file_size: 1_234,
  original_file_name: name,
  public_url: `/api/hrflow/files/${encodeURIComponent((name ?? '').replace(/\p{Cs}/gu, ''))}`,
  type: 'resume',
  updated_at: '2020-09-11T09:58:32+0000',
  ...more,
});

export async function startElementSite() {
  const standin = await startStandin();
  const proxy = createProxy({ ...standin.options, authorize: () => true });
  const site = {
    /** @type {Record<string, object[] | Answer>} what is attached to a profile, by its key */
    profiles: {},
    /** @type {Record<string, string | Uint8Array | Answer>} by what follows `/api/hrflow/files/` */
    files: {},
    /** @type {string[]} keys of profiles that were asked for */
    asked: [],
    /** @type {string[]} paths of all else that was asked for, beside what the page is made of */
    paths: [],
    /** @type {Set<string>} what was asked for and given up before it was answered whole */
    ended: new Set(),
    html: '',
    /** What the page runs beside, as a part of its own module. */
    script: '',
    url: '',
    close: async () => {},
  };

  /** @param {Request} request */
  async function serve(request) {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === '/') {
      const html = `<!doctype html><html lang="en"><title>A page</title><meta name="viewport" content="width=device-width">
        <meta name="color-scheme" content="light dark">${site.html}<script type="module" src="/page.mjs"></script>`;
      return new Response(html, { headers: { 'Content-Type': 'text/html', 'Content-Security-Policy': POLICY } });
    }
    if (pathname === '/page.mjs') {
      const script = `${SCRIPT}${site.html.includes('data-later') ? '' : "import('/dist/element.mjs');"}${site.script}`;
      return new Response(script, { headers: { 'Content-Type': 'text/javascript' } });
    }
    for (const [path, folder] of Object.entries(FOLDERS)) {
      if (!pathname.startsWith(path)) continue;
      const script = readFileSync(join(folder, pathname.slice(path.length)));
      return new Response(script, { headers: { 'Content-Type': 'text/javascript' } });
    }
    if (pathname.startsWith('/api/proxy/')) return proxy(request);
    if (pathname === '/api/hrflow/profile/indexing/attachments') {
      const key = searchParams.get('key') ?? searchParams.get('email') ?? searchParams.get('reference') ?? '';
      site.asked.push(key);
      // A test that is over adds nothing to the next one's.
      const { ended } = site;
      request.signal.addEventListener('abort', () => ended.add(key));
      const given = site.profiles[key];
      if (typeof given === 'function') return given(request);
      return given
        ? answer({ code: 200, message: '', data: given })
        : answer({ code: 404, message: '' }, { status: 404 });
    }
    site.paths.push(pathname);
    const name = decodeURIComponent(pathname.replace('/api/hrflow/files/', ''));
    const { ended } = site;
    request.signal.addEventListener('abort', () => ended.add(name));
    const given = site.files[name];
    if (given === undefined) return new Response('not there', { status: 404 });
    return typeof given === 'function' ? given(request) : answer(given);
  }

  const server = await listen(serve);
  site.url = server.url;
  site.close = async () => {
    await server.close();
    await standin.close();
  };
  return site;
}
