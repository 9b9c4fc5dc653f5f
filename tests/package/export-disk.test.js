// A disk that is full or cannot be written, and files in the way: a sentence, everything kept that was whole, and the next run
// completes.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { everything, failure, filesIn, newFolder, OWN, partsIn, read } from '../support/export-folder.js';
import { candidate, candidates, file, startFilesServer } from '../support/files-server.js';
import { importedExport } from '../support/installed.js';
import { onDisk } from '../support/odd-disk.js';
import { skipUnless } from '../support/skip.js';

const { exportAttachments, verifyExport } = await importedExport();

/**
 * @param {import('node:test').TestContext} context
 * @param {import('../support/files-server.js').Candidate[]} profiles
 * @param {string} [size] of a disk of its own
 */
async function started(context, profiles, size) {
  const server = await startFilesServer(context, profiles);
  const directory = size ? mounted(context, size) : newFolder(context);
  const run = (/** @type {object} */ more = {}) =>
    exportAttachments({ max_retries: 0, ...server.options, directory, ...more });
  return { server, directory, run };
}

/** @returns {boolean} whether a disk can be made in memory here */
function canMount() {
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', '/mnt'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const skip = skipUnless(canMount(), 'A disk of a test’s own needs Linux and root.');

/**
 * @param {import('node:test').TestContext} context
 * @param {string} size
 * @returns {string} the folder of a disk of the test's own
 */
function mounted(context, size) {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'hrflow-export-')));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=700`, 'tmpfs', directory]);
  context.after(() => {
    execFileSync('umount', [directory]);
    rmSync(directory, { recursive: true });
  });
  return directory;
}

/** @param {string} directory @param {string} options */
const remounted = (directory, options) => execFileSync('mount', ['-o', `remount,${options}`, directory]);

/** @param {string} key */
const body = (key) => key.repeat(40_000);

for (const concurrency of [1, 4]) {
  test(`a disk that is full stops the run with a sentence, and with room it goes on, ${concurrency} at a time`, {
    skip,
  }, async (t) => {
    const { server, directory, run } = await started(
      t,
      candidates(12, (key) => [file('cv.pdf', body(key))]),
      '1m',
    );
    const { kind, message, cause } = await failure(run({ concurrency }));
    assert.equal(kind, 'environment');
    assert.match(message, /`.*` could not be written or read: the disk is full; make room, then run it again/);
    assert.ok(message.includes(directory), message);
    assert.equal(cause.code, 'ENOSPC');
    const kept = filesIn(directory);
    assert.ok(kept.length > 0 && kept.length < 12, `${kept.length} files`);
    for (const path of kept) assert.equal(read(directory, path), body(path.slice(4, 9)), path);
    assert.deepEqual(partsIn(directory), []);
    remounted(directory, 'size=16m');
    server.forget();
    const { files, failed } = await run({ concurrency });
    assert.deepEqual([files, failed], [12, 0]);
    // What was renamed as the journal’s line found no room may come again.
    assert.ok(
      server.fetched().length <= 12 - kept.length + concurrency,
      `${server.fetched().length} of ${kept.length}`,
    );
    assert.deepEqual((await verifyExport(directory)).differences, []);
  });
}

test('a disk that is full to its last byte loses nothing that was whole', { skip }, async (t) => {
  const { directory, run } = await started(
    t,
    candidates(6, (key) => [file('cv.pdf', body(key))]),
    '2m',
  );
  const error = new Error('enough');
  let told = 0;
  const on_progress = (/** @type {{ files: number }} */ { files }) => {
    if (files < 3 || told++) return;
    writeFileSync(join(directory, 'filler'), '');
    try {
      for (;;) writeFileSync(join(directory, 'filler'), 'x'.repeat(4_096), { flag: 'a' });
    } catch {
      // It is full.
    }
    throw error;
  };
  assert.equal(await failure(run({ concurrency: 1, on_progress })), error);
  assert.equal((await failure(run({ concurrency: 1 }))).kind, 'environment');
  rmSync(join(directory, 'filler'));
  const { files, fetched } = await run();
  assert.deepEqual([files, fetched], [6, 3]);
  assert.deepEqual((await verifyExport(directory)).differences, []);
});

test('a line of the journal that the disk took in part costs no other line', async (t) => {
  const { directory, run } = await started(t, candidates(12));
  // What is written anew, too.
  let left = 2;
  onDisk(t, 'open', (open) => async (path, ...more) => {
    const handle = await open(path, ...more);
    if (!String(path).endsWith('journal.ndjson') || left === 0) return handle;
    const { writeFile } = handle;
    handle.writeFile = async (text) => {
      if (left === 0 || !String(text).startsWith('{"line":"here"')) return writeFile.call(handle, text);
      left--;
      // By then the lines of others wait.
      while (left === 1 && filesIn(directory).length < 4) await new Promise(setImmediate);
      await new Promise(setImmediate);
      await writeFile.call(handle, String(text).slice(0, 40));
      throw Object.assign(new Error('no room'), { code: 'ENOSPC' });
    };
    return handle;
  });
  assert.match((await failure(run({ concurrency: 4 }))).message, /the disk is full/);
  const kept = filesIn(directory).length;
  assert.ok(kept >= 4 && kept < 12, `${kept} files`);
  assert.deepEqual(await verifyExport(directory), { files: kept - 1, bytes: 15 * (kept - 1), differences: [] });
  const { files, fetched } = await run();
  assert.deepEqual([files, fetched], [12, 12 - kept + 1]);
  assert.deepEqual((await verifyExport(directory)).differences, []);
});

test('a disk that can only be read is a sentence', { skip }, async (t) => {
  const { server, directory, run } = await started(t, candidates(2), '1m');
  await run();
  server.profiles.push(candidate('new'));
  remounted(directory, 'ro');
  const { kind, message } = await failure(run());
  assert.equal(kind, 'environment');
  assert.match(message, /the disk can only be read; choose another folder/);
  // To look at it needs no right to write.
  assert.equal((await verifyExport(directory)).files, 2);
  assert.equal((await run({ dry_run: true })).fetched, 1);
  remounted(directory, 'rw');
  assert.equal((await run()).files, 3);
});

test('a folder that may not be written is a sentence', {
  skip: process.getuid?.() === 0 && 'Nothing stops root.',
}, async (t) => {
  const { directory, run } = await started(t, candidates(1));
  mkdirSync(directory);
  chmodSync(directory, 0o500);
  const { kind, message } = await failure(run());
  chmodSync(directory, 0o700);
  assert.equal(kind, 'environment');
  assert.match(message, /you may not write there; change its permissions, or choose another folder/);
  assert.equal((await run()).files, 1);
});

/** @type {[what: string, path: string, make: 'file' | 'folder' | 'pipe'][]} */
const IN_THE_WAY = [
  ['a file in the place of the folder', '', 'file'],
  ['a file in the place of the folder above it', '..', 'file'],
  ['a file in the place of our own folder', OWN, 'file'],
  ['a file in the place of the parts', `${OWN}/parts`, 'file'],
  ['a folder in the place of the journal', `${OWN}/journal.ndjson`, 'folder'],
  ...(process.platform === 'win32'
    ? []
    : /** @type {[string, string, 'pipe'][]} */ ([
        ['a pipe in the place of the journal', `${OWN}/journal.ndjson`, 'pipe'],
        ['a pipe in the place of the list', 'attachments.ndjson', 'pipe'],
      ])),
  ['a folder in the place of the list', 'attachments.ndjson', 'folder'],
  ['a folder in the place of the spreadsheet', 'attachments.csv', 'folder'],
  ['a file in the place of a profile’s folder', 'ref-k0002', 'file'],
  ['a folder in the place of a file', 'ref-k0002/cv.pdf', 'folder'],
  ['somebody’s own file in the place of a file', 'ref-k0002/cv.pdf', 'file'],
];
for (const [what, path, make] of IN_THE_WAY) {
  test(`${what} is named in a sentence, stays as it is, and moved away it leaves the run to complete`, async (t) => {
    const { directory, run } = await started(t, candidates(4));
    const folder = join(directory, 'nested');
    const place = join(folder, path);
    mkdirSync(dirname(place), { recursive: true });
    if (make === 'pipe') execFileSync('mkfifo', [place]);
    else if (make === 'folder') mkdirSync(place);
    else writeFileSync(place, 'theirs');
    const { kind, message } = await failure(run({ directory: folder, concurrency: 1 }));
    assert.equal(kind, 'environment');
    assert.match(
      message,
      /`.*` (is in the way|could not be written or read): .*; move it away, or choose another folder\.$/,
    );
    assert.ok(message.includes(directory), message);
    if (make === 'file') assert.equal(read(place, ''), 'theirs');
    else assert.equal(lstatSync(place).isFIFO(), make === 'pipe');
    renameSync(place, `${directory}-away`);
    const { files, failed } = await run({ directory: folder });
    assert.deepEqual([files, failed], [4, 0]);
    rmSync(`${directory}-away`, { recursive: true });
  });
}

test('what was whole before something stood in the way is kept, and listed', async (t) => {
  const { server, directory, run } = await started(t, candidates(4));
  mkdirSync(directory);
  writeFileSync(join(directory, 'ref-k0003'), 'theirs');
  assert.equal((await failure(run({ concurrency: 1 }))).kind, 'environment');
  assert.deepEqual(everything(directory), [
    'attachments.csv',
    'attachments.ndjson',
    'ref-k0001',
    'ref-k0001/cv.pdf',
    'ref-k0002',
    'ref-k0002/cv.pdf',
    'ref-k0003',
  ]);
  assert.equal((await verifyExport(directory)).files, 2);
  rmSync(join(directory, 'ref-k0003'));
  server.forget();
  assert.equal((await run()).files, 4);
  assert.deepEqual(server.listed().sort(), ['k0003', 'k0004']);
});

test('a profile’s folder that somebody removes while it runs is made anew', async (t) => {
  const { server, directory, run } = await started(t, [candidate('k', [file('one.pdf'), file('two.pdf')])]);
  server.profiles[0].files[1].serve = (_, response) => {
    rmSync(join(directory, 'ref-k'), { recursive: true });
    response.end('the file two.pdf');
  };
  assert.equal((await run({ concurrency: 1 })).failed, 0);
  assert.ok(existsSync(join(directory, 'ref-k', 'two.pdf')));
  server.profiles[0].files[1].serve = undefined;
  assert.equal((await run()).fetched, 1);
  assert.equal(filesIn(directory).length, 2);
});
