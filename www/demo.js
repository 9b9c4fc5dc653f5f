// The demo's server: the page, the package that it uses, and the stand-in for HrFlow's API.

import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { createApi } from './standin/api.js';

/** @param {string} folder as this file sees it */
function folder(folder) {
  return relative(process.cwd(), fileURLToPath(new URL(folder, import.meta.url))) || '.';
}

export async function createDemo() {
  const demo = new Hono();
  demo.route('/', await createApi());
  demo.use(
    '/hrflow-wasm/*',
    serveStatic({ root: folder('../pkg/dist'), rewriteRequestPath: (path) => path.slice(12) }),
  );
  demo.use('/*', serveStatic({ root: folder('./page') }));
  return demo;
}
