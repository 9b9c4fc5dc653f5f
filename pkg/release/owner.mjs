// What only the repository's owner can do before a release: what can be seen from here, and, in owner.json, what they say is done.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../build/command.mjs';
import { addressOf, readmeOfThePackage } from '../build/readme.mjs';
import { isDated } from './changelog.mjs';
import { version } from './versions.mjs';

/** @typedef {{ what: string, where: string, done: boolean }} Task */

const read = (/** @type {string} */ path) => readFileSync(join(root, path), 'utf8');

/** @typedef {{ manifest: any, cargo: string, isReadmeMade: boolean, isDated: boolean }} Seen of the repository */

/** @returns {Seen} */
const seen = () => ({
  manifest: JSON.parse(read('pkg/package.json')),
  cargo: read('Cargo.toml'),
  isReadmeMade: read('pkg/README.md') === readmeOfThePackage(),
  isDated: isDated(version()),
});

/**
 * What shows that it is done.
 * @param {Seen} [of]
 * @returns {Task[]}
 */
export function visible({ manifest, cargo, isReadmeMade, isDated } = seen()) {
  const address = addressOf(manifest.repository);
  const [, ofCrate] = /^repository = "(.*)"$/m.exec(cargo) ?? [];
  const urls = [manifest.homepage, manifest.bugs?.url ?? manifest.bugs];
  return [
    {
      what: '`repository`, `homepage` and `bugs` have the repository’s address',
      where: 'pkg/package.json',
      done: address !== undefined && urls.every((url) => String(url).startsWith(address)),
    },
    {
      what: '`repository` has the same address',
      where: 'Cargo.toml, `[package]`',
      done: address !== undefined && ofCrate === address,
    },
    {
      what: 'The links of the package’s README lead to that address: `npm run readme`',
      where: 'pkg/README.md',
      done: address !== undefined && isReadmeMade,
    },
    { what: 'The version has its day: `npm run release:version X.Y.Z`', where: 'CHANGELOG.md', done: isDated },
  ];
}

/** @returns {Task[]} what nothing here shows: set `done` where it is */
export const told = () => JSON.parse(read('pkg/release/owner.json'));

/** @param {Task} task @returns {string} */
export const line = ({ what, where }) => `${what} (${where})`;

/** @param {Task[]} [tasks] @returns {string[]} */
export const problems = (tasks = [...visible(), ...told()]) => tasks.filter(({ done }) => done !== true).map(line);
