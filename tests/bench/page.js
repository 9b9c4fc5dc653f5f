// From navigation to cards in the demo page, with nothing cached.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { findChromium, launchChromium } from '../support/chromium.js';
import { waitForState } from '../support/demo.js';
import { spread } from './statistics.js';

const DEMO = fileURLToPath(new URL('../support/demo.js', import.meta.url));
const TIMES = 20;

/** Notes the moment at which the first frame with cards is painted, since the navigation began, in milliseconds. */
const NOTE = `
  const found = () => {
    const element = document.querySelector('#results[data-state=found] hrflow-attachments');
    if (element?.shadowRoot?.querySelector('article h3')) {
      seen.disconnect();
      requestAnimationFrame(() => setTimeout(() => { window.cards = performance.now(); }));
    }
  };
  const seen = new MutationObserver(found);
  seen.observe(document, { subtree: true, childList: true, attributes: true });
`;

/** Milliseconds, or nothing where no Chromium is found. */
export async function measurePage() {
  if (!findChromium()) return undefined;
  // As with `npm start`: the server has a process of its own.
  const server = fork(DEMO);
  const [url] = await once(server, 'message');
  const browser = await launchChromium();
  const times = [];
  for (let time = 0; time < TIMES; time++) {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    await page.setCacheEnabled(false);
    await page.setViewport({ width: 1280, height: 900 });
    await page.evaluateOnNewDocument(NOTE);
    await page.goto(url);
    await waitForState(page, 'found');
    await page.waitForFunction('window.cards');
    times.push(Number(await page.evaluate('window.cards')));
    await context.close();
  }
  await browser.close();
  server.disconnect();
  return spread(times);
}
