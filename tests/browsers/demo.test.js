// The demo page in headless Chromium: every state, reached as a person would, checked by axe, in both languages.

import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { createDemo } from '../../www/demo.js';
import { listen } from '../../www/listen.js';
import { createApi } from '../../www/standin/api.js';
import { SOURCES } from '../../www/standin/candidates.js';
import { findChromium, launchChromium, NO_CHROMIUM } from '../support/chromium.js';
import { STATES, startDemo, waitForState } from '../support/demo.js';
import { project } from '../support/installed.js';
import { skipUnless } from '../support/skip.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const python = ['python3', 'python'].find((name) => spawnSync(name, ['-c', 'import ast']).status === 0);
const NO_PYTHON = skipUnless(python, 'No python3 was found: the test of the code to copy for Python was skipped.');

describe('the demo page', { skip: skipUnless(findChromium(), NO_CHROMIUM) }, () => {
  /** @type {Awaited<ReturnType<typeof startDemo>>} */
  let demo;
  /** @type {import('puppeteer-core').Browser} */
  let browser;
  /** @type {import('puppeteer-core').BrowserContext} */
  let context;
  /** @type {import('puppeteer-core').Page} */
  let page;
  /** @type {string[]} what the page's policy forbade, and what it threw */
  const complaints = [];

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
    page = await open();
  });

  async function open() {
    const page = await context.newPage();
    await page.setViewport({ width: 1280, height: 900 });
    complaints.length = 0;
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) complaints.push(message.text());
    });
    await page.goto(demo.url);
    await waitForState(page, 'found');
    return page;
  }

  const text = (/** @type {string} */ selector) => page.$eval(selector, (found) => found.textContent ?? '');
  const texts = (/** @type {string} */ selector) =>
    page.$$eval(selector, (found) => found.map(({ textContent }) => textContent));
  /** What the element shows: it stands behind a shadow root. */
  const inElement = (/** @type {string} */ selector) => `hrflow-attachments >>> ${selector}`;
  const part = (/** @type {string} */ name) => inElement(`[part~=${name}]`);
  const names = () => texts(part('name'));
  const inShadow = (/** @type {string} */ selector) =>
    page.evaluate(
      (selector) => document.querySelector('hrflow-attachments')?.shadowRoot?.querySelectorAll(selector).length,
      selector,
    );
  /** A change behind a shadow root is not seen by those who watch the document. */
  async function until(/** @type {() => Promise<boolean>} */ holds, timeout = 15_000) {
    const late = AbortSignal.timeout(timeout);
    while (!(await holds())) {
      late.throwIfAborted();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  const drawn = () => until(async () => Number(await inShadow('[part=preview] canvas')) > 0);

  /** What axe finds wrong, light and dark. */
  async function axeViolations() {
    const found = [];
    for (const value of ['light', 'dark']) {
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
      await page.evaluate(AXE);
      const { violations } = /** @type {any} */ (await page.evaluate('axe.run()'));
      for (const { id, nodes } of violations) {
        for (const { html, failureSummary } of nodes) found.push(`${value}: ${id}: ${html}\n${failureSummary}`);
      }
    }
    return found.join('\n');
  }

  for (const [selector, state] of Object.entries(STATES)) {
    test(`${selector} leads to: ${state}`, async () => {
      await page.click(selector);
      if (state !== 'environment') {
        // It leaves the state of before, even where that has the same name.
        await page.waitForFunction(
          (selector) => document.querySelector(selector)?.getAttribute('aria-pressed') === 'true',
          {},
          selector,
        );
      }
      await waitForState(page, state);
      assert.equal(await axeViolations(), '');
      assert.ok((await text(part('status'))).length > 5, 'the state is announced');
      if (state !== 'found')
        assert.ok((await text(inElement('[part~=notice] p'))).length > 20, 'it says what to do next');
      if (state !== 'found') assert.ok((await text('#advice')).length > 20, 'and tells developers');
      if (!selector.includes('wasm')) assert.deepEqual(complaints, []);
      assert.equal(await page.title(), 'hrflow-wasm: A profile’s attachments');
    });
  }

  test('the cards say what each file is', async () => {
    await drawn();
    assert.deepEqual(await names(), ['Résumé (2020).pdf', 'portrait.png', 'Lettre de motivation – été.pdf']);
    assert.deepEqual(await texts(part('type')), ['Résumé', 'Other', 'Cover letter']);
    assert.deepEqual(await texts(part('extension')), ['.pdf', '.png', '.pdf']);
    assert.match(await text(part('facts')), /1\.\d+ kB.*Sep 11, 2020.*never/);
    assert.equal(
      await page.$eval(inElement('time'), (time) => time.getAttribute('datetime')),
      '2020-09-11T09:58:32.000Z',
    );
    const pictures = await page.$$eval(inElement('[part=preview] img'), (images) =>
      /** @type {HTMLImageElement[]} */ (images).map((image) => [image.complete && image.naturalWidth > 0, image.alt]),
    );
    assert.deepEqual(pictures, [[true, 'The picture portrait.png']]);
    assert.match(await text(part('status')), /^3 attachments, 9\.\d+ kB in all$/);
    assert.equal((await page.$$(part('size-part'))).length, 3);
  });

  test('a profile by its other names, with the keyboard alone', async () => {
    await page.focus('[name=source_key]');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowRight');
    assert.equal(await page.$eval('[name=value]', (input) => /** @type {HTMLInputElement} */ (input).value), 'R&D #1');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('#code')?.textContent?.includes("{ email: 'a+b@x.io' }"));
    await waitForState(page, 'found');
    assert.equal((await names()).length, 3);
    const asked = demo.standin.requests.filter(({ url }) => url.includes('/attachments')).at(-1);
    assert.match(asked?.url ?? '', /email=a%2Bb%40x\.io/);
  });

  test('everything that can be pressed is reached by the Tab key, and shows that it is', async () => {
    const count = () => {
      const shown = (/** @type {Element} */ found) => found.checkVisibility();
      const roots = [document, /** @type {ShadowRoot} */ (document.querySelector('hrflow-attachments')?.shadowRoot)];
      return roots.flatMap((root) => [...root.querySelectorAll('a[href], button, input, summary, .code')].filter(shown))
        .length;
    };
    const expected = await page.evaluate(count);
    await page.evaluate(() => document.body.focus());
    /** @type {Set<string>} */
    const seen = new Set();
    for (let pressed = 0; pressed < expected + 5; pressed++) {
      await page.keyboard.press('Tab');
      const [what, outline] = await page.evaluate(() => {
        const host = /** @type {HTMLElement} */ (document.activeElement);
        if (host === document.body) return ['', ''];
        const focused = /** @type {HTMLElement} */ (host.shadowRoot?.activeElement ?? host);
        const all = [document, host.shadowRoot ?? document].flatMap((root) => [...root.querySelectorAll('*')]);
        const shows = focused.matches('.choice input') ? focused.nextElementSibling : focused;
        return [`${all.indexOf(focused)}`, shows ? getComputedStyle(shows).outlineStyle : ''];
      });
      if (what === '') continue;
      seen.add(what);
      assert.equal(outline, 'solid', String(await page.evaluate('document.activeElement.outerHTML')));
    }
    // Of each group of radio buttons one is reached: the arrow keys go on from there.
    const groups = await page.$$eval('.choice', (groups) =>
      groups.map((group) => group.querySelectorAll('input').length - 1).reduce((sum, more) => sum + more, 0),
    );
    assert.ok(seen.size >= expected - groups, `${seen.size} of ${expected - groups}`);
  });

  test('a call can be cancelled, and made again', async () => {
    await page.click('[data-fault=slow]');
    await waitForState(page, 'loading');
    assert.equal(await text(part('status')), 'Loading the attachments…');
    assert.equal(await axeViolations(), '');
    await page.locator(part('cancel')).click();
    await waitForState(page, 'cancelled');
    assert.equal(await axeViolations(), '');
    // The button that is pressed goes away: the keyboard is not lost with it.
    await page.focus(part('again'));
    await page.keyboard.press('Enter');
    await waitForState(page, 'loading');
    assert.equal(await page.evaluate('document.activeElement.shadowRoot.activeElement.part.value'), 'region');
    await page.click('#language [value=fr]');
    await page.waitForFunction(() =>
      document.querySelector('hrflow-attachments')?.shadowRoot?.textContent?.includes('Annuler'),
    );
    await waitForState(page, 'found');
  });

  /**
   * @param {object} fields
   * @returns {any} an attachment with these fields, and null in the others
   */
  const attachment = (fields) => ({
    ...{ alt: null, created_at: null, updated_at: null, extension: null, file_name: null, file_size: null },
    ...fields,
  });
  /**
   * @param {string} key of the source and of its one profile
   * @param {any[]} attachments of the profile
   * @returns {import('../../www/standin/candidates.js').Source} a source of the stand-in
   */
  const source = (key, attachments) => ({ key, profiles: [{ key, reference: key, email: key, attachments }] });

  /**
   * Asks for a profile in the form and waits for its cards.
   * @param {string} name of the source and of its one profile
   * @param {number} count of its attachments
   */
  async function ask(name, count) {
    await page.locator('[name=source_key]').fill(name);
    await page.locator('[name=value]').fill(name);
    await page.click('button[type=submit]');
    await until(async () => (await text(part('status'))).startsWith(`${count.toLocaleString('en')} attachment`));
  }

  test('ten thousand attachments, and fields at their limits', async () => {
    const long = 'x'.repeat(100_000);
    const odd = [
      { original_file_name: `${long}.pdf`, type: long, extension: `.${long}`, public_url: `https://h.example/${long}` },
      { original_file_name: 'ملف.pdf', created_at: 'yesterday', updated_at: '2020-13-45T99:99:99+0000' },
      { original_file_name: '\ud800', type: 'constructor', file_size: Number.MAX_SAFE_INTEGER },
      { original_file_name: 'a.pdf', extension: '.pdf\u202e', public_url: 'https://user:password@h.example/' },
      { original_file_name: '   ', created_at: '', file_size: 999_999 },
    ].map(attachment);
    const times = { created_at: '2020-09-11T09:58:32+0000', updated_at: '2020-09-11T09:58:32+0000' };
    const many = Array.from({ length: 10_000 }, (_, index) =>
      attachment({ ...times, original_file_name: `${index}.txt`, file_size: index, public_url: 'https://h.example/' }),
    );
    const api = await createApi({ sources: [...SOURCES, source('odd', odd), source('many', many)] });
    const standin = await listen(api.fetch);
    const other = await listen(
      createDemo({ ...demo.standin.options, api_url: `${standin.url}/v1` }, { standin: true }).fetch,
    );
    try {
      await page.goto(other.url);
      await waitForState(page, 'found');
      for (const [key, count] of /** @type {[string, number][]} */ ([
        ['odd', odd.length],
        ['many', many.length],
      ])) {
        await ask(key, count);
        const wide = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
        assert.ok(Number(await page.evaluate(wide)) <= 0, key);
        if (key === 'odd') assert.equal(await axeViolations(), '');
        const lengths = (await names()).map((name) => name?.length ?? 0);
        assert.ok(Math.max(...lengths) < 120, 'a name is cut in its middle');
        assert.ok((await texts(inElement('[part=legend] li'))).length <= 6, 'the small ones share a part');
      }
      assert.deepEqual(complaints, []);
    } finally {
      await Promise.all([other.close(), standin.close()]);
    }
  });

  test('a later call wins over an earlier one that is still under way', async () => {
    await page.evaluate(`
      window.states = [];
      const results = document.querySelector('#results');
      new MutationObserver(() => states.push(results.dataset.state)).observe(results, { attributeFilter: ['data-state'] });
    `);
    await page.click('[data-fault=slow]');
    await page.click('[data-key=candidate-2]');
    await waitForState(page, 'empty');
    assert.deepEqual(await page.evaluate('window.states'), ['loading', 'loading', 'empty']);
  });

  test('without a connection', async () => {
    await page.setOfflineMode(true);
    await page.click('[data-key=profile_key]');
    await waitForState(page, 'network');
    await page.setOfflineMode(false);
    await page.locator(part('again')).click();
    await waitForState(page, 'found');
    assert.deepEqual(await names(), ['resume', 'original']);
  });

  test('the reader’s own language and time zone', async () => {
    await page.emulateTimezone('Asia/Tokyo');
    await page.click('#language [value=fr]');
    assert.equal(await page.$eval('html', (html) => html.lang), 'fr');
    assert.match(await text(part('status')), /^3 pièces jointes, 9,\d+\sko en tout$/);
    assert.match(await text(part('facts')), /11 sept\. 2020[,\s].*18:58/);
    assert.deepEqual(await texts(part('type')), ['CV', 'Autre', 'Lettre de motivation']);
    assert.equal(await axeViolations(), '');
    await page.reload();
    await waitForState(page, 'found');
    assert.equal(await text('h1'), 'Les pièces jointes d’un profil');
    await page.click('[data-key=candidate-3]');
    await until(async () => (await inShadow('article')) === 1);
    assert.match(await text(part('status')), /^1 pièce jointe$/);
  });

  test('its buttons are the stand-in’s profiles', async () => {
    const buttons = await page.$$eval('#profiles button', (buttons) =>
      buttons.map(({ dataset: { source_key, key, reference, email } }) => ({ source_key, key, reference, email })),
    );
    const known = SOURCES.filter(({ key }) => key !== 'slow').flatMap(({ key: source_key, profiles }) =>
      profiles.map(({ key, reference, email }) => ({ source_key, key, reference, email })),
    );
    const sorted = (/** @type {object[]} */ rows) => rows.map((row) => JSON.stringify(row)).sort();
    assert.deepEqual(sorted(buttons), sorted(known));
  });

  test('both languages say the same things', async () => {
    const { WORDS } = await import('../../www/page/words.js');
    assert.deepEqual(Object.keys(WORDS.fr), Object.keys(WORDS.en));
    const values = (/** @type {unknown} */ words) => JSON.stringify(words).match(/\{\w+\}/g) ?? [];
    for (const [key, words] of Object.entries(WORDS.en)) {
      assert.deepEqual(new Set(values(/** @type {any} */ (WORDS.fr)[key])), new Set(values(words)), key);
    }
  });

  test('hostile names, types and addresses are text', async () => {
    await page.click('[data-key=candidate-4]');
    await page.waitForFunction(() =>
      document
        .querySelector('hrflow-attachments')
        ?.shadowRoot?.querySelector('[part=name]')
        ?.textContent?.startsWith('invoice'),
    );
    const [disguised, markup] = await names();
    assert.equal(disguised, 'invoice-⟨U+202E⟩fdp.exe');
    assert.equal(markup, '<img src=x onerror="document.title=\'owned\'">.pdf');
    assert.match((await texts(part('warning'))).join(), /a program \(\.exe\).*cannot be seen/);
    assert.deepEqual(await texts(part('type')), ['Résumé', '<b>resume</b>', 'Other']);
    assert.equal(await inShadow('article a'), 0);
    assert.equal(await inShadow('[part~=download]'), 1, 'of three addresses one can be had');
    assert.equal((await texts(part('no-link'))).join(), 'No address,No address');
    const { origin } = new URL(demo.standin.url);
    assert.ok(!(await page.content()).includes(origin), 'no public address');
    assert.ok(
      !String(await page.evaluate('document.body.innerText')).includes('\u202e'),
      'nothing turns the order of the page',
    );
    assert.deepEqual(complaints, []);
    assert.notEqual(await page.title(), 'owned');
  });

  test('what is typed is text, too, in the page and in the code', async () => {
    const typed = `'); alert("1"); //</script>\u202e`;
    await page.locator('[name=source_key]').fill('candidates');
    await page.locator('[name=value]').fill(typed);
    await page.click('button[type=submit]');
    await waitForState(page, 'api-404');
    const code = await text('#code');
    assert.ok(code.includes(`{ key: '\\'); alert("1"); //</script>\\u202e' }`), code);
  });

  test('a page under a policy without WebAssembly says so, and leads back', async () => {
    await page.goto(`${demo.url}?without=wasm`);
    await waitForState(page, 'environment');
    assert.equal(await text('#advice code'), "script-src 'self' 'wasm-unsafe-eval'");
    assert.match(await text('#json'), /"kind": "environment"/);
    await page.click('#allowed');
    await waitForState(page, 'found');
  });

  test('what came back, and what it took', async () => {
    const listed = JSON.parse(await text('#json'));
    assert.equal(listed[0].original_file_name, 'Résumé (2020).pdf');
    assert.match(await text('#measured'), /^\d+ ms · [\d,.]+ (bytes?|kB) · 1 attempt$/);
    await page.click('[data-fault=broken]');
    await waitForState(page, 'api-5xx');
    assert.equal(JSON.parse(await text('#json')).status, 502);
    assert.match(await text('#measured'), / · 3 attempts$/);
  });

  test('the code to copy runs as it is', async () => {
    await context.overridePermissions(demo.url.slice(0, -1), [
      'clipboard-read',
      'clipboard-write',
      'clipboard-sanitized-write',
    ]);
    const { api_url, credentials } = demo.standin;
    writeFileSync(
      join(project, 'from-standin.mjs'),
      `const { fetch } = globalThis;
globalThis.fetch = (url, init) => fetch(url.replace('https://api.hrflow.ai/v1', ${JSON.stringify(api_url)}), init);`,
    );
    const env = { ...process.env, HRFLOW_API_KEY: credentials.api_secret, HRFLOW_USER_EMAIL: credentials.api_user };
    for (const [form, file] of [
      ['commonjs', 'copied.cjs'],
      ['node', 'copied.mjs'],
    ]) {
      await page.click(`[name=form][value=${form}]`);
      await page.click('#copy');
      await page.waitForFunction(() => document.querySelector('#copy')?.textContent === 'Copied');
      writeFileSync(join(project, file), String(await page.evaluate('navigator.clipboard.readText()')));
      const args = ['--import', './from-standin.mjs', file];
      const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: project, env });
      assert.match(stdout, /original_file_name: 'portrait\.png'/);
    }
    await page.click('[name=form][value=page]');
    const [, body] = (await text('#code')).split("from 'hrflow-wasm';");
    const imported = "const { configure, listAttachments } = await import('/hrflow-wasm/index.mjs');";
    const logged = `const listed = []; const console = { log: (one) => listed.push(...one) }; ${body} return listed.length;`;
    assert.equal(await page.evaluate(`(async () => { ${imported} ${logged} })()`), 3);
  });

  test('the code to copy for Python names the source and the profile', async () => {
    await page.click('[name=form][value=python]');
    assert.match(await text('#code'), /attachment\.list\(source_key="candidates", key="candidate-1"\)/);
  });

  test('the code to copy for Python is Python', { skip: NO_PYTHON }, async () => {
    await page.click('[name=form][value=python]');
    const parse = ['-c', 'import ast, sys; ast.parse(sys.stdin.read())'];
    const { status, stderr } = spawnSync(String(python), parse, { input: await text('#code'), encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  });

  test('files that never come do not stand in the way of others', async () => {
    const hanging = Array.from({ length: 8 }, (_, index) =>
      attachment({ public_url: `/never/${index}`, extension: '.pdf' }),
    );
    const api = await createApi({ sources: [...SOURCES, source('never', hanging)] });
    api.get('/never/:name', () => new Promise(() => {}));
    const standin = await listen(api.fetch);
    for (const one of hanging) one.public_url = standin.url + one.public_url;
    const other = await listen(
      createDemo({ ...demo.standin.options, api_url: `${standin.url}/v1` }, { standin: true }).fetch,
    );
    try {
      await page.goto(other.url);
      await ask('never', hanging.length);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      await page.click('[data-key=candidate-1]');
      await drawn();
    } finally {
      await Promise.all([other.close(), standin.close()]);
    }
  });

  test('a file is downloaded under its own name', async () => {
    const client = await page.createCDPSession();
    await client.send('Browser.setDownloadBehavior', {
      behavior: 'allow',
      browserContextId: context.id,
      downloadPath: join(project, 'downloads'),
      eventsEnabled: true,
    });
    const begun = new Promise((resolve) => client.on('Browser.downloadWillBegin', resolve));
    await page.locator(part('download')).click();
    const { suggestedFilename } = /** @type {any} */ (await begun);
    assert.equal(suggestedFilename, 'Résumé (2020).pdf');
  });

  test('nothing moves when the cards arrive', async () => {
    for (const [width, height] of [
      [390, 844],
      [1280, 800],
    ]) {
      const page = await context.newPage();
      await page.setViewport({ width, height });
      await page.evaluateOnNewDocument(`
        window.shifted = 0;
        new PerformanceObserver((list) => {
          for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) window.shifted += value;
        }).observe({ type: 'layout-shift', buffered: true });
      `);
      const shifted = async () => Number(await page.evaluate('window.shifted'));
      await page.goto(demo.url);
      await waitForState(page, 'found');
      await new Promise((resolve) => setTimeout(resolve, 500));
      assert.ok((await shifted()) < 0.01, `${width} × ${height}: layout shift ${await shifted()}`);
      await page.click('[data-fault=silent]');
      await waitForState(page, 'timeout');
      await new Promise((resolve) => setTimeout(resolve, 500));
      assert.ok((await shifted()) < 0.01, `${width} × ${height}: layout shift ${await shifted()} at a notice`);
      await page.close();
    }
  });

  test('the chip with the ending stays on one line, however long the type beside it', async () => {
    await page.click('#language [value=fr]');
    for (const width of [390, 1280, 1440, 1600]) {
      await page.setViewport({ width, height: 3_000 });
      const lines = await page.$$eval(part('extension'), (chips) =>
        chips.map((chip) => {
          const range = document.createRange();
          range.selectNodeContents(chip);
          return new Set([...range.getClientRects()].map(({ top }) => top)).size;
        }),
      );
      assert.deepEqual(lines, [1, 1, 1], `lines of each chip at ${width} pixels`);
    }
  });

  test('it fits from 320 pixels to 4K', async () => {
    for (const width of [320, 360, 768, 1024, 1920, 3840]) {
      await page.setViewport({ width, height: 900 });
      const wide = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
      assert.ok(Number(wide) <= 0, `${width} pixels wide, and ${wide} more`);
    }
  });

  test('with HrFlow itself it offers no profile of its own, and asks nothing before it is told', async () => {
    const live = await listen(createDemo(demo.standin.options, { standin: false }).fetch);
    try {
      const listings = () => demo.standin.requests.filter(({ url }) => url.includes('/indexing/')).length;
      const asked = listings();
      await page.goto(live.url);
      await waitForState(page, 'none');
      assert.equal(await axeViolations(), '');
      assert.equal(await page.$eval('#faults', (faults) => faults.checkVisibility()), false);
      assert.match(await text('#lead'), /from HrFlow itself/);
      assert.equal(listings(), asked);
      // Not by its other address either.
      await page.goto(`${live.url}/index.html`);
      await waitForState(page, 'none');
      await page.locator('[name=source_key]').fill('source_key');
      await page.locator('[name=value]').fill('example@example.com');
      await page.click('[name=selector][value=reference]');
      assert.equal(
        await page.$eval('[name=value]', (input) => /** @type {any} */ (input).value),
        'example@example.com',
      );
      await page.click('[name=selector][value=key]');
      await page.locator('[name=source_key]').fill('slow');
      await page.locator('[name=value]').fill('candidate-1');
      await page.click('button[type=submit]');
      await waitForState(page, 'loading');
      await waitForState(page, 'found');
      assert.equal((await names()).length, 3);
    } finally {
      await live.close();
    }
  });

  test('its policy, and who may ask', async () => {
    const { headers } = await fetch(demo.url);
    const policy = headers.get('Content-Security-Policy') ?? '';
    assert.match(policy, /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self';/);
    assert.ok(!/unsafe-inline|'unsafe-eval'|\*/.test(policy), policy);
    // A name of somebody else's that points to this machine.
    const { port } = new URL(demo.url);
    const host = { host: '127.0.0.1', port, headers: { Host: `attacker.example:${port}` } };
    const path = '/api/hrflow/profile/indexing/attachments?source_key=candidates&key=candidate-1';
    const status = await new Promise((resolve) => get({ ...host, path }, ({ statusCode }) => resolve(statusCode)));
    assert.equal(status, 421);
    const elsewhere = { headers: { 'Sec-Fetch-Site': 'cross-site' } };
    assert.equal((await fetch(new URL(path, demo.url), elsewhere)).status, 403);
    for (const part of ['', 'words.js', 'call.js', 'faults.js', 'page.js']) {
      const { api_secret } = demo.standin.credentials;
      assert.ok(!(await (await fetch(new URL(part, demo.url))).text()).includes(api_secret), part);
    }
  });
});
