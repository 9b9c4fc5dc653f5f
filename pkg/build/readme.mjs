// What README.md becomes on the pages of npm and crates.io, where nothing of the repository is beside it. `npm run readme` writes it
// to pkg/README.md. That is committed, for cargo packages nothing that git does not know.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fail, root } from './command.mjs';

/** What follows in the README is about the repository. */
const END_OF_THE_PACKAGE = '<!-- The package’s README ends here. -->';

/** @typedef {string | { url: string } | undefined} Repository as package.json may have it */

/** @returns {string} the README of the npm package and of the crate */
export function readmeOfThePackage() {
  const { repository } = JSON.parse(readFileSync(join(root, 'pkg/package.json'), 'utf8'));
  return standingAlone(readFileSync(join(root, 'README.md'), 'utf8'), addressOf(repository));
}

/**
 * @param {Repository} repository
 * @returns {string | undefined} where it can be read
 */
export function addressOf(repository) {
  if (repository === undefined) return undefined;
  const url = typeof repository === 'string' ? repository : repository.url;
  const address = url.replace(/^git\+/, '').replace(/(?:\.git)?\/?$/, '');
  if (!/^https:\/\/[\w.-]+\/[\w./-]+$/.test(address)) {
    fail(`\`repository\` in pkg/package.json is ${url}, which is no https: address to read it at.`);
  }
  return address;
}

/**
 * @param {string} readme of the repository
 * @param {string} [address] of the repository; without one, a link becomes its text alone, and a picture goes away
 * @returns {string} its part about the package, with no address that is relative
 */
export function standingAlone(readme, address) {
  const [own, rest] = readme.split(END_OF_THE_PACKAGE);
  if (rest === undefined) fail(`README.md has no line \`${END_OF_THE_PACKAGE}\`: all of it would go into the package.`);
  const parts = own.split(/(^```[\s\S]*?^```$)/m);
  const text = parts
    .map((part) => (part.startsWith('```') ? part : (address ? led : bare)(part, String(address))))
    .join('');
  return `${text.trimEnd()}\n\nLicence: MIT.\n`;
}

/** A picture in HTML, for light and dark, or in Markdown. */
const PICTURE = /<picture>[\s\S]*?<\/picture>\n*|!\[[^\]]*\]\([^)]*\)\n*/g;
const LINK = /\[([^\]]*)\]\((?!https:)([^)\s]+)\)/g;

/** @param {string} prose @returns {string} */
const bare = (prose) => prose.replace(PICTURE, '').replace(LINK, '$1');

/** @param {string} prose @param {string} address @returns {string} */
const led = (prose, address) =>
  prose
    .replace(PICTURE, (picture) =>
      picture.replace(/((?:src|srcset)="|\]\()(?!https:)([^")]+)/g, `$1${address}/raw/HEAD/$2`),
    )
    .replace(LINK, `[$1](${address}/blob/HEAD/$2)`);

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(join(root, 'pkg/README.md'), readmeOfThePackage());
