// Headless Firefox, where one is found.

import puppeteer from 'puppeteer-core';
import { onPath } from './chromium.js';

export function findFirefox() {
  return process.env.FIREFOX_PATH ?? onPath(['firefox-esr', 'firefox']);
}

export function launchFirefox() {
  return puppeteer.launch({ browser: 'firefox', executablePath: findFirefox() });
}
