// `verifyExport`: every file that the list names is there, and as it was.

import assert from 'node:assert/strict';
import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { failure, listedIn, newFolder } from '../support/export-folder.js';
import { candidates, startFilesServer } from '../support/files-server.js';
import { importedExport } from '../support/installed.js';

const { exportAttachments, verifyExport } = await importedExport();

/** @param {import('node:test').TestContext} context @param {number} count */
async function exported(context, count) {
  const server = await startFilesServer(context, candidates(count));
  const directory = newFolder(context);
  await exportAttachments({ ...server.options, directory });
  return { server, directory };
}

/** @param {string} directory @param {object[]} lines */
const relisted = (directory, lines) =>
  writeFileSync(join(directory, 'attachments.ndjson'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));

test('a folder as it was has no differences, and says how much is there', async (t) => {
  const { server, directory } = await exported(t, 5);
  server.forget();
  assert.deepEqual(await verifyExport(directory), { files: 5, bytes: 75, differences: [] });
  assert.equal(server.requests.length, 0);
});

test('a file that is missing, has another size or other bytes, is told by its path', async (t) => {
  const { directory } = await exported(t, 5);
  const at = (/** @type {number} */ number) => join(directory, `ref-k000${number}`, 'cv.pdf');
  rmSync(at(1));
  truncateSync(at(2), 3);
  writeFileSync(at(3), 'the CV of k0004');
  rmSync(dirname(at(4)), { recursive: true });
  const { files, differences } = await verifyExport(directory);
  assert.equal(files, 1);
  assert.deepEqual(differences, [
    { path: 'ref-k0001/cv.pdf', problem: 'missing' },
    { path: 'ref-k0002/cv.pdf', problem: 'size' },
    { path: 'ref-k0003/cv.pdf', problem: 'sha256' },
    { path: 'ref-k0004/cv.pdf', problem: 'missing' },
  ]);
});

test('a line that cannot be read is told by its number', async (t) => {
  const { directory } = await exported(t, 2);
  const list = join(directory, 'attachments.ndjson');
  const sound = listedIn(directory)[0];
  for (const line of [
    'not JSON',
    'null',
    '7',
    '{}',
    '{"path":7}',
    JSON.stringify({ ...sound, bytes: '3' }),
    JSON.stringify({ ...sound, sha256: 'x' }),
    JSON.stringify({ ...sound, sha256: undefined }),
    JSON.stringify(sound).slice(0, 40),
  ]) {
    appendFileSync(list, `${line}\n`);
  }
  const { files, differences } = await verifyExport(directory);
  assert.equal(files, 2);
  assert.deepEqual(
    differences,
    [3, 4, 5, 6, 7, 8, 9, 10, 11].map((number) => ({ path: `attachments.ndjson:${number}`, problem: 'unreadable' })),
  );
});

test('a list that leads elsewhere is not followed', async (t) => {
  const { directory } = await exported(t, 1);
  const [line] = listedIn(directory);
  writeFileSync(join(dirname(directory), 'x'), readFileSync(join(directory, line.path)));
  mkdirSync(join(directory, 'folder'));
  const paths = [
    '../x',
    join(dirname(directory), 'x'),
    'ref-k0001/../../x',
    './ref-k0001/cv.pdf',
    '..\\x',
    '',
    '/',
    'x',
    '..',
  ];
  relisted(
    directory,
    paths.map((path) => ({ ...line, path })),
  );
  const { files, differences } = await verifyExport(directory);
  assert.equal(files, 0);
  assert.deepEqual(
    differences,
    paths.map((path) => ({ path, problem: 'missing' })),
  );
});

test('a link in the place of a file or a folder is not followed, though the same bytes are there', async (t) => {
  const { directory } = await exported(t, 3);
  const [one, two] = ['ref-k0001', 'ref-k0002'].map((name) => join(directory, name));
  renameSync(one, `${directory}-one`);
  symlinkSync(`${directory}-one`, one);
  renameSync(join(two, 'cv.pdf'), `${directory}-two.pdf`);
  symlinkSync(`${directory}-two.pdf`, join(two, 'cv.pdf'));
  const { files, differences } = await verifyExport(directory);
  assert.equal(files, 1);
  assert.deepEqual(
    differences.map(({ problem }) => problem),
    ['missing', 'missing'],
  );
});

test('a folder without a list, a wrong path and a wrong argument are sentences', async (t) => {
  const directory = newFolder(t);
  const wrong = await failure(verifyExport(directory));
  assert.equal(wrong.kind, 'configuration');
  assert.match(wrong.message, /has no attachments\.ndjson; give a folder that `exportAttachments` has filled/);
  for (const given of ['', undefined, 7]) {
    const error = await failure(verifyExport(/** @type {any} */ (given)));
    assert.deepEqual([error.kind, /`directory`/.test(error.message)], ['configuration', true]);
  }
});

test('it says how far it is, and ends with the signal’s reason or what the function throws', async (t) => {
  const { directory } = await exported(t, 3);
  /** @type {object[]} */
  const told = [];
  await verifyExport(directory, { on_progress: (progress) => void told.push(progress) });
  assert.deepEqual(told.at(-1), { files: 3, bytes: 45, differences: 0 });
  assert.equal(told.length, 3);
  const reason = new Error('enough');
  assert.equal(await failure(verifyExport(directory, { signal: AbortSignal.abort(reason) })), reason);
  const controller = new AbortController();
  const { signal } = controller;
  assert.equal(await failure(verifyExport(directory, { signal, on_progress: () => controller.abort(reason) })), reason);
  const on_progress = () => {
    throw reason;
  };
  assert.equal(await failure(verifyExport(directory, { on_progress })), reason);
});
