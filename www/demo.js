// The demo's server: the page, the package that it uses, and the proxy that keeps the key out of the page.

import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { createBackEnd } from './back-end.js';
import { FOLDERS, pageHtml, sizes } from './page-html.js';
import { policyHeader } from './policy.js';

/**
 * @param {import('./back-end.js').Upstream} upstream HrFlow, or the stand-in
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
    const wasm = context.req.query('without') !== 'wasm';
    context.header('Content-Security-Policy', policyHeader({ wasm }));
    context.header('Referrer-Policy', 'no-referrer');
    context.header('X-Content-Type-Options', 'nosniff');
  });

  demo.route('/', createBackEnd(upstream, { standin }));

  const size = sizes();
  demo.get('/README.md', (context) => context.text(readFileSync(new URL('../README.md', import.meta.url), 'utf8')));
  demo.get('/', (context) => {
    const without = context.req.query('without') === 'wasm' ? 'wasm' : undefined;
    const html = pageHtml({ ...size, live: standin ? undefined : '', without });
    const script = reloads ? '<script type="module" src="/reload.js"></script>' : '';
    return context.html(html.replace('</body>', `${script}</body>`));
  });
  if (reloads) serveReloads(demo);
  demo.get('/index.html', (context) => context.redirect('/'));
  for (const [name, folder] of Object.entries(FOLDERS)) {
    const path = `/${name}`;
    const root = relative(process.cwd(), folder) || '.';
    const rewriteRequestPath = (/** @type {string} */ asked) => asked.slice(name.length);
    // What is small is sooner there as it is, on this machine.
    if (name === 'pdfjs/') demo.use(`${path}*`, compress());
    demo.use(`${path}*`, serveStatic({ root, rewriteRequestPath }));
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
