// The rules about files for pages and the proxy, in the installed package: each way to load them, and the same answers as Rust's.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { project } from '../support/installed.js';

const dist = join(project, 'node_modules/hrflow-wasm/dist');

/** @type {typeof import('../../pkg/source/files/rules.mjs')} */
const { fileRules } = await import(pathToFileURL(join(dist, 'file-rules.mjs')).href);
const rules = await fileRules();

test('a name is safe, and has its extension', () => {
  assert.equal(rules.fileName('../../CV\r\n\u202e"x".pdf', 'a', 'resume', '.pdf'), '_.._CV  _x_.pdf');
  assert.equal(rules.fileName(null, 'a', 'resume', '.pdf'), 'a.pdf');
  assert.equal(rules.fileName(undefined, undefined, 'resume', null), 'resume');
  assert.equal(rules.fileName(null, null, null, null), 'file');
  assert.equal(rules.fileName('half \ud800', null, null, null), 'half \ufffd');
  assert.ok(Buffer.byteLength(rules.fileName('é'.repeat(300), null, null, '.pdf')) <= 255);
});

test('no two profiles of one archive share a folder, no two files a name; another archive begins anew', async () => {
  const [one, other] = await Promise.all([rules.names(), rules.names()]);
  assert.deepEqual(
    [one.folder('reference', 'r-17', 'k1'), one.folder('key', '5f3a', '5f3a'), one.folder('email', 'a@x.example')],
    ['r-17', 'key-5f3a', 'email-a@x.example'],
  );
  assert.match(one.folder('reference', 'r-17', 'k2'), /^r-17\+\w{20}$/);
  assert.match(one.folder('reference', 'manifest.csv'), /^manifest\.csv\+\w{10}$/);
  const given = ['cv.pdf', 'CV.pdf', 'cv.pdf', '../cv.pdf'].map((name) => one.unique('r-17', name));
  assert.deepEqual(given, ['cv.pdf', 'CV (2).pdf', 'cv (3).pdf', '_cv.pdf']);
  assert.equal(one.unique('r-18', 'cv.pdf'), 'cv.pdf');
  assert.deepEqual([other.unique('r-17', 'cv.pdf'), other.folder('reference', 'r-17', 'k2')], ['cv.pdf', 'r-17']);
});

test('an address is judged as the export judges it', () => {
  const api = rules.apiOf('https://api.hrflow.ai/v1');
  assert.equal(rules.addressRefusal('https://files.example/cv.pdf', { api }), undefined);
  assert.equal(rules.judged('https://FILES.example/cv.pdf', { api }).to?.href, 'https://files.example/cv.pdf');
  const from = new URL('https://files.example/');
  for (const [address, pattern, more] of /** @type {[unknown, RegExp, object?][]} */ ([
    [null, /not a URL/],
    ['cv.pdf', /not a URL/],
    ['https://[', /not a URL/],
    ['javascript:alert(1)', /neither/],
    ['http://files.example/', /`http:`, which anyone/],
    ['https://user@files.example/', /user name/],
    ['https://2852039166/', /link-local/],
    ['https://localhost/', /leads to this machine/],
    ['http://files.example/', /down to `http:`/, { from }],
    ['https://files.example/', /more than 5 times/, { from, followed: 5 }],
  ])) {
    assert.match(rules.addressRefusal(address, { api, ...more }) ?? 'none', pattern, String(address));
  }
  const here = rules.apiOf('/api/hrflow', 'http://localhost:3000/page');
  assert.equal(rules.addressRefusal('http://127.0.0.1:8080/cv.pdf', { api: here }), undefined);
  assert.equal(rules.resolvedRefusal(from, '93.184.216.34', api), undefined);
  assert.match(rules.resolvedRefusal(from, '169.254.169.254', api) ?? '', /link-local/);
});

test('no cell of a spreadsheet runs', () => {
  assert.equal(rules.spreadsheetBeginning(), '\ufeff');
  assert.equal(rules.spreadsheetText('=1+1'), "'=1+1");
  assert.equal(rules.spreadsheetRow(['@a', null, 0, undefined, 'x"y', 2 ** 40]), '"\'@a",,0,,"x""y",1099511627776\r\n');
});

test('`require` finds them too', async () => {
  const required = createRequire(join(project, 'x.cjs'))(join(dist, 'file-rules.cjs'));
  assert.equal((await required.fileRules()).fileName('cv', null, null, '.pdf'), 'cv.pdf');
});
