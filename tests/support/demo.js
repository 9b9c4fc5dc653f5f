// The demo as `npm start` serves it, and every state that its page has.

import { fileURLToPath } from 'node:url';
import { createDemo } from '../../www/demo.js';
import { listen } from '../../www/listen.js';
import { startStandin } from './standin.js';

export async function startDemo() {
  const standin = await startStandin();
  const server = await listen(createDemo(standin.options, { standin: true }).fetch);
  const close = () => Promise.all([server.close(), standin.close()]);
  return { url: `${server.url}/`, standin, close };
}

/** What is pressed, and the state that it ends in. */
export const STATES = {
  '[data-key=candidate-1]': 'found',
  '[data-key=candidate-2]': 'empty',
  '[data-key=candidate-3]': 'found',
  '[data-key=candidate-4]': 'found',
  '[data-key=profile_key]': 'found',
  '[data-fault=unknown-source]': 'api-400',
  '[data-fault=unknown-profile]': 'api-404',
  '[data-fault=wrong-key]': 'api-401',
  '[data-fault=quota]': 'api-402',
  '[data-fault=busy]': 'api-429',
  '[data-fault=slow]': 'found',
  '[data-fault=silent]': 'timeout',
  '[data-fault=broken]': 'api-5xx',
  '[data-fault=misshapen]': 'response',
  '[data-fault=offline]': 'network',
  '[data-fault=moved]': 'redirect',
  '[data-fault=no-value]': 'argument',
  '[data-fault=key-in-page]': 'configuration',
  '[href="?without=wasm"]': 'environment',
};

/**
 * Waits until the page shows a state.
 * @param {import('puppeteer-core').Page} page
 * @param {string} state
 */
export function waitForState(page, state) {
  return page.waitForSelector(`#results[data-state="${state}"]`, { timeout: 15_000 });
}

// As a process of its own, it says where it is.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url } = await startDemo();
  process.send?.(url);
  process.once('disconnect', () => process.exit());
}
