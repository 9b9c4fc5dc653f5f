// `npm run test:environments [name…]`: the packed tarball in projects of their own, with each tool's default configuration.
// A name picks the cells whose name holds it. It prints a line a cell and a table; its work is in a folder that it removes.

import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

const { build } = await import('../../pkg/build/build.mjs');
await build();
const { install, tarball } = await import('../installed.js');
install();
const { launchChromium } = await import('../browsers/chromium.js');
const { startStandin } = await import('../standin.js');
const { listen } = await import('../../www/listen.js');
const { CELLS } = await import('./cells.js');
const { EXPECTED } = await import('./calls.js');

const wanted = process.argv.slice(2).map((name) => name.toLowerCase());
const cells = CELLS.filter(
  ({ name }) => wanted.length === 0 || wanted.some((part) => name.toLowerCase().includes(part)),
);

const work = mkdtempSync(join(tmpdir(), 'hrflow-wasm-'));
const standin = await startStandin();
const browser = cells.some(({ page, server }) => page || server) ? await launchChromium() : undefined;

/** @type {string[][]} */
const table = [];
try {
  for (const cell of cells) {
    const fault = await failure(cell).catch((error) => String(error));
    table.push([cell.name, version(cell), fault ? 'fails' : 'passes']);
    console.log(`${fault ? '✖' : '✔'} ${cell.name}${fault ? `\n${fault.slice(-2_000)}` : ''}`);
  }
} finally {
  await browser?.close();
  await standin.close();
  rmSync(work, { recursive: true, force: true });
}
console.log(
  ['', '| environment | version | |', '| --- | --- | --- |', ...table.map((row) => `| ${row.join(' | ')} |`)].join(
    '\n',
  ),
);
const failed = table.filter(([, , outcome]) => outcome === 'fails').length;
console.log(`\n${table.length - failed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;

/** @param {import('./cells.js').Cell} cell where its files are */
function folderOf({ name }) {
  return join(work, name.replaceAll(/\W+/g, '-'));
}

/** @param {import('./cells.js').Cell} cell the version of what it is about */
function version(cell) {
  const name = (cell.packages[0] ?? 'hrflow-wasm').replace(/(.)@.*/, '$1');
  try {
    return JSON.parse(readFileSync(join(folderOf(cell), 'node_modules', name, 'package.json'), 'utf8')).version;
  } catch {
    return 'could not be installed';
  }
}

/**
 * What went wrong in a cell, or nothing.
 * @param {import('./cells.js').Cell} cell
 */
async function failure(cell) {
  const { packages, files, commands, page, server } = cell;
  const folder = folderOf(cell);
  for (const [path, content] of Object.entries({ 'package.json': '{ "private": true }', ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content.replaceAll('API_URL', standin.api_url));
  }
  const args = ['install', '--silent', '--no-fund', '--no-audit', tarball(), ...packages];
  const installed = spawnSync('npm', args, { cwd: folder, encoding: 'utf8' });
  if (installed.status !== 0) return `could not be installed: ${installed.stdout}${installed.stderr}`;
  let printed = '';
  for (const [file, ...args] of commands) {
    const ended = await run(file, args, folder);
    printed = ended.printed;
    if (ended.code !== 0) return `${file} ended with ${ended.code}: ${printed}`;
  }
  if (page) printed = await served(join(folder, page));
  if (server) printed = await developed(server, folder);
  const tested = files['call.test.mjs'] ?? files['call.test.js'];
  return tested || printed.trim() === EXPECTED ? undefined : `it said: ${printed}`;
}

/**
 * Runs a file of the project while this process goes on serving.
 * @param {string} file
 * @param {string[]} args
 * @param {string} cwd
 */
async function run(file, args, cwd) {
  const path = join(cwd, file);
  const script = /\.[cm]?js$/.test(file) || readFileSync(path).subarray(0, 20).includes('node');
  const command = script ? [process.execPath, path, ...args] : [path, ...args];
  const child = spawn(command[0], command.slice(1), {
    cwd,
    env: { ...process.env, CI: '1', NO_COLOR: '1' },
    timeout: 120_000,
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (printed += text));
  const code = await new Promise((resolve) => child.once('close', resolve));
  return { code, printed };
}

/** @param {string} folder what its page says, in Chromium */
async function served(folder) {
  const { serveStatic } = await import('@hono/node-server/serve-static');
  const { Hono } = await import('hono');
  const site = new Hono();
  site.use('/*', async (context, next) => {
    await next();
    const policy = `default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' ${standin.url}`;
    context.header('Content-Security-Policy', policy);
    // A sandboxed frame is of no origin, so that its own scripts come from another.
    context.header('Access-Control-Allow-Origin', '*');
  });
  site.use('/*', serveStatic({ root: relative(process.cwd(), folder) }));
  const server = await listen((request) => site.fetch(request));
  try {
    return await title(server.url);
  } finally {
    await server.close();
  }
}

/**
 * What the page of a development server says.
 * @param {string[]} command
 * @param {string} cwd
 */
async function developed([file, ...args], cwd) {
  const free = await listen(() => new Response());
  await free.close();
  const { port } = new URL(free.url);
  const child = spawn(process.execPath, [join(cwd, file), ...args.map((arg) => arg.replace('PORT', port))], { cwd });
  try {
    for (let left = 100; left > 0; left--) {
      if (await fetch(free.url).catch(() => undefined)) break;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    return await title(free.url);
  } finally {
    child.kill();
  }
}

/** @param {string} url of a page whose title says how it went */
async function title(url) {
  const page = await browser?.newPage();
  try {
    await page?.goto(url);
    await page?.waitForFunction('document.title !== "waiting"', { timeout: 30_000 });
    return (await page?.title()) ?? '';
  } finally {
    await page?.close();
  }
}
