// `node pkg/release/notes.mjs <tag>`: what the changelog says of the tag's version, for the release on GitHub.

import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { fail } from '../build/command.mjs';
import { partOf } from './changelog.mjs';

/**
 * @param {string} changelog
 * @param {string} version
 * @returns {string} the section's text, empty where there is none
 */
export const notes = (changelog, version) => partOf(changelog, version)?.text ?? '';

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const version = (process.argv[2] ?? '').replace(/^v/, '');
  const said = notes(readFileSync(new URL('../../CHANGELOG.md', import.meta.url), 'utf8'), version);
  if (!said) fail(`CHANGELOG.md says nothing of version ${version}: write a section “## [${version}] - <date>”.`);
  console.log(said);
}
