// What a visitor does with the demo page beside looking at cards: shares an address, copies code, uses the keyboard, zooms in.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { findChromium, launchChromium, NO_CHROMIUM } from '../support/chromium.js';
import { startDemo, waitForState } from '../support/demo.js';
import { project } from '../support/installed.js';
import { found, installSdk, python } from '../support/sdk.js';
import { skipUnless } from '../support/skip.js';

const NO_PYTHON = skipUnless(found, 'No python3 with venv was found: the code to copy for Python was not run.');

/** What is run, whatever it ends with. @param {string} file @param {string[]} args */
const ran = (file, args) =>
  promisify(execFile)(file, args, { cwd: project, env: { PATH: process.env.PATH } }).catch((error) => error);

describe('the demo page in use', { skip: skipUnless(findChromium(), NO_CHROMIUM) }, () => {
  /** @type {Awaited<ReturnType<typeof startDemo>>} */
  let demo;
  /** @type {import('puppeteer-core').Browser} */
  let browser;
  /** @type {import('puppeteer-core').BrowserContext} */
  let context;
  /** @type {import('puppeteer-core').Page} */
  let page;

  before(async () => {
    demo = await startDemo();
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await demo?.close();
  });
  beforeEach(async () => {
    await context?.close();
    context = await browser.createBrowserContext();
    page = await context.newPage();
    await page.setViewport({ width: 1280, height: 900 });
    await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
  });

  /** @param {string} [search] @param {string} [state] */
  async function open(search = '', state = 'found') {
    await page.goto(demo.url + search);
    await waitForState(page, state);
  }
  const text = (/** @type {string} */ selector) => page.$eval(selector, (found) => found.textContent ?? '');
  const french = () => page.click('#language [value=fr]');

  test('loaded in a small window, as at 400 %, it is no wider than that', async () => {
    for (const [width, height] of [
      [320, 256],
      [320, 600],
    ]) {
      await page.setViewport({ width, height });
      await open();
      const wide = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
      assert.ok(Number(await page.evaluate(wide)) <= 0, `${width} × ${height}`);
    }
  });

  test('on a phone the answer begins in sight', async () => {
    await page.setViewport({ width: 390, height: 844 });
    await open();
    const top = await page.$eval('hrflow-attachments', (found) => found.getBoundingClientRect().top);
    assert.ok(top < 844 * 0.75, `${top}`);
  });

  test('what a policy lacks can be pasted, in French too', async () => {
    await open('?without=wasm', 'environment');
    await french();
    assert.equal(await text('#advice code'), "script-src 'self' 'wasm-unsafe-eval'");
    assert.equal(await page.$eval('#advice code', (code) => code.checkVisibility()), true);
  });

  test('an address shows what it showed, and can be gone back to', async () => {
    await open('?source_key=candidates&email=a%2Bb%40x.io');
    assert.match(await text('#code'), /email: 'a\+b@x\.io'/);
    assert.equal(await page.$eval('[name=selector][value=email]', (one) => /** @type {any} */ (one).checked), true);
    await page.click('[data-fault=quota]');
    await waitForState(page, 'api-402');
    assert.equal(await page.evaluate('location.search'), '?fault=quota');
    await page.reload();
    await waitForState(page, 'api-402');
    await page.goBack();
    await waitForState(page, 'found');
    assert.match(await text('#code'), /email: 'a\+b@x\.io'/);
    await page.click('[data-view=source]');
    assert.equal(await page.evaluate('location.search'), '?view=source');
    assert.equal(await page.$eval('#one', (one) => one.checkVisibility()), false);
    await page.goBack();
    assert.equal(await page.$eval('#one', (one) => one.checkVisibility()), true);
    assert.equal(await page.$eval('[data-view=one]', (one) => one.ariaCurrent), 'page');
  });

  test('an address that is none shows the first profile', async () => {
    for (const search of ['?fault=constructor', '?key=candidate-2', '?source_key=candidates&toString=1']) {
      await open(search);
      assert.match(await text('#code'), /candidate-1/);
    }
  });

  test('a call that was begun by key is ended by key, where it was begun', async () => {
    await open();
    await page.focus('[data-fault=slow]');
    const scrolled = await page.evaluate('scrollY');
    await page.keyboard.press('Enter');
    await waitForState(page, 'loading');
    assert.equal(await page.evaluate('document.activeElement.dataset.fault'), 'slow');
    assert.equal(await page.evaluate('scrollY'), scrolled);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate('document.activeElement.textContent'), 'Cancel');
    await page.keyboard.press('Enter');
    await waitForState(page, 'cancelled');
    assert.equal(await page.evaluate('document.activeElement.dataset.fault'), 'slow');
    await page.keyboard.press('Enter');
    await waitForState(page, 'loading');
    await page.keyboard.press('Escape');
    await waitForState(page, 'cancelled');
  });

  test('a notice leaves no void before what follows', async () => {
    for (const width of [390, 1280]) {
      await page.setViewport({ width, height: 900 });
      await open('?fault=quota', 'api-402');
      const gap = await page.evaluate(() => {
        const notice = document.querySelector('hrflow-attachments')?.shadowRoot?.querySelector('[part~=notice]');
        const advice = document.querySelector('#advice');
        return Number(advice?.getBoundingClientRect().top) - Number(notice?.getBoundingClientRect().bottom);
      });
      assert.ok(gap >= 0 && gap < 40, `${width}: ${gap}`);
    }
  });

  test('which field is empty is said, and held', async () => {
    await open();
    await page.locator('[name=value]').fill('');
    await page.click('[type=submit]');
    await waitForState(page, 'argument');
    const marked = await page.$$eval('[aria-invalid=true]', (found) => found.map((one) => one.getAttribute('name')));
    assert.deepEqual(marked, ['value']);
    assert.equal(await page.evaluate('document.activeElement.name'), 'value');
    assert.equal(await page.$eval('#value-missing', (one) => one.checkVisibility()), true);
    await page.click('[data-key=candidate-2]');
    await waitForState(page, 'empty');
    assert.deepEqual(await page.$$('[aria-invalid=true]'), []);
  });

  test('the edges of what can be pressed stand out, 3 to 1', async () => {
    for (const value of ['light', 'dark']) {
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
      await open();
      const found = await page.evaluate(() => {
        /** @param {string} colour */
        const luminance = (colour) => {
          const paint = /** @type {OffscreenCanvasRenderingContext2D} */ (new OffscreenCanvas(1, 1).getContext('2d'));
          paint.fillStyle = colour;
          paint.fillRect(0, 0, 1, 1);
          const [r, g, b] = [...paint.getImageData(0, 0, 1, 1).data].map((part) => {
            const share = part / 255;
            return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
          });
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const root = document.querySelector('hrflow-attachments')?.shadowRoot;
        const pressed = ['[name=value]', '#copy', '[data-fault=slow]'].map((one) => document.querySelector(one));
        return [...pressed, root?.querySelector('[part~=download]')].map((one) => {
          const style = getComputedStyle(/** @type {Element} */ (one));
          const [edge, ground] = [luminance(style.borderTopColor), luminance(style.backgroundColor)];
          return (Math.max(edge, ground) + 0.05) / (Math.min(edge, ground) + 0.05);
        });
      });
      for (const ratio of found) assert.ok(ratio >= 3, `${value}: ${found}`);
    }
  });

  test('another language fetches no preview again', async () => {
    await open();
    const drawn = () =>
      page.waitForFunction(
        () => document.querySelector('hrflow-attachments')?.shadowRoot?.querySelectorAll('canvas').length === 2,
        { polling: 50 },
      );
    await drawn();
    const fetched = () => demo.standin.requests.filter(({ url }) => url.includes('/files/')).length;
    const before = fetched();
    await french();
    await drawn();
    assert.equal(fetched(), before);
  });

  test('all of the JSON can be copied', async () => {
    await context.overridePermissions(demo.url.slice(0, -1), [
      'clipboard-read',
      'clipboard-write',
      'clipboard-sanitized-write',
    ]);
    await open();
    await page.click('#copy-json');
    await page.waitForFunction(() => document.querySelector('#copy-json')?.textContent === 'Copied');
    const copied = JSON.parse(String(await page.evaluate('navigator.clipboard.readText()')));
    assert.equal(copied.length, 3);
  });

  test('how to install it, what it weighs and where the guide is', async () => {
    await open();
    assert.match(await text('footer'), /npm install hrflow-wasm.*2\d\.\d kB.*1\d\.?\d* kB/s);
    const guide = await page.$eval('.guide', (link) => /** @type {HTMLAnchorElement} */ (link).href);
    assert.match(await (await fetch(guide)).text(), /^# /);
    for (const [form, says] of [
      ['install', /^npm install hrflow-wasm/],
      ['element', /<hrflow-attachments api-url="\/api\/hrflow" source-key="candidates">/],
      ['proxy', /createProxy\(\{.*endpoints: \['attachments', 'files'\]/s],
      ['page', /catch \(error\).*error\.kind/s],
    ]) {
      await page.click(`[name=form][value=${form}]`);
      assert.match(await text('#code'), /** @type {RegExp} */ (says));
    }
    await french();
    assert.match(await text('#code'), /votre propre serveur/);
  });

  test('the code for Node does what was shown, faults included', async () => {
    await open();
    for (const [button, state, says] of [
      ['[data-key=candidate-1]', 'found', /original_file_name: 'portrait\.png'/],
      ['[data-fault=wrong-key]', 'api-401', /^api .*status 401/m],
      ['[data-fault=quota]', 'api-402', /^api .*402/m],
      ['[data-fault=moved]', 'redirect', /^redirect /m],
      ['[data-fault=misshapen]', 'response', /^response /m],
    ]) {
      await page.click(String(button));
      await waitForState(page, String(state));
      for (const [form, file] of [
        ['node', 'shown.mjs'],
        ['commonjs', 'shown.cjs'],
      ]) {
        await page.click(`[name=form][value=${form}]`);
        writeFileSync(join(project, file), await text('#code'));
        const { stdout, stderr } = await ran(process.execPath, [file]);
        assert.match(stdout + stderr, /** @type {RegExp} */ (says), `${form}: ${stdout}${stderr}`);
      }
    }
  });

  test('the code for Python does what was shown, by e-mail too', { skip: NO_PYTHON }, async () => {
    await installSdk();
    for (const name of ['key', 'reference', 'email']) {
      await open();
      await page.click(`[name=selector][value=${name}]`);
      await page.click('[type=submit]');
      await waitForState(page, 'found');
      await page.click('[name=form][value=python]');
      writeFileSync(join(project, 'shown.py'), await text('#code'));
      const { stdout, stderr } = await ran(python, ['shown.py']);
      assert.match(stdout, /portrait\.png/, `${name}: ${stdout}${stderr}`);
    }
  });

  test('an error that nobody catches in Node prints no wall', async () => {
    const file = 'uncaught.mjs';
    writeFileSync(
      join(project, file),
      "import { listAttachments } from 'hrflow-wasm';\nawait listAttachments('s', { key: '' });\n",
    );
    const { stderr } = await ran(process.execPath, [file]);
    assert.match(stderr, /HrflowError: The profile selector was given `key` as an empty string/);
    const lines = stderr.split('\n').map((/** @type {string} */ line) => line.length);
    assert.ok(Math.max(...lines) <= 240, `a line of ${Math.max(...lines)} characters`);
  });
});
