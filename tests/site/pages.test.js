// The site's pages as they are used, in three browsers, from a host that serves files and nothing else, below a path of its own.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Key } from 'selenium-webdriver';
import { listen } from '../../www/listen.js';
import { findChromium, launchChromium, NO_CHROMIUM } from '../support/chromium.js';
import { findFirefox, launchFirefox } from '../support/firefox.js';
import { site } from '../support/site.js';
import { skipUnless } from '../support/skip.js';
import { PLACE, startStaticHost } from '../support/static-host.js';
import { findWebkit, launchWebkit } from '../support/webkit.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Runs in a page outside of the site that has it in a frame as wide as a phone, for the site's policy keeps drivers out. What it finds
 * is its title, and so is what it wants of the driver: keys.
 */
const CHECKS = `
  const frame = document.querySelector('iframe');
  const found = {};
  const until = async (what, holds) => {
    for (const end = performance.now() + 20_000; performance.now() < end; ) {
      try { const value = await holds(); if (value) return value; } catch {}
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(what + ': ' + frame.contentWindow.location + ' ' + frame.contentDocument.body.innerText.slice(0, 300));
  };
  const find = (selector) => frame.contentDocument.querySelector(selector);
  const at = () => frame.contentWindow.location.pathname.slice('${PLACE}'.length) + frame.contentWindow.location.hash;
  const open = (path) => new Promise((resolve) => { frame.onload = resolve; frame.src = '${PLACE}' + path; });
  const loaded = () => new Promise((resolve) => { frame.onload = resolve; });
  const press = (selector) => { const loads = loaded(); find(selector).click(); return loads; };
  let wishes = 0;
  const keys = (names) => { document.title = 'keys ' + ++wishes + ' ' + names; };
  const isShown = (selector) => find(selector).getBoundingClientRect().width > 0;
  try {
    await open('index.html');
    found.home = find('h1').textContent;
    found.styled = getComputedStyle(find('header')).display;
    await until('the picture', () => find('main img').naturalWidth > 0);
    const contents = isShown('#contents');
    find('[popovertarget=contents]').click();
    found.contents = [contents, isShown('#contents')];
    await press('#contents a[href="guide/errors.html"]');
    await press('main a[href="errors/timeout.html"]');
    found.error = [at(), find('h1').textContent, isShown('#contents')];
    await press('[rel=next]');
    found.next = at();
    await open('search.html');
    await until('the search', () => find('#status').textContent);
    frame.focus();
    find('#q').focus();
    keys('max_retries');
    await until('what was found', () => /^\\d+ places for “max_retries”/.test(find('#status').textContent));
    keys('ArrowDown');
    const result = await until('the first that was found', () => find('#results li:first-child a:focus'));
    const target = new URL(result.href);
    const loads = loaded();
    keys('Enter');
    await loads;
    found.led = at() === target.pathname.slice('${PLACE}'.length) + target.hash && find('h1') !== null;
    await open('search.html?q=xylophone');
    await until('nothing', () => /^Nothing was found for “xylophone”. Try/.test(find('#status').textContent));
    found.nothing = find('#results').children.length;
    await open('manual.html#hrflow-wasm-export-dry-run');
    found.manual = find('dt:target').textContent;
    await open('reference/index.html');
    // TypeDoc's own script makes it.
    await until('the names of the reference', () => find('#tsd-nav-container a[href*="exportAttachments"]'));
    find('#tsd-search-trigger').click();
    await until('the search of the reference', () => find('#tsd-search-status').childElementCount === 0);
    find('#tsd-search-input').value = 'listAttachments';
    find('#tsd-search-input').dispatchEvent(new InputEvent('input', { bubbles: true }));
    await until('found in the reference', () => find('#tsd-search-results a[href*="listAttachments"]'));
    await press('#tsd-toolbar-links a');
    found.back = at();
    await open('rust/index.html');
    await until('the crate', () => at() === 'rust/hrflow_wasm/index.html' && find('#structs'));
    await open('rust/hrflow_wasm/index.html?search=Client');
    await until('found in the crate', () => find('#search .search-results a[href*="struct.Client.html"]'));
  } catch (error) {
    found.error = String(error);
  }
  document.title = JSON.stringify(found);
`;

const EXPECTED = {
  home: 'hrflow-wasm',
  styled: 'flex',
  contents: [false, true],
  error: ['guide/errors/timeout.html', 'The error timeout', false],
  next: 'guide/errors/redirect.html',
  led: true,
  nothing: 0,
  manual: '--dry-run',
  back: 'index.html',
};

/** @typedef {{ goto(url: string): Promise<unknown>, title(): Promise<string>, press(keys: string): Promise<unknown>, close(): Promise<unknown> }} Visit */

describe('the site', { timeout: 240_000 }, () => {
  /** @type {string} */
  let folder;
  /** @type {Awaited<ReturnType<typeof startStaticHost>>} */
  let host;
  before(async () => {
    folder = await site();
    host = await startStaticHost(folder);
    writeFileSync(join(host.folder, 'checks.js'), CHECKS);
    writeFileSync(
      join(host.folder, 'checks.html'),
      '<!doctype html><html lang="en"><link rel="icon" href="data:,"><title></title><iframe width="390" height="844"></iframe><script type="module" src="checks.js"></script>',
    );
  });
  after(() => host.close());

  /** @param {() => Promise<Visit>} launch */
  async function used(launch) {
    const before = host.requests.length;
    const visit = await launch();
    try {
      await visit.goto(new URL('/checks.html', host.url).href);
      let title = '';
      while (!title.startsWith('{')) {
        const said = await visit.title();
        const [, keys] = (said !== title && /^keys \d+ (\S+)$/.exec(said)) || [];
        title = said;
        if (keys) await visit.press(keys);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      assert.deepEqual(JSON.parse(title), EXPECTED);
      const missed = host.requests.slice(before).filter((request) => !/^(200|30\d) /.test(request));
      assert.deepEqual(
        missed.filter((request) => !request.endsWith('/favicon.ico')),
        [],
      );
    } finally {
      await visit.close();
    }
  }

  /** @param {import('puppeteer-core').Browser} browser @returns {Promise<Visit>} */
  async function byPuppeteer(browser) {
    const page = await browser.newPage();
    return {
      goto: (url) => page.goto(url),
      title: () => page.title(),
      press: (keys) =>
        /^[A-Z]/.test(keys) ? page.keyboard.press(/** @type {any} */ (keys)) : page.keyboard.type(keys),
      close: () => browser.close(),
    };
  }

  test('Chromium', { skip: skipUnless(findChromium(), NO_CHROMIUM) }, () =>
    used(async () => byPuppeteer(await launchChromium())),
  );

  test('Firefox', { skip: skipUnless(findFirefox(), 'No Firefox was found.') }, () =>
    used(async () => byPuppeteer(await launchFirefox())),
  );

  test('WebKit', { skip: skipUnless(findWebkit(), 'No WebKit was found.') }, () =>
    used(async () => {
      const { browser, close } = await launchWebkit();
      const names = /** @type {Record<string, string>} */ ({ ArrowDown: Key.ARROW_DOWN, Enter: Key.ENTER });
      return {
        goto: (url) => browser.get(url),
        title: () => browser.getTitle(),
        press: (keys) =>
          browser
            .actions()
            .sendKeys(names[keys] ?? keys)
            .perform(),
        close,
      };
    }),
  );
});

describe('the site in Chromium', { skip: skipUnless(findChromium(), NO_CHROMIUM), timeout: 240_000 }, () => {
  /** @type {Awaited<ReturnType<typeof startStaticHost>>} */
  let host;
  /** @type {import('puppeteer-core').Browser} */
  let browser;
  /** @type {string} */
  let folder;
  before(async () => {
    folder = await site();
    host = await startStaticHost(folder);
    browser = await launchChromium();
  });
  after(async () => {
    await browser.close();
    await host.close();
  });

  const PAGES = [
    'index.html',
    'guide/calls.html',
    'guide/errors/api.html',
    'guide/element.html',
    'guide/environments.html',
    'guide/costs.html',
    'manual.html',
    'search.html?q=timeout',
    '404.html',
    'reference/index.html',
    'reference/modules/hrflow-wasm.html',
    'reference/classes/hrflow-wasm_element.HrflowAttachments.html',
    'rust/hrflow_wasm/index.html',
    'rust/hrflow_wasm/struct.Client.html',
  ];

  /** What opens and closes holds a link or a button, as TypeDoc's and rustdoc's own scripts and pages have it: only they can mend it. */
  const NESTED = 'nested-interactive';

  for (const path of PAGES) {
    test(`${path}: axe finds nothing, no page is wider than its window, no policy is broken, nobody else is asked`, async () => {
      const page = await browser.newPage();
      /** @type {string[]} */
      const wrong = [];
      page.on('console', (message) => {
        if (message.type() === 'error') wrong.push(message.text());
      });
      page.on('pageerror', (error) => wrong.push(String(error)));
      page.on('request', (request) => {
        if (!/^data:/.test(request.url()) && !request.url().startsWith(host.url)) wrong.push(request.url());
      });
      for (const width of [390, 1280]) {
        await page.setViewport({ width, height: 900 });
        await page.goto(host.url + path, { waitUntil: 'networkidle0' });
        await page.evaluate(AXE);
        for (const value of ['light', 'dark']) {
          await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
          const wide = await page.evaluate('document.documentElement.scrollWidth');
          if (Number(wide) > width) wrong.push(`${width}: as wide as ${wide}`);
          const { violations } = /** @type {any} */ (await page.evaluate('axe.run()'));
          for (const { id, nodes } of violations) {
            if (id === NESTED && /^(reference|rust)\//.test(path)) continue;
            for (const { html, failureSummary } of nodes)
              wrong.push(`${width}, ${value}: ${id}: ${html}\n${failureSummary}`);
          }
        }
      }
      await page.close();
      // In one text: a list of long ones takes minutes to compare.
      assert.equal(wrong.join('\n'), '');
    });
  }

  test('what is not there is said to be not there, at any depth, and leads back', async () => {
    const types = /** @type {Record<string, string>} */ ({ html: 'text/html', json: 'application/json' });
    const pages = await listen((request) => {
      const path = new URL(request.url).pathname;
      const name = path.startsWith(PLACE) ? path.slice(PLACE.length) || 'index.html' : '404.html';
      const file = join(folder, name);
      const isThere = existsSync(file) && statSync(file).isFile();
      const body = readFileSync(isThere ? file : join(folder, '404.html'));
      const type = isThere ? types[name.split('.').at(-1) ?? ''] : 'text/html';
      return new Response(body, { status: isThere ? 200 : 404, headers: type ? { 'Content-Type': type } : {} });
    });
    const page = await browser.newPage();
    try {
      for (const path of ['none.html', 'guide/none.html', 'guide/none/', 'a/b/c/d/none']) {
        const response = await page.goto(pages.url + PLACE + path, { waitUntil: 'networkidle0' });
        assert.equal(response?.status(), 404);
        const [link, form, skip] = await page.evaluate(() => [
          document.querySelector('main p a[href$="index.html"]')?.getAttribute('href'),
          document.querySelector('form')?.action,
          document.querySelector('.skip')?.getAttribute('href'),
        ]);
        assert.deepEqual(
          [link, form, skip],
          [`${pages.url}${PLACE}index.html`, `${pages.url}${PLACE}search.html`, '#main'],
        );
        assert.equal(
          await page.evaluate(() => getComputedStyle(document.querySelector('header') ?? document.body).display),
          'flex',
        );
      }
      await page.click('main p a[href$="index.html"]');
      await page.waitForSelector('main img');
    } finally {
      await page.close();
      await pages.close();
    }
  });
});
