// The site's demo in Chromium: every state of the page, what becomes of it as visitors load it in other ways, and how a new version of
// the site takes the place of an old one.

import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { writeWorker } from '../../www/site/demo.mjs';
import { inProcess } from '../../www/site/in-process.js';
import { findChromium, launchChromium, NO_CHROMIUM } from '../support/chromium.js';
import { STATES, waitForState } from '../support/demo.js';
import { countOfKept, site } from '../support/site.js';
import { skipUnless } from '../support/skip.js';
import { startStaticHost } from '../support/static-host.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

test('an application in the same process breaks a connection, and is aborted, as over a network', async () => {
  const request = (/** @type {RequestInit} */ init = {}) => new Request('https://standin.invalid/', init);
  const never = () => new Promise(() => {});
  const broken = (/** @type {unknown} */ _, /** @type {any} */ env) => {
    env.incoming.socket.destroy();
    return never();
  };
  await assert.rejects(inProcess({ fetch: /** @type {any} */ (broken) })(request()), TypeError);
  const controller = new AbortController();
  const asked = inProcess({ fetch: /** @type {any} */ (never) })(request({ signal: controller.signal }));
  controller.abort(new Error('enough'));
  await assert.rejects(asked, /enough/);
  const throwing = () => {
    throw new Error('within');
  };
  await assert.rejects(inProcess({ fetch: throwing })(request()), /within/);
  assert.equal(await (await inProcess({ fetch: () => new Response('yes') })(request())).text(), 'yes');
});

describe('the demo of the site', { skip: skipUnless(findChromium(), NO_CHROMIUM), timeout: 500_000 }, () => {
  /** @type {string} */
  let folder;
  /** @type {Awaited<ReturnType<typeof startStaticHost>>} */
  let host;
  /** @type {import('puppeteer-core').Browser} */
  let browser;
  /** @type {import('puppeteer-core').BrowserContext} */
  let context;
  /** @type {import('puppeteer-core').Page} */
  let page;
  /** @type {string[]} what the policy forbade, and what was thrown */
  const complaints = [];

  before(async () => {
    folder = await site();
    host = await startStaticHost(folder);
    // A worker that is watched is never idle, and gives way to none.
    browser = await launchChromium({ targetFilter: (target) => target.type() !== 'service_worker' });
  });
  after(async () => {
    await browser?.close();
    await host?.close();
  });
  beforeEach(async () => {
    await context?.close();
    context = await browser.createBrowserContext();
    page = await opened();
  });

  async function opened() {
    const page = await context.newPage();
    await page.setViewport({ width: 1280, height: 900 });
    complaints.length = 0;
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      if (/Content.Security.Policy/i.test(message.text())) complaints.push(message.text());
    });
    return page;
  }

  /** @param {string} [path] @param {string} [state] */
  async function visit(path = '', state = 'found') {
    await page.goto(`${host.url}demo/${path}`);
    await waitForState(page, state);
  }

  /** What axe finds wrong, light and dark, on a desktop and a phone. */
  async function axeViolations() {
    const found = [];
    for (const width of [1280, 390]) {
      await page.setViewport({ width, height: 900 });
      for (const value of ['light', 'dark']) {
        await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
        await page.evaluate(AXE);
        const { violations } = /** @type {any} */ (await page.evaluate('axe.run()'));
        for (const { id, nodes } of violations) {
          for (const { html, failureSummary } of nodes)
            found.push(`${width} ${value}: ${id}: ${html}\n${failureSummary}`);
        }
      }
    }
    await page.setViewport({ width: 1280, height: 900 });
    return found.join('\n');
  }

  /** @param {string} selector is pressed, wherever it is */
  const press = (selector) => page.$eval(selector, (button) => /** @type {HTMLElement} */ (button).click());
  const text = (/** @type {string} */ selector) => page.$eval(selector, (found) => found.textContent ?? '');

  test('every state of the page, as `npm start` has it', async () => {
    await visit();
    assert.equal(await axeViolations(), '');
    for (const [selector, state] of Object.entries(STATES)) {
      if (state === 'environment') continue;
      await press(selector);
      await page.waitForFunction(
        (selector) => document.querySelector(selector)?.getAttribute('aria-pressed') === 'true',
        {},
        selector,
      );
      await waitForState(page, state);
    }
    assert.deepEqual(complaints, []);
    await page.goto(`${host.url}demo/?source_key=candidates&key=candidate-1`);
    await waitForState(page, 'found');
    await page.click('#faults a');
    await waitForState(page, 'environment');
    assert.equal(await axeViolations(), '');
    await page.click('#allowed');
    await waitForState(page, 'found');
    assert.equal(page.url(), `${host.url}demo/`);
  });

  test('what is copied asks HrFlow itself, for no program can ask this browser', async () => {
    await visit();
    assert.match(await text('#lead'), /inside this browser/);
    for (const form of ['node', 'commonjs', 'python']) {
      await press(`#call [value=${form}]`);
      const code = await text('#code');
      assert.match(code, /HRFLOW_API_KEY/);
      assert.doesNotMatch(code, /127\.0\.0\.1|api_url|undefined/, code);
    }
    await press('#call [value=page]');
    assert.match(await text('#code'), /api_url: '\/api\/hrflow'/);
  });

  test('a file is downloaded by its link, in parts too', async () => {
    await visit();
    const parts = await page.evaluate(async () => {
      const api = new URL(
        'api/hrflow/profile/indexing/attachments?source_key=candidates&key=candidate-1',
        location.href,
      );
      const [{ public_url, file_size }] = (await (await fetch(api)).json()).data;
      const whole = await fetch(public_url);
      const other = await fetch(public_url.replace('candidate-1', 'candidate-2'));
      const bytes = await whole.arrayBuffer();
      return [
        new URL(public_url, location.href).pathname.split('files/')[0],
        bytes.byteLength === file_size,
        whole.headers.get('Content-Disposition'),
        other.status,
      ];
    });
    const { pathname } = new URL(`${host.url}demo/api/hrflow/`);
    assert.deepEqual(parts, [pathname, true, parts[2], 404]);
    assert.match(String(parts[2]), /^attachment; filename="/);
  });

  test('loaded past the worker, it is loaded anew with it', async () => {
    await visit();
    for (let again = 0; again < 2; again++) {
      const loaded = page.waitForNavigation();
      const client = await page.createCDPSession();
      await client.send('Page.reload', { ignoreCache: true });
      await loaded;
      await waitForState(page, 'found');
      assert.ok(await page.evaluate('navigator.serviceWorker.controller !== null'));
      await client.detach();
    }
  });

  test('where the worker is always passed by, it says so and does not load for ever', async () => {
    const client = await page.createCDPSession();
    await client.send('Network.enable');
    await client.send('Network.setBypassServiceWorker', { bypass: true });
    await page.goto(`${host.url}demo/`);
    await page.waitForFunction(() =>
      document.querySelector('main .notice')?.textContent?.includes('could not be set up'),
    );
    assert.equal(await axeViolations(), '');
  });

  test('without service workers it says so, in the reader’s language', async () => {
    await page.evaluateOnNewDocument(
      "Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: undefined })",
    );
    await page.goto(`${host.url}demo/`);
    await page.waitForSelector('main .notice');
    assert.match(
      await text('main'),
      /^The simulated API runs in a service worker, and this window has none\..*npm start\.$/,
    );
    assert.equal(await page.$eval('#lead', (lead) => lead.checkVisibility()), false);
    assert.equal(await axeViolations(), '');
    await page.evaluate("localStorage.setItem('hrflow-wasm-demo-language', 'fr')");
    await page.reload();
    await page.waitForSelector('main .notice');
    assert.match(await text('main'), /^L’API simulée tourne dans un service worker/);
  });

  test('where the browser stops the worker, addresses of files still hold, and the stand-in begins anew', async () => {
    await visit();
    const list = (/** @type {string} */ source) =>
      page.evaluate(async (source) => {
        const asked = new URL(`api/hrflow/storing/profiles?source_keys=["${source}"]&order_by=asc`, location.href);
        return (await (await fetch(asked)).json()).data[0].key;
      }, source);
    const file = await page.evaluate(async () => {
      const asked = new URL(
        'api/hrflow/profile/indexing/attachments?source_key=candidates&key=candidate-1',
        location.href,
      );
      return (await (await fetch(asked)).json()).data[0].public_url;
    });
    assert.deepEqual([await list('moving'), await list('moving')], ['moving-0001', 'moving-0002']);
    const client = await page.createCDPSession();
    const stopped = new Promise((resolve) => {
      client.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
        if (versions.some(({ runningStatus }) => runningStatus === 'stopped')) resolve(true);
      });
    });
    await client.send('ServiceWorker.enable');
    await client.send('ServiceWorker.stopAllWorkers');
    await stopped;
    assert.equal(await list('moving'), 'moving-0001');
    assert.equal(await page.evaluate(async (file) => (await fetch(file)).status, file), 200);
  });

  describe('a new version', () => {
    /** @type {string} */
    let next;
    before(async () => {
      next = mkdtempSync(join(tmpdir(), 'hrflow-next-'));
      cpSync(folder, next, { recursive: true });
      const words = join(next, 'demo/words.js');
      writeFileSync(words, readFileSync(words, 'utf8').replaceAll('Three files', 'Three new files'));
      const home = join(next, 'index.html');
      writeFileSync(home, readFileSync(home, 'utf8').replace('<h1', '<h1 data-version="new"'));
      await writeWorker(next);
    });
    after(() => rmSync(next, { recursive: true }));

    const first = () => text('#profiles button');
    const isWaiting = () =>
      page.waitForFunction(async () => Boolean((await navigator.serviceWorker.getRegistration())?.waiting));
    /** @param {number} times until the new version is there */
    const reloaded = async (times) => {
      await page.reload();
      const isNew = page.waitForFunction(
        () => document.querySelector('#profiles button')?.textContent === 'Three new files',
        { timeout: 10_000 },
      );
      await isNew.catch((error) => (times > 1 ? reloaded(times - 1) : Promise.reject(error)));
    };
    /** How many versions are kept. */
    const kept = () =>
      page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('hrflow-wasm ')).length);

    test('is taken at the next load, whole, and the old one is forgotten', async (context) => {
      context.after(() => host.replace(folder));
      await visit();
      const all = countOfKept(folder);
      await page.waitForFunction(
        async (all) => (await (await caches.open((await caches.keys())[0])).keys()).length === all,
        {},
        all,
      );
      await page.evaluate("caches.open('of another program')");
      host.replace(next);
      await page.reload();
      await waitForState(page, 'found');
      assert.equal(await first(), 'Three files');
      await isWaiting();
      assert.equal(await first(), 'Three files');
      const before = host.requests.length;
      // On a busy machine the browser may count the page that was left for a while: then it is the load after that.
      await reloaded(3);
      await waitForState(page, 'found');
      await page.waitForFunction(
        async () => (await caches.keys()).filter((name) => name.startsWith('hrflow-wasm ')).length === 1,
      );
      assert.ok(await page.evaluate("caches.has('of another program')"));
      const asked = host.requests.slice(before).filter((request) => !/worker\.js/.test(request));
      assert.deepEqual(
        asked.filter((request) => /pdf|fonts|hrflow-wasm\//.test(request)),
        [],
        'what is the same is not asked for again',
      );
      await page.goto(host.url);
      assert.equal(await page.$eval('h1', (h1) => h1.dataset.version), 'new');
    });

    test('waits while two tabs are open: both stay as they are', async (context) => {
      context.after(() => host.replace(folder));
      await visit();
      const other = await opened();
      await other.goto(`${host.url}demo/`);
      await waitForState(other, 'found');
      host.replace(next);
      await page.bringToFront();
      await page.reload();
      await isWaiting();
      await page.reload();
      await waitForState(page, 'found');
      assert.equal(await first(), 'Three files');
      assert.equal(await kept(), 2);
      await other.close();
      await reloaded(3);
    });

    test('that is there in part only is not taken', async (context) => {
      const half = mkdtempSync(join(tmpdir(), 'hrflow-half-'));
      context.after(() => {
        host.replace(folder);
        rmSync(half, { recursive: true });
      });
      cpSync(folder, half, { recursive: true });
      cpSync(join(next, 'worker.js'), join(half, 'worker.js'));
      await visit();
      host.replace(half);
      await page.reload();
      await waitForState(page, 'found');
      const state = await page.evaluate(async () => {
        const registration = /** @type {ServiceWorkerRegistration} */ (await navigator.serviceWorker.getRegistration());
        await registration.update().catch(() => {});
        const { installing } = registration;
        if (installing) await new Promise((resolve) => installing.addEventListener('statechange', resolve));
        return installing?.state ?? 'gone';
      });
      assert.ok(['gone', 'redundant'].includes(state), state);
      await page.reload();
      await waitForState(page, 'found');
      assert.equal(await first(), 'Three files');
    });
  });
});
