// The version: Cargo.toml has it, and each other place has to have the same. `npm run release:version X.Y.Z` sets it everywhere.

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fail, root } from '../build/command.mjs';

/** Where the version is said first. */
export const SOURCE = 'Cargo.toml';

/** As Semantic Versioning writes one. */
const VERSION = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;

/** Of the pattern's groups, the first is what stands before the version, and the second the version. @typedef {{ file: string, pattern: RegExp }} Place */

const OF_CARGO = /^(name = "hrflow-wasm"\nversion = ")([\w.+-]+)/m;

/** @type {Place[]} */
const PLACES = [
  { file: SOURCE, pattern: OF_CARGO },
  { file: 'Cargo.lock', pattern: OF_CARGO },
  { file: 'tests/fuzz/Cargo.lock', pattern: OF_CARGO },
  { file: 'pkg/package.json', pattern: /^( {2}"version": ")([\w.+-]+)/m },
  { file: 'package-lock.json', pattern: /^( {4}"pkg": \{\n {6}"name": "hrflow-wasm",\n {6}"version": ")([\w.+-]+)/m },
  { file: 'CHANGELOG.md', pattern: /^(## \[)(\d[\w.+-]*)/m },
  { file: '.github/ISSUE_TEMPLATE/bug.yml', pattern: /^( {6}placeholder: )(\d[\w.+-]*)/m },
];

/** @param {string} folder of the repository @returns {Place[]} */
function places(folder) {
  const examples = readdirSync(join(folder, 'www/examples'))
    .map((name) => `www/examples/${name}/package.json`)
    .filter((file) => existsSync(join(folder, file)));
  return [...PLACES, ...examples.map((file) => ({ file, pattern: /("hrflow-wasm": "\^)([\w.+-]+)/ }))];
}

/** @param {string} [folder] of the repository @returns {string} */
export function version(folder = root) {
  const [{ pattern }] = places(folder);
  const [, , found] = pattern.exec(readFileSync(join(folder, SOURCE), 'utf8')) ?? [];
  return found ?? fail(`${SOURCE} has no \`version\` below \`name = "hrflow-wasm"\`.`);
}

/** @param {string} [folder] of the repository @returns {string[]} where another version stands */
export function problems(folder = root) {
  const wanted = version(folder);
  return places(folder).flatMap(({ file, pattern }) => {
    const [, , found] = pattern.exec(readFileSync(join(folder, file), 'utf8')) ?? [];
    if (found === wanted) return [];
    return [
      `${file} has ${found ?? 'no version'}, ${SOURCE} has ${wanted}: run \`npm run release:version ${wanted}\`.`,
    ];
  });
}

/**
 * Sets the version everywhere, and its heading in the changelog, where what is unreleased becomes its own.
 * @param {string} wanted
 * @param {string} day as YYYY-MM-DD
 * @param {string} [folder] of the repository
 */
export function set(wanted, day, folder = root) {
  if (!VERSION.test(wanted)) fail(`\`${wanted}\` is no version: give one like 1.2.3 or 1.2.3-rc.1.`);
  for (const { file, pattern } of places(folder)) {
    const path = join(folder, file);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, file === 'CHANGELOG.md' ? headed(text, wanted, day) : text.replace(pattern, `$1${wanted}`));
  }
}

/**
 * @param {string} changelog
 * @param {string} wanted
 * @param {string} day
 */
function headed(changelog, wanted, day) {
  const own = new RegExp(`^## \\[${wanted.replaceAll('.', '\\.')}\\].*$`, 'm');
  if (own.test(changelog)) return changelog.replace(own, `## [${wanted}] - ${day}`);
  return changelog.replace(/^## \[Unreleased\]$/m, `## [Unreleased]\n\n## [${wanted}] - ${day}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , wanted] = process.argv;
  if (!wanted) fail('Which version? Give it: `npm run release:version 1.2.3`.');
  set(wanted, new Date().toISOString().slice(0, 10));
}
