// The installed package in headless Chromium: the vendor page's example, and what only a page can refuse.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { listen } from '../../www/listen.js';
import { findChromium, launchChromium, NO_CHROMIUM } from '../support/chromium.js';
import { data, example, SELECTORS } from '../support/example.js';
import { project } from '../support/installed.js';
import { skipUnless } from '../support/skip.js';
import { startStandin } from '../support/standin.js';

const INSTALLED = readFileSync(join(project, 'node_modules/hrflow-wasm/dist/index.mjs'));
const JAVASCRIPT = { headers: { 'Content-Type': 'text/javascript' } };

describe('Chromium', { skip: skipUnless(findChromium(), NO_CHROMIUM) }, () => {
  /** @type {Awaited<ReturnType<typeof startStandin>>} */
  let standin;
  /** @type {import('puppeteer-core').Browser} */
  let browser;
  /** @type {import('../../www/listen.js').Listening} */
  let site;
  /** @type {(string | null)[]} what came with the page's calls of its own origin */
  const cookies = [];
  /** What the page runs as its own module. */
  let script = '';

  before(async () => {
    standin = await startStandin();
    browser = await launchChromium();
    site = await listen((request) => {
      const { pathname } = new URL(request.url);
      if (pathname.startsWith('/api/')) cookies.push(request.headers.get('Cookie'));
      if (pathname === '/package.mjs') return new Response(INSTALLED, JAVASCRIPT);
      if (pathname === '/script.mjs') return new Response(script, JAVASCRIPT);
      const imports = JSON.stringify({ imports: { 'hrflow-wasm': '/package.mjs' } });
      const page = `<!doctype html><script type="importmap">${imports}</script><script type="module" src="script.mjs"></script>`;
      return new Response(page, { headers: { 'Content-Type': 'text/html' } });
    });
  });
  after(async () => {
    await browser?.close();
    await site?.close();
    await standin?.close();
  });

  /**
   * The first thing that a page with that module logs.
   * @param {string} module
   */
  async function logged(module) {
    script = module;
    const page = await browser.newPage();
    try {
      const first = new Promise((resolve, reject) => {
        page.on('console', (message) => {
          // Chromium itself logs each error status.
          if (message.type() === 'log') resolve(message.args()[0]?.jsonValue());
        });
        page.once('pageerror', reject);
      });
      await page.goto(site.url);
      return await first;
    } finally {
      await page.close();
    }
  }

  /**
   * Makes a call in a page.
   * @param {string} call of `listAttachments`
   * @returns {ReturnType<typeof logged>} the fields of the error that it rejects with
   */
  const refused = (call) =>
    logged(`
      import { listAttachments } from 'hrflow-wasm';
      ${call}.then(console.log, (e) => console.log({ name: e.name, message: e.message, text: String(e) + e.stack, ...e }));
    `);

  for (const selector of SELECTORS) {
    test(`the example, by ${selector}`, async () => {
      const options = { api_url: standin.api_url, dangerously_allow_browser: true };
      assert.deepEqual(await logged(example({ selector, options })), data);
    });
  }

  test('a 400 and a 401 have the words of the server and not the key', async () => {
    const options = { ...standin.options, dangerously_allow_browser: true };
    const wrongSource = await refused(`listAttachments('unknown', { key: 'k' }, ${JSON.stringify(options)})`);
    assert.deepEqual([wrongSource.kind, wrongSource.status], ['api', 400]);
    assert.deepEqual(wrongSource.response, { code: 400, message: 'Invalid source fields' });
    const wrongKey = { ...options, api_secret: 'ask_d1e2f3a4b5c6' };
    const error = await refused(`listAttachments('source_key', { key: 'k' }, ${JSON.stringify(wrongKey)})`);
    assert.deepEqual(error.response, { code: 401, message: 'Unauthorized. Invalid secret key: *** ' });
    assert.ok(!JSON.stringify(error).includes('d1e2f3a4'), JSON.stringify(error));
  });

  test('a key in a page is refused, with what to do instead', async () => {
    const error = await refused(`listAttachments('s', { key: 'k' }, ${JSON.stringify(standin.options)})`);
    assert.deepEqual([error.name, error.kind], ['HrflowError', 'configuration']);
    assert.match(error.message, /your own back end.*dangerously_allow_browser/);
  });

  test('wrong selectors are refused', async () => {
    for (const selector of ['{}', "{ key: 'a', email: 'b' }", '{ key: 1 }', "{ mail: 'x' }", "{ key: '' }"]) {
      assert.equal((await refused(`listAttachments('s', ${selector})`)).kind, 'argument', selector);
    }
    assert.equal((await refused("listAttachments('', { key: 'k' })")).kind, 'argument');
  });

  test("the page's own back end gets the visitor's cookie, and HrFlow none", async () => {
    const direct = { ...standin.options, dangerously_allow_browser: true };
    await logged(`
      import { listAttachments } from 'hrflow-wasm';
      document.cookie = 'session=1; path=/';
      await listAttachments('s', { key: 'k' }, { api_url: '/api/hrflow' }).catch(() => {});
      await listAttachments('s', { key: 'k' }, ${JSON.stringify(direct)}).catch(() => {});
      console.log('done');
    `);
    assert.equal(cookies.at(-1), 'session=1');
    assert.equal(standin.requests.at(-1)?.headers.cookie, undefined);
  });

  test('without a key it calls its own origin', async () => {
    const error = await refused("listAttachments('s', { key: 'k' }, { api_url: '/api/hrflow' })");
    // The site answers everything with its page.
    assert.deepEqual([error.kind, error.status, error.path], ['response', 200, '']);
  });
});
