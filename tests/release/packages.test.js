// What is published has what it should, and is the same wherever it is built.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { crateFiles, judged, tagged, unexpected } from '../../pkg/release/dry-runs.mjs';
import { compared } from '../../pkg/release/reproducible.mjs';

test('the crate has its source and what is said of it, and nothing else', () => {
  assert.deepEqual(crateFiles(), []);
  assert.deepEqual(unexpected(['src/lib.rs', '.env'], ['src/lib.rs', 'LICENSE']), [
    'The crate would have .env: take it out of `include` in Cargo.toml.',
    'The crate lacks LICENSE: commit it, and name it in `include` of Cargo.toml.',
  ]);
});

test('what npm would refuse, or mend on its way, is said', () => {
  assert.deepEqual(judged({ status: 0, stderr: 'npm notice Publishing with tag latest (dry-run)' }), []);
  const mending = 'npm warn publish npm auto-corrected some errors in your package.json when publishing.';
  assert.match(judged({ status: 0, stderr: mending })[0], /npm would change pkg\/package\.json: run `npm pkg fix`/);
  const published = 'npm error You cannot publish over the previously published versions: 0.1.0.';
  assert.match(judged({ status: 1, stderr: published })[0], /failed:\nnpm error You cannot publish over/);
});

test('a version before a release is not what `npm install` takes', () => {
  assert.deepEqual(tagged('1.0.0'), []);
  assert.deepEqual(tagged('1.0.0-rc.1'), ['--tag', 'next']);
});

test('other bytes from another clone are found', (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'hrflow-packages-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const packed = (/** @type {string} */ name, /** @type {string} */ npm, /** @type {string} */ crate) => {
    const paths = { npm: join(folder, `${name}.tgz`), crate: join(folder, `${name}.crate`) };
    writeFileSync(paths.npm, npm);
    writeFileSync(paths.crate, crate);
    return paths;
  };
  const [first, same, other] = [packed('a', '1', '2'), packed('b', '1', '2'), packed('c', '1', '3')];
  const { problems, said } = compared([first, same]);
  assert.deepEqual(problems, []);
  assert.match(said.join('\n'), /^npm: sha256 [0-9a-f]{64}\ncrate: sha256 [0-9a-f]{64}$/);
  const found = compared([first, same, other]);
  assert.equal(found.problems.length, 1);
  assert.match(
    found.problems[0],
    /^The crate package has other bytes from another clone \(sha256 [0-9a-f]{64}, [0-9a-f]{64}\)/,
  );
});
