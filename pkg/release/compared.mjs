// The present surface beside that of the version released last: what may be released as what.

import { spawnSync } from 'node:child_process';
import { root } from '../build/command.mjs';
import { differences, said } from './surface.mjs';

const REPORTS = 'pkg/release/api';

/** @typedef {import('./surface.mjs').Surface} Surface */

/**
 * @param {string[]} args
 * @param {string} folder
 */
function git(args, folder) {
  const { status, stdout } = spawnSync('git', args, { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 26 });
  return status === 0 ? stdout : undefined;
}

/**
 * @param {string} version that is to be released
 * @param {string} [folder] of the repository
 * @returns {string | undefined} the tag of the newest one before it; nothing before the first release
 */
export function lastReleased(version, folder = root) {
  const tags = (git(['tag', '--list', 'v*', '--merged', 'HEAD'], folder) ?? '')
    .split('\n')
    .filter((tag) => /^v\d+\.\d+\.\d+$/.test(tag));
  const before = tags.filter((tag) => order(tag.slice(1), version) < 0);
  return before.sort((one, other) => order(one.slice(1), other.slice(1))).at(-1);
}

/** @param {string} version @returns {number[]} what comes after a hyphen left out */
const numbers = (version) => version.replace(/-.*/, '').split('.').map(Number);

/** @param {string} one @param {string} other @returns {number} below 0 where the first comes before */
function order(one, other) {
  const [mine, theirs] = [numbers(one), numbers(other)];
  const at = mine.findIndex((number, index) => number !== theirs[index]);
  return at < 0 ? 0 : mine[at] - theirs[at];
}

/**
 * @param {string} tag
 * @param {string} [folder] of the repository
 * @returns {Surface} as it was committed there
 */
export function surfaceAt(tag, folder = root) {
  const names = (git(['ls-tree', '--name-only', tag, `${REPORTS}/`], folder) ?? '')
    .split('\n')
    .filter((name) => name.endsWith('.txt'));
  return new Map(
    names.map((name) => [name.slice(REPORTS.length + 1, -4), git(['show', `${tag}:${name}`], folder) ?? '']),
  );
}

/** Lines that promise nothing. */
const isPromise = (/** @type {string} */ line) => !line.endsWith('(not declared: no promise)') && line.trim() !== '';

/**
 * @param {Surface} before
 * @param {Surface} after
 * @returns {'breaking' | 'new' | 'same'} a line that is gone, or is another one, may break whoever relied on it
 */
export function kindOf(before, after) {
  const found = differences(before, after);
  if (found.some(({ gone }) => gone.some(isPromise))) return 'breaking';
  return found.some(({ come }) => come.some(isPromise)) ? 'new' : 'same';
}

/**
 * @param {string} last released
 * @param {string} version
 * @returns {'breaking' | 'new' | 'same'} the most that it may bring, by www/guide/versioning.md
 */
export function allowed(last, version) {
  const [was, is] = [numbers(last), numbers(version)];
  if (is[0] !== was[0]) return 'breaking';
  if (is[1] !== was[1]) return is[0] === 0 ? 'breaking' : 'new';
  return is[0] === 0 ? 'new' : 'same';
}

const RANKS = ['same', 'new', 'breaking'];

/**
 * @param {string} last
 * @param {string} version
 * @param {Surface} before
 * @param {Surface} after
 * @returns {string[]}
 */
export function problems(last, version, before, after) {
  const kind = kindOf(before, after);
  if (RANKS.indexOf(kind) <= RANKS.indexOf(allowed(last, version))) return [];
  const told = differences(before, after).map(said).join('\n');
  const next = { breaking: 'a break', new: 'something new', same: 'nothing' }[kind];
  return [
    `${version} would bring ${next} beside ${last}, which such a version may not:\n${told}\n` +
      'Take it back, or release it as a greater version (www/guide/versioning.md says which): `npm run release:version X.Y.Z`.',
  ];
}
