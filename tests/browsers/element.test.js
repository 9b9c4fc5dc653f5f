// `<hrflow-attachments>` in headless Chromium, under a strict policy: each line of its contract.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { PDFDocument } from 'pdf-lib';
import { PNG } from 'pngjs';
import { findChromium, launchChromium, NO_CHROMIUM } from '../support/chromium.js';
import { answer, attachment, startElementSite } from '../support/element-site.js';
import { skipUnless } from '../support/skip.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const ELEMENT = '<hrflow-attachments api-url="/api/hrflow" source-key="s"></hrflow-attachments>';
/** An answer that never comes. */
const never = () => /** @type {Promise<Response>} */ (new Promise(() => {}));
const status = (/** @type {number} */ status) => () => answer({ code: status, message: 'no' }, { status });
const sleep = (/** @type {number} */ milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function pdf() {
  const document = await PDFDocument.create();
  document.addPage([100, 100]);
  return document.save();
}

describe('the element', { skip: skipUnless(findChromium(), NO_CHROMIUM) }, () => {
  /** @type {Awaited<ReturnType<typeof startElementSite>>} */
  let site;
  /** @type {import('puppeteer-core').Browser} */
  let browser;
  /** @type {import('puppeteer-core').BrowserContext | undefined} */
  let context;
  /** @type {import('puppeteer-core').Page} */
  let page;
  /** @type {string[]} what the policy forbade, and what was thrown and not caught */
  let complaints = [];

  before(async () => {
    site = await startElementSite();
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });
  beforeEach(async () => {
    await context?.close();
    context = undefined;
    site.profiles = {
      two: [attachment('cv.pdf'), attachment('letter.docx', { type: 'cover', file_size: 2_000 })],
      one: [attachment('one.txt')],
      none: [],
      never,
      broken: status(500),
      forbidden: status(403),
    };
    Object.assign(site, { files: {}, asked: [], paths: [], ended: new Set() });
    complaints = [];
  });

  /** @param {string} [html] the body of the page @param {{ before?: string }} [more] runs before the page's own scripts */
  async function open(html = ELEMENT, { before } = {}) {
    site.html = html;
    context ??= await browser.createBrowserContext();
    page = await context.newPage();
    page.setDefaultTimeout(6_000);
    await page.setViewport({ width: 1280, height: 900 });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) complaints.push(message.text());
    });
    if (before) await page.evaluateOnNewDocument(before);
    await page.goto(site.url);
    await page.waitForFunction('globalThis.el && (el.dataset.later !== undefined || el.shadowRoot?.firstElementChild)');
    return page;
  }

  /** @param {string} code @returns {Promise<any>} what it comes to in the page */
  const js = (code) => page.evaluate(code);
  const texts = (/** @type {string} */ selector) => js(`texts(${JSON.stringify(selector)})`);
  const names = () => texts('[part=name]');
  const said = () => js("find('[role=status]').textContent");
  /** @param {string} state */
  const shows = (state) => page.waitForSelector(`hrflow-attachments[data-state="${state}"]`, { timeout: 6_000 });
  const until = (/** @type {string} */ code) => page.waitForFunction(code, { timeout: 6_000 });
  /** @param {string} profile @param {string} [state] */
  async function ask(profile, state = 'found') {
    await js(`el.profileKey = ${JSON.stringify(profile)}`);
    await shows(state);
  }
  /** Shows attachments that the page has. @param {any[]} attachments @param {string} [state] */
  async function give(attachments, state = 'found') {
    await page.evaluate((attachments) => {
      /** @type {any} */ (globalThis).el.attachments = attachments;
    }, attachments);
    await shows(state);
  }
  const events = () => js("events.map(({ type, detail }) => type === 'state' ? detail.state : type)");
  const quiet = () => assert.deepEqual(complaints, []);

  describe('what it is given', () => {
    test('each attribute is a property, and null takes one back', async () => {
      await open();
      const table = {
        apiUrl: 'api-url',
        sourceKey: 'source-key',
        profileKey: 'profile-key',
        reference: 'reference',
        email: 'email',
        types: 'types',
        previews: 'previews',
        headingLevel: 'heading-level',
        label: 'label',
      };
      for (const [property, attribute] of Object.entries(table)) {
        await js(`el.setAttribute('${attribute}', 'x-${attribute}')`);
        assert.equal(await js(`el.${property}`), `x-${attribute}`);
        await js(`el.removeAttribute('${attribute}')`);
        assert.equal(await js(`el.${property}`), null);
        await js(`el.${property} = 'mine'`);
        assert.equal(await js(`el.getAttribute('${attribute}')`), null, 'nothing personal goes into the HTML');
        await js(`el.${property} = undefined`);
        assert.equal(await js(`el.${property}`), null);
      }
      for (const property of ['attachments', 'options', 'messages', 'pdfjs']) {
        assert.equal(await js(`el.${property}`), null);
      }
      quiet();
    });

    test('one of three names a profile; none, or two, ask for nothing that is answered', async () => {
      await open();
      await sleep(100);
      assert.deepEqual(site.asked, []);
      assert.match(await said(), /No profile chosen yet/);
      for (const selector of ['profileKey', 'reference', 'email']) {
        await js(`el.${selector} = 'two'`);
        await shows('found');
        assert.deepEqual(site.asked.splice(0), ['two']);
        await js(`el.${selector} = null`);
        await shows('none');
        assert.deepEqual(await names(), []);
      }
      await js("el.email = 'a'; el.reference = 'b'");
      await shows('argument');
      assert.deepEqual(site.asked, []);
      await js('el.email = null; el.reference = null; el.setAttribute("profile-key", "one")');
      await shows('found');
      await js('el.removeAttribute("profile-key")');
      await shows('none');
      quiet();
    });

    test('what was given before the definition counts', async () => {
      await open('<hrflow-attachments data-later></hrflow-attachments>');
      await js(`Object.assign(el, { apiUrl: '/api/hrflow', sourceKey: 's', email: 'two', label: 'Hers' })`);
      await js("import('/dist/element.mjs').then(() => {})");
      await shows('found');
      assert.deepEqual(site.asked, ['two']);
      assert.equal(await js("find('[part=region]').getAttribute('aria-label')"), 'Hers');
      assert.equal(await js("Object.hasOwn(el, 'email')"), false, 'later changes count, too');
      await js("el.email = 'one'");
      await until("texts('[part=name]').length === 1");
    });

    test('several changes at once make one request, and of quick ones the last answer shows', async () => {
      site.profiles.slow = async () => {
        // Long enough for a busy machine to end it before.
        await sleep(2_000);
        return answer({ code: 200, message: '', data: [attachment('slow.pdf')] });
      };
      await open();
      await js(
        "el.apiUrl = '/wrong'; el.reference = 'x'; el.apiUrl = '/api/hrflow'; el.reference = null; el.profileKey = 'slow'",
      );
      await until("el.dataset.state === 'loading'");
      await sleep(100);
      assert.deepEqual(site.asked, ['slow']);
      await js("el.profileKey = 'one'");
      await shows('found');
      await sleep(2_200);
      assert.deepEqual(await names(), ['one.txt']);
      assert.deepEqual(await events(), ['loading', 'loading', 'found', 'load']);
      assert.ok(site.ended.has('slow'), 'the first request was ended');
      quiet();
    });

    test('options that are equal ask nothing anew; others do', async () => {
      await open();
      await js("el.options = { timeout: 5000, max_retries: 0 }; el.profileKey = 'two'");
      await shows('found');
      await js('el.options = { timeout: 5000, max_retries: 0 }');
      await sleep(100);
      assert.deepEqual(site.asked, ['two']);
      await js('el.options = { timeout: 6000, max_retries: 0 }');
      await sleep(100);
      assert.deepEqual(site.asked, ['two', 'two']);
      await js("el.options = { timeout: 'x' }");
      await until("el.matches(':state(error)')");
      quiet();
    });

    test('attachments that are given ask nothing; the same again tell nothing anew', async () => {
      await open();
      await give([attachment('mine.pdf'), attachment('yours.pdf')]);
      await js("el.profileKey = 'one'");
      await sleep(100);
      assert.deepEqual([await names(), site.asked], [['mine.pdf', 'yours.pdf'], []]);
      assert.deepEqual(await events(), ['found', 'load']);
      await js('el.attachments = el.attachments');
      await sleep(50);
      assert.equal((await events()).length, 2);
      await give([], 'empty');
      await js('el.attachments = null');
      await until("texts('[part=name]').length === 1");
      assert.deepEqual(site.asked, ['one']);
      assert.equal(
        await js("(() => { try { el.attachments = 'x' } catch (error) { return error.name } })()"),
        'TypeError',
      );
      quiet();
    });

    test('types choose, as a text or an array, at any time', async () => {
      await open();
      await js("el.types = 'cover'");
      await ask('two');
      assert.deepEqual(await names(), ['letter.docx']);
      await js("el.types = ['resume', 'cover']");
      await until("texts('[part=name]').length === 2");
      await js("el.setAttribute('types', 'resume,  other')");
      await until("texts('[part=name]')[0] === 'cv.pdf' && texts('[part=name]').length === 1");
      await js("el.types = 'nothing'");
      await shows('empty');
      await js('el.types = null');
      await shows('found');
      await js(
        "el.types = 'cover'; el.attachments = [...events.findLast(({ type }) => type === 'load').detail.attachments]",
      );
      await until("texts('[part=name]')[0] === 'letter.docx' && texts('[part=name]').length === 1");
      await js("el.types = ''");
      await until("texts('[part=name]').length === 2");
      assert.deepEqual(site.asked, ['two'], 'nothing of it asks again');
      for (const odd of ['7', '{}', '[null, 1, {}, Symbol()]', 'Symbol()', '() => {}'])
        await js(`void (el.types = ${odd})`);
      await sleep(50);
      quiet();
    });

    test('the language: one’s own, the nearest, through shadow roots, the browser’s, and changed while it shows', async () => {
      await open(`<div id="outer" lang="fr">${ELEMENT}</div><div id="host"></div>`);
      await ask('two');
      assert.match(await said(), /^2 pièces jointes/);
      await js("el.lang = 'en'");
      await until("/attachments/.test(find('[role=status]').textContent)");
      await js("el.removeAttribute('lang')");
      await until("/pièces/.test(find('[role=status]').textContent)");
      await js("document.querySelector('#outer').removeAttribute('lang')");
      await until("/attachments/.test(find('[role=status]').textContent)");
      await js("document.documentElement.lang = 'fr-CA'");
      await until("/pièces/.test(find('[role=status]').textContent)");
      await js(`
        const inner = document.querySelector('#host').attachShadow({ mode: 'open' });
        inner.innerHTML = '<section lang="en"><p></p></section>';
        inner.querySelector('p').append(el);
      `);
      await until("/attachments/.test(find('[role=status]').textContent)");
      await js("document.querySelector('#host').shadowRoot.querySelector('section').lang = 'fr'");
      await until("/pièces/.test(find('[role=status]').textContent)");
      await js("document.querySelector('#host').shadowRoot.querySelector('section').removeAttribute('lang')");
      await until("/pièces/.test(find('[role=status]').textContent)");
      await js("document.querySelector('#host').lang = 'en-GB'");
      await until("/attachments/.test(find('[role=status]').textContent)");
      await js(
        "document.querySelector('#host').removeAttribute('lang'); document.documentElement.removeAttribute('lang')",
      );
      await until("/attachments/.test(find('[role=status]').textContent)");
      for (const lang of ['x', 'x-y', 'en_US', '-', '"<b>', 'fry', 'frr', 'en-u-nu-xx', 'a'.repeat(100_000)]) {
        await js(`el.lang = ${JSON.stringify(lang)}`);
        await sleep(20);
        assert.match(await said(), /^2 attachments/, lang.slice(0, 20));
      }
      assert.deepEqual(site.asked, ['two']);
      quiet();
    });

    test('French that is given last, in the same turn, is what is shown first', async () => {
      await open();
      await js(`
        globalThis.given = document.createElement('hrflow-attachments');
        given.attachments = [];
        given.lang = 'fr';
        document.body.append(given);
      `);
      await until("given.shadowRoot?.querySelector('[part~=notice-title]')");
      const title = await js("given.shadowRoot.querySelector('[part~=notice-title]').textContent");
      assert.equal(title, 'Aucune pièce jointe');
    });

    test('words of a third language, with its plurals', async () => {
      await open(`<div lang="pl">${ELEMENT}</div>`);
      await js(`el.messages = {
        'found.unsized': { one: '{count} plik', few: '{count} pliki', many: '{count} plików', other: '{count} pliku' },
        size: 'Rozmiar',
      }`);
      const given = (/** @type {number} */ count) =>
        Array.from({ length: count }, (_, index) => attachment(`${index}.txt`, { file_size: null }));
      for (const [count, words] of /** @type {const} */ ([
        [1, '1 plik'],
        [3, '3 pliki'],
        [5, '5 plików'],
      ])) {
        await give(given(count));
        await until(`find('[role=status]').textContent === '${words}'`);
      }
      assert.equal((await texts('dt'))[0], 'Rozmiar');
      assert.equal((await texts('dt'))[1], 'Added', 'what is left out is in English');
      assert.equal(await js("find('[part=region]').lang"), 'pl');
      quiet();
    });

    test('heading levels and names', async () => {
      await open();
      await ask('two');
      assert.equal(await js("all('h3').length"), 2);
      for (const [level, tag] of [
        ['2', 'h2'],
        ['6', 'h6'],
        ['0', 'h3'],
        ['7', 'h3'],
        ['x', 'h3'],
        ['', 'h3'],
        ['1', 'h1'],
      ]) {
        await js(`el.setAttribute('heading-level', '${level}')`);
        await until(`all('${tag}').length === 2`);
      }
      await js("el.label = 'Her files'");
      await until("find('[part=region]').getAttribute('aria-label') === 'Her files'");
      assert.equal(await js("find('ul[part=cards]').getAttribute('aria-label')"), 'Her files');
      const { name, role } = /** @type {any} */ (
        await page.accessibility.snapshot({
          interestingOnly: false,
          root: /** @type {any} */ (await page.evaluateHandle("find('[part=region]')")),
        })
      );
      assert.deepEqual([name, role], ['Her files', 'region']);
    });
  });

  describe('what it does and tells', () => {
    test('refresh asks again and resolves once that is shown; cancel ends what is under way', async () => {
      await open();
      await ask('two');
      site.profiles.two = [attachment('new.pdf')];
      await js('el.refresh()');
      assert.deepEqual([await names(), site.asked], [['new.pdf'], ['two', 'two']]);
      site.profiles.two = never;
      await js('void (globalThis.refreshed = el.refresh())');
      await shows('loading');
      await until('true');
      await sleep(100);
      await js('el.cancel()');
      await shows('cancelled');
      await js('refreshed');
      for (let left = 50; left > 0 && !site.ended.has('two'); left--) await sleep(20);
      assert.ok(site.ended.has('two'), 'the server sees that nobody waits');
      assert.match(await said(), /Cancelled/);
      site.profiles.two = [];
      await page.locator('hrflow-attachments >>> [data-control=again]').click();
      await shows('empty');
      quiet();
    });

    test('a refresh that another one overtakes resolves once the answer is shown', async () => {
      await open();
      await ask('two');
      assert.deepEqual(
        await js(`Promise.all([1, 2].map(async () => {
          const refreshed = el.refresh();
          await new Promise((resolve) => setTimeout(resolve, 5));
          await refreshed;
          return el.dataset.state;
        }))`),
        ['found', 'found'],
      );
    });

    test('events carry what they tell of, bubble and cross shadow roots', async () => {
      site.profiles.open = [attachment('away.pdf', { public_url: 'https://files.example/away.pdf' })];
      await open(`<div id="host"></div>${ELEMENT}`);
      await js("document.querySelector('#host').attachShadow({ mode: 'open' }).append(el)");
      await ask('broken', 'api-5xx').catch(() => {});
      await until("events.some(({ type }) => type === 'error')");
      const of = (/** @type {string} */ type, /** @type {string} */ code) =>
        js(`(({ detail, event }) => ${code})(events.findLast(({ type }) => type === '${type}'))`);
      assert.deepEqual(
        await of('error', '[detail.error.name, detail.error.status, event.bubbles, event.composed, event.cancelable]'),
        ['HrflowError', 500, true, true, false],
      );
      await js("el.profileKey = 'open'");
      await until("events.at(-1).type === 'load'");
      assert.deepEqual(await of('load', '[detail.attachments[0].file_name, event.bubbles, event.composed]'), [
        'away.pdf',
        true,
        true,
      ]);
      await js("document.addEventListener('hrflow-open', (event) => event.preventDefault(), { once: true })");
      const pages = (await browser.pages()).length;
      await js("find('[data-control=open]').click()");
      assert.deepEqual(await of('open', '[detail.attachment.file_name, event.cancelable, event.defaultPrevented]'), [
        'away.pdf',
        true,
        true,
      ]);
      await sleep(100);
      assert.equal((await browser.pages()).length, pages, 'a viewer of one’s own');
      await js("document.addEventListener('hrflow-download', (event) => event.preventDefault(), { once: true })");
      assert.equal(
        await js('el.download(events.findLast(({ type }) => type === "load").detail.attachments[0])'),
        false,
      );
      assert.deepEqual(
        await of('download', '[detail.attachment.file_name, detail.attachments.length, event.cancelable]'),
        ['away.pdf', 1, true],
      );
      assert.deepEqual(site.paths, []);
    });

    test('a list out of an event is for reading: what is done to it changes nothing', async () => {
      await open();
      await js("el.addEventListener('hrflow-load', ({ detail }) => { detail.attachments.length = 0; })");
      await ask('two');
      await js("el.lang = 'fr'");
      await until("/2 pièces/.test(find('[role=status]').textContent)");
      assert.deepEqual(await names(), ['cv.pdf', 'letter.docx']);
    });

    test('who ends a call through a signal of the options sees no error', async () => {
      await open();
      await js(
        "globalThis.ending = new AbortController(); el.options = { signal: ending.signal }; el.profileKey = 'never'",
      );
      await shows('loading');
      await sleep(50);
      await js('ending.abort()');
      await shows('cancelled');
      await sleep(20);
      assert.deepEqual(await events(), ['loading', 'cancelled']);
      quiet();
    });

    test('states match selectors', async () => {
      await open();
      const matching = () => js("['loading', 'empty', 'error'].filter((name) => el.matches(':state(' + name + ')'))");
      assert.deepEqual(await matching(), []);
      for (const [profile, state, expected] of /** @type {const} */ ([
        ['never', 'loading', ['loading']],
        ['none', 'empty', ['empty']],
        ['broken', 'api-5xx', ['error']],
        ['two', 'found', []],
      ])) {
        await js('el.options = { max_retries: 0 }');
        await ask(profile, state);
        assert.deepEqual(await matching(), [...expected], profile);
      }
    });

    test('slots take the place of what would be shown', async () => {
      await open(
        ELEMENT.replace(
          '></h',
          `><p slot="empty">Mine: none</p><p slot="error">Mine: wrong</p><p slot="loading">Mine: wait</p></h`,
        ),
      );
      await js('el.options = { max_retries: 0 }');
      const seen = () =>
        js(
          '[...el.children].filter((child) => child.getBoundingClientRect().height > 0).map(({ slot }) => slot).join()',
        );
      for (const [profile, state, expected] of /** @type {const} */ ([
        ['never', 'loading', 'loading'],
        ['none', 'empty', 'empty'],
        ['broken', 'api-5xx', 'error'],
        ['two', 'found', ''],
      ])) {
        await ask(profile, state);
        assert.equal(await seen(), expected, profile);
        assert.equal(await js("all('[part~=notice]').filter((one) => one.checkVisibility()).length"), 0);
      }
    });

    test('actions of one’s own stand in each card, and say whose they are', async () => {
      await open(ELEMENT.replace('></h', '><button slot="actions" id="star">Star</button></h'));
      await ask('two');
      assert.deepEqual(await texts('[part=own-actions] button'), ['Star', 'Star']);
      await js("all('[part=own-actions] button')[1].click()");
      assert.deepEqual(
        await js('(({ attachment, control }) => [attachment.file_name, control.textContent])(events.at(-1).detail)'),
        ['letter.docx', 'Star'],
      );
      await js(`
        el.querySelector('[slot=actions]').remove();
        const template = document.createElement('template');
        template.slot = 'actions';
        template.innerHTML = '<button>One</button><a href="/x">Two</a>';
        el.append(template);
      `);
      await until("all('[part=own-actions] > *').length === 4");
      await js("all('[part=own-actions] button')[0].focus(); el.lang = 'fr'");
      await until("/pièces/.test(find('[role=status]').textContent)");
      assert.equal(await js('el.shadowRoot.activeElement?.textContent'), 'One', 'focus stays');
      await js("el.querySelector('template').remove()");
      await until("all('[part=own-actions]').length === 0");
      quiet();
    });

    test('parts and custom properties reach what they name', async () => {
      await open();
      const documented = /** @type {any} */ ({
        surface: ['card', 'backgroundColor'],
        sunken: ['extension', 'backgroundColor'],
        line: ['card', 'borderTopColor'],
        edge: ['button', 'borderTopColor'],
        ink: ['name', 'color'],
        soft: ['status', 'color'],
        accent: ['type', 'color'],
        round: ['card', 'borderTopLeftRadius'],
        gap: ['cards', 'rowGap'],
        'card-height': ['card', 'minHeight'],
      });
      await give([attachment('cv.pdf'), attachment('a.exe')]);
      for (const [name, [part, style]] of Object.entries(documented)) {
        const value = /round|gap|height/.test(name) ? '123px' : 'rgb(1, 2, 3)';
        await js(`el.style.setProperty('--hrflow-${name}', '${value}')`);
        assert.equal(await js(`getComputedStyle(find('[part~="${part}"]')).${style}`), value, name);
      }
      await js(`
        const sheet = new CSSStyleSheet();
        sheet.replaceSync('hrflow-attachments::part(name) { color: rgb(9, 9, 9) }');
        document.adoptedStyleSheets = [sheet];
      `);
      assert.equal(await js("getComputedStyle(find('[part=name]')).color"), 'rgb(9, 9, 9)');
      await js('el.hidden = true');
      assert.equal(await js('el.getBoundingClientRect().height'), 0);
    });
  });

  describe('for everybody', () => {
    /** What axe finds wrong, in both colours and in forced ones. */
    async function violations() {
      const found = [];
      // Without a ground of its own axe takes any page for white.
      await js("document.documentElement.style.background = 'Canvas'");
      const devtools = await page.createCDPSession();
      for (const features of [
        [['prefers-color-scheme', 'light']],
        [['prefers-color-scheme', 'dark']],
        [
          ['forced-colors', 'active'],
          ['prefers-color-scheme', 'dark'],
        ],
      ]) {
        await devtools.send('Emulation.setEmulatedMedia', {
          features: features.map(([name, value]) => ({ name, value })),
        });
        await page.evaluate(AXE);
        const { violations } = await js("axe.run('hrflow-attachments')");
        for (const { id, nodes } of violations) {
          for (const { html, failureSummary } of nodes) found.push(`${features}: ${id}: ${html}\n${failureSummary}`);
        }
      }
      await devtools.detach();
      return found.join('\n');
    }

    const odd = () => [
      attachment('cv.pdf'),
      attachment('résumé.exe', { extension: '.pdf', public_url: 'javascript:alert(1)' }),
      attachment('\u202egnp.cv', { public_url: null, type: null, created_at: null, updated_at: 'x' }),
      attachment('a.docx', { public_url: 'https://files.example/a.docx', file_size: null }),
      ...Array.from({ length: 6 }, (_, index) => attachment(`${index}.txt`, { file_size: 1000 * index })),
    ];

    for (const [profile, state] of /** @type {const} */ ([
      ['odd', 'found'],
      ['none', 'empty'],
      ['never', 'loading'],
      ['broken', 'api-5xx'],
      ['forbidden', 'api-403'],
      ['misshapen', 'response'],
      ['nowhere', 'api-404'],
    ])) {
      test(`axe finds nothing in the state ${state}, nor right-to-left`, async () => {
        site.profiles.odd = odd();
        site.profiles.misshapen = () => answer({ data: 7 });
        await open();
        await js('el.options = { max_retries: 0 }');
        await ask(profile, state);
        assert.equal(await violations(), '');
        await js("document.documentElement.dir = 'rtl'; el.lang = 'fr'");
        await sleep(50);
        assert.equal(await violations(), '');
        assert.ok((await said()).length > 5, 'the state is told');
        quiet();
      });
    }

    test('nothing overflows, from 240 px to 4K, at 400 %, in both directions', async () => {
      site.profiles.odd = odd();
      await open(`<main dir="ltr">${ELEMENT}</main>`);
      const overflowing = () =>
        js(`(() => {
          const { left, right } = el.getBoundingClientRect();
          const wide = all('*').filter((one) => {
            const box = one.getBoundingClientRect();
            return box.width > 1 && (box.left < left - 1 || box.right > right + 1) && !one.closest('[part~=preview],[part~=size-parts]');
          });
          const page = document.documentElement;
          return [page.scrollWidth > page.clientWidth, ...wide.map(({ outerHTML }) => outerHTML.slice(0, 90))];
        })()`);
      for (const [width, height] of [
        [240, 600],
        [320, 256],
        [375, 667],
        [768, 1024],
        [1280, 800],
        [1920, 1080],
        [3840, 2160],
      ]) {
        await page.setViewport({ width, height });
        for (const [profile, state] of [
          ['odd', 'found'],
          ['nowhere', 'api-404'],
          ['never', 'loading'],
        ]) {
          await ask(profile, state);
          for (const [lang, dir] of [
            ['en', 'ltr'],
            ['fr', 'rtl'],
          ]) {
            await js(`document.querySelector('main').dir = '${dir}'; el.lang = '${lang}'`);
            await sleep(30);
            assert.deepEqual(await overflowing(), [false], `${width} × ${height}, ${state}, ${lang}`);
          }
        }
      }
      await ask('odd', 'found');
      await js("document.querySelector('main').style.width = '240px'");
      assert.deepEqual(await overflowing(), [false], 'in a narrow column of a wide page');
    });

    test('all that can be pressed is 44 px tall and wide, is reached by Tab, and shows that it is', async () => {
      await open();
      await give([attachment('cv.pdf'), attachment('a.png', { public_url: 'https://files.example/a.png' })]);
      const small = await js(
        "all('button, a').filter((one) => one.checkVisibility()).map((one) => one.getBoundingClientRect()).filter(({ width, height }) => width < 44 || height < 44).length",
      );
      assert.equal(small, 0);
      const reached = [];
      for (let pressed = 0; pressed < 4; pressed++) {
        await page.keyboard.press('Tab');
        reached.push(
          await js(
            "el.shadowRoot.activeElement.textContent + ' ' + getComputedStyle(el.shadowRoot.activeElement).outlineStyle",
          ),
        );
      }
      assert.deepEqual(reached, ['Download all (2.47 kB) solid', 'Download solid', 'Open solid', 'Download solid']);
      const labels = await js(
        "all('button, a').filter((one) => one.checkVisibility()).map((one) => one.getAttribute('aria-label') ?? one.textContent)",
      );
      assert.equal(new Set(labels).size, labels.length, 'each has a name of its own');
    });

    test('many cards can be skipped', async () => {
      await open(`${ELEMENT}<button id="after">After</button>`);
      await give(Array.from({ length: 6 }, (_, index) => attachment(`${index}.txt`)));
      assert.equal(await js("find('[part~=skip]')"), null);
      await give(Array.from({ length: 7 }, (_, index) => attachment(`${index}.txt`, { alt: 'b' })));
      await until("find('[part~=skip]')");
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      assert.equal(await js('el.shadowRoot.activeElement.textContent'), 'Skip 7 attachments');
      assert.ok(await js('el.shadowRoot.activeElement.getBoundingClientRect().height >= 44'), 'it is seen then');
      await js("el.lang = 'fr'");
      await until("el.shadowRoot.activeElement?.textContent === 'Passer 7 pièces jointes'");
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      assert.equal(await js('document.activeElement.id'), 'after');
    });

    test('focus is kept: another language, a download that goes on, a notice whose button goes away', async () => {
      site.files['cv.pdf'] = () => {
        const { readable, writable } = new TransformStream();
        const writer = writable.getWriter();
        writer.write(new Uint8Array(100)).catch(() => {});
        const timer = setInterval(() => writer.write(new Uint8Array(100)).catch(() => clearInterval(timer)), 60);
        setTimeout(() => clearInterval(timer), 3_000);
        return new Response(readable);
      };
      await open();
      await ask('two');
      const focused = () =>
        js(
          "(({ activeElement: one }) => one && [one.closest('li') && all('li').indexOf(one.closest('li')), one.textContent])(el.shadowRoot)",
        );
      await js("all('[data-control=download]')[0].focus()");
      await js("el.lang = 'fr'");
      await until("/pièces/.test(find('[role=status]').textContent)");
      const [index, words] = await focused();
      assert.equal(words, 'Télécharger');
      await page.keyboard.press('Enter');
      await until("find('progress')");
      await sleep(400);
      assert.deepEqual(await focused(), [index, 'Annuler']);
      await page.keyboard.press('Escape');
      await until("!find('progress')");
      assert.deepEqual(await focused(), [index, 'Télécharger']);
      site.profiles.wait = never;
      await js("el.lang = 'en'");
      await ask('wait', 'loading');
      await until("find('[part~=cancel]').checkVisibility()");
      await js("find('[part~=cancel]').focus()");
      await page.keyboard.press('Enter');
      await shows('cancelled');
      assert.equal(await js("el.shadowRoot.activeElement?.getAttribute('part')"), 'region');
      await js("find('[data-control=again]').focus()");
      await page.keyboard.press('Enter');
      await shows('loading');
      assert.equal(await js("el.shadowRoot.activeElement?.getAttribute('part')"), 'region');
      await js("find('[part~=cancel]').focus(); el.profileKey = 'two'");
      await shows('found');
      assert.equal(
        await js("el.shadowRoot.activeElement?.getAttribute('part')"),
        'region',
        'the answer takes Cancel away',
      );
      await js("find('[part~=all]').focus(); el.profileKey = 'one'");
      await until("texts('[part=name]').length === 1");
      assert.equal(await js("el.shadowRoot.activeElement?.getAttribute('part')"), 'region');
    });

    test('a download that goes on leaves the rest of its card alone', async () => {
      site.files['cv.pdf'] = () =>
        new Response(
          new ReadableStream({
            async start(controller) {
              for (let left = 8; left > 0; left--) {
                controller.enqueue(new Uint8Array(100));
                await sleep(60);
              }
              controller.close();
            },
          }),
        );
      await open(ELEMENT.replace('></h', '><input slot="actions" aria-label="Note"></h'));
      await ask('two');
      await js("find('input').value = 'written'; find('input').focus(); globalThis.heading = find('[part=name]')");
      assert.equal(await js('el.download(events.findLast(({ type }) => type === "load").detail.attachments[0])'), true);
      assert.deepEqual(
        await js(
          "[find('input').value, el.shadowRoot.activeElement === find('input'), heading === find('[part=name]')]",
        ),
        ['written', true, true],
      );
    });

    test('the state is told once', async () => {
      await open();
      await js(`
        globalThis.told = [];
        new MutationObserver(() => told.push(find('[role=status]').textContent)).observe(find('[role=status]'), { subtree: true, childList: true, characterData: true });
      `);
      await ask('two');
      await sleep(50);
      const expected = ['Loading the attachments…', '2 attachments, 3.23 kB in all'];
      assert.deepEqual(await js('told'), expected);
      await js("el.label = 'x'; el.headingLevel = 2");
      await sleep(50);
      await js('el.previews = "none"');
      await js('el.attachments = null');
      await sleep(50);
      assert.deepEqual(await js('told'), expected, 'what has not changed is not told again');
    });

    test('nothing below moves between states, at a phone’s and a desktop’s width', async () => {
      for (const [width, height] of [
        [320, 600],
        [390, 844],
        [1280, 900],
        [1920, 1080],
      ]) {
        await open(`${ELEMENT}<p id="below">Below</p>`, {
          before: `
            globalThis.shifted = 0;
            new PerformanceObserver((list) => {
              for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) globalThis.shifted += value;
            }).observe({ type: 'layout-shift', buffered: true });
          `,
        });
        await page.setViewport({ width, height });
        await sleep(200);
        await js('shifted = 0; el.options = { max_retries: 0 }');
        for (const [profile, state] of [
          ['never', 'loading'],
          ['two', 'found'],
          ['never', 'loading'],
          ['none', 'empty'],
          ['never', 'loading'],
          ['broken', 'api-5xx'],
          ['two', 'found'],
        ]) {
          await ask(profile, state);
          await sleep(150);
          assert.ok((await js('shifted')) < 0.01, `${width} × ${height}: ${await js('shifted')} at ${state}`);
        }
        await page.close();
      }
    });

    test('who wants less motion sees none', async () => {
      await open();
      await ask('never', 'loading');
      const moving = () => js("all('*').filter((one) => getComputedStyle(one).animationName !== 'none').length");
      assert.ok((await moving()) > 0);
      await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
      assert.equal(await moving(), 0);
    });
  });

  describe('its life in a page', () => {
    test('two on a page have languages and answers of their own', async () => {
      await open(`<div lang="fr">${ELEMENT}</div>${ELEMENT}`);
      await js(
        "for (const [index, one] of [...document.querySelectorAll('hrflow-attachments')].entries()) one.profileKey = ['two', 'none'][index]",
      );
      await until("document.querySelectorAll('[data-state=found], [data-state=empty]').length === 2");
      assert.deepEqual(
        await js(
          "[...document.querySelectorAll('hrflow-attachments')].map((one) => find('[role=status]', one).textContent.replace(/\\s/g, ' '))",
        ),
        ['2 pièces jointes, 3,23 ko en tout', 'No attachments'],
      );
      assert.deepEqual(site.asked.sort(), ['none', 'two']);
    });

    for (const move of ['append', 'moveBefore']) {
      test(`moved by ${move}, it keeps what it shows, asks nothing, and speaks the language of the new place`, async () => {
        await open(`<div>${ELEMENT}</div><div id="there" lang="fr"></div>`);
        await ask('two');
        await js("globalThis.card = find('[part=card]')");
        const call = `document.querySelector('#there').${move}(el${move === 'append' ? '' : ', null'})`;
        await js(call);
        await until("/pièces/.test(find('[role=status]').textContent)");
        assert.deepEqual([await names(), site.asked], [['cv.pdf', 'letter.docx'], ['two']]);
        await ask('never', 'loading');
        await js('document.body.append(el)');
        await sleep(100);
        assert.deepEqual(site.asked, ['two', 'never'], 'nor while it loads');
        assert.ok(!site.ended.has('never'));
        await js("document.documentElement.lang = 'fr'");
        await until("/Chargement/.test(find('[role=status]').textContent)");
        quiet();
      });
    }

    test('removed while it loads it ends the request; added again it asks again', async () => {
      await open();
      await ask('never', 'loading');
      await sleep(100);
      await js('globalThis.refreshed = el.refresh().then(() => "settled"); void 0');
      await sleep(100);
      await js('el.remove()');
      for (let left = 50; left > 0 && !site.ended.has('never'); left--) await sleep(20);
      assert.ok(site.ended.has('never'));
      assert.equal(await js('refreshed'), 'settled', 'nothing waits for ever');
      site.profiles.never = [attachment('late.pdf')];
      await js('document.body.append(el)');
      await shows('found');
      assert.deepEqual(await names(), ['late.pdf']);
      await js('el.remove()');
      await sleep(20);
      const asked = site.asked.length;
      await js('document.body.append(el)');
      await sleep(100);
      assert.equal(site.asked.length, asked, 'what it shows needs no second request');
      assert.deepEqual(await names(), ['late.pdf']);
      quiet();
    });

    test('removed while downloads run, or are about to, it ends them', async () => {
      site.files['cv.pdf'] = never;
      await open();
      await ask('two');
      await js(`
        globalThis.first = events.findLast(({ type }) => type === 'load').detail.attachments[0];
        globalThis.downloaded = Promise.all([el.download(first), el.downloadAll()]);
        void el.remove();
      `);
      assert.deepEqual(await js('downloaded'), [false, false]);
      await sleep(50);
      assert.deepEqual(
        site.paths.filter((path) => !site.ended.has(decodeURIComponent(path.split('/').at(-1) ?? ''))),
        [],
        'not begun',
      );
      await js('document.body.append(el)');
      await until("texts('[part=name]').length === 2");
      await js('globalThis.downloaded = Promise.all([el.download(first), el.downloadAll()]); void 0');
      await until("find('progress')");
      await sleep(100);
      await js('el.remove()');
      assert.deepEqual(await js('downloaded'), [false, false]);
      for (let left = 50; left > 0 && !site.ended.has('cv.pdf'); left--) await sleep(20);
      assert.ok(site.ended.has('cv.pdf'));
      quiet();
    });

    test('a thousand that came and went leave nothing behind', async () => {
      await open('<hrflow-attachments></hrflow-attachments>', {
        before: `
          globalThis.blobs = 0;
          const { createObjectURL, revokeObjectURL } = URL;
          URL.createObjectURL = (...given) => { blobs++; return createObjectURL.apply(URL, given); };
          globalThis.refs = [];
        `,
      });
      await js(`(async () => {
        for (let round = 0; round < 100; round++) {
          const some = Array.from({ length: 10 }, () => {
            const one = document.createElement('hrflow-attachments');
            one.attachments = [{ original_file_name: 'a.png', extension: '.png', public_url: null, file_size: 1 }];
            document.body.append(one);
            refs.push(new WeakRef(one));
            return one;
          });
          await new Promise((resolve) => setTimeout(resolve));
          for (const one of some) one.remove();
        }
        events.length = 0;
      })()`);
      await sleep(100);
      const devtools = await page.createCDPSession();
      await devtools.send('HeapProfiler.enable');
      for (let round = 0; round < 3; round++) {
        await devtools.send('HeapProfiler.collectGarbage');
        await sleep(50);
      }
      assert.equal(await js('refs.length'), 1_000);
      assert.ok(
        (await js('refs.filter((ref) => ref.deref()).length')) <= 10,
        `${await js('refs.filter((ref) => ref.deref()).length')} live on`,
      );
      assert.equal(await js('blobs'), 0);
    });
  });

  describe('ten thousand attachments', () => {
    const many = `Array.from({ length: 10000 }, (_, index) => ({
      original_file_name: 'file ' + (index + 1) + '.txt', extension: '.txt', type: 'resume', file_size: index, public_url: '/api/hrflow/files/' + index,
      created_at: '2020-09-11T09:58:32+0000', updated_at: null, alt: null, file_name: null,
    }))`;

    test('only what is seen is drawn, wherever that is', async () => {
      await open();
      await js(`el.attachments = ${many}`);
      await shows('found');
      await js('new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))');
      const cards = () => js("all('[part=card]').length");
      assert.ok((await cards()) < 300, `${await cards()} cards`);
      await js('scrollTo(0, 3000)');
      await sleep(300);
      assert.ok(
        await js(
          "all('[part=name]').some((one) => { const { top } = one.getBoundingClientRect(); return top > 0 && top < innerHeight; })",
        ),
        'further down there are cards',
      );
      for (let left = 30; left > 0 && !(await js("texts('[part=name]').includes('file 10000.txt')")); left--) {
        await page.keyboard.press('End');
        await sleep(150);
      }
      await sleep(300);
      await js('scrollTo(0, document.documentElement.scrollHeight)');
      await sleep(300);
      assert.ok(
        await js(
          "all('[part=name]').findLast((one) => one.textContent === 'file 10000.txt').getBoundingClientRect().top < innerHeight",
        ),
        'the last one is seen',
      );
      for (let step = 0; step < 20; step++) {
        await js(`scrollTo(0, ${step} * document.documentElement.scrollHeight / 20)`);
        await sleep(30);
      }
      await sleep(300);
      assert.ok((await cards()) < 600, `${await cards()} cards after reading all of it`);
      assert.ok((await js("all('*').length")) < 30_000);
      assert.match(await said(), /^10,000 attachments/);
      assert.equal(await js("all('ul[part=cards] > li').length"), 10_000);
      quiet();
    });

    test('another language, and a download, touch no more than what is drawn', async () => {
      site.files['0'] = 'x'.repeat(200_000);
      await open();
      await js(`el.apiUrl = '/api/hrflow'; el.attachments = ${many}`);
      await shows('found');
      await js(`
        globalThis.changes = 0;
        const seen = { subtree: true, childList: true, attributes: true, characterData: true };
        new MutationObserver((records) => { for (const { addedNodes } of records) changes += 1 + addedNodes.length; }).observe(el.shadowRoot, seen);
      `);
      await js("el.lang = 'fr'");
      await sleep(500);
      assert.ok((await js('changes')) < 1_000, `${await js('changes')} changes for a language`);
      await js('changes = 0');
      assert.equal(await js('el.download(events.findLast(({ type }) => type === "load").detail.attachments[0])'), true);
      await sleep(200);
      assert.ok((await js('changes')) < 100, `${await js('changes')} changes for a download`);
    });
  });

  describe('what strangers wrote', () => {
    test('addresses that do harm are no links, no pictures, and are fetched by nobody', async () => {
      const bad = [
        'javascript:alert(1)',
        ' javascript:alert(1)',
        'JaVaScRiPt:alert(1)',
        'java\nscript:alert(1)',
        'data:text/html,<script>alert(1)</script>',
        'data:image/png;base64,iVBORw0KGgo=',
        'blob:https://x/1',
        'file:///etc/passwd',
        'ftp://x.example/',
        'vbscript:x',
        'view-source:https://x.example',
        'http://files.example/a.png',
        '//files.example/api/hrflow/files/a',
        '/logout',
        'logout',
        '../logout',
        '?logout',
        '#x',
        '.',
        '',
        '/api/hrflow/files',
        '/api/hrflow/files/',
        '/api/hrflow/files/../../logout',
        '/api/hrflow/files/%2e%2e/%2e%2e/logout',
        '/api/hrflow/files/.%2E/logout',
        '/api/hrflow/files/..%2f..%2flogout',
        '/api/hrflow/files/%2e%2e%2flogout',
        '/api/hrflow/files\\..\\..\\logout',
        '\\api\\hrflow\\files\\..\\logout',
        '/api/hrflow/files/..%5clogout',
        '/api/hrflow/filesystem/a',
        '/api/hrflow/../hrflow/logout',
        '/api/hrflow/files/a/../../../logout',
        '/api/hrflow/files//logout/..',
        'https://jane@files.example/',
        'https://jane:secret@files.example/',
        'https://@files.example@evil.example/',
        `//jane:secret@${new URL(site.url).host}/api/hrflow/files/a`,
        `${site.url}/logout`,
        `${site.url}/api/hrflow/profile/indexing/attachments?key=logout`,
        `http:///${new URL(site.url).host}/logout`,
        'https://',
        'http://[',
        'https://x.example:99999/',
        '/%',
        'é',
        '\ud800',
      ];
      await open();
      await give(
        bad.flatMap((public_url) => [
          attachment('a.png', { public_url }),
          attachment('b.pdf', { public_url, file_name: public_url, type: public_url }),
        ]),
      );
      await sleep(300);
      assert.deepEqual(await js("all('a, img').map((one) => one.href ?? one.src)"), []);
      assert.deepEqual(
        await js(
          "all('[data-control=download]').map((one) => one.closest('article').querySelector('[part=type]').textContent)",
        ),
        [],
      );
      assert.equal(
        await js('Promise.all(el.attachments.map((one) => el.download(one))).then((done) => done.some(Boolean))'),
        false,
      );
      assert.deepEqual(site.paths, []);
      quiet();
    });

    test('addresses that do none are links, with all that keeps a page to itself', async () => {
      const good = [
        'https://files.example/a b.pdf?x=1#y',
        'https://FILES.example:444/%2e%2e/a',
        `http://127.0.0.1:9/a.pdf`,
      ];
      await open();
      await give(good.map((public_url) => attachment('a.pdf', { public_url })));
      assert.deepEqual(
        await js(
          "all('a').map(({ href, target, rel, referrerPolicy, title }) => [href, target, rel, referrerPolicy, title])",
        ),
        [
          ['https://files.example/a%20b.pdf?x=1#y', '_blank', 'noopener noreferrer', 'no-referrer', 'files.example'],
          ['https://files.example:444/a', '_blank', 'noopener noreferrer', 'no-referrer', 'files.example:444'],
          ['http://127.0.0.1:9/a.pdf', '_blank', 'noopener noreferrer', 'no-referrer', '127.0.0.1:9'],
        ],
      );
      await give([attachment('own.pdf', { alt: 'c' })]);
      await until("texts('[part=name]')[0] === 'own.pdf'");
      assert.equal(await js("all('a').length"), 0, 'what is one’s own back end’s is saved, never opened');
      assert.equal(await js("all('[data-control=download]').length"), 1);
    });

    test('fields of any type: each card says what can be said', async () => {
      await open();
      await js(`
        const cyclic = { original_file_name: 'cyclic' };
        cyclic.type = cyclic;
        cyclic.toString = () => { throw new Error('toString'); };
        const throwing = {};
        for (const name of ['original_file_name', 'file_name', 'extension', 'type', 'created_at', 'updated_at', 'public_url', 'file_size', 'alt']) {
          Object.defineProperty(throwing, name, { enumerable: true, get() { throw new Error(name); } });
        }
        const revoked = Proxy.revocable({}, {});
        revoked.revoke();
        let asked = 0;
        globalThis.given = [
          null, undefined, 1, 'text', Symbol(), () => {}, [], [[]], {}, new Date(), cyclic, throwing,
          new Proxy({}, { get(_, name) { throw new Error(String(name)); } }), revoked.proxy, new Proxy({}, { get: () => asked++ % 2 ? 7 : 'text' }),
          { get original_file_name() { return asked++ % 2 ? null : 'changes'; } }, { original_file_name: { toString: () => 'x' } },
          { file_size: '12' }, { file_size: -1 }, { file_size: NaN }, { file_size: Infinity }, { file_size: 1e308 }, { file_size: 1e308 }, { file_size: 0.5 }, { file_size: 10n },
          { created_at: 0, updated_at: {} }, { created_at: '2020-09-11T99:99', updated_at: '9999-12-31T00:00:00' }, { created_at: '+275760-09-13T00:00:00' },
          { public_url: { href: 'javascript:alert(1)' } }, { public_url: new URL('https://x.example') }, { public_url: ['https://x.example'] },
          { type: ['resume'] }, { type: '__proto__' }, { type: 'constructor' }, { extension: 7 }, { extension: '<b>' }, Object.create(null), Object.freeze({ original_file_name: '</li><script>alert(1)</script>' }),
        ];
        void (el.attachments = given);
      `);
      await shows('found');
      await sleep(100);
      assert.ok((await names()).length >= 30);
      assert.equal(await js("all('script, b').length"), 0);
      await js("el.lang = 'fr'");
      await sleep(50);
      await js('el.types = "resume"');
      await sleep(50);
      await js('el.types = null');
      await sleep(50);
      const done = await js(`Promise.race([
        Promise.all(given.map((one) => Promise.resolve().then(() => el.download(one)).catch((error) => 'threw ' + error.message))),
        new Promise((resolve) => setTimeout(resolve, 3000, 'late')),
      ])`);
      assert.deepEqual([...new Set(done)], [false]);
      assert.equal(await js("all('[part=card]').length"), (await names()).length);
      quiet();
    });

    // What takes the square of the length takes minutes.
    test('long texts, and texts that are slow to look through', { timeout: 60_000 }, async () => {
      const length = 400_000;
      const units = [
        ...[
          'a',
          ' ',
          '.',
          '. ',
          '.\u200d',
          '\u0301',
          'e\u0301',
          '\u202e',
          '\u200b',
          '<',
          '&',
          '-',
          '+00',
          '/',
          '\ud800',
          '🚀',
        ],
        ...['\u0000', '2020-01-01T', '%2e', '\u00a0', '\u2800', 'ـ', '\u0e31'],
      ];
      const texts = { extension: 'TEXT', type: 'TEXT', created_at: 'TEXT', updated_at: 'TEXT', public_url: 'TEXT' };
      const dated = { extension: '.TEXT', created_at: '2020-01-01TTEXT', public_url: 'https://x.example/TEXT' };
      const given = [
        attachment('TEXT', texts),
        attachment('TEXT.pdf', dated),
        attachment('x.TEXT', { public_url: '/api/hrflow/files/TEXT' }),
      ];
      await open();
      await page.evaluate(
        (units, given, length) => {
          const long = (/** @type {string} */ unit, /** @type {any} */ value) =>
            typeof value === 'string'
              ? value.replace('TEXT', () => unit.repeat(Math.ceil(length / unit.length)))
              : value;
          const { el } = /** @type {any} */ (globalThis);
          el.attachments = units.flatMap((unit) =>
            given.map((one) =>
              Object.fromEntries(Object.entries(one).map(([name, value]) => [name, long(unit, value)])),
            ),
          );
          return new Promise((resolve) => el.addEventListener('hrflow-load', () => resolve(undefined), { once: true }));
        },
        units,
        given,
        length,
      );
      assert.ok((await js("Math.max(...texts('[part=name]').map(({ length }) => length))")) < 1_000);
      const title = await js("Math.max(...all('time').map(({ title }) => title.length), 0)");
      assert.ok(title < 1_000, 'of no use to anybody');
      quiet();
    });

    test('odd words and odd values of every property leave the rest as it is', async () => {
      await open();
      await ask('two');
      for (const messages of [
        "{ size: 7, added: null, changed: {}, open: { other: 3 }, found: [], label: Symbol(), download: () => 'x' }",
        "{ get size() { throw new Error('size'); } }",
        "{ found: { get other() { throw new Error('found'); } } }",
        "new Proxy({}, { ownKeys() { throw new Error('keys'); } })",
        "'text'",
        '7',
        'true',
        '[]',
        'JSON.parse(\'{"__proto__": {"size": "x"}, "constructor": "x", "toString": 1}\')',
        "{ found: '{count} {constructor} {__proto__} {toString} {name}' }",
        "{ 'found': '$& $1 {count}' }",
        `{ size: '{'.repeat(100000) }`,
      ]) {
        await js(`(() => { try { el.messages = ${messages} } catch {} })()`);
        await sleep(20);
        assert.deepEqual(await names(), ['cv.pdf', 'letter.docx'], messages);
      }
      await js("el.messages = { found: '<img src=x onerror=alert(1)>{count}' }");
      await until("find('[role=status]').textContent === '<img src=x onerror=alert(1)>2'");
      await js('el.messages = null');
      for (const property of [
        'label',
        'headingLevel',
        'previews',
        'types',
        'pdfjs',
        'options',
        'apiUrl',
        'sourceKey',
        'profileKey',
      ]) {
        for (const value of [
          'Symbol()',
          '{}',
          '[]',
          '7',
          '() => {}',
          'Object.create(null)',
          "{ toString() { throw new Error('toString'); } }",
          'new Proxy({}, { get() { throw new Error("get"); }, ownKeys() { throw new Error("keys"); } })',
          '"\\ud800"',
        ]) {
          await js(`(() => { try { el.${property} = ${value} } catch {} })()`);
          await sleep(5);
        }
        await js(
          `el.${property} = ${{ apiUrl: "'/api/hrflow'", sourceKey: "'s'", profileKey: "'two'" }[property] ?? 'null'}`,
        );
        await sleep(20);
        await until("texts('[part=name]').length === 2");
      }
      quiet();
    });

    test('a page whose objects all have strange members', async () => {
      await open(ELEMENT, {
        before: `
          for (const name of ['email', 'reference', 'attachments', 'options', 'label', 'types', 'messages', 'pdfjs', 'error', 'isLoading', 'isCancelled',
            'key', 'count', 'found', 'name', 'transfer', 'preview', 'lang']) {
            Object.defineProperty(Object.prototype, name, { configurable: true, writable: true, value: 'strange' });
          }
        `,
      });
      await ask('two');
      assert.deepEqual(await names(), ['cv.pdf', 'letter.docx']);
      assert.equal(await said(), '2 attachments, 3.23 kB in all');
      await ask('none', 'empty');
      quiet();
    });

    test('listeners that throw, remove the element, or set what it has', async () => {
      await open();
      await js(`
        for (const type of ['load', 'state', 'error', 'download']) el.addEventListener('hrflow-' + type, () => { throw new Error('a listener'); });
      `);
      await ask('two');
      assert.deepEqual(await names(), ['cv.pdf', 'letter.docx']);
      complaints = complaints.filter((complaint) => !/a listener/.test(complaint));
      site.files['cv.pdf'] = 'x';
      assert.equal(await js("el.download(events.findLast(({ type }) => type === 'load').detail.attachments[0])"), true);
      await js("el.addEventListener('hrflow-load', () => el.remove(), { once: true }); el.profileKey = 'one'");
      await until('!el.isConnected');
      await sleep(50);
      await js(
        "document.body.append(el); el.addEventListener('hrflow-state', () => { el.lang = 'fr'; el.profileKey = 'two'; el.cancel(); }, { once: true }); el.profileKey = 'none'",
      );
      await until("texts('[part=name]').length === 2");
      assert.equal((await names()).length, 2);
      await js(`
        let left = 5;
        el.addEventListener('hrflow-load', () => { if (left-- > 0) el.profileKey = left % 2 ? 'one' : 'two'; });
        el.profileKey = 'one';
      `);
      await sleep(500);
      assert.ok((await names()).length > 0);
      complaints = complaints.filter((complaint) => !/a listener/.test(complaint));
      quiet();
    });

    test('nothing that a server wrote of an error is shown', async () => {
      site.profiles.wordy = () =>
        answer(
          { code: 400, message: '<b>secret of the server</b>' },
          { status: 400, headers: { 'Retry-After': '99999999999' } },
        );
      await open();
      await ask('wordy', 'api-400');
      assert.doesNotMatch(await js('el.shadowRoot.textContent'), /secret/);
      assert.deepEqual(await texts('code'), ['api 400']);
    });

    test('programs, endings that differ, and what cannot be seen are named', async () => {
      await open();
      await give([
        attachment('résumé.exe'),
        attachment('cv.pdf.scr', { extension: '.pdf' }),
        attachment('cv\u202efdp.exe'),
        attachment('cv.pdf', { extension: 'exe' }),
        attachment('cv.exe . .'),
        attachment('cv.e\u200bxe'),
        attachment('cv.EXE'),
        attachment('cv.pdf'),
      ]);
      const warned = await js(
        "all('[part=card]').map((card) => [...card.querySelectorAll('[part=warning]')].some(({ textContent }) => /program/.test(textContent)))",
      );
      assert.deepEqual(warned, [true, true, true, true, true, true, true, false]);
    });
  });

  describe('downloads', () => {
    /** What was saved, by name, as text. */
    async function saving() {
      await js(`
        globalThis.saved = {};
        const { createObjectURL } = URL;
        const blobs = new Map();
        URL.createObjectURL = (blob) => { const url = createObjectURL.call(URL, blob); blobs.set(url, blob); return url; };
        HTMLAnchorElement.prototype.click = function () { saved[this.download] = blobs.get(this.href); };
      `);
    }
    const saved = () =>
      js('Promise.all(Object.entries(saved).map(async ([name, blob]) => [name, blob.type, await blob.text()]))');
    const FIRST = "events.findLast(({ type }) => type === 'load').detail.attachments[0]";

    test('a file is saved under a harmless name, once, with progress', async () => {
      site.profiles.odd = [attachment('../..\\con\u202e.pdf', { public_url: '/api/hrflow/files/a' })];
      /** @type {(value?: unknown) => void} */
      let release = () => {};
      let asked = 0;
      site.files.a = () => {
        asked++;
        return new Response(
          new ReadableStream({
            async start(controller) {
              controller.enqueue(new TextEncoder().encode('half, '));
              await new Promise((resolve) => {
                release = resolve;
              });
              controller.enqueue(new TextEncoder().encode('half'));
              controller.close();
            },
          }),
          { headers: { 'Content-Length': '10', 'Content-Type': 'text/html' } },
        );
      };
      await open();
      await saving();
      await ask('odd');
      await js("find('[data-control=download]').click(); void 0");
      await until("find('progress')");
      assert.equal(await js(`el.download(${FIRST})`), false, 'it does not start twice');
      assert.deepEqual(
        (await events()).filter((/** @type {string} */ one) => one === 'download'),
        ['download'],
        'nor tells so',
      );
      assert.match(await js("find('progress').getAttribute('aria-label')"), /^Download of /);
      release();
      await until('Object.keys(saved).length === 1');
      const [[name, type, text]] = await saved();
      assert.match(name, /^[^/\\\u202e]+\.pdf$/);
      assert.deepEqual([type, text, asked], ['application/octet-stream', 'half, half', 1]);
      assert.match(await said(), /is downloaded\.$/);
      await until("!find('progress')");
      quiet();
    });

    test('a failure says what to do next, and another try can succeed', async () => {
      await open();
      await saving();
      await ask('two');
      assert.equal(await js(`el.download(${FIRST})`), false);
      await until("/could not be had/.test(texts('[part=failed]')[0])");
      assert.match(await said(), /cv\.pdf could not be downloaded/);
      site.files['cv.pdf'] = 'here';
      await js("all('[data-control=download]')[0].click()");
      await until("saved['cv.pdf']");
      await until("!find('[part=failed]')");
      site.files['cv.pdf'] = () =>
        new Response(new ReadableStream({ start: (controller) => controller.error(new Error('broken')) }));
      assert.equal(await js(`el.download(${FIRST})`), false);
      quiet();
    });

    test('what does the downloads cannot be loaded: it says so, and tries again at the next press', async () => {
      await open();
      await saving();
      await ask('two');
      site.files['cv.pdf'] = 'here';
      await page.setRequestInterception(true);
      page.on('request', (request) => {
        if (request.url().endsWith('/element-downloads.mjs')) request.abort();
        else request.continue();
      });
      assert.equal(await js(`el.download(${FIRST})`), false);
      assert.match(await said(), /could not be downloaded/);
      assert.equal(await js('el.downloadAll()'), false);
      assert.deepEqual(
        complaints.filter((complaint) => !/element-downloads|Failed to fetch/.test(complaint)),
        [],
      );
      assert.deepEqual(complaints, [], 'nothing is rejected and not caught');
    });

    test('an address of one’s own that has expired is asked for once more, once for all of them', async () => {
      const list = (/** @type {string} */ age) =>
        ['a', 'b', 'c'].map((name) => attachment(`${name}.txt`, { public_url: `/api/hrflow/files/${age}-${name}` }));
      site.profiles.old = list('old');
      for (const name of ['a', 'b', 'c']) site.files[`new-${name}`] = `the file ${name}`;
      await open();
      await saving();
      await ask('old');
      site.profiles.old = list('new');
      assert.equal(await js(`el.download(${FIRST})`), true);
      assert.deepEqual(await saved(), [['a.txt', 'application/octet-stream', 'the file a']]);
      assert.equal(await js('el.downloadAll()'), true);
      assert.ok(site.asked.length <= 3, `${site.asked.length} requests`);
      site.profiles.old = list('gone');
      await js('el.refresh()');
      assert.equal(await js(`el.download(${FIRST})`), false);
      assert.equal((await texts('[part=failed]')).length, 1);
      quiet();
    });

    test('the ZIP opens in unzip and Python, with the names and bytes that were asked for', async () => {
      const odd = [
        'cv.pdf',
        'cv.pdf',
        'CV.PDF',
        '../../etc/passwd',
        'C:\\con.txt',
        'été 🚀.txt',
        '',
        'a/b',
        '\u202egnp.exe',
        'x'.repeat(400),
        '.',
        'nul',
      ];
      site.profiles.odd = odd.map((name, index) =>
        attachment(name || null, { public_url: `/api/hrflow/files/${index}` }),
      );
      for (const index of odd.keys()) site.files[`${index}`] = `bytes of ${index}`.repeat(index * 1_000 + 1);
      await open();
      await saving();
      await ask('odd');
      assert.equal(await js('el.downloadAll()'), true);
      const zip = await js(
        "saved['attachments.zip'].arrayBuffer().then((buffer) => btoa([...new Uint8Array(buffer)].map((byte) => String.fromCharCode(byte)).join('')))",
      );
      const folder = mkdtempSync(join(tmpdir(), 'zip-'));
      try {
        const file = join(folder, 'a.zip');
        writeFileSync(file, Buffer.from(zip, 'base64'));
        execFileSync('unzip', ['-t', file]);
        const program =
          'import sys, zipfile, json; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print(json.dumps([[i.filename, z.read(i).decode()] for i in z.infolist()]))';
        const entries = JSON.parse(execFileSync('python3', ['-c', program, file], { encoding: 'utf8' }));
        assert.deepEqual(
          entries.map((/** @type {string[]} */ [, text]) => text),
          odd.map((_, index) => `bytes of ${index}`.repeat(index * 1_000 + 1)),
        );
        const given = entries.map((/** @type {string[]} */ [name]) => name);
        assert.equal(
          new Set(given.map((/** @type {string} */ name) => name.toLowerCase())).size,
          odd.length,
          String(given),
        );
        for (const name of given) assert.doesNotMatch(name, /[/\\\u202e]|^\.+$|^(con|nul)(\.|$)/i);
        assert.ok(given.includes('cv.pdf') && given.includes('été 🚀.txt'), String(given));
      } finally {
        rmSync(folder, { recursive: true });
      }
      assert.match(await said(), /12 files are in the ZIP/);
      quiet();
    });

    test('one file of it fails: the others are in the ZIP, and it is said', async () => {
      site.files['cv.pdf'] = 'x';
      await open();
      await saving();
      await ask('two');
      assert.equal(await js('el.downloadAll()'), false);
      assert.match(await said(), /1 file is in the ZIP\. 1 could not be had/);
      assert.ok(await js("saved['attachments.zip'].size > 100"));
      site.files = {};
      await js("delete saved['attachments.zip']");
      assert.equal(await js('el.downloadAll()'), false);
      assert.deepEqual(await saved(), [], 'an empty one is no help');
      quiet();
    });

    test('the ZIP can be cancelled, and does not start twice', async () => {
      site.files['cv.pdf'] = never;
      await open();
      await saving();
      await ask('two');
      await js('globalThis.zipped = el.downloadAll(); void 0');
      await until("/Cancel the download/.test(find('[part~=all]').textContent)");
      assert.equal(await js('el.downloadAll()'), false);
      assert.equal((await events()).filter((/** @type {string} */ one) => one === 'download').length, 1);
      await js("find('[part~=all]').focus()");
      await page.keyboard.press('Enter');
      assert.equal(await js('zipped'), false);
      assert.match(await js("find('[part~=all]').textContent"), /^Download all/);
      assert.equal(await js("el.shadowRoot.activeElement === find('[part~=all]')"), true);
      for (let left = 50; left > 0 && !site.ended.has('cv.pdf'); left--) await sleep(20);
      assert.ok(site.ended.has('cv.pdf'));
      assert.deepEqual(await saved(), []);
      quiet();
    });
  });

  describe('previews', () => {
    const png = () => new Uint8Array(PNG.sync.write(new PNG({ width: 4, height: 4 })));
    const picture = (/** @type {string} */ name, more = {}) => attachment(name, more);
    const hints = () =>
      js(
        "all('[part=preview]').map((one) => one.querySelector('img, canvas')?.localName ?? one.lastElementChild.textContent)",
      );

    test('none, images or all; a file at one address twice has two', async () => {
      site.files['a.png'] = png();
      site.files['b.pdf'] = await pdf();
      await open();
      await give([
        picture('a.png'),
        picture('a.png', { original_file_name: 'again.png' }),
        picture('b.pdf'),
        picture('c.zip'),
      ]);
      assert.deepEqual(await hints(), [
        'img',
        'img',
        'No preview for files of this kind',
        'No preview for files of this kind',
      ]);
      await js("globalThis.kept = all('[part~=download], img')");
      await js(
        "import('/pdfjs/pdf.min.mjs').then((pdfjs) => { pdfjs.GlobalWorkerOptions.workerSrc = '/pdfjs/pdf.worker.min.mjs'; el.pdfjs = pdfjs; })",
      );
      await until("find('canvas')");
      assert.deepEqual(await hints(), ['img', 'img', 'canvas', 'No preview for files of this kind']);
      assert.ok(
        await js('kept.length === 6 && kept.every((one) => one.isConnected)'),
        'what is pressed stays what it is',
      );
      assert.equal(await js("find('canvas').getAttribute('aria-label')"), 'The first page of b.pdf');
      const fetched = site.paths.length;
      await js("el.lang = 'fr'; globalThis.canvas = find('canvas')");
      await until("/première page/.test(find('canvas').getAttribute('aria-label'))");
      assert.ok(await js("canvas === find('canvas')"), 'another language draws nothing again');
      assert.equal(site.paths.length, fetched);
      await js("el.previews = 'images'; el.lang = 'en'");
      await until("!find('canvas')");
      assert.deepEqual((await hints()).slice(0, 3), ['img', 'img', 'No preview']);
      await js("el.previews = 'none'");
      await until("!find('[part=preview]')");
      await js("el.setAttribute('previews', 'nonsense')");
      await until("find('[part=preview]')");
      assert.deepEqual((await hints()).slice(0, 2), ['img', 'img']);
      quiet();
    });

    test('why there is none: kind, size, an address that may not be read, a file that is none', async () => {
      site.files['broken.png'] = 'no picture';
      site.files['broken.pdf'] = 'no PDF';
      site.files['huge.pdf'] = () => new Response(new Uint8Array(21_000_000));
      await open();
      await js(
        "import('/pdfjs/pdf.min.mjs').then((pdfjs) => { pdfjs.GlobalWorkerOptions.workerSrc = '/pdfjs/pdf.worker.min.mjs'; el.pdfjs = pdfjs; })",
      );
      await give([
        picture('broken.png'),
        picture('broken.pdf'),
        picture('large.png', { file_size: 20_000_001 }),
        picture('huge.pdf'),
        picture('away.pdf', { public_url: 'https://files.example/away.pdf' }),
        picture('a.xyz'),
        picture('nowhere.png', { public_url: null }),
      ]);
      await until("all('[part=preview]').every((one) => one.lastElementChild.textContent)");
      await until("all('[part=preview] img').length === 0");
      assert.deepEqual(await hints(), [
        'The preview could not be drawn',
        'The preview could not be drawn',
        'Too large for a preview',
        'Too large for a preview',
        'No preview: this page may not read the file',
        'No preview for files of this kind',
        'No preview',
      ]);
    });

    test('one worker for all cards, two pages at a time; one that never comes takes no other along', async () => {
      const bytes = await pdf();
      let running = 0;
      let most = 0;
      for (let index = 0; index < 8; index++) {
        site.files[`${index}.pdf`] = async () => {
          most = Math.max(most, ++running);
          await sleep(50);
          running--;
          return answer(bytes);
        };
      }
      for (const name of ['stuck', 'stuck2', 'drip']) {
        site.files[`${name}.pdf`] =
          name === 'drip'
            ? () => new Response(new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(10)) }))
            : never;
      }
      await open(ELEMENT, {
        before: `
          globalThis.workers = { made: 0, live: 0, most: 0 };
          const { Worker } = globalThis;
          globalThis.Worker = class extends Worker {
            constructor(...given) { super(...given); workers.made++; workers.most = Math.max(workers.most, ++workers.live); }
            terminate() { workers.live--; super.terminate(); }
          };
          const { timeout } = AbortSignal;
          AbortSignal.timeout = (milliseconds) => timeout.call(AbortSignal, milliseconds === 15000 ? 1500 : milliseconds);
        `,
      });
      await page.setViewport({ width: 1920, height: 1800 });
      await js(
        "import('/pdfjs/pdf.min.mjs').then((pdfjs) => { pdfjs.GlobalWorkerOptions.workerSrc = '/pdfjs/pdf.worker.min.mjs'; el.pdfjs = pdfjs; })",
      );
      await give([...['stuck', 'stuck2', 'drip', 0, 1, 2, 3, 4, 5, 6, 7].map((name) => picture(`${name}.pdf`))]);
      await until("all('canvas').length === 8");
      await until("all('[part=preview]').filter((one) => /too long/.test(one.textContent)).length === 3");
      assert.ok(most <= 2, `${most} at a time`);
      const workers = await js('workers');
      assert.ok(workers.most <= 1, JSON.stringify(workers));
      await until('workers.live === 0');
      await give([picture('stuck.pdf', { alt: 'again' })]);
      site.ended.clear();
      await sleep(300);
      await js('el.remove()');
      for (let left = 50; left > 0 && !site.ended.has('stuck.pdf'); left--) await sleep(20);
      assert.ok(site.ended.has('stuck.pdf'), 'nobody waits for what nobody sees');
      quiet();
    });
  });

  test('over createProxy and the stand-in, each selector', async () => {
    for (const [selector, value] of [
      ['profile-key', 'profile_key'],
      ['reference', 'profile_reference'],
      ['email', 'example@example.com'],
    ]) {
      await open(
        `<hrflow-attachments api-url="/api/proxy" source-key="source_key" ${selector}="${value}"></hrflow-attachments>`,
      );
      await shows('found');
      assert.deepEqual(await names(), ['resume', 'original']);
      quiet();
    }
  });
});
