// `npm run pictures`: every state of the demo page at a phone's and a desktop's width, light and dark, in target/pictures.
// `-- --write` takes those of README instead: the element under its heading, in www/pictures.

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { launchChromium } from '../support/chromium.js';
import { STATES, startDemo, waitForState } from '../support/demo.js';
import { root } from '../support/root.js';

const SIZES = [
  { width: 390, height: 844 },
  { width: 1280, height: 900 },
];
const SCHEMES = ['light', 'dark'];

/** Around what README's pictures show. */
const MARGIN = 24;

/** What the view of a whole source is asked for. */
const SOURCES = {
  start: '',
  found: '&source_key=candidates&with=candidate-1',
  listing: '&source_key=many&chosen=all',
  filtered: '&source_key=candidates&type=cover&sort=newest',
  unknown: '&source_key=nobody',
};

const isForReadme = process.argv.includes('--write');
const folder = join(root, isForReadme ? 'www/pictures' : 'target/pictures');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const demo = await startDemo();
const browser = await launchChromium();
for (const value of SCHEMES) await (isForReadme ? element(value) : states(value));
await browser.close();
await demo.close();
console.log(`The pictures are in ${folder}`);

/**
 * @param {string} value of the reader's colour scheme
 * @param {import('puppeteer-core').Viewport} size
 * @returns {Promise<import('puppeteer-core').Page>}
 */
async function opened(value, size) {
  const page = await browser.newPage();
  await page.setViewport(size);
  // Still pictures: nothing scrolls or breathes while it is taken.
  await page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value },
    { name: 'prefers-reduced-motion', value: 'reduce' },
  ]);
  return page;
}

/** The previews come last. */
function previews() {
  return new Promise((resolve) => setTimeout(resolve, 700));
}

/** @param {string} value of the reader's colour scheme */
async function element(value) {
  const page = await opened(value, { width: 1280, height: 1200, deviceScaleFactor: 1.25 });
  await page.goto(demo.url);
  await waitForState(page, 'found');
  await previews();
  const [title, element] = await page.$$eval('#results-title, hrflow-attachments', (parts) =>
    parts.map((part) => part.getBoundingClientRect().toJSON()),
  );
  const [x, y] = [element.left - MARGIN, title.top - MARGIN];
  const clip = { x, y, width: element.right + MARGIN - x, height: element.bottom + MARGIN - y };
  await page.screenshot({ path: join(folder, `attachments-${value}.png`), clip });
  await page.close();
}

/** @param {string} value of the reader's colour scheme */
async function states(value) {
  for (const size of SIZES) {
    const page = await opened(value, size);
    for (const [selector, state] of Object.entries({ ...STATES, '[data-fault=slow]': 'loading' })) {
      await page.goto(demo.url);
      await waitForState(page, 'found');
      await page.click(selector);
      await waitForState(page, state);
      await previews();
      const name = selector.replace(/^\[[a-z-]+="?|"?\]$/g, '').replaceAll(/\W+/g, '-');
      await page.screenshot({ path: join(folder, `${size.width}-${value}-${name}.png`) });
    }
    for (const [name, search] of Object.entries(SOURCES)) {
      await page.goto(`${demo.url}?view=source${search}`);
      await page.waitForSelector('#source .counted');
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await page.screenshot({ path: join(folder, `${size.width}-${value}-source-${name}.png`) });
    }
    await page.close();
  }
}
