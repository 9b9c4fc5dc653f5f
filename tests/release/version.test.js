// One version, in every place that has it, and in the changelog.

import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import * as changelog from '../../pkg/release/changelog.mjs';
import { problems, set, version } from '../../pkg/release/versions.mjs';
import { root } from '../support/root.js';

const FILES = [
  ...['Cargo.toml', 'Cargo.lock', 'tests/fuzz/Cargo.lock', 'pkg/package.json', 'package-lock.json', 'CHANGELOG.md'],
  ...['.github/ISSUE_TEMPLATE/bug.yml', 'www/examples/node/package.json', 'www/examples/next/package.json'],
];

/** @param {{ after(act: () => void): void }} context @returns {string} a folder with what has the version */
function copy(context) {
  const folder = mkdtempSync(join(tmpdir(), 'hrflow-version-'));
  context.after(() => rmSync(folder, { recursive: true }));
  for (const file of FILES) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(root, file), join(folder, file));
  }
  return folder;
}

const read = (/** @type {string[]} */ ...path) => readFileSync(join(...path), 'utf8');

test('every place has the version of Cargo.toml', () => {
  assert.deepEqual(problems(), []);
  assert.equal(version(), JSON.parse(read(root, 'pkg/package.json')).version);
});

test('another version in any one place is found', (context) => {
  for (const file of FILES.slice(1)) {
    const folder = copy(context);
    const text = read(folder, file);
    writeFileSync(join(folder, file), text.replaceAll(version(), '9.9.9'));
    assert.notEqual(read(folder, file), text, file);
    assert.deepEqual(problems(folder).length, 1, file);
    assert.match(problems(folder)[0], new RegExp(`^${file.replaceAll('.', '\\.')} has 9\\.9\\.9, Cargo\\.toml has`));
  }
});

test('a version that is set is set everywhere, and nothing else is', (context) => {
  const folder = copy(context);
  set('7.8.9', '2030-01-31', folder);
  assert.equal(version(folder), '7.8.9');
  assert.deepEqual(problems(folder), []);
  const { packages } = JSON.parse(read(folder, 'package-lock.json'));
  assert.equal(packages.pkg.version, '7.8.9');
  for (const file of FILES.filter((name) => name !== 'CHANGELOG.md')) {
    const [was, is] = [root, folder].map((from) => read(from, file).split('\n'));
    assert.equal(is.filter((line, index) => line !== was[index]).length, 1, file);
  }
  const text = read(folder, 'CHANGELOG.md');
  assert.match(text, /^## \[Unreleased\]\n\n## \[7\.8\.9\] - 2030-01-31\n/m);
  set('7.8.9', '2030-02-01', folder);
  assert.equal(read(folder, 'CHANGELOG.md'), text.replace('2030-01-31', '2030-02-01'));
});

test('the changelog has the version, with words and a day, or says that there is none yet', () => {
  assert.deepEqual(changelog.problems(version()), []);
  const about = (/** @type {string} */ heading, line = '- A thing.') =>
    `# Changelog\n\n${heading}\n\n### Added\n\n${line}\n\n## [0.0.9] - 2020-01-01\n\n- Old.\n`;
  const judged = (/** @type {string} */ text) => changelog.problems('1.0.0', text).join('\n');
  assert.equal(judged(about('## [1.0.0] - 2030-01-31')), '');
  assert.equal(judged(about('## [1.0.0] - Unreleased')), '');
  assert.match(judged(about('## [1.0.1] - 2030-01-31')), /no heading `## \[1\.0\.0\]/);
  assert.match(judged(about('## [1.0.0] - soon')), /says `soon` beside 1\.0\.0/);
  assert.match(judged(about('## [1.0.0] - 2030-01-31', '')), /says nothing of 1\.0\.0/);
  assert.equal(changelog.isDated('1.0.0', about('## [1.0.0] - Unreleased')), false);
  assert.equal(changelog.isDated('1.0.0', about('## [1.0.0] - 2030-01-31')), true);
});
