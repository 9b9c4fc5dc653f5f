// What a test of `hrflow-wasm/export` sees of a folder.

import assert from 'node:assert/strict';
import { lstatSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';

/** Where the journal, the lock and what is not whole yet are. */
export const OWN = '.hrflow-export';

/**
 * @param {{ after(remove: () => void): void }} owner what removes it at its end
 * @returns {string} a folder's path, at which there is nothing yet
 */
export function newFolder(owner) {
  const parent = realpathSync(mkdtempSync(join(tmpdir(), 'hrflow-export-')));
  owner.after(() => rmSync(parent, { recursive: true, force: true }));
  return join(parent, 'attachments');
}

/** @param {string} directory @returns {string[]} every path below it, but for our own, sorted and with `/` */
export const everything = (directory) =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((path) => path.split(sep).join('/'))
    .filter((path) => path !== OWN && !path.startsWith(`${OWN}/`))
    .sort();

/** @param {string} directory @returns {string[]} the files of profiles, sorted */
export const filesIn = (directory) =>
  everything(directory).filter((path) => path.includes('/') && lstatSync(join(directory, path)).isFile());

/** @param {string} directory @returns {string[]} what is not whole yet */
export const partsIn = (directory) => readdirSync(join(directory, OWN, 'parts'));

/** @param {string} directory @param {string} name @returns {any[]} what the lines of a list say */
export const linesOf = (directory, name) =>
  readFileSync(join(directory, name), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

/** @param {string} directory @returns {any[]} */
export const listedIn = (directory) => linesOf(directory, 'attachments.ndjson');

/** @param {string} directory @returns {any[]} */
export const failuresIn = (directory) => linesOf(directory, 'failures.ndjson');

/** @param {string} directory @param {string} path */
export const read = (directory, path) => readFileSync(join(directory, path), 'utf8');

/**
 * @param {Promise<unknown>} promise
 * @returns {Promise<any>} why it was rejected
 */
export const failure = (promise) =>
  promise.then(
    () => assert.fail('it was fulfilled'),
    (error) => error,
  );
