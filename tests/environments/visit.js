// The browsers of the matrix: each is started when the first cell asks for it.

import { findChromium, launchChromium } from '../support/chromium.js';
import { findFirefox, launchFirefox } from '../support/firefox.js';
import { findWebkit, launchWebkit } from '../support/webkit.js';
import { EXPECTED } from './calls.js';

/**
 * @typedef {import('./cells.js').Visit & { hidden?: string }} Visit `hidden` is what nothing that the page receives may hold, which the
 *   policy must not have had to keep out
 * @typedef {{ version: string, visit(url: string, visit: Visit): Promise<string>, close(): Promise<void> }} Open
 */

/** What a page is told to have come to an end by, and what of it is read. */
const ENDED = `/^(${EXPECTED.split(' ')[0]} |failed)/.test(document.title)`;
/** The page's text, and that of what elements show of their own. */
const TEXT = `(function textOf(root) {
  const shadows = [...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => shadowRoot ?? []);
  const shown = root.body ?? root;
  return [shown.innerText ?? [...shown.children].map((child) => child.innerText).join('\\n'), ...shadows.map(textOf)].join('\\n');
})(document)`;
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
    async visit(url, { says, cookie, hidden }) {
      const context = await browser.createBrowserContext();
      const page = await context.newPage();
      const leaks = hidden ? watch(page, hidden) : async () => [];
      try {
        if (cookie) {
          const [name, value] = cookie.split('=');
          await context.setCookie({ name, value, domain: new URL(url).hostname });
        }
        await page.goto(url);
        await page.waitForFunction(endedBy(says), { timeout: TIMEOUT_MS }).catch(() => undefined);
        const said = says ? String(await page.evaluate(TEXT)) : await page.title();
        const [leak] = await leaks();
        return leak ?? said;
      } finally {
        await context.close();
      }
    },
    close: () => browser.close(),
  };
}

/**
 * @param {import('puppeteer-core').Page} page
 * @param {string} hidden
 * @returns {() => Promise<string[]>} what of it reached the page, and what the policy refused
 */
function watch(page, hidden) {
  /** @type {Promise<string | undefined>[]} */
  const found = [];
  page.on('console', (message) => {
    const text = message.text();
    if (text.includes('Content Security Policy')) found.push(Promise.resolve(`refused by the policy: ${text}`));
  });
  page.on('response', (response) => {
    // A redirect has no body, and an answer that was ended has none any more.
    const text = response.text().catch(() => '');
    found.push(text.then((text) => (text.includes(hidden) ? `a public address in ${response.url()}` : undefined)));
  });
  return async () => {
    // Pictures come after the words.
    await page.waitForNetworkIdle({ idleTime: 300, timeout: 5_000 }).catch(() => undefined);
    return (await Promise.all(found)).flatMap((one) => one ?? []);
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
