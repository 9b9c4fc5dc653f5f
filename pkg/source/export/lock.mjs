// One run a folder: a lock that names who holds it, and that a dead process leaves to the next.

import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rename, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { pid } from 'node:process';
import { failure } from './failure.mjs';
import { PrivateFolder } from './private-folder.mjs';

const NAME = PrivateFolder.own('lock');

/** How often a lock of a dead process is taken over before it is given up: each time somebody else was faster. */
const TRIES = 5;

/**
 * Takes the lock.
 * @param {PrivateFolder} folder
 * @returns {Promise<() => Promise<void>>} gives it back
 */
export async function lock(folder) {
  const path = folder.pathOf(NAME);
  const own = JSON.stringify({ pid, host: hostname(), began: beginningOf(pid) });
  for (let left = TRIES; left > 0; left--) {
    if (await folder.create(NAME, own)) return () => unlink(path).catch(() => {});
    const held = await textOf(folder, NAME);
    const holder = read(held);
    if (holder && isAlive(holder)) {
      // What somebody else wrote is quoted where it is a name.
      const host = /^[\w.-]{1,255}$/.test(holder.host) ? holder.host : 'another machine';
      throw failure(
        'configuration',
        `\`${folder.path}\` is in use by process ${holder.pid} on ${host}; wait until that has ended, or choose another folder.`,
      );
    }
    // Put aside under a name that nobody else takes, so that of two who find it dead one alone moves it.
    const name = PrivateFolder.own(`parts/${randomUUID()}`);
    const aside = folder.pathOf(name);
    await rename(path, aside).catch(() => {});
    const moved = await textOf(folder, name);
    // Somebody else was faster, and holds it by now.
    if (moved !== held) await rename(aside, path).catch(() => {});
    else await unlink(aside).catch(() => {});
  }
  throw failure('environment', `\`${path}\` changes all the time; see who else writes there.`);
}

/**
 * @param {PrivateFolder} folder
 * @param {string} name
 * @returns {Promise<string>} empty where there is no file, but a link, or a pipe in which nothing ever comes
 */
async function textOf(folder, name) {
  const handle = await folder.read(name).catch(() => undefined);
  return (
    handle
      ?.readFile('utf8')
      .catch(() => '')
      .finally(() => handle.close()) ?? ''
  );
}

/**
 * @param {string} text
 * @returns {{ pid: number, host: string, began: string } | undefined} nothing where it was not written to its end
 */
function read(text) {
  try {
    const { pid, host, began } = JSON.parse(text);
    return typeof pid === 'number' && typeof host === 'string' ? { pid, host, began } : undefined;
  } catch {
    return undefined;
  }
}

/** @param {{ pid: number, host: string, began: string }} holder */
function isAlive({ pid, host, began }) {
  // Another machine's processes cannot be seen from here.
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (/** @type {any} */ (error).code === 'ESRCH') return false;
  }
  // Another process may have its number by now.
  return !began || !beginningOf(pid) || beginningOf(pid) === began;
}

/**
 * @param {number} pid
 * @returns {string} when the process began, in the system's own ticks; nothing where it does not tell
 */
function beginningOf(pid) {
  try {
    // After the command, which may hold anything, in brackets.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
