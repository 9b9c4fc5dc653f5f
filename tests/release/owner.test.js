// A release waits for the repository's owner, and says for what.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { line, problems, told, visible } from '../../pkg/release/owner.mjs';
import { root } from '../support/root.js';

const address = 'https://forge.example/owner/name';
const manifest = {
  repository: { url: `git+${address}.git` },
  homepage: `${address}#readme`,
  bugs: `${address}/issues`,
};
const done = { manifest, cargo: `[package]\nrepository = "${address}"\n`, isReadmeMade: true, isDated: true };

/** @param {object} [other] what is otherwise @returns {string[]} where it is undone */
const undone = (other) => visible({ ...done, ...other }).flatMap((task) => (task.done ? [] : [task.where]));

test('what can be seen is seen', () => {
  assert.deepEqual(undone(), []);
  const { repository: _, ...addressless } = manifest;
  assert.deepEqual(undone({ manifest: addressless }), ['pkg/package.json', 'Cargo.toml, `[package]`', 'pkg/README.md']);
  assert.deepEqual(undone({ manifest: { ...manifest, bugs: 'https://elsewhere.example' } }), ['pkg/package.json']);
  assert.deepEqual(undone({ manifest: { ...manifest, homepage: undefined } }), ['pkg/package.json']);
  assert.deepEqual(undone({ cargo: '[package]\n' }), ['Cargo.toml, `[package]`']);
  assert.deepEqual(undone({ cargo: `repository = "${address}s"\n` }), ['Cargo.toml, `[package]`']);
  assert.deepEqual(undone({ isReadmeMade: false }), ['pkg/README.md']);
  assert.deepEqual(undone({ isDated: false }), ['CHANGELOG.md']);
});

test('every line that is undone is a failure, and no other', () => {
  const tasks = [...visible(done), ...told().map((task) => ({ ...task, done: true }))];
  assert.deepEqual(problems(tasks), []);
  for (const task of tasks) {
    const one = tasks.map((other) => (other === task ? { ...task, done: false } : other));
    assert.deepEqual(problems(one), [line(task)]);
  }
});

test('`release:check` fails with exactly that list', () => {
  const others = 'versions,changelog,surface,package,dry-runs,sbom,reproducible';
  const check = (/** @type {string[]} */ ...args) =>
    spawnSync(process.execPath, [join(root, 'pkg/release/check.mjs'), ...args], { encoding: 'utf8' });
  const { status, stderr } = check('--except', others);
  const listed = [...stderr.matchAll(/^ {2}- owner: (.*)$/gm)].map(([, said]) => said);
  assert.deepEqual(listed, problems());
  assert.equal(status, problems().length > 0 ? 1 : 0);
  assert.equal(check('--except', `${others},owner`).status, 0);
  const mistyped = check('--except', 'onwer');
  assert.match(mistyped.stderr, /`onwer` is not known here: give nothing, or --except and one of versions, /);
  assert.equal(mistyped.status, 1);
});

test('CONTRIBUTING has the same list', () => {
  const text = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
  const [, list = ''] = /^### What the owner of the repository does\n([\s\S]*?)(?=^#|(?![\s\S]))/m.exec(text) ?? [];
  const tasks = [...visible(done), ...told()];
  assert.deepEqual(
    [...list.matchAll(/^- (.*)$/gm)].map(([, said]) => said),
    tasks.map(line),
  );
});
