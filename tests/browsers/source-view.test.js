// The view of a whole source in headless Chromium, behind the demo's own proxy: from the first page to the ZIP, every state by click
// and key, in both languages, and what hostile data does to it.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { createDemo } from '../../www/demo.js';
import { listen } from '../../www/listen.js';
import { API_SECRET, API_USER, createApi } from '../../www/standin/api.js';
import { SOURCES } from '../../www/standin/candidates.js';
import { makeFiles } from '../../www/standin/files.js';
import { manyProfiles } from '../../www/standin/many.js';
import { findChromium, launchChromium, NO_CHROMIUM } from '../support/chromium.js';
import { root } from '../support/root.js';
import { skipUnless } from '../support/skip.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const python = ['python3', 'python'].find((name) => spawnSync(name, ['-c', 'import zipfile']).status === 0);
const unzip = spawnSync('unzip', ['-v']).status === 0;

/**
 * @param {string} key of a profile
 * @param {object[]} attachments
 * @param {string | null} [reference]
 * @returns {any} a profile of the stand-in
 */
const profile = (key, attachments, reference = key) => ({
  ...{ key, reference, email: `${key.slice(0, 20)}@example.com`, attachments },
  ...{ created_at: '2021-01-01T00:00:00+0000', updated_at: '2021-01-01T00:00:00+0000' },
});

/**
 * @param {string | null} name
 * @param {object} [fields]
 */
const file = (name, fields) => ({
  ...{ original_file_name: name, file_name: name, extension: null, type: 'resume', alt: 'a' },
  ...{ created_at: '2021-03-01T12:00:00+0000', updated_at: '2021-03-01T12:00:00+0000' },
  ...{ public_url: '/files/resume.pdf', ...fields },
});

/** Of every kind that filters, orders and totals tell apart. */
const MIXED = {
  key: 'mixed',
  profiles: [
    profile('ann', [file('Résumé Ann.pdf', { created_at: '2021-03-01T12:00:00+0000' })]),
    profile('bob', [
      file('bob.pdf', { created_at: '2022-05-05T12:00:00+0000' }),
      file('letter.pdf', {
        type: 'cover',
        created_at: '2020-05-05T12:00:00+0000',
        public_url: '/files/cover-letter.pdf',
      }),
      file('portrait.png', {
        type: 'other',
        created_at: '2019-05-05T12:00:00+0000',
        public_url: '/files/portrait.png',
      }),
    ]),
    profile('cleo', []),
    profile('dan', [
      file('dan.pdf', { type: 'cover', created_at: '2023-01-01T12:00:00+0000', public_url: '/files/cover-letter.pdf' }),
    ]),
  ],
};

/** A page of another origin may read it. */
const ANYBODY = { 'Access-Control-Allow-Origin': '*' };

const LONG = 'x'.repeat(100_000);

const HOSTILE = {
  key: 'odd',
  profiles: [
    profile(
      'k-1',
      [file('invoice-\u202efdp.exe'), file('<img src=x onerror="document.title=\'owned\'">.pdf')],
      '<b>bold</b>',
    ),
    profile('k-2', [file(`${LONG}.pdf`, { type: LONG, public_url: `https://h.example/${LONG}` })], LONG),
    profile(
      'k-3',
      [file(null, { type: 'constructor' }), file('a', { type: '__proto__', created_at: 'yesterday' })],
      '__proto__',
    ),
    profile('k-4', [file('x.pdf', { public_url: 'javascript:document.title="owned"' })], '\u202e\u2066'),
    profile(
      'k-5',
      Array.from({ length: 10_000 }, (_, index) => file(`${index}.pdf`, { type: `type ${index}` })),
      'crowd',
    ),
    profile('k-6', [file('resume.pdf')], '../../outside'),
  ],
};

describe('a whole source in the page', { skip: skipUnless(findChromium(), NO_CHROMIUM), timeout: 280_000 }, () => {
  /** @type {import('puppeteer-core').Browser} */
  let browser;
  /** @type {import('puppeteer-core').BrowserContext} */
  let context;
  /** @type {import('puppeteer-core').Page} */
  let page;
  /** @type {Awaited<ReturnType<typeof listen>>} */
  let standin;
  /** @type {Awaited<ReturnType<typeof listen>>} */
  let site;
  /** @type {Awaited<ReturnType<typeof makeFiles>>} */
  let files;
  /** @type {URL[]} what the stand-in was asked for */
  const asked = [];
  /** @type {(url: URL) => undefined | Response | Promise<Response | undefined>} what goes wrong upstream */
  let fault = () => undefined;
  /** @type {(request: Request, next: () => Promise<Response>) => Promise<Response>} what the page's own back end does otherwise */
  let between = (_, next) => next();
  /** @type {string[]} what the page's policy forbade, and what it threw */
  const complaints = [];

  before(async () => {
    files = await makeFiles();
    const sources = [...SOURCES, manyProfiles('many', 2_000), manyProfiles('few', 60), MIXED, HOSTILE];
    const api = await createApi({ sources });
    standin = await listen(async (request, env) => {
      const url = new URL(request.url);
      asked.push(url);
      return (await fault(url)) ?? api.fetch(request, env);
    });
    const demo = createDemo(
      { api_secret: API_SECRET, api_user: API_USER, api_url: `${standin.url}/v1` },
      { standin: true },
    );
    site = await listen((request, env) => between(request, async () => demo.fetch(request, env)));
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await Promise.all([site?.close(), standin?.close()]);
  });
  beforeEach(async () => {
    fault = () => undefined;
    between = (_, next) => next();
    await context?.close();
    context = await browser.createBrowserContext();
    page = await context.newPage();
    await page.setViewport({ width: 1280, height: 900 });
    await page.emulateTimezone('Europe/Paris');
    complaints.length = 0;
    asked.length = 0;
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) complaints.push(message.text());
    });
    await page.evaluateOnNewDocument(`
      delete window.showSaveFilePicker;
      window.longTasks = [];
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) longTasks.push(Math.round(duration));
      }).observe({ type: 'longtask', buffered: true });
    `);
  });

  const text = (/** @type {string} */ selector) => page.$eval(selector, (found) => found.textContent ?? '');
  const texts = (/** @type {string} */ selector) =>
    page.$$eval(selector, (found) => found.map(({ textContent }) => textContent ?? ''));
  const query = async () => new URL(page.url()).searchParams;
  const shown = () => texts('#source .rows .row:not([hidden]) .who');
  const chosen = () =>
    page.$$eval('#source .rows .row:has(:checked) .who', (found) => found.map((one) => one.textContent));
  /** Which profiles' attachments the stand-in was asked for. */
  const keys = () =>
    asked.filter(({ pathname }) => pathname.endsWith('/attachments')).map((url) => url.searchParams.get('key'));

  /** @param {string} selector @param {RegExp} words */
  const says = (selector, words) =>
    page.waitForFunction(
      (selector, source, flags) => new RegExp(source, flags).test(document.querySelector(selector)?.textContent ?? ''),
      { timeout: 150_000, polling: 100 },
      selector,
      words.source,
      words.flags,
    );
  const listed = async () => {
    await says('#source .counted', /all listed|tout est listé/);
    // The rows are written a moment later.
    const [count] = /[\d,]+/.exec(await text('#source .counted')) ?? [];
    const written = '#source .row:is([data-state=loaded], [data-state=none], [data-state=failed])';
    const expected = Number(count?.replace(',', ''));
    await page.waitForFunction(
      (selector, expected) => document.querySelectorAll(selector).length === expected,
      { polling: 100 },
      written,
      expected,
    );
  };

  /** @param {string} source @param {Record<string, string>} [more] opens the address that lists it, and waits for its end */
  async function open(source, more = {}) {
    await page.goto(`${site.url}/?${new URLSearchParams({ view: 'source', source_key: source, ...more })}`);
    await listed();
  }

  /** What axe finds wrong, light, dark and in forced colours. */
  async function axeViolations() {
    const found = [];
    const client = await page.createCDPSession();
    for (const [name, value] of [
      ['prefers-color-scheme', 'light'],
      ['prefers-color-scheme', 'dark'],
      ['forced-colors', 'active'],
    ]) {
      await client.send('Emulation.setEmulatedMedia', { features: [{ name, value }] });
      await page.evaluate(AXE);
      const { violations } = /** @type {any} */ (await page.evaluate('axe.run()'));
      for (const { id, nodes } of violations) {
        for (const { html, failureSummary } of nodes) found.push(`${value}: ${id}: ${html}\n${failureSummary}`);
      }
    }
    await client.detach();
    return found.join('\n');
  }

  const downloads = join(root, 'target/source-view');

  /** @returns {Promise<string>} the path of the ZIP that comes of a press on the button */
  async function download() {
    rmSync(downloads, { recursive: true, force: true });
    mkdirSync(downloads, { recursive: true });
    const client = await page.createCDPSession();
    await client.send('Browser.setDownloadBehavior', {
      ...{ behavior: 'allow', browserContextId: context.id, downloadPath: downloads, eventsEnabled: true },
    });
    const done = new Promise((resolve) =>
      client.on('Browser.downloadProgress', ({ state }) => state === 'completed' && resolve(undefined)),
    );
    await page.click('#source .zip');
    await done;
    return join(downloads, 'attachments.zip');
  }

  /**
   * @param {string} path of a ZIP
   * @returns {{ entries: Map<string, string>, manifest: Record<string, string>[] }} the SHA-256 of each file in it, and its list
   */
  function opened(path) {
    if (unzip) execFileSync('unzip', ['-tqq', path]);
    const script = `
import hashlib, json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    names = archive.namelist()
    sums = [[name, hashlib.sha256(archive.read(name)).hexdigest()] for name in names]
    print(json.dumps([sums, archive.read('manifest.csv').decode('utf-8-sig')]))`;
    const printed = execFileSync(String(python), ['-c', script, path], { encoding: 'utf8', maxBuffer: 2 ** 26 });
    const [sums, csv] = JSON.parse(printed);
    const entries = new Map(sums);
    assert.equal(entries.size, sums.length, 'no name twice');
    return { entries, manifest: parse(csv, { columns: true }) };
  }

  /** @param {string} name in files.js */
  const sum = (name) =>
    createHash('sha256')
      .update(/** @type {any} */ (files.get(name)).bytes)
      .digest('hex');

  test('2 000 candidates, from the first page to a ZIP of all', {
    skip: skipUnless(python, 'No python3 was found.'),
  }, async () => {
    await page.goto(site.url);
    await page.waitForSelector('#results[data-state=found]');
    const loaded = () => page.evaluate('performance.getEntriesByType("resource").map(({ name }) => name).join("\\n")');
    assert.doesNotMatch(
      String(await loaded()),
      /whole-source|bulk\.mjs|element-zip/,
      'the first view loads nothing of this',
    );
    await page.click('[data-view=source]');
    await page.waitForSelector('#source form');
    assert.equal(await text('h1'), 'All candidates of a source');
    assert.equal(await text('#source .nothing'), 'Candidates appear here as they are listed.');
    assert.deepEqual(keys(), ['candidate-1'], 'nothing is asked for before it is started');
    await page.evaluate(`
      window.batches = [];
      new MutationObserver((records) => batches.push(records.reduce((sum, { addedNodes }) => sum + [...addedNodes].filter((node) => node.classList?.contains('row')).length, 0)))
        .observe(document.querySelector('#source .rows'), { childList: true, subtree: true });
      longTasks.length = 0;
    `);
    asked.length = 0;
    await page.click('#source form button');
    await says('#source .counted', /^[\d,]+ of 2,000 candidates, [\d,]+ left/);
    await listed();
    assert.equal(await text('#source .counted'), '2,000 candidates, all listed');
    assert.equal(keys().length, 2_000);
    assert.equal(new Set(keys()).size, 2_000, 'each was asked for once');
    assert.equal((await shown()).length, 2_000);
    assert.deepEqual(
      (await texts('#source .totals li')).map((line) => line.replace(/ files.*/, '')),
      ['Résumé 2,000', 'Original upload 2,000'],
    );
    const batches = /** @type {number[]} */ (await page.evaluate('window.batches'));
    const inRows = Number(await page.evaluate("document.querySelectorAll('#source .rows *').length"));
    assert.equal(
      batches.reduce((sum, count) => sum + count, 0),
      2_000,
      'a row that is there is not put there again',
    );
    assert.ok(Math.max(...batches) <= 60, `${Math.max(...batches)} rows in one batch`);
    assert.ok(inRows <= 2_000 * 17 + 100, `${inRows} elements in the rows`);
    console.log(
      `# listing: ${batches.length} batches, ${inRows} elements, long tasks of ${await page.evaluate('longTasks.join()')} ms`,
    );

    await page.evaluate('longTasks.length = 0');
    await page.evaluate(`(async () => {
      for (let top = 0; top < document.body.scrollHeight; top += 700) {
        scrollTo(0, top);
        await new Promise(requestAnimationFrame);
      }
    })()`);
    console.log(`# scrolling through all: long tasks of ${await page.evaluate('longTasks.join()')} ms`);
    await page.evaluate('scrollTo(0, 0)');

    await page.click('#source .choose-all');
    assert.match(await text('#source .choice-said'), /^2,000 candidates chosen, 4,000 files, 5\.\d+ MB$/);
    assert.equal((await query()).get('chosen'), 'all');
    assert.ok(page.url().length < 120, page.url());
    await page.evaluate('longTasks.length = 0');
    const { entries, manifest } = opened(await download());
    console.log(`# the ZIP: long tasks of ${await page.evaluate('longTasks.join()')} ms`);
    await says('#source .zip-said', /^4,000 files are in the ZIP, 5\.\d+ MB\.$/);
    assert.equal(entries.size, 4_001);
    assert.equal(manifest.length, 4_000);
    assert.ok(manifest.every(({ result }) => result === 'ok'));
    const bytes = String(/** @type {any} */ (files.get('resume.pdf')).bytes.length);
    for (const { profile_key, path, bytes: size } of manifest) {
      assert.equal(entries.get(path), sum('resume.pdf'), path);
      assert.equal(size, bytes, profile_key);
      assert.match(path, /^[^/]+\/[^/]+$/);
    }
    // One folder each, and those of its own.
    const folders = new Map(manifest.map(({ profile_key, path }) => [profile_key, path.split('/')[0]]));
    assert.equal(new Set(folders.values()).size, 2_000);
    assert.match(String(folders.get('many-0020')), /^key-many-0020/);
    assert.deepEqual(complaints, []);
  });

  test('it stops, and goes on without loss or repetition', async () => {
    let isHeld = false;
    /** @type {(() => void)[]} */
    const held = [];
    fault = async ({ pathname, searchParams }) => {
      if (!isHeld || !pathname.endsWith('/attachments') || Number(searchParams.get('key')?.slice(-4)) <= 20)
        return undefined;
      await new Promise((resolve) => held.push(() => resolve(undefined)));
      return undefined;
    };
    isHeld = true;
    await page.goto(`${site.url}/?view=source&source_key=few`);
    await says('#source .counted', /^20 of 60 candidates, 40 left/);
    // Those who wait are there, too.
    await page.waitForFunction("document.querySelectorAll('#source .row').length > 20");
    await page.waitForSelector('#source .row[data-state=waiting]');
    const before = await shown();
    assert.match((await texts('#source .rows .row[data-state=waiting] .what')).join(), /^Not loaded yet/);
    assert.match((await texts('#source .rows .row[data-state=none] .what')).join(), /^$/);
    await page.focus('#source .toggle');
    await page.keyboard.press('Enter');
    await says('#source .toggle', /^Go on$/);
    assert.equal(await page.evaluate('document.activeElement.className'), 'toggle', 'the keyboard stays');
    assert.match(await text('#source .counted'), /^20 of 60 candidates, 40 left\. Stopped\. What is listed stays\.$/);
    assert.equal(await axeViolations(), '');
    const first = keys();
    isHeld = false;
    for (const release of held) release();
    asked.length = 0;
    await page.keyboard.press('Enter');
    await listed();
    const all = await shown();
    assert.equal(all.length, 60);
    assert.equal(new Set(all).size, 60);
    assert.deepEqual(all.slice(0, before.length), before, 'nothing that was there moved');
    const again = keys();
    assert.equal(new Set([...first, ...again]).size, 60);
    assert.ok(
      again.every((key) => Number(key?.slice(-4)) > 20),
      'what was listed is not asked for again',
    );
    assert.equal(new Set(again).size, again.length);
    assert.deepEqual(
      await page.$$eval('#source .rows .row', (rows) => [
        ...new Set(rows.map((row) => row.getAttribute('data-state'))),
      ]),
      ['loaded'],
    );
  });

  test('a failed row says why and is tried again, alone and with the others', async () => {
    const failing = new Set(['few-0003', 'few-0007', 'few-0011']);
    fault = ({ pathname, searchParams }) =>
      pathname.endsWith('/attachments') && failing.has(searchParams.get('key') ?? '')
        ? Response.json({ code: 404, message: 'Secret words of a server' }, { status: 404 })
        : undefined;
    await open('few');
    assert.equal(await text('#source .counted'), '60 candidates, all listed, 3 failed');
    assert.deepEqual(await texts('#source .rows .row[data-state=failed] .what'), Array(3).fill('No such profile'));
    assert.doesNotMatch(await text('#source'), /Secret words/);
    assert.equal(await axeViolations(), '');
    failing.delete('few-0003');
    await page.focus('#source .rows [data-key=few-0003] .again');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#source .rows [data-key=few-0003][data-state=loaded]');
    assert.equal(
      await page.evaluate('document.activeElement.closest("[data-key]")?.dataset.key'),
      'few-0003',
      'the keyboard stays',
    );
    failing.clear();
    await says('#source .again-all', /^Try those 2 again$/);
    await page.click('#source .again-all');
    await says('#source .counted', /^60 candidates, all listed$/);
    await page.waitForFunction('!document.querySelector("#source .row:not([data-state=loaded])")');
    assert.equal(keys().length, 63);
  });

  test('what fails for all is said once, and can be tried again', async () => {
    await page.goto(`${site.url}/?view=source&source_key=nobody`);
    await says('#source .failure', /^No such source.*For support: api 400/s);
    assert.equal(await axeViolations(), '');
    let isDown = true;
    fault = ({ searchParams }) =>
      isDown && searchParams.get('key') === 'few-0030'
        ? Response.json({ code: 402, message: 'Payment required' }, { status: 402 })
        : undefined;
    await page.goto(`${site.url}/?view=source&source_key=few`);
    await says('#source .failure', /^The quota is used up/);
    const before = await shown();
    isDown = false;
    await page.click('#source .toggle');
    await listed();
    assert.deepEqual((await shown()).slice(0, before.length), before);
    assert.equal((await shown()).length, 60);
    assert.equal(await page.$eval('#source .failure', (node) => /** @type {HTMLElement} */ (node).hidden), true);
  });

  test('filter, order and choice are in the address, and survive each other', async () => {
    await open('mixed');
    assert.deepEqual(await shown(), ['ann', 'bob', 'cleo', 'dan']);
    assert.equal(await text('#source .rows [data-key=cleo] .what'), 'None attached');
    await page.select('#source [name=type]', 'cover');
    assert.deepEqual(await shown(), ['bob', 'dan']);
    assert.equal(await text('#source .shown'), '2 of 4 shown');
    assert.match((await texts('#source .totals li')).join(), /^Cover letter 2 files, 2\.\d+ kB$/);
    await says('#source .rows [data-key=bob] .what', /^letter\.pdf.*and 2 other files$/);
    assert.equal((await query()).get('type'), 'cover');
    await page.click('#source .choose-all');
    assert.deepEqual(await chosen(), ['bob', 'dan']);
    assert.match(await text('#source .choice-said'), /^2 candidates chosen, 4 files/);
    await page.select('#source [name=order]', 'newest');
    assert.deepEqual(await shown(), ['dan', 'bob']);
    await page.click('#source .clear');
    assert.deepEqual(await shown(), ['dan', 'bob', 'ann', 'cleo']);
    assert.deepEqual(await chosen(), ['dan', 'bob'], 'whoever was chosen stays so');
    await page.click('#source .rows [data-key=ann] input');
    await page.click('#source .rows [data-key=bob] input');
    assert.deepEqual(await chosen(), ['dan', 'ann']);
    await page.type('#source [name=text]', 'RESUME');
    assert.deepEqual(await shown(), ['ann'], 'without accents and capitals');
    await page.waitForFunction('location.search.includes("name=RESUME")');
    await page.select('#source [name=take]', 'cover');
    assert.match(await text('#source .choice-said'), /^2 candidates chosen, 1 file/);
    const address = page.url();
    const pairs = [...(await query())].map((pair) => pair.join('='));
    assert.deepEqual(pairs, [
      'view=source',
      'source_key=mixed',
      'name=RESUME',
      'chosen=type=cover',
      'with=ann',
      'without=bob',
      'sort=newest',
      'take=cover',
    ]);

    // Another reader of the same address sees the same.
    const [shownBefore, chosenBefore] = [await shown(), await text('#source .choice-said')];
    await page.goto('about:blank');
    await page.goto(address);
    await listed();
    assert.deepEqual(await shown(), shownBefore);
    await says('#source .choice-said', new RegExp(`^${chosenBefore}$`));
    assert.equal(await page.$eval('#source [name=text]', (field) => /** @type {any} */ (field).value), 'RESUME');
    await page.click('#source .clear');
    assert.deepEqual(await shown(), ['dan', 'bob', 'ann', 'cleo'], 'in the order of the address');
    await page.goBack();
    // The address is another a moment before the page hears of it.
    const counts = (/** @type {number} */ count) =>
      page.waitForFunction(`document.querySelectorAll('#source .rows .row:not([hidden])').length === ${count}`);
    await counts(1);
    assert.equal((await query()).get('name'), 'RESUME');
    assert.deepEqual(await shown(), ['ann']);
    await page.goForward();
    await counts(4);
    assert.equal((await query()).get('name'), null);

    // The other view, and back: nothing is listed again.
    asked.length = 0;
    await page.click('[data-view=one]');
    await page.waitForSelector('#one:not([hidden])');
    assert.equal(await text('h1'), 'A profile’s attachments');
    await page.click('[data-view=source]');
    await page.waitForSelector('#source:not([hidden])');
    assert.deepEqual(await chosen(), ['dan', 'ann']);
    assert.equal((await query()).get('sort'), 'newest');
    assert.ok(!keys().includes('ann'));
    assert.deepEqual(complaints, []);
  });

  test('dates and the other orders', async () => {
    await open('mixed', { from: '2020-01-01', to: '2021-03-01' });
    assert.deepEqual(await shown(), ['ann', 'bob']);
    await says('#source .rows [data-key=bob] .what', /^letter\.pdf.*and 2 other files$/);
    await page.click('#source .clear');
    for (const [order, expected] of /** @type {[string, string[]][]} */ ([
      ['size', ['bob', 'ann', 'dan', 'cleo']],
      ['files', ['bob', 'ann', 'dan', 'cleo']],
      ['candidate', ['ann', 'bob', 'cleo', 'dan']],
      ['listed', ['ann', 'bob', 'cleo', 'dan']],
    ])) {
      await page.select('#source [name=order]', order);
      assert.deepEqual(await shown(), expected, order);
    }
    // What is no day, no order and no type of anybody is no fault.
    await open('mixed', { from: '2020-99-99', sort: 'constructor', type: 'constructor' });
    assert.deepEqual(await shown(), []);
    assert.equal(await text('#source .nothing'), 'No candidate fits. Change what is looked for, or show all.');
    assert.equal(await axeViolations(), '');
    assert.deepEqual(complaints, []);
  });

  test('while it is sorted, whoever comes later does not move what is read', async () => {
    /** @type {() => void} */
    let release = () => {};
    const released = new Promise((resolve) => {
      release = () => resolve(undefined);
    });
    fault = async ({ searchParams }) => {
      if (Number(searchParams.get('key')?.slice(-4)) > 30) await released;
      return undefined;
    };
    await page.goto(`${site.url}/?view=source&source_key=few`);
    await says('#source .counted', /^30 of 60/);
    await page.select('#source [name=order]', 'newest');
    const before = await shown();
    await page.focus('#source .rows .row:nth-child(3) input');
    release();
    await listed();
    await says('#source .sort-again', /^Sort in \d+ new candidates$/);
    assert.deepEqual((await shown()).slice(0, before.length), before);
    await page.click('#source .sort-again');
    assert.equal((await shown())[0], 'R/0058');
    assert.equal(await page.$eval('#source .sort-again', (node) => /** @type {HTMLElement} */ (node).hidden), true);
    // Of a shared address nobody has read anything yet: it is sorted at its end.
    await open('few', { sort: 'newest' });
    await page.waitForFunction('document.querySelector("#source .who").textContent === "R/0058"');
  });

  test('a ZIP of some: what is told before, and what could not be had', {
    skip: skipUnless(python, 'No python3 was found.'),
  }, async () => {
    fault = ({ pathname, searchParams }) =>
      pathname.endsWith('cover-letter.pdf') || searchParams.get('key') === 'cleo'
        ? new Response('gone', { status: 404, headers: ANYBODY })
        : undefined;
    await open('mixed', { chosen: 'all' });
    assert.match(
      await text('#source .choice-said'),
      /^4 candidates chosen, 5 files, [\d.]+ kB, 1 could not be listed$/,
    );
    const { entries, manifest } = opened(await download());
    await says(
      '#source .zip-said',
      /^3 files are in the ZIP, [\d.]+ kB\. 2 files could not be had: manifest\.csv says why\.$/,
    );
    assert.deepEqual([...entries.keys()], ['ann/Résumé Ann.pdf', 'bob/bob.pdf', 'bob/portrait.png', 'manifest.csv']);
    assert.equal(entries.get('bob/portrait.png'), sum('portrait.png'));
    assert.deepEqual(
      manifest.map(({ profile_key, path, result }) => [profile_key, path, result]),
      [
        ['ann', 'ann/Résumé Ann.pdf', 'ok'],
        ['bob', 'bob/bob.pdf', 'ok'],
        ['bob', 'letter.pdf', 'status 404'],
        ['bob', 'bob/portrait.png', 'ok'],
        ['cleo', '', 'could not be listed'],
        ['dan', 'dan.pdf', 'status 404'],
      ],
    );
    assert.equal(await axeViolations(), '');
  });

  test('a file is whole, or not in it', { skip: skipUnless(python, 'No python3 was found.') }, async () => {
    fault = ({ pathname }) =>
      pathname.endsWith('portrait.png') ? new Response('half of it', { headers: ANYBODY }) : undefined;
    await open('mixed', { with: 'bob' });
    const { entries, manifest } = opened(await download());
    assert.ok(!entries.has('bob/portrait.png'));
    assert.match(manifest[2].result, /^10 bytes came instead of \d+$/);
  });

  test('addresses of one’s own back end that are too old are asked for once more', {
    skip: skipUnless(python, 'No python3 was found.'),
  }, async () => {
    let age = 0;
    /** @type {Map<string, number>} by address, when it was given */
    const given = new Map();
    /** @type {string[]} */
    const lists = [];
    between = async (request, next) => {
      const url = new URL(request.url);
      if (url.pathname.includes('/files/')) {
        return given.get(url.pathname) === age ? next() : new Response('', { status: 404 });
      }
      const response = await next();
      if (!url.pathname.endsWith('/attachments')) return response;
      lists.push(url.searchParams.get('key') ?? '');
      const answer = await response.json();
      for (const { public_url } of answer.data) given.set(new URL(public_url, url).pathname, age);
      return Response.json(answer);
    };
    await open('mixed', { with: 'bob' });
    age++;
    lists.length = 0;
    const { entries } = opened(await download());
    assert.deepEqual([...entries.keys()], ['bob/bob.pdf', 'bob/letter.pdf', 'bob/portrait.png', 'manifest.csv']);
    assert.equal(entries.get('bob/letter.pdf'), sum('cover-letter.pdf'));
    assert.deepEqual(lists, ['bob'], 'once for all of them');
  });

  test('straight to the disk where the browser can; cancelled it leaves nothing', async () => {
    await page.evaluateOnNewDocument(`
      window.showSaveFilePicker = async ({ suggestedName }) =>
        (await navigator.storage.getDirectory()).getFileHandle(suggestedName, { create: true });
      window.onDisk = async () => {
        const names = [];
        for await (const [name, handle] of (await navigator.storage.getDirectory()).entries()) {
          const file = await handle.getFile();
          names.push(name + ' ' + (await file.slice(0, 2).text()) + ' ' + (file.size > 1_000));
        }
        return names.join();
      };
    `);
    /** @type {() => void} */
    let release = () => {};
    const released = new Promise((resolve) => {
      release = () => resolve(undefined);
    });
    fault = async ({ pathname }) => {
      if (pathname.endsWith('portrait.png')) await released;
      return undefined;
    };
    await open('mixed', { chosen: 'all' });
    await page.click('#source .zip');
    await says('#source .zip-said', /^\d of 5 files/);
    assert.equal(await text('#source .zip'), 'Cancel the download');
    assert.equal(await axeViolations(), '');
    await page.click('#source .zip');
    await says('#source .zip-said', /^The download was cancelled\.$/);
    assert.equal(await page.evaluate('onDisk()'), '');
    release();
    await page.click('#source .zip');
    await says('#source .zip-said', /^5 files are in the ZIP/);
    assert.equal(await page.evaluate('onDisk()'), 'attachments.zip PK true');
    await page.evaluate('showSaveFilePicker = async () => { throw new DOMException("", "AbortError"); }');
    await page.click('#source .zip');
    await says('#source .zip', /^Download as ZIP$/);
  });

  test('hostile names, types and addresses are text', {
    skip: skipUnless(python, 'No python3 was found.'),
  }, async () => {
    await open('odd', { chosen: 'all' });
    const who = await texts('#source .who');
    assert.equal(who[0], '<b>bold</b>');
    assert.ok(who[1].length < 120, 'a name is cut in its middle');
    assert.equal(who[3], 'k-4', 'a reference that nobody sees is none');
    const body = String(await page.evaluate('document.body.innerText'));
    assert.match(body, /invoice-⟨U\+202E⟩fdp\.exe/);
    assert.match(body, /This is a program \(\.exe\)/);
    assert.ok(!body.includes('\u202e'), 'nothing turns the order of the page');
    assert.ok((await page.$$('#source .rows *')).length < 200, 'of ten thousand files some are drawn');
    assert.ok((await page.$$('#source .totals li')).length <= 7);
    assert.ok((await page.$$('#source [name=type] option')).length <= 52);
    for (const type of ['constructor', '__proto__']) {
      await page.goto(`${site.url}/?view=source&source_key=odd&type=${type}`);
      await listed();
      assert.deepEqual(await shown(), ['__proto__'], type);
      assert.match((await texts('#source .totals li')).join(), new RegExp(`^${type} 1 file`));
    }
    assert.equal(await axeViolations(), '');
    await open('odd', { with: 'k-1' });
    await page.click('#source .rows [data-key="k-6"] input');
    await page.click('#source .rows [data-key="k-4"] input');
    const { entries, manifest } = opened(await download());
    assert.ok(
      [...entries.keys()].every((name) => !/^\/|\.\.\/|[<>:"|?*\\\u202e]/.test(name)),
      [...entries.keys()].join('\n'),
    );
    assert.match(String(manifest.find(({ profile_key }) => profile_key === 'k-4')?.result), /^no web address/);
    assert.notEqual(await page.title(), 'owned');
    assert.deepEqual(complaints, []);
  });

  test('a row is opened to its cards, by the keyboard', async () => {
    await open('mixed');
    await page.focus('#source .rows [data-key=ann] input');
    await page.keyboard.press('Space');
    assert.deepEqual(await chosen(), ['ann']);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate('document.activeElement.getAttribute("aria-label")'), 'Open the files of ann');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const cards = await page.waitForSelector('#source .rows [data-key=bob] hrflow-attachments');
    await page.waitForFunction((element) => element?.shadowRoot?.querySelectorAll('article').length === 3, {}, cards);
    assert.equal(await page.evaluate('document.activeElement.getAttribute("aria-expanded")'), 'true');
    assert.deepEqual(
      keys().filter((key) => key === 'bob'),
      ['bob'],
      'what is known is not asked for again',
    );
    assert.equal(await axeViolations(), '');
    await page.keyboard.press('Enter');
    assert.equal(await page.$('hrflow-attachments[aria-label], #source hrflow-attachments'), null);
    assert.deepEqual(complaints, []);
  });

  test('everything that can be pressed is reached by the Tab key, is large enough, and a list can be skipped', async () => {
    await open('few');
    const small = await page.$$eval('#source :is(button, input, select, summary, label.pick)', (found) =>
      found
        .filter((one) => one.checkVisibility() && !one.matches('.skip, .pick input'))
        .map((one) => ({ name: one.className, box: one.getBoundingClientRect() }))
        .filter(({ box: { width, height } }) => width < 44 || height < 43.9)
        .map(({ name, box: { width, height } }) => `${name} ${width} × ${height}`),
    );
    assert.deepEqual(small, []);
    await page.focus('#source .zip');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate('document.activeElement.textContent'), 'Skip 60 candidates');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate('document.activeElement.className'), 'guide', 'past them all');
    await page.keyboard.down('Shift');
    await page.keyboard.press('Tab');
    await page.keyboard.up('Shift');
    assert.equal(await page.evaluate('document.activeElement.closest("[data-key]").dataset.key'), 'few-0060');
    assert.equal(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle'), 'solid');
  });

  test('what is told is told seldom, and all of it in one place', async () => {
    await page.goto(`${site.url}/?view=source`);
    await page.waitForSelector('#source form');
    assert.equal((await page.$$('#source [role=status]')).length, 1);
    await page.evaluate(`
      window.told = [];
      new MutationObserver(() => told.push(performance.now())).observe(document.querySelector('#source [role=status]'), { childList: true });
    `);
    await page.click('#source form button');
    await listed();
    await says('#source [role=status]', /2,000 candidates, all listed/);
    const told = /** @type {number[]} */ (await page.evaluate('told'));
    const closest = Math.min(...told.slice(1).map((time, index) => time - told[index]));
    assert.ok(told.length > 1 && closest > 3_900, `${told.length} times, ${closest} ms apart at the least`);
  });

  test('in French, without listing again', async () => {
    await open('mixed', { chosen: 'all' });
    asked.length = 0;
    await page.click('#language [value=fr]');
    await says('#source .rows [data-key=cleo] .what', /^Aucun fichier joint$/);
    assert.equal(await text('h1'), 'Tous les candidats d’une source');
    assert.equal(await text('#source .counted'), '4 candidats, tout est listé');
    assert.match(await text('#source .choice-said'), /^4 candidats choisis, 5 fichiers, \d+,\d+\sko$/);
    assert.match(await text('#source .totals'), /Lettre de motivation/);
    assert.match(await text('#source .rows [data-key=ann]'), /1 mars 2021/);
    assert.equal(await page.$eval('#source [name=order] option', (option) => option.textContent), 'Ordre de la liste');
    const english = await text('#source');
    assert.doesNotMatch(english, /\b(Choose|Open|Sort|Type of|shown|Download)\b/);
    assert.doesNotMatch(english, /source\.[a-z]/, 'no word is missing');
    assert.equal(await page.title(), 'hrflow-wasm: Tous les candidats d’une source');
    assert.equal(await axeViolations(), '');
    assert.equal(asked.length, 0);
  });

  test('it fits from 240 pixels to 4K', async () => {
    await open('odd');
    await page.evaluate('document.querySelector("#source-filter").open = true');
    await page.click('#source .rows .open');
    for (const width of [240, 320, 390, 768, 960, 1280, 1920, 3840]) {
      await page.setViewport({ width, height: 900 });
      await page.evaluate('scrollTo(0, document.body.scrollHeight / 2)');
      const wide = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
      assert.ok(Number(wide) <= 0, `${width} pixels wide, and ${wide} more`);
      const cut = await page.$$eval('#source :is(button, select, .file, p)', (found) =>
        found
          .filter(
            (one) =>
              one.checkVisibility() &&
              one.scrollWidth > one.clientWidth + 1 &&
              getComputedStyle(one).display !== 'inline',
          )
          .map((one) => `${one.className} ${one.textContent?.slice(0, 40)}`),
      );
      assert.deepEqual(
        cut.filter((one) => !one.startsWith('skip') && !one.startsWith('unseen')),
        [],
        `${width} pixels`,
      );
    }
  });

  test('with HrFlow itself no source is proposed, and nothing asked before one is given', async () => {
    const demo = createDemo(
      { api_secret: API_SECRET, api_user: API_USER, api_url: `${standin.url}/v1` },
      { standin: false },
    );
    const live = await listen(demo.fetch);
    try {
      await page.goto(`${live.url}/?view=source`);
      await page.waitForSelector('#source form');
      assert.equal(await page.$eval('#source [name=source]', (field) => /** @type {any} */ (field).value), '');
      await page.click('#source form button');
      assert.equal(await page.$eval('#source [name=source]', (field) => field.getAttribute('aria-invalid')), 'true');
      assert.equal(await page.evaluate('document.activeElement.name'), 'source');
      assert.equal(await axeViolations(), '');
      assert.equal(asked.length, 0);
    } finally {
      await live.close();
    }
  });
});
