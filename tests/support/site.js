// The site as `npm run site` builds it, built once for all tests: anew only where something that it is made of has changed.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from '../../pkg/build/digest.mjs';
import { buildSite } from '../../www/site/build.mjs';
import { root } from './root.js';

/** Where it is for tests, so that `npm run site` and they do not meet. */
const SITE = join(root, 'target', 'tested-site');
const STAMP = join(root, 'target', 'tested-site-built');
const LOCK = join(root, 'target', 'tested-site-lock');

/** Everything that the site is made of. */
const SOURCES = ['www', 'pkg', 'src', 'README.md', 'CHANGELOG.md', 'SECURITY.md', 'Cargo.lock', 'package-lock.json'];

/** @returns {Promise<string>} its folder */
export async function site() {
  const made = digestOf(SOURCES);
  // Test files run side by side.
  await locked(async () => {
    if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === made) return;
    rmSync(SITE, { recursive: true, force: true });
    mkdirSync(SITE, { recursive: true });
    await buildSite(SITE);
    // The package may have been built on the way.
    writeFileSync(STAMP, digestOf(SOURCES));
  });
  return SITE;
}

/** @param {string} folder of a site @returns {number} how many files a service worker keeps of it */
export function countOfKept(folder) {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const isKept = (/** @type {string} */ name) => !/(^|[\\/])\.|^worker\.js$/.test(name);
  return names.filter((name) => isKept(name) && statSync(join(folder, name)).isFile()).length;
}

/** @param {() => Promise<void>} act alone, among all processes */
async function locked(act) {
  while (!taken()) await new Promise((resolve) => setTimeout(resolve, 200));
  try {
    await act();
  } finally {
    rmSync(LOCK);
  }
}

/** @returns {boolean} whether the lock is this process's now */
function taken() {
  try {
    writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    const owner = Number(existsSync(LOCK) && readFileSync(LOCK, 'utf8'));
    // A process that was ended has left it.
    if (owner && !isAlive(owner)) rmSync(LOCK, { force: true });
    return false;
  }
}

/** @param {number} process_id */
function isAlive(process_id) {
  try {
    return process.kill(process_id, 0);
  } catch {
    return false;
  }
}
