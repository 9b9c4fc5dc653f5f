// The committed reports of what is promised are what the package and the crate have, and a change is seen for what it is.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { allowed, kindOf, lastReleased, problems, surfaceAt } from '../../pkg/release/compared.mjs';
import { item } from '../../pkg/release/crate.mjs';
import { shape } from '../../pkg/release/formats.mjs';
import { committed, differences, ofManifest, stale, surface, write } from '../../pkg/release/surface.mjs';
import { project } from '../support/installed.js';
import { repository } from '../support/repository.js';
import { root } from '../support/root.js';

const installed = join(project, 'node_modules/hrflow-wasm');
const found = await surface(installed);

test('the reports are what there is: where they are not, `npm run release:api` writes them', () => {
  assert.deepEqual(stale(found), []);
});

test('there is a report for each entry, and each is told of what it has', () => {
  const { exports } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  const entries = Object.keys(exports).filter((entry) => !entry.endsWith('.json'));
  for (const entry of entries) {
    const name = entry === '.' ? 'index' : entry.slice(2).replaceAll('/', '-');
    assert.match(String(found.get(name)), /^import from 'hrflow-wasm.*':\n {2}\w+: (class|function)/, name);
  }
  assert.equal(found.size, entries.length + 5);
  const all = [...found.values()].join('\n');
  for (const told of [
    'class HrflowError',
    'listProfiles: function',
    'createProxy(options',
    'verifyExport(',
    '--shard <I/N>',
  ])
    assert.ok(all.includes(told), told);
  for (const told of [
    'hrflow-load: HrflowLoadEvent',
    'pub async fn list_attachments(',
    'sha256: string',
    '3 stopped for all',
  ])
    assert.ok(all.includes(told), told);
});

test('what is hidden of the crate is in no report, nor what no type declares a promise', () => {
  assert.doesNotMatch(String(found.get('crate')), /Input<|Credentials/);
  assert.match(String(found.get('index')), /configured: function \(not declared: no promise\)/);
});

test('an entry, an export, a type or a field that is gone makes a report stale', (context) => {
  const folder = mkdtempSync(join(root, 'target/surface-'));
  context.after(() => rmSync(folder, { recursive: true }));
  for (const [report, line] of /** @type {const} */ ([
    ['index', '  listAttachments: function\n'],
    ['bulk', '  created_at: string | null;\n'],
    ['crate', 'impl Clone for Client\n'],
    ['files', '  sha256: string\n'],
    ['command', '  --delete-missing\n'],
    ['custom-elements', '  hrflow-load: HrflowLoadEvent\n'],
  ])) {
    const text = String(found.get(report));
    assert.ok(text.includes(line), `${report}: ${line}`);
    write(new Map(found).set(report, text.replace(line, '')), folder);
    const [said] = stale(found, committed(folder));
    assert.ok(said.includes(`${report}.txt:\n  + ${line}`.trimEnd()), said);
    assert.match(said, /npm run release:api/);
  }
  write(found, folder);
  assert.deepEqual(stale(found, committed(folder)), []);
  rmSync(join(folder, 'crate.txt'));
  assert.match(stale(found, committed(folder))[0], /crate\.txt:\n {2}\+ name = "hrflow-wasm"/);
});

test('an entry or a condition that is taken out is seen', () => {
  const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  const whole = ofManifest(manifest);
  const { './proxy': _, ...entries } = manifest.exports;
  assert.notEqual(ofManifest({ ...manifest, exports: entries }), whole);
  const { require: gone, ...conditions } = manifest.exports['./bulk'];
  assert.ok(gone);
  assert.notEqual(ofManifest({ ...manifest, exports: { ...manifest.exports, './bulk': conditions } }), whole);
});

test('what is gone or another is a break, what has come is new', () => {
  const was = new Map([['index', 'a\nb\nb\n']]);
  const is = (/** @type {string} */ text) => new Map([['index', text]]);
  assert.equal(kindOf(was, is('a\nb\nb\n')), 'same');
  assert.equal(kindOf(was, is('a\nb\nc\nb\n')), 'new');
  assert.equal(kindOf(was, is('a\nb\n')), 'breaking');
  assert.equal(kindOf(was, is('a\nb\nB\n')), 'breaking');
  assert.equal(kindOf(was, is('a\n  x: function (not declared: no promise)\nb\nb\n')), 'same');
  assert.equal(differences(was, is('b\na\nb\n')).length, 1);
});

test('a version may bring what the guide says', () => {
  for (const [last, next, kind] of [
    ['1.2.3', '1.2.4', 'same'],
    ['1.2.3', '1.3.0', 'new'],
    ['1.2.3', '2.0.0', 'breaking'],
    ['0.1.2', '0.1.3', 'new'],
    ['0.1.2', '0.2.0', 'breaking'],
    ['0.9.0', '1.0.0', 'breaking'],
  ]) {
    assert.equal(allowed(last, next), kind, `${last} → ${next}`);
  }
});

test('the last release is the newest tag before the version; its reports are those of its commit', (context) => {
  const { folder, git } = repository(context);
  assert.equal(lastReleased('0.1.0', folder), undefined);
  const text = (/** @type {string} */ said) => {
    write(new Map([['index', said]]), join(folder, 'pkg/release/api'));
    git('add', '--all');
    git('commit', '--quiet', '--message', said.trim());
  };
  text('a\nb\n');
  git('tag', 'v0.1.0');
  text('a\nb\nc\n');
  git('tag', 'v0.1.1');
  text('a\nc\n');
  git('tag', 'v0.2.0-rc.1');
  assert.equal(lastReleased('0.1.1', folder), 'v0.1.0');
  assert.equal(lastReleased('0.1.2', folder), 'v0.1.1');
  const last = surfaceAt('v0.1.1', folder);
  assert.deepEqual([...last], [['index', 'a\nb\nc\n']]);
  const now = committed(join(folder, 'pkg/release/api'));
  const [said] = problems('0.1.1', '0.1.2', last, now);
  assert.match(said, /0\.1\.2 would bring a break beside 0\.1\.1[\s\S]*index\.txt:\n {2}- b\n/);
  assert.deepEqual(problems('0.1.1', '0.2.0', last, now), []);
});

test('what lines hold is told by field, and by every type that is seen', () => {
  assert.equal(
    shape([
      { a: 1, b: { c: null } },
      { a: 'x', d: [true] },
    ]),
    '  a: number | string\n  b.c: null\n  d[]: boolean',
  );
});

test('a page of rustdoc that is another than it was is no empty report', () => {
  assert.throws(() => item('<html><pre class="declaration">pub struct Client;</pre></html>'), /no `\.item-decl`/);
});
