// The guide's examples of a whole source, as they stand there: the script in Node, the page in Chromium behind a back end of its
// own, and what a button that stops it does.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { build } from 'esbuild';
import { createProxy } from 'hrflow-wasm/proxy';
import { listen } from '../../www/listen.js';
import { findChromium, launchChromium, NO_CHROMIUM } from '../support/chromium.js';
import { codeAfter } from '../support/documents.js';
import { project } from '../support/installed.js';
import { skipUnless } from '../support/skip.js';
import { startStandin } from '../support/standin.js';

const SCRIPT = codeAfter('who does not import it does not download it');
const PROFILES = codeAfter('`listProfiles` meets every profile once');
const PAGE = codeAfter('with a button that stops it:');

/** @type {Awaited<ReturnType<typeof startStandin>>} */
let standin;
before(async () => {
  standin = await startStandin();
});
after(() => standin.close());

/**
 * @param {string} code of the guide
 * @returns {Promise<{ code: number | null, stdout: string, stderr: string }>} what it does in Node, for the source `many`
 */
async function ran(code) {
  const path = join(project, 'whole-source.mjs');
  // What a user's own set-up says: where the API is.
  const set = `import { configure } from 'hrflow-wasm';\nconfigure({ api_url: '${standin.api_url}' });\n`;
  writeFileSync(path, set + code.replaceAll("'source_key'", "'many'"));
  const env = {
    ...process.env,
    HRFLOW_API_KEY: standin.credentials.api_secret,
    HRFLOW_USER_EMAIL: standin.credentials.api_user,
  };
  const child = spawn(process.execPath, [path], { env });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text) => {
    stdout += text;
  });
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  return { code: await new Promise((resolve) => child.once('close', resolve)), stdout, stderr };
}

test('the script with progress', async () => {
  const { code, stdout, stderr } = await ran(SCRIPT);
  assert.equal(code, 0, stderr);
  // A name may have lines of its own.
  const lines = stdout.split('\n').filter((line) => /^many-\d{4} /.test(line));
  assert.equal(lines.length, 4_000);
  assert.equal(lines.filter((line) => /^many-1234 (resume|original) /.test(line)).length, 2);
  assert.match(stderr, /\r1 of 2000 profiles, 0 failed {3}/);
  assert.match(stderr, /\r2000 of 2000 profiles, 0 failed {3}$/);
});

test('the list of profiles', async () => {
  const { code, stdout, stderr } = await ran(PROFILES);
  assert.equal(code, 0, stderr);
  assert.equal(new Set(stdout.trim().split('\n')).size, 2_000);
});

describe('Chromium', { skip: skipUnless(findChromium(), NO_CHROMIUM) }, () => {
  /** @type {import('puppeteer-core').Browser} */
  let browser;
  before(async () => {
    browser = await launchChromium();
  });
  after(() => browser.close());

  /**
   * The guide's page, whose source is another.
   * @param {string} source_key
   */
  async function open(source_key) {
    const proxy = createProxy({ ...standin.options, authorize: () => true });
    const contents = PAGE.replaceAll("'source_key'", `'${source_key}'`).replace(
      "'r-1', 'r-2', 'r-3'",
      "'hostile', 'nobody', 'été-2'",
    );
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: project },
      bundle: true,
      format: 'esm',
      write: false,
      logLevel: 'error',
    });
    const html =
      '<!doctype html><button id="stop">Stop</button><ul id="rows"></ul><script type="module" src="page.js"></script>';
    const types = { 'Content-Security-Policy': "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'" };
    const site = await listen((request) => {
      const { pathname } = new URL(request.url);
      if (pathname.startsWith('/api/hrflow/')) return proxy(request);
      return pathname === '/page.js'
        ? new Response(outputFiles[0].text, { headers: { ...types, 'Content-Type': 'text/javascript' } })
        : new Response(html, { headers: { ...types, 'Content-Type': 'text/html' } });
    });
    const page = await browser.newPage();
    /** @type {unknown[]} */
    const errors = [];
    page.on('pageerror', (error) => errors.push(error));
    await page.goto(site.url);
    const rows = () => page.$$eval('#rows li', (items) => items.map(({ textContent }) => textContent));
    const close = async () => {
      await page.close();
      await site.close();
    };
    return { page, rows, errors, close };
  }

  test('the page shows each profile in its order, and what failed', async () => {
    const { page, rows, errors, close } = await open('candidates');
    await page.waitForSelector('#rows li:nth-child(3)');
    const [first, second, third] = await rows();
    assert.match(String(first), /^hostile: \d+ files$/);
    assert.match(String(second), /^nobody: HrFlow answered with status 404/);
    assert.equal(third, 'été-2: 0 files');
    assert.deepEqual(errors, []);
    await close();
  });

  test('its button stops it: what is in flight ends, and nothing more is shown', async () => {
    const { page, rows, errors, close } = await open('slow');
    await page.waitForNetworkIdle({ idleTime: 100, concurrency: 3 });
    await page.click('#stop');
    await page.waitForNetworkIdle({ idleTime: 100, concurrency: 0 });
    assert.deepEqual([await rows(), errors], [[], []]);
    await close();
  });
});
