// One run a folder: a lock that names who holds it, and that a dead process leaves to the next.

import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { pid } from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { outcomeOf } from '../outcome.mjs';
import { failure } from './failure.mjs';
import { PrivateFolder } from './private-folder.mjs';

const NAME = PrivateFolder.own('lock');

/** How often it is tried before it is given up: each time somebody else was faster. */
const TRIES = 20;

/** How long somebody else has to take a dead lock's place, in milliseconds: it takes less than one. */
const PAUSE = 20;

/** So young, in milliseconds, a lock without words may be one that is being written: some disks cannot put it there whole. */
const YOUNG = 300;

/** @typedef {{ pid: number, host: string, began: string }} Holder */

/**
 * Takes the lock.
 * @param {PrivateFolder} folder
 * @returns {Promise<() => Promise<void>>} gives it back
 */
export async function lock(folder) {
  // No two are alike.
  const own = JSON.stringify({ pid, host: hostname(), began: beginningOf(pid), id: randomUUID() });
  const holder = await take(folder, NAME, own);
  if (holder) {
    // What somebody else wrote is quoted where it is a name.
    const host = /^[\w.-]{1,255}$/.test(holder.host) ? holder.host : 'another machine';
    throw failure(
      'configuration',
      `\`${folder.path}\` is in use by process ${holder.pid} on ${host}; wait until that has ended, or choose another folder.`,
    );
  }
  return () => leave(folder.pathOf(NAME));
}

/**
 * Takes a file away. A disk that is busy for a moment would leave it there for as long as this process lives.
 * @param {string} path
 */
async function leave(path) {
  for (let left = TRIES; left > 0; left--) {
    try {
      return await unlink(path);
    } catch (error) {
      if (/** @type {any} */ (error)?.code === 'ENOENT') return;
    }
    await outcomeOf(wait(PAUSE));
  }
}

/**
 * @param {PrivateFolder} folder
 * @param {string} name of the lock, or of a claim to a dead one
 * @param {string} own
 * @returns {Promise<Holder | undefined>} who has it; nothing where it is ours
 */
async function take(folder, name, own) {
  for (let left = TRIES; left > 0; left--) {
    if (await folder.create(name, own)) return undefined;
    const held = await textOf(folder, name);
    const holder = read(held);
    if (holder && isAlive(holder)) return holder;
    const age = Date.now() - (folder.file(name)?.mtimeMs ?? 0);
    if (!holder && age >= 0 && age < YOUNG) {
      await wait(PAUSE);
      continue;
    }
    // Of those who find this very one dead, who has the claim to it takes its place. Who died with the claim is taken for dead, too.
    const claim = PrivateFolder.own(`parts/${createHash('sha256').update(held).digest('hex')}`);
    if (await take(folder, claim, own)) {
      await wait(PAUSE);
      continue;
    }
    try {
      // Nobody else may replace it now; but somebody may have, before. One that was given back is nobody's to replace.
      const isSame = folder.isThere(name) && (await textOf(folder, name)) === held;
      if (isSame && (await folder.replace(name, own))) return undefined;
    } finally {
      await leave(folder.pathOf(claim));
    }
  }
  throw failure('environment', `\`${folder.pathOf(name)}\` changes all the time; see who else writes there.`);
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
 * @returns {Holder | undefined} nothing where it was not written to its end
 */
function read(text) {
  try {
    const { pid, host, began } = JSON.parse(text);
    return typeof pid === 'number' && typeof host === 'string' ? { pid, host, began } : undefined;
  } catch {
    return undefined;
  }
}

/** @param {Holder} holder */
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
