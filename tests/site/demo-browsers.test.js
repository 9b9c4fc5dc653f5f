// The site's demo in three browsers, from a host that serves files and nothing else, below a path of its own: as it is used, with no
// host any more, and with nobody asked who is not on this machine.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { findChromium, launchChromium, NO_CHROMIUM } from '../support/chromium.js';
import { startDeadProxy } from '../support/dead-proxy.js';
import { findFirefox, launchFirefox } from '../support/firefox.js';
import { countOfKept, site } from '../support/site.js';
import { skipUnless } from '../support/skip.js';
import { PLACE, startStaticHost } from '../support/static-host.js';
import { findWebkit, launchWebkit } from '../support/webkit.js';
import { within } from '../support/within.js';

/** Runs in a page outside of the site that has it in a frame, for the site's policy keeps drivers out; what it finds is its title. */
const CHECKS = `
  const site = '${PLACE}';
  const frame = document.querySelector('iframe');
  const found = {};
  const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const until = async (what, holds, seconds = 30) => {
    document.title = what;
    for (const end = performance.now() + seconds * 1000; performance.now() < end; ) {
      try { if (await Promise.race([holds(), sleep(1_000)])) return true; } catch {}
      await sleep(50);
    }
    throw new Error(what + ': ' + frame.contentDocument?.body.innerText.slice(0, 300));
  };
  const open = async (path) => {
    let isLoaded = false;
    frame.onload = () => { isLoaded = true; };
    frame.src = site + path;
    await until('Load ' + path, () => isLoaded);
  };
  const find = (selector) => frame.contentDocument.querySelector(selector);
  const state = () => find('#results').dataset.state;
  const all = (selector) => [...find('hrflow-attachments').shadowRoot.querySelectorAll(selector)];
  const names = () => all('[part=name]').map(({ textContent }) => textContent);
  const shows = (path, wanted) => open(path).then(() => until(path, () => state() === wanted)).then(state);
  // They are drawn where they are seen.
  const seen = (selector) => until(selector, () => {
    const shown = all(selector)[0];
    (shown ?? all('[part=preview]')[1]).scrollIntoView();
    return shown && (shown.naturalWidth ?? shown.width) > 0;
  });
  const previews = async () => (await seen('[part=preview] canvas')) && seen('[part=preview] img');
  try {
    // What this page asks for is noted: so is what the site would.
    await fetch('http://witness.example/', { mode: 'no-cors' }).catch(() => {});
    await open('demo/');
    await until('cards', () => state() === 'found');
    found.names = names();
    found.previews = await previews();
    const { contentWindow } = frame;
    const { createObjectURL } = contentWindow.URL;
    const blobs = [];
    contentWindow.URL.createObjectURL = (blob) => { blobs.push(blob); return createObjectURL.call(contentWindow.URL, blob); };
    contentWindow.HTMLAnchorElement.prototype.click = () => {};
    all('[part~=download]')[0].click();
    await until('download', () => blobs.length === 1);
    found.download = (await blobs[0].text()).slice(0, 5);
    found.faults = {};
    for (const [fault, wanted] of Object.entries({ busy: 'api-429', silent: 'timeout', offline: 'network', moved: 'redirect', misshapen: 'response' })) {
      found.faults[fault] = await shows('demo/?fault=' + fault, wanted);
    }
    found.forbidden = await shows('demo/without-wasm.html', 'environment');
    await open('demo/?view=source&source_key=many');
    found.listed = await until('a source', () => Number(/([\\d,.]+) of 2,000 candidates/.exec(find('#source').innerText)[1].replace(/\\D/, '')) >= 100);
    const kept = async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).length)))[0];
    const files = Number(new URLSearchParams(location.search).get('files'));
    await until('all files are kept', async () => (await kept()) === files);
    await until('Stop the host', () => fetch('/').then(() => false, () => true));
    await open('demo/?fault=busy');
    await until('a fault offline', () => state() === 'api-429');
    await open('demo/');
    await until('offline', () => state() === 'found');
    found.offline = names();
    found.offlinePreviews = await previews();
    await open('');
    found.home = find('h1') !== null;
  } catch (error) {
    found.error = String(error);
  }
  document.title = JSON.stringify(found);
`;

/** Whom browsers ask for their own sake. */
const CHROMIUM_ASKS = [
  'accounts.google.com',
  'clients2.google.com',
  'content-autofill.googleapis.com',
  'optimizationguide-pa.googleapis.com',
  'update.googleapis.com',
];
const FIREFOX_ASKS = ['firefox.settings.services.mozilla.com', 'content-signature-2.cdn.mozilla.net'];

/** As long may a browser take. */
const MOST_MS = 90_000;
const ANSWER_MS = 20_000;

const NAMES = ['Résumé (2020).pdf', 'portrait.png', 'Lettre de motivation – été.pdf'];

const EXPECTED = {
  names: NAMES,
  previews: true,
  download: '%PDF-',
  faults: { busy: 'api-429', silent: 'timeout', offline: 'network', moved: 'redirect', misshapen: 'response' },
  forbidden: 'environment',
  listed: true,
  offline: NAMES,
  offlinePreviews: true,
  home: true,
};

describe('the demo on a static host', { timeout: 500_000 }, () => {
  /** @type {string} */
  let folder;
  let files = 0;
  before(async () => {
    folder = await site();
    files = countOfKept(folder);
  });

  /**
   * @param {(visit: { proxy: number }) => Promise<{ goto(url: string): Promise<unknown>, title(): Promise<string>, close(): Promise<unknown> }>} launch
   * @param {string[]} own whom the browser asks by itself, whatever page it shows
   */
  async function visited(launch, own = []) {
    const proxy = await startDeadProxy();
    const host = await startStaticHost(folder);
    const browser = await launch({ proxy: proxy.port });
    try {
      writeFileSync(join(host.folder, 'checks.js'), CHECKS);
      writeFileSync(
        join(host.folder, 'checks.html'),
        '<!doctype html><html lang="en"><title></title><iframe width="1000" height="800"></iframe><script type="module" src="checks.js"></script>',
      );
      await within(ANSWER_MS, browser.goto(`${new URL('/', host.url)}checks.html?files=${files}`));
      const end = performance.now() + MOST_MS;
      for (let title = ''; !title.startsWith('{'); title = await within(ANSWER_MS, browser.title())) {
        assert.ok(performance.now() < end, `It stands at “${title}”.`);
        if (title === 'Stop the host') await host.stop();
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      assert.deepEqual(JSON.parse(await browser.title()), EXPECTED);
      const others = proxy.asked.filter(
        (asked) => !own.some((host) => asked.includes(`/${host}/`) || asked.includes(` ${host}:443 `)),
      );
      assert.deepEqual([...new Set(others)], ['GET http://witness.example/ HTTP/1.1']);
      const missed = host.requests.filter(
        (request) => !/^(200|30\d) /.test(request) && !request.endsWith('/favicon.ico'),
      );
      assert.deepEqual(missed, []);
      assert.deepEqual(
        host.requests.filter((request) => request.includes('/api/')),
        [],
      );
    } finally {
      await browser.close();
      await Promise.all([proxy.close(), host.close()]);
    }
  }

  test('Chromium', { skip: skipUnless(findChromium(), NO_CHROMIUM) }, () =>
    visited(async ({ proxy }) => {
      const browser = await launchChromium({ args: [`--proxy-server=127.0.0.1:${proxy}`] });
      const page = await browser.newPage();
      return { goto: (url) => page.goto(url), title: () => page.title(), close: () => browser.close() };
    }, CHROMIUM_ASKS),
  );

  test('Firefox', { skip: skipUnless(findFirefox(), 'No Firefox was found.') }, () =>
    visited(async ({ proxy }) => {
      const hosts = { 'network.proxy.http': '127.0.0.1', 'network.proxy.ssl': '127.0.0.1' };
      const ports = { 'network.proxy.http_port': proxy, 'network.proxy.ssl_port': proxy };
      const browser = await launchFirefox({ extraPrefsFirefox: { 'network.proxy.type': 1, ...hosts, ...ports } });
      const page = await browser.newPage();
      return { goto: (url) => page.goto(url), title: () => page.title(), close: () => browser.close() };
    }, FIREFOX_ASKS),
  );

  test('WebKit', { skip: skipUnless(findWebkit(), 'No WebKit was found.') }, () =>
    visited(async ({ proxy }) => {
      const { browser, close } = await launchWebkit({ proxy: `127.0.0.1:${proxy}` });
      return { goto: (url) => browser.get(url), title: () => browser.getTitle(), close };
    }),
  );
});
