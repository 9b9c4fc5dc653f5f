// The demo page in headless Chromium.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createDemo } from '../../www/demo.js';
import { listen } from '../../www/listen.js';
import { SOURCES } from '../../www/standin/candidates.js';
import { skipUnless } from '../skip.js';
import { startStandin } from '../standin.js';
import { findChromium, launchChromium, NO_CHROMIUM } from './chromium.js';

describe('the demo page', { skip: skipUnless(findChromium(), NO_CHROMIUM) }, () => {
  /** @type {import('puppeteer-core').Browser} */
  let browser;
  /** @type {import('puppeteer-core').Page} */
  let page;
  /** @type {import('../../www/listen.js').Listening} */
  let demo;
  /** @type {Awaited<ReturnType<typeof startStandin>>} */
  let standin;

  before(async () => {
    standin = await startStandin();
    demo = await listen(createDemo(standin.options, { sources: SOURCES }).fetch);
    browser = await launchChromium();
    page = await browser.newPage();
    await page.goto(demo.url);
  });
  after(async () => {
    await browser?.close();
    await demo?.close();
    await standin?.close();
  });

  test('it lists the attachments of the first candidate', async () => {
    await page.waitForSelector('tbody tr');
    const names = await page.$$eval('tbody tr td:nth-child(2)', (cells) => cells.map((cell) => cell.textContent));
    assert.deepEqual(names, ['Résumé (2020).pdf', 'portrait.png', 'Lettre de motivation – été.pdf']);
  });

  test('it says what went wrong', async () => {
    await page.locator('input[name=value]').fill('nobody');
    await page.locator('button').click();
    await page.waitForFunction(() => document.querySelector('[role=status]')?.textContent?.startsWith('api: '));
    assert.match(await page.$eval('[role=status]', (status) => status.textContent ?? ''), /Profile not found/);
  });
});
