// Headless Chromium, where one is found.

import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import puppeteer from 'puppeteer-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'chrome.exe'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS',
  '/Applications/Chromium.app/Contents/MacOS',
  ...['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].map((name) =>
    join(process.env[name] ?? '', 'Google/Chrome/Application'),
  ),
];

/** The path of a Chromium: `CHROME_PATH`, or the first on the PATH or in the usual places. */
export function findChromium() {
  return process.env.CHROME_PATH ?? onPath([...NAMES, 'Google Chrome', 'Chromium'], PLACES);
}

/**
 * The path of the first of these programs that is there.
 * @param {string[]} names
 * @param {string[]} [places] beside the PATH's
 */
export function onPath(names, places = []) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...places];
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find((path) => existsSync(path));
}

/** Says what is missing. */
export const NO_CHROMIUM = 'No Chromium was found: the browser tests were skipped. Install one, or set CHROME_PATH.';

/** @param {import('puppeteer-core').LaunchOptions} [options] */
export function launchChromium(options) {
  return puppeteer.launch({
    ...options,
    executablePath: findChromium(),
    args: [
      // Chromium's sandbox refuses to run as root.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-quic',
      ...(options?.args ?? []),
    ],
  });
}
