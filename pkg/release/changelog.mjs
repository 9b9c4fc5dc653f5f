// The changelog's part about one version.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../build/command.mjs';

/** What stands in the place of a day until there is one. */
const NO_DAY = 'Unreleased';

/**
 * @param {string} changelog
 * @param {string} version
 * @returns {{ day: string, text: string } | undefined}
 */
export function partOf(changelog, version) {
  const parts = changelog.split(/^(?=## \[)/m);
  const part = parts.find((one) => one.startsWith(`## [${version}]`));
  if (!part) return undefined;
  const [heading, ...lines] = part.split('\n');
  const [, day = ''] = / - (.*)$/.exec(heading) ?? [];
  return { day, text: lines.join('\n').trim() };
}

/**
 * @param {string} version
 * @param {string} [changelog]
 * @returns {string[]}
 */
export function problems(version, changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8')) {
  const part = partOf(changelog, version);
  if (!part)
    return [
      `CHANGELOG.md has no heading \`## [${version}] - YYYY-MM-DD\`: run \`npm run release:version ${version}\`.`,
    ];
  const isDay = part.day === NO_DAY || /^\d{4}-\d{2}-\d{2}$/.test(part.day);
  return [
    ...(isDay
      ? []
      : [`CHANGELOG.md says \`${part.day}\` beside ${version}: write the day as YYYY-MM-DD, or ${NO_DAY}.`]),
    ...(/^- \S/m.test(part.text) ? [] : [`CHANGELOG.md says nothing of ${version}: write what is new, one line each.`]),
  ];
}

/** @param {string} version @param {string} [changelog] @returns {boolean} whether the day is in it */
export function isDated(version, changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8')) {
  return /^\d{4}-/.test(partOf(changelog, version)?.day ?? '');
}
