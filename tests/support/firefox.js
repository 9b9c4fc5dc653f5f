// Headless Firefox, where one is found.

import puppeteer from 'puppeteer-core';
import { onPath } from './chromium.js';

export function findFirefox() {
  return process.env.FIREFOX_PATH ?? onPath(['firefox-esr', 'firefox']);
}

/** @param {import('puppeteer-core').LaunchOptions} [options] */
export function launchFirefox(options) {
  return puppeteer.launch({ ...options, browser: 'firefox', executablePath: findFirefox() });
}
