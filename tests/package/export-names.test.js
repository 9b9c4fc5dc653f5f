// Names that strangers gave, through the whole path: each file is below its profile's folder, and collides with no other.

import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { ODD_NAMES } from '../../www/standin/many.js';
import { everything, filesIn, listedIn, newFolder, OWN, read } from '../support/export-folder.js';
import { candidate, file, startFilesServer } from '../support/files-server.js';
import { importedExport } from '../support/installed.js';

const { exportAttachments, verifyExport } = await importedExport();

/** @param {import('node:test').TestContext} context @param {import('../support/files-server.js').Candidate[]} profiles */
async function started(context, profiles) {
  const server = await startFilesServer(context, profiles);
  const directory = newFolder(context);
  const run = (/** @type {object} */ more = {}) =>
    exportAttachments({ max_retries: 0, ...server.options, directory, ...more });
  return { server, directory, run };
}

const LONG = `${'long '.repeat(60)}.pdf`;

/** @type {[given: string | null, name: string | RegExp][]} */
const NAMES = [
  ['../../outside.pdf', /^[^./\\][^/\\]*outside\.pdf$/],
  ['/etc/passwd', /^_etc_passwd$/],
  ['C:\\Users\\cv.pdf', /^C__Users_cv\.pdf$/],
  ['C:cv.pdf', /^C_cv\.pdf$/],
  ['CON', /^_CON$/],
  ['nul.pdf', /^_nul\.pdf$/],
  ['trailing dots. . .', 'trailing dots'],
  ['.hidden.pdf', 'hidden.pdf'],
  ['line\nbreak\tand \u0000nul\u001b[31m.pdf', /^line break and nul\[31m\.pdf$/],
  ['invoice-\u202efdp.exe', 'invoice-fdp.exe'],
  ['-rf.pdf', '_rf.pdf'],
  ['a:b|c?d*e<f>g"h.pdf', 'a_b_c_d_e_f_g_h.pdf'],
  [LONG, /^(long ?)+\.pdf$/],
  ['..', /^[^.].*$/],
  ['', /^.+$/],
  [null, /^.+$/],
];

test('a hostile name becomes one that is safe on every system and stays readable, the same in every run', async (t) => {
  const profiles = NAMES.map(([given], index) => candidate(`k${index}`, [file(given, `body ${index}`)]));
  const { directory, run } = await started(t, profiles);
  assert.equal((await run()).failed, 0);
  const listed = listedIn(directory);
  for (const [index, [given, name]] of NAMES.entries()) {
    const { path } = listed.find(({ profile }) => profile.key === `k${index}`);
    const [folder, last, ...more] = path.split('/');
    assert.deepEqual([folder, more], [`ref-k${index}`, []]);
    if (typeof name === 'string') assert.equal(last, name);
    else assert.match(last, name, String(given));
    assert.ok(Buffer.byteLength(last) <= 255);
    assert.equal(read(directory, path), `body ${index}`);
  }
  assert.deepEqual(readdirSync(dirname(directory)), ['attachments']);
  assert.equal((await run()).fetched, 0);
  assert.deepEqual((await verifyExport(directory)).differences, []);
});

test('names that differ by case or by normalisation only, or not at all, are numbered before their extension', async (t) => {
  const names = [
    'Résumé.pdf'.normalize('NFC'),
    'Résumé.pdf'.normalize('NFD'),
    'RÉSUMÉ.PDF',
    'résumé.pdf',
    'résumé.pdf',
  ];
  const { directory, run } = await started(t, [
    candidate(
      'k',
      names.map((name, index) => file(name, `body ${index}`, { alt: `alt ${index}` })),
    ),
  ]);
  assert.equal((await run()).failed, 0);
  const paths = filesIn(directory);
  assert.equal(new Set(paths.map((path) => path.normalize('NFD').toLowerCase())).size, names.length);
  for (const number of [2, 3, 4, 5]) assert.ok(paths.some((path) => path.toLowerCase().endsWith(` (${number}).pdf`)));
  for (const { path, attachment } of listedIn(directory)) {
    assert.equal(read(directory, path), `body ${attachment.alt.slice(4)}`);
  }
  assert.equal((await run()).fetched, 0);
});

test('every odd name of the stand-in is taken, in one folder', async (t) => {
  const { directory, run } = await started(t, [
    candidate(
      'k',
      ODD_NAMES.map((name, index) => file(name, `body ${index}`)),
    ),
  ]);
  assert.equal((await run()).failed, 0);
  assert.equal(filesIn(directory).length, ODD_NAMES.length);
});

test('a hostile extension or type leads nowhere else', async (t) => {
  const { directory, run } = await started(t, [
    candidate('k', [
      file(null, 'one', { extension: '../../../x', type: '../../y' }),
      file('cv', 'two', { extension: '/etc/passwd' }),
      file('cv', 'three', { extension: '\u0000' }),
    ]),
  ]);
  assert.equal((await run()).failed, 0);
  assert.equal(filesIn(directory).length, 3);
  for (const path of filesIn(directory)) assert.match(path, /^ref-k\/[^/]+$/);
  assert.deepEqual(readdirSync(dirname(directory)), ['attachments']);
});

const REFERENCES = [
  '..',
  '.',
  '../../outside',
  '/etc',
  'C:\\x',
  'CON',
  'nul.txt',
  'attachments.ndjson',
  'attachments.csv',
  'failures.ndjson',
  'ATTACHMENTS.NDJSON',
  OWN,
  '.HRFLOW-EXPORT',
  'a/b/c',
  'a\\b',
  'same',
  'SAME',
  'e\u0301',
  '\u00e9',
  ' ',
  'trailing.',
  '\u202eabc',
  'line\nbreak',
  'key-k0',
  'x'.repeat(300),
  `${'x'.repeat(300)}y`,
  '__proto__',
  'constructor',
];

test('a hostile reference becomes a folder of its own, like no other’s nor the files beside it', async (t) => {
  const profiles = REFERENCES.map((reference, index) =>
    candidate(`k${index}`, [file('cv.pdf', `body ${index}`)], { reference }),
  );
  const { directory, run } = await started(t, [...profiles, candidate('k99', undefined, { reference: '' })]);
  assert.equal((await run()).failed, 0);
  const listed = listedIn(directory);
  assert.equal(listed.length, REFERENCES.length + 1);
  for (const { profile, path } of listed) {
    assert.equal(path.split('/').length, 2);
    if (profile.key !== 'k99') assert.equal(read(directory, path), `body ${profile.key.slice(1)}`);
  }
  const folders = listed.map(({ path }) => path.split('/')[0].normalize('NFD').toLowerCase());
  assert.equal(new Set(folders).size, folders.length);
  assert.equal(everything(directory).filter((path) => !path.includes('/')).length, folders.length + 2);
  assert.deepEqual(readdirSync(dirname(directory)), ['attachments']);
  assert.ok(existsSync(join(directory, OWN, 'journal.ndjson')));
  assert.deepEqual((await run()).fetched, 0);
});

test('two profiles with one reference have a folder each, the same in every run', async (t) => {
  const { directory, run } = await started(t, [
    candidate('a', undefined, { reference: 'same' }),
    candidate('b', undefined, { reference: 'same' }),
  ]);
  assert.equal((await run()).failed, 0);
  const listed = listedIn(directory);
  assert.equal(new Set(listed.map(({ path }) => path.split('/')[0])).size, 2);
  for (const { profile, path } of listed) assert.equal(read(directory, path), `the CV of ${profile.key}`);
  assert.equal((await run()).fetched, 0);
  assert.deepEqual(listedIn(directory), listed);
});
