// `node pkg/release/tag.mjs <tag>`: a release's tag is `v` and the version.

import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { fail } from '../build/command.mjs';

/**
 * @param {string | undefined} tag
 * @param {string} version
 * @returns {string | undefined} what is wrong
 */
export function wrongTag(tag, version) {
  if (tag === `v${version}`) return;
  const given = tag ? `The tag is ${tag}` : 'No tag was given';
  return `${given}, and the version of pkg/package.json is ${version}: tag the commit v${version}, or one that has the tag’s version.`;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const wrong = wrongTag(process.argv[2], version);
  if (wrong) fail(wrong);
}
