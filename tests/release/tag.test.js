// A tag is a version's, and the release on GitHub says what the changelog says of it.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { notes } from '../../pkg/release/notes.mjs';
import { wrongTag } from '../../pkg/release/tag.mjs';
import { root } from '../support/root.js';

const { version } = JSON.parse(readFileSync(join(root, 'pkg/package.json'), 'utf8'));

/** @param {string} script @param {string[]} args */
const run = (script, ...args) =>
  spawnSync(process.execPath, [join(root, 'pkg/release', script), ...args], { encoding: 'utf8' });

test('a tag is v and the version', () => {
  assert.equal(wrongTag('v1.2.3', '1.2.3'), undefined);
  for (const tag of ['1.2.3', 'v1.2.30', 'v1.2.3-rc.1', 'V1.2.3', ''])
    assert.match(wrongTag(tag, '1.2.3') ?? '', /v1\.2\.3/);
  assert.equal(run('tag.mjs', `v${version}`).status, 0);
  const { status, stderr } = run('tag.mjs', 'v0.0.0');
  assert.equal(status, 1);
  assert.ok(stderr.includes(`The tag is v0.0.0, and the version of pkg/package.json is ${version}`), stderr);
  assert.match(run('tag.mjs').stderr, /No tag was given/);
});

test('the notes are the version’s section of the changelog', () => {
  const changelog =
    '# Changelog\n\n## [Unreleased]\n\n## [1.2.3] - 2026-01-02\n\n### Added\n\n- Much.\n\n## [1.2.2] - 2026-01-01\n\nLess.\n';
  assert.equal(notes(changelog, '1.2.3'), '### Added\n\n- Much.');
  assert.equal(notes(changelog, '1.2.2'), 'Less.');
  assert.equal(notes(changelog, '1.2'), '');
  assert.match(run('notes.mjs', `v${version}`).stdout, /### Added/);
  const { status, stderr } = run('notes.mjs', 'v0.0.0');
  assert.equal(status, 1);
  assert.match(stderr, /CHANGELOG\.md says nothing of version 0\.0\.0/);
});
