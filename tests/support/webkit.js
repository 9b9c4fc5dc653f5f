// WebKit: Debian's MiniBrowser, driven by WebKitWebDriver in a display of its own.

import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Builder, Capabilities } from 'selenium-webdriver';
import { onPath } from './chromium.js';
import { freePort } from './free-port.js';
import { within } from './within.js';

export function findWebkit() {
  const folders = process.platform === 'linux' ? readdirSync('/usr/lib') : [];
  const browsers = folders.map((folder) => join('/usr/lib', folder, 'webkit2gtk-4.1/MiniBrowser'));
  const browser = browsers.find((path) => existsSync(path));
  return onPath(['WebKitWebDriver']) && onPath(['xvfb-run']) && browser;
}

/** The driver waits for ever for a browser that has ended, or never began. */
const START_MS = 20_000;
const END_MS = 5_000;
const TRIES = 3;

/** @param {{ proxy?: string }} [options] the host and port of a proxy for all that is not on this machine */
export async function launchWebkit({ proxy } = {}) {
  const browserOptions = { binary: findWebkit(), args: ['--automation'] };
  const capabilities = new Capabilities({ browserName: 'MiniBrowser', 'webkitgtk:browserOptions': browserOptions });
  if (proxy)
    capabilities.set('proxy', { proxyType: 'manual', httpProxy: proxy, sslProxy: proxy, noProxy: ['127.0.0.1'] });
  for (let left = TRIES; ; left--) {
    const { url, stop } = await startDriver();
    try {
      const building = new Builder().usingServer(url).withCapabilities(capabilities).build();
      const browser = await within(START_MS, building);
      const close = () => within(END_MS, browser.quit()).finally(stop);
      return { browser, close };
    } catch (error) {
      stop();
      if (left === 1) throw error;
    }
  }
}

async function startDriver() {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  // A group of its own, so that its end takes the display and the browser along.
  const driver = spawn('xvfb-run', ['--auto-servernum', 'WebKitWebDriver', `--port=${port}`], {
    detached: true,
    stdio: 'ignore',
  });
  const stop = () => {
    if (driver.pid && driver.exitCode === null) process.kill(-driver.pid);
  };
  for (let left = 100; ; left--) {
    try {
      await fetch(`${url}/status`);
      return { url, stop };
    } catch (error) {
      if (left === 0) {
        stop();
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
