// The demo's server: the page, the package that it uses, and the proxy that keeps the key out of the page.

import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { createProxy } from 'hrflow-wasm/proxy';

/** @param {string} folder as this file sees it */
function folder(folder) {
  return relative(process.cwd(), fileURLToPath(new URL(folder, import.meta.url))) || '.';
}

/** @param {import('hrflow-wasm').HrflowOptions} options of the proxy */
export function createDemo(options) {
  const demo = new Hono();
  // The server listens on loopback only, so whoever asks sits at this machine.
  const proxy = createProxy({ ...options, authorize: () => true });
  demo.all('/api/hrflow/*', (context) => proxy(context.req.raw));
  demo.use(
    '/hrflow-wasm/*',
    serveStatic({ root: folder('../pkg/dist'), rewriteRequestPath: (path) => path.slice(12) }),
  );
  demo.use('/*', serveStatic({ root: folder('./page') }));
  return demo;
}
