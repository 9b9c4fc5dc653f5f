// The browsers of the matrix: each is started when the first cell asks for it.

import { findChromium, launchChromium } from '../support/chromium.js';
import { findFirefox, launchFirefox } from '../support/firefox.js';
import { findWebkit, launchWebkit } from '../support/webkit.js';
import { EXPECTED } from './calls.js';

/**
 * @typedef {{ version: string, visit(url: string, visit: import('./cells.js').Visit): Promise<string>, close(): Promise<void> }} Open
 */

/** What a page is told to have come to an end by, and what of it is read. */
const ENDED = `/^(${EXPECTED.split(' ')[0]} |failed)/.test(document.title)`;
const TEXT = 'document.body?.innerText ?? ""';
/**
 * @param {string} [says] a text that the page shows at its end
 * @returns {string} an expression that tells whether the page has come to an end
 */
const endedBy = (says) => (says ? `(${TEXT}).includes(${JSON.stringify(says)})` : ENDED);
const TIMEOUT_MS = 60_000;

/** @param {() => Promise<import('puppeteer-core').Browser>} launch @returns {Promise<Open>} */
async function byPuppeteer(launch) {
  const browser = await launch();
  return {
    version: (await browser.version()).replace(/^\D*/, ''),
    async visit(url, { says, cookie }) {
      const context = await browser.createBrowserContext();
      const page = await context.newPage();
      try {
        if (cookie) {
          const [name, value] = cookie.split('=');
          await context.setCookie({ name, value, domain: new URL(url).hostname });
        }
        await page.goto(url);
        await page.waitForFunction(endedBy(says), { timeout: TIMEOUT_MS }).catch(() => undefined);
        return says ? String(await page.evaluate(TEXT)) : await page.title();
      } finally {
        await context.close();
      }
    },
    close: () => browser.close(),
  };
}

/** @returns {Promise<Open>} */
async function byWebDriver() {
  const { browser, close } = await launchWebkit();
  return {
    version: (await browser.getCapabilities()).getBrowserVersion() ?? '',
    async visit(url, { says, cookie }) {
      if (cookie) throw new Error('No cell has a cookie for WebKit yet.');
      await browser.get(url);
      await browser.wait(() => browser.executeScript(`return ${endedBy(says)}`), TIMEOUT_MS).catch(() => undefined);
      return says ? String(await browser.executeScript(`return ${TEXT}`)) : browser.getTitle();
    },
    close,
  };
}

/** Signals are run.js's to handle: puppeteer would end this process before the rest is cleaned up. */
const OURS = { handleSIGHUP: false, handleSIGINT: false, handleSIGTERM: false };

const KNOWN = {
  Chromium: { find: findChromium, open: () => byPuppeteer(() => launchChromium(OURS)) },
  Firefox: { find: findFirefox, open: () => byPuppeteer(() => launchFirefox(OURS)) },
  WebKit: { find: findWebkit, open: byWebDriver },
};

/** @type {Map<string, Promise<Open>>} */
const open = new Map();

/** @param {import('./cells.js').Browser} name @returns {Promise<Open> | undefined} nothing where it is not on this machine */
export function browserOf(name) {
  const { find, open: start } = KNOWN[name];
  if (!find()) return undefined;
  if (!open.has(name)) open.set(name, start().then(oneAtATime));
  return open.get(name);
}

export async function closeBrowsers() {
  await Promise.allSettled([...open.values()].map(async (browser) => (await browser).close()));
}

/**
 * @param {Open} browser
 * @returns {Open} the same, whose visits wait for each other: WebKit has one window, and Firefox loses one of two at once
 */
function oneAtATime(browser) {
  /** @type {Promise<unknown>} */
  let last = Promise.resolve();
  /** @type {Open['visit']} */
  const visit = (...args) => {
    const next = last.then(() => browser.visit(...args));
    last = next.catch(() => undefined);
    return next;
  };
  return { ...browser, visit };
}
