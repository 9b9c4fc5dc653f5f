// `<hrflow-attachments>` in Firefox and WebKit: the core of what Chromium is asked in element.test.js.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { attachment, startElementSite } from '../support/element-site.js';
import { findFirefox, launchFirefox } from '../support/firefox.js';
import { skipUnless } from '../support/skip.js';
import { findWebkit, launchWebkit } from '../support/webkit.js';

/** Runs in the page; what it finds is its title, for a policy may keep a driver's scripts out. */
const CHECKS = `
  const found = {};
  const until = async (holds) => {
    for (let left = 250; left > 0 && !holds(); left--) await new Promise((resolve) => setTimeout(resolve, 20));
    return holds();
  };
  const status = () => find('[role=status]').textContent.replace(/\\\\s/g, ' ');
  const forbidden = [];
  document.addEventListener('securitypolicyviolation', ({ blockedURI, violatedDirective }) => forbidden.push(violatedDirective + ' ' + blockedURI));
  try {
    await customElements.whenDefined('hrflow-attachments');
    el.profileKey = 'two';
    await until(() => el.dataset.state === 'found');
    found.names = texts('[part=name]');
    found.english = status();
    found.styled = getComputedStyle(find('[part=card]')).borderTopLeftRadius !== '0px';
    el.lang = 'fr';
    found.french = await until(() => /^2 pièces jointes/.test(status()));
    const there = document.body.appendChild(document.createElement('div'));
    there.append(el);
    await new Promise((resolve) => setTimeout(resolve, 50));
    found.moved = texts('[part=name]').length;
    el.profileKey = 'none';
    found.empty = await until(() => /Aucune/.test(status()));
    found.states = ['loading', 'empty', 'error'].filter((name) => el.matches(':state(' + name + ')'));
    el.profileKey = 'never';
    await until(() => el.dataset.state === 'loading');
    find('[part~=cancel]').focus();
    find('[part~=cancel]').click();
    await until(() => el.dataset.state === 'cancelled');
    found.focus = el.shadowRoot.activeElement?.getAttribute('part');
    el.attachments = ['javascript:alert(1)', '/logout', '//jane@' + location.host + '/api/hrflow/files/a', location.origin + '/logout', 'https://files.example/a']
      .map((public_url) => ({ original_file_name: 'a.pdf', public_url }));
    await until(() => el.dataset.state === 'found');
    found.links = all('a').map(({ href }) => href);
    el.attachments = Array.from({ length: 3000 }, (_, index) => ({ original_file_name: String(index) }));
    await until(() => texts('[part=name]')[0] === '0');
    await new Promise((resolve) => setTimeout(resolve, 300));
    found.few = all('[part=card]').length < 400;
    el.attachments = null;
    el.profileKey = 'two';
    await until(() => texts('[part=name]')[0] === 'cv.pdf');
    const { createObjectURL } = URL;
    const blobs = [];
    URL.createObjectURL = (blob) => { blobs.push(blob); return createObjectURL.call(URL, blob); };
    HTMLAnchorElement.prototype.click = () => {};
    const list = events.findLast(({ type }) => type === 'load').detail.attachments;
    found.downloaded = await el.download(list[0]);
    found.bytes = await blobs[0]?.text();
    found.zipped = await el.downloadAll();
    found.failed = await until(() => /1 fichier est dans le ZIP/.test(status()));
  } catch (error) {
    found.error = String(error);
  }
  found.forbidden = forbidden;
  document.title = JSON.stringify(found);
`;

const EXPECTED = {
  names: ['cv.pdf', 'letter.docx'],
  english: '2 attachments, 3.23 kB in all',
  styled: true,
  french: true,
  moved: 2,
  empty: true,
  states: ['empty'],
  focus: 'region',
  links: ['https://files.example/a'],
  few: true,
  downloaded: true,
  bytes: 'the CV',
  zipped: false,
  failed: true,
  forbidden: [],
};

describe('the element in other browsers', () => {
  /** @type {Awaited<ReturnType<typeof startElementSite>>} */
  let site;

  before(async () => {
    site = await startElementSite();
    site.html = '<hrflow-attachments api-url="/api/hrflow" source-key="s"></hrflow-attachments>';
    site.script = CHECKS;
    site.profiles = {
      two: [attachment('cv.pdf'), attachment('letter.docx', { file_size: 2_000 })],
      none: [],
      never: () => new Promise(() => {}),
    };
    site.files = { 'cv.pdf': 'the CV' };
  });
  after(() => site?.close());

  test('Firefox', { skip: skipUnless(findFirefox(), 'No Firefox was found.') }, async () => {
    const browser = await launchFirefox();
    try {
      const page = await browser.newPage();
      await page.goto(site.url);
      await page.waitForFunction("document.title.startsWith('{')", { timeout: 30_000 });
      assert.deepEqual(JSON.parse(await page.title()), EXPECTED);
    } finally {
      await browser.close();
    }
  });

  test('WebKit', { skip: skipUnless(findWebkit(), 'No WebKit was found.') }, async () => {
    const { browser, close } = await launchWebkit();
    try {
      await browser.get(site.url);
      await browser.wait(async () => (await browser.getTitle()).startsWith('{'), 30_000);
      assert.deepEqual(JSON.parse(await browser.getTitle()), EXPECTED);
    } finally {
      await close();
    }
  });
});
