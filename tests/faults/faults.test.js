// The fault table, row by row, through the installed package in Node and in Chromium; and what it shows of the key.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { inspect } from 'node:util';
import { listen } from '../../www/listen.js';
import { findChromium, launchChromium, NO_CHROMIUM } from '../support/chromium.js';
import { imported, project } from '../support/installed.js';
import { SECRET, traces } from '../support/secret.js';
import { skipUnless } from '../support/skip.js';
import { call } from './caller.js';
import { refusedUrl, startFaults } from './server.js';
import { ROWS } from './table.js';

const CREDENTIALS = { api_secret: SECRET, api_user: 'user@example.com', dangerously_allow_browser: true };

/** @type {Awaited<ReturnType<typeof startFaults>>} */
let faults;
before(async () => {
  faults = await startFaults(ROWS);
});
after(() => faults.close());

/**
 * @typedef {{ outcome: Record<string, unknown>, shown: string }} Told
 * @typedef {(source_key: string, options: object) => Promise<Told>} Caller
 */

/**
 * Runs the whole table.
 * @param {string} platform
 * @param {() => Caller} caller
 * @param {() => string[]} printed what the platform's console has shown
 */
function table(platform, caller, printed) {
  /** @type {string[]} */
  const shown = [];
  let held = 0;

  /** @param {string} name @param {object} options @param {object} expect */
  async function check(name, options, expect) {
    const told = await caller()(name, { ...CREDENTIALS, api_url: faults.api_url, ...options });
    shown.push(told.shown);
    const got = Object.fromEntries(Object.keys(expect).map((key) => [key, told.outcome[key]]));
    assert.deepEqual(got, expect, inspect(told.outcome));
    const next = await caller()('fine', { ...CREDENTIALS, api_url: faults.api_url });
    assert.deepEqual(next.outcome, { resolved: 1, waits: [] }, 'a normal call right after it succeeds');
    held++;
  }

  test('connection refused', async () => {
    await check('fine', { api_url: await refusedUrl() }, { kind: 'network', attempts: 3, waits: [250, 500] });
  });
  for (const { name, options = {}, expect, expectInPage } of ROWS) {
    test(name, async () => {
      faults.forget();
      await check(name, options, platform === 'Node' ? expect : { ...expect, ...expectInPage });
    });
  }
  test('the key is nowhere but in its header, to the configured origin', () => {
    for (const text of [...shown, ...printed(), ...faults.requests.map(({ url }) => url)]) {
      assert.deepEqual(traces(text), [], text.slice(0, 2_000));
    }
    for (const { headers } of faults.requests) {
      const { 'x-api-key': key, ...others } = headers;
      assert.equal(key, SECRET);
      assert.deepEqual(traces(inspect(others)), []);
      assert.ok(!others.cookie && !others.referer);
    }
    assert.deepEqual(faults.strays, [], 'the second origin saw nothing');
    assert.ok(
      shown.some((text) => text.includes('***')),
      'something was redacted',
    );
  });
  after(() => console.log(`${platform}: ${held} of ${ROWS.length + 1} rows of the fault table hold`));
}

describe('the fault table in Node', async () => {
  const { listAttachments } = await imported();
  /** @type {string[]} */
  const printed = [];
  before(() => {
    for (const method of /** @type {const} */ (['log', 'warn', 'error', 'info', 'debug'])) {
      const real = console[method];
      console[method] = (...values) => {
        printed.push(values.map((value) => inspect(value, { depth: null })).join(' '));
        real(...values);
      };
    }
    process.on('warning', (warning) => printed.push(String(warning)));
  });
  /** @type {Caller} */
  const caller = async (source_key, options) => {
    const { outcome, shown, error } = await call(listAttachments, source_key, options);
    return { outcome, shown: shown + inspect(error, { depth: null, showHidden: true }) };
  };
  table(
    'Node',
    () => caller,
    () => printed,
  );
});

describe('the fault table in Chromium', { skip: skipUnless(findChromium(), NO_CHROMIUM) }, () => {
  /** @type {import('puppeteer-core').Browser} */
  let browser;
  /** @type {import('puppeteer-core').Page} */
  let page;
  /** @type {import('../../www/listen.js').Listening} */
  let site;
  /** @type {string[]} */
  const printed = [];

  before(async () => {
    const files = new Map([
      ['/package.mjs', readFileSync(join(project, 'node_modules/hrflow-wasm/dist/index.mjs'))],
      ['/caller.mjs', readFileSync(new URL('caller.js', import.meta.url))],
    ]);
    const script = `
      import { listAttachments } from '/package.mjs';
      import { call } from '/caller.mjs';
      window.hrflow = { listAttachments };
      window.call = async (name, options) => {
        const { outcome, shown } = await call(listAttachments, name, options);
        return { outcome, shown };
      };`;
    site = await listen((request) => {
      const file = files.get(new URL(request.url).pathname);
      if (file) return new Response(file, { headers: { 'Content-Type': 'text/javascript' } });
      const html = `<!doctype html><script type="module">${script}</script>`;
      return new Response(html, { headers: { 'Content-Type': 'text/html' } });
    });
    browser = await launchChromium();
    page = await browser.newPage();
    page.on('console', (message) => printed.push(message.text()));
    page.on('pageerror', (error) => printed.push(inspect(error)));
    await page.goto(site.url);
    await page.waitForFunction('window.call');
    faults.requests.length = 0;
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });

  /** @type {Caller} */
  const caller = (source_key, options) =>
    page.evaluate(async (name, options) => /** @type {any} */ (window).call(name, options), source_key, options);
  table(
    'Chromium',
    () => caller,
    () => printed,
  );

  for (const [when, row] of [
    ['during the connection', 'headers that never come'],
    ['during the body', 'a body that never ends'],
    ['during a backoff wait', '500'],
  ]) {
    test(`an abort ${when} ends the call with its reason`, async () => {
      const options = { ...CREDENTIALS, api_url: faults.api_url };
      const told = await page.evaluate(
        async (row, options) => {
          const { listAttachments } = /** @type {any} */ (window).hrflow;
          const { random } = Math;
          Math.random = () => 0.999;
          const controller = new AbortController();
          setTimeout(() => controller.abort('a string'), 150);
          const call = listAttachments(row, { key: 'k' }, { ...options, signal: controller.signal });
          const reason = await call.catch((/** @type {unknown} */ reason) => reason);
          Math.random = random;
          return reason;
        },
        row,
        options,
      );
      assert.equal(told, 'a string');
    });
  }
});
