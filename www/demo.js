// The demo's server: the page, the package that it uses, and the proxy that keeps the key out of the page.

import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { createProxy } from 'hrflow-wasm/proxy';
import { API_SECRET_OVER_QUOTA } from './standin/api.js';

/**
 * @param {string} folder as this file sees it
 * @returns {string} the folder as the working directory sees it
 */
function folder(folder) {
  return relative(process.cwd(), fileURLToPath(new URL(folder, import.meta.url))) || '.';
}

/** Where the page and what it loads are: the rest of the path is a file of that folder. */
const FOLDERS = {
  '/hrflow-wasm/': '../pkg/dist',
  '/pdfjs/': '../node_modules/pdfjs-dist/legacy/build',
  '/fonts/': '../node_modules/pdfjs-dist/standard_fonts',
  '/': './page',
};

/** What a page loads for the element, beside the call. */
const ELEMENT = ['element.mjs', 'element-class.mjs', 'element-parts.mjs'];

/** @param {string[]} files of pkg/dist @returns {number} their bytes, as a server sends them compressed */
function compressed(files) {
  const contents = files.map((file) => readFileSync(join(folder('../pkg/dist'), file)));
  return contents.reduce((sum, content) => sum + brotliCompressSync(content).length, 0);
}

/** @typedef {{ api_secret: string, api_user: string, api_url: string }} Upstream */

/**
 * @param {Upstream} upstream HrFlow, or the stand-in
 * @param {{ standin: boolean, reloads?: boolean }} is whether the upstream is the stand-in, whose faults the page can show; and
 *   whether pages reload when the parent process says so
 */
export function createDemo(upstream, { standin, reloads = false }) {
  const demo = new Hono();

  demo.use(async (context, next) => {
    // The server listens on loopback only, but a page elsewhere may have its own name point here.
    const { hostname } = new URL(context.req.url);
    if (!['127.0.0.1', 'localhost', '[::1]'].includes(hostname)) return context.text('Misdirected request', 421);
    await next();
    const wasm = context.req.query('without') === 'wasm' ? '' : " 'wasm-unsafe-eval'";
    const policy = [
      "default-src 'none'",
      `script-src 'self'${wasm}`,
      "style-src 'self'",
      "worker-src 'self'",
      "font-src 'self'",
      "img-src 'self'",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ];
    context.header('Content-Security-Policy', policy.join('; '));
    context.header('Referrer-Policy', 'no-referrer');
    context.header('X-Content-Type-Options', 'nosniff');
  });

  /** @param {string} path @param {Partial<Upstream>} [options] */
  const serve = (path, options) => {
    const endpoints = /** @type {const} */ (['attachments', 'profiles', 'files']);
    const proxy = createProxy({ ...upstream, ...options, endpoints, authorize: fromHere });
    demo.all(`${path}/*`, (context) => proxy(context.req.raw));
  };
  serve('/api/hrflow');
  if (standin) {
    serve('/api/wrong-key', { api_secret: 'ask_0123456789abcdef' });
    serve('/api/over-quota', { api_secret: API_SECRET_OVER_QUOTA });
    demo.get('/api/unchecked/*', unchecked(upstream));
  }

  const size = { core: compressed(['index.mjs']), element: compressed(ELEMENT) };
  demo.get('/README.md', (context) => context.text(readFileSync(new URL('../README.md', import.meta.url), 'utf8')));
  demo.get('/', (context) => {
    // Read each time: `npm run dev` changes it.
    const html = readFileSync(new URL('./page/index.html', import.meta.url), 'utf8');
    const marks = `data-core="${size.core}" data-element="${size.element}"${standin ? '' : ' data-live'}`;
    const body = `<body ${marks}>${reloads ? '<script type="module" src="/reload.js"></script>' : ''}`;
    return context.html(html.replace('<body>', body));
  });
  if (reloads) serveReloads(demo);
  demo.get('/index.html', (context) => context.redirect('/'));
  for (const [path, root] of Object.entries(FOLDERS)) {
    const rewriteRequestPath = (/** @type {string} */ asked) => asked.slice(path.length - 1);
    // What is small is sooner there as it is, on this machine.
    if (path === '/pdfjs/') demo.use(`${path}*`, compress());
    demo.use(`${path}*`, serveStatic({ root: folder(root), rewriteRequestPath }));
  }
  return demo;
}

/** @param {Hono} demo */
function serveReloads(demo) {
  const script = readFileSync(new URL('./reload.js', import.meta.url));
  demo.get('/reload.js', (context) => context.body(script, 200, { 'Content-Type': 'text/javascript' }));
  /** @type {Set<ReadableStreamDefaultController<string>>} */
  const pages = new Set();
  process.on('message', () => {
    for (const page of pages) page.enqueue('data: reload\n\n');
  });
  demo.get('/reloads', (context) => {
    /** @type {ReadableStreamDefaultController<string>} */
    let page;
    const stream = new ReadableStream({
      start(controller) {
        page = controller;
        pages.add(page);
        page.enqueue('retry: 100\n\n');
      },
      cancel: () => void pages.delete(page),
    });
    return context.body(stream.pipeThrough(new TextEncoderStream()), 200, { 'Content-Type': 'text/event-stream' });
  });
}

/**
 * @param {Request} request
 * @returns {boolean} whether no page of another site sent it; what is no browser says nothing of sites
 */
function fromHere({ headers }) {
  return ['same-origin', 'none', null].includes(headers.get('Sec-Fetch-Site'));
}

/** Headers of an answer that a page may depend on. */
const PASSED_ON = ['content-type', 'location', 'retry-after'];

/**
 * A back end that passes on what it gets, whatever it is: then the page's own check is the one that finds the fault.
 * @param {Upstream} upstream
 * @returns {import('hono').Handler}
 */
function unchecked({ api_url, api_secret, api_user }) {
  return async (context) => {
    const { pathname, search } = new URL(context.req.url);
    const headers = { 'X-API-KEY': api_secret, 'X-USER-EMAIL': api_user };
    const { signal } = context.req.raw;
    try {
      const url = api_url + pathname.slice('/api/unchecked'.length) + search;
      const response = await fetch(url, { headers, signal, redirect: 'manual' });
      const passed = [...response.headers].filter(([name]) => PASSED_ON.includes(name));
      return new Response(await response.arrayBuffer(), { status: response.status, headers: passed });
    } catch {
      context.env.incoming.socket.destroy();
      return new Promise(() => {});
    }
  };
}
