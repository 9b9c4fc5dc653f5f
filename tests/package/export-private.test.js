// What is whose: nobody else reads the folder, one run has it at a time, and no link leads out of it.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { lock } from '../../pkg/source/export/lock.mjs';
import { PrivateFolder } from '../../pkg/source/export/private-folder.mjs';
import { exportInChild } from '../support/export-child.js';
import { failure, listedIn, newFolder, OWN, read } from '../support/export-folder.js';
import { candidate, candidates, file, startFilesServer } from '../support/files-server.js';
import { importedExport } from '../support/installed.js';
import { onDisk } from '../support/odd-disk.js';

const { exportAttachments } = await importedExport();

/** @param {import('node:test').TestContext} context @param {import('../support/files-server.js').Candidate[]} profiles */
async function started(context, profiles) {
  const server = await startFilesServer(context, profiles);
  const directory = newFolder(context);
  const options = { max_retries: 0, ...server.options, directory };
  const run = (/** @type {object} */ more = {}) => exportAttachments({ ...options, ...more });
  return { server, directory, options, run };
}

const gone = /** @type {import('../support/files-server.js').Serve} */ (
  (_, response) => void response.writeHead(410).end()
);

const isPosix = process.platform !== 'win32';

test('nobody else reads a folder or a file of it, whatever the umask', {
  skip: !isPosix && 'Windows has no modes.',
}, async (t) => {
  for (const umask of [0, 0o077]) {
    const { directory, options } = await started(t, [
      candidate('k', [file('cv.pdf'), file('gone.pdf', 'x', { serve: gone })]),
    ]);
    const nested = { ...options, directory: join(directory, 'nested') };
    const { code, stdout } = await exportInChild(nested, `process.umask(${umask})`);
    assert.equal(code, 0, stdout);
    const paths = readdirSync(directory, { recursive: true, encoding: 'utf8' });
    for (const name of ['failures.ndjson', 'attachments.csv', 'attachments.ndjson', `${OWN}/journal.ndjson`]) {
      assert.ok(paths.includes(`nested/${name}`), name);
    }
    for (const path of ['', ...paths]) {
      const found = statSync(join(directory, path));
      assert.equal(found.mode & 0o7777, found.isDirectory() ? 0o700 : 0o600, path);
    }
  }
});

test('the lock and what is not whole yet are private, too', {
  skip: !isPosix && 'Windows has no modes.',
}, async (t) => {
  const { server, directory, run } = await started(t, candidates(1));
  const before = process.umask(0);
  t.after(() => process.umask(before));
  /** @type {number[]} */
  const modes = [];
  server.profiles[0].files[0].serve = (_, response) => {
    response.writeHead(200, { 'Content-Length': 15 }).write('the CV', () =>
      setTimeout(() => {
        const own = join(directory, OWN);
        const parts = readdirSync(join(own, 'parts')).map((name) => join('parts', name));
        for (const name of ['lock', ...parts]) modes.push(statSync(join(own, name)).mode & 0o7777);
        response.end(' of k0001');
      }, 50),
    );
  };
  await run();
  assert.deepEqual(modes, [0o600, 0o600]);
});

test('nothing is printed, whatever happens to whom', async (t) => {
  const { options, server } = await started(t, [
    candidate('k', [file('cv.pdf'), file('gone.pdf', 'x', { serve: gone })]),
    candidate('l', [], { answer: gone }),
  ]);
  assert.deepEqual(await exportInChild(options), { code: 0, stdout: '', stderr: '' });
  assert.ok(server.requests.length > 3);
});

test('a second run in the same folder is refused, and says who holds it', async (t) => {
  const { server, directory, options, run } = await started(t, candidates(1));
  /** @type {() => void} */
  let answer = () => {};
  server.profiles[0].files[0].serve = (_, response) => {
    answer = () => response.end('the CV of k0001');
  };
  const first = run();
  while (server.fetched().length === 0) await new Promise(setImmediate);
  server.forget();
  const here = await failure(run());
  const { code, stdout } = await exportInChild(options);
  const elsewhere = JSON.parse(stdout);
  assert.equal(code, 1);
  for (const { kind, message } of [here, elsewhere]) {
    assert.equal(kind, 'configuration');
    assert.ok(message.includes(`in use by process ${process.pid} on ${hostname()}`), message);
    assert.match(message, /wait until that has ended, or choose another folder/);
  }
  assert.equal(server.requests.length, 0);
  answer();
  assert.equal((await first).files, 1);
  assert.ok(!existsSync(join(directory, OWN, 'lock')));
  assert.equal((await run()).kept, 1);
});

test('of many that begin at once one runs, and the others are refused', async (t) => {
  const { server, run } = await started(t, candidates(3));
  // A slow disk: what is made there is looked at before anything is written to it.
  onDisk(t, 'open', (open) => async (...call) => {
    const handle = await open(...call);
    if (Number(call[1]) & constants.O_EXCL) await delay(5);
    return handle;
  });
  for (let times = 0; times < 10; times++) {
    const ended = await Promise.allSettled(Array.from({ length: 8 }, () => run()));
    const refused = ended.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    assert.ok(refused.length >= 6, `${refused.length} were refused`);
    for (const { kind, message } of refused) assert.equal(kind, 'configuration', message);
  }
  assert.equal(server.fetched().length, 3);
});

test('the lock of a process that has ended, or whose number is another’s by now, is taken over', async (t) => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  const host = hostname();
  const rows = [
    JSON.stringify({ pid, host, began: '1' }),
    // Cut off when the machine went down.
    '',
    '{"pid":',
    ...(existsSync('/proc/self/stat') ? [JSON.stringify({ pid: process.pid, host, began: '1' })] : []),
  ];
  for (const lock of rows) {
    const { directory, run } = await started(t, candidates(1));
    await run();
    writeFileSync(join(directory, OWN, 'lock'), lock);
    assert.equal((await run()).kept, 1, lock);
    assert.deepEqual(readdirSync(join(directory, OWN)).sort(), ['journal.ndjson', 'parts']);
  }
});

test('a dead lock is replaced by one alone: who was slower leaves the lock of who was faster', async (t) => {
  const { directory, run } = await started(t, candidates(1));
  await run();
  const dead = JSON.stringify({ pid: process.pid, host: hostname(), began: 'another time' });
  const steps = /** @type {const} */ (['create', 'isThere', 'replace']);
  for (const step of steps) {
    writeFileSync(join(directory, OWN, 'lock'), dead);
    const folder = await PrivateFolder.at(directory);
    let others = 0;
    const slow = new (class extends PrivateFolder {
      /** @param {any[]} values */
      async [step](...values) {
        // Another run takes the lock just before this step, wherever that can be.
        if (others++ === 1) unlock = await lock(folder).catch(() => undefined);
        return /** @type {any} */ (PrivateFolder.prototype)[step].apply(this, values);
      }
    })(directory);
    /** @type {(() => Promise<void>) | undefined} */
    let unlock;
    const own = await lock(slow).catch(({ message }) => message);
    const isOurs = typeof own === 'function';
    assert.notEqual(isOurs, Boolean(unlock), `${step}: ${own}`);
    assert.match(await run().catch(({ message }) => message), /is in use by process/);
    await (isOurs ? own() : unlock?.());
    assert.deepEqual(readdirSync(join(directory, OWN, 'parts')), []);
  }
});

test('a dead lock whose claim is a dead process’s is taken over', async (t) => {
  const { directory, run } = await started(t, candidates(1));
  await run();
  const dead = (/** @type {string} */ began) => JSON.stringify({ pid: process.pid, host: hostname(), began });
  const claim = createHash('sha256').update(dead('a')).digest('hex');
  writeFileSync(join(directory, OWN, 'lock'), dead('a'));
  writeFileSync(join(directory, OWN, 'parts', claim), dead('b'));
  assert.equal((await run()).kept, 1);
  assert.deepEqual(readdirSync(join(directory, OWN)).sort(), ['journal.ndjson', 'parts']);
});

test('a profile’s folder that others can look into is taken from their eyes', {
  skip: !isPosix && 'Windows has no modes.',
}, async (t) => {
  const { directory, run } = await started(t, candidates(1));
  mkdirSync(join(directory, 'ref-k0001'), { recursive: true, mode: 0o755 });
  await run();
  assert.equal(statSync(join(directory, 'ref-k0001')).mode & 0o777, 0o700);
});

test('a pipe in the place of the lock is not waited for', {
  skip: !isPosix && 'Windows has no pipes in folders.',
}, async (t) => {
  const { directory, run } = await started(t, candidates(1));
  await run();
  execFileSync('mkfifo', [join(directory, OWN, 'lock')]);
  assert.equal((await run()).kept, 1);
});

test('the lock of a process that lives, or of another machine’s, is not', async (t) => {
  const { directory, run } = await started(t, candidates(1));
  await run();
  for (const lock of [
    { pid: process.ppid, host: hostname(), began: '' },
    { pid: 1, host: 'another-machine', began: '1' },
  ]) {
    writeFileSync(join(directory, OWN, 'lock'), JSON.stringify(lock));
    const { kind, message } = await failure(run());
    assert.equal(kind, 'configuration');
    assert.ok(message.includes(`process ${lock.pid} on ${lock.host}`), message);
  }
});

test('a folder that holds the files of another source is refused', async (t) => {
  const { server, directory, run } = await started(t, candidates(1));
  await run();
  server.forget();
  const { kind, message } = await failure(run({ source_key: 'another' }));
  assert.equal(kind, 'configuration');
  assert.match(message, /holds the files of another source; choose another folder/);
  assert.equal(server.requests.length, 0);
  assert.ok(!existsSync(join(directory, OWN, 'lock')));
});

/** @typedef {(directory: string, outside: string) => void} Put puts a link in a place */
/** @type {[where: string, put: Put][]} */
const LINKS = [
  ['a profile’s folder', (directory, outside) => symlinkSync(outside, join(directory, 'ref-k0002'))],
  [
    'a file',
    (directory, outside) => {
      mkdirSync(join(directory, 'ref-k0002'));
      symlinkSync(join(outside, 'theirs'), join(directory, 'ref-k0002', 'cv.pdf'));
    },
  ],
  [
    'a file that is not there',
    (directory, outside) => {
      mkdirSync(join(directory, 'ref-k0002'));
      symlinkSync(join(outside, 'none'), join(directory, 'ref-k0002', 'cv.pdf'));
    },
  ],
  ['our own folder', (directory, outside) => symlinkSync(outside, join(directory, OWN))],
  [
    'the parts',
    (directory, outside) => {
      mkdirSync(join(directory, OWN));
      symlinkSync(outside, join(directory, OWN, 'parts'));
    },
  ],
  [
    'the journal',
    (directory, outside) => {
      mkdirSync(join(directory, OWN));
      symlinkSync(join(outside, 'theirs'), join(directory, OWN, 'journal.ndjson'));
    },
  ],
  ['a list', (directory, outside) => symlinkSync(join(outside, 'theirs'), join(directory, 'attachments.ndjson'))],
  ['the spreadsheet', (directory, outside) => symlinkSync(join(outside, 'none'), join(directory, 'attachments.csv'))],
];

/** @param {string} directory @returns {string} another folder, with a file */
function outsideOf(directory) {
  const outside = join(dirname(directory), 'outside');
  mkdirSync(outside);
  writeFileSync(join(outside, 'theirs'), 'theirs');
  return outside;
}

/** @param {string} outside */
function assertUntouched(outside) {
  assert.deepEqual(readdirSync(outside), ['theirs']);
  assert.equal(readFileSync(join(outside, 'theirs'), 'utf8'), 'theirs');
}

for (const [where, put] of LINKS) {
  test(`a link in the place of ${where} leads nothing outside, and is named`, async (t) => {
    const { directory, run } = await started(t, candidates(3));
    const outside = outsideOf(directory);
    mkdirSync(directory);
    put(directory, outside);
    const { kind, message } = await failure(run());
    assert.equal(kind, 'environment');
    assert.match(message, /`.*` (is in the way|could not be written or read: a symbolic link stands in its place)/);
    assertUntouched(outside);
  });
}

test('the lock’s link is taken away, and nothing is written through it', async (t) => {
  const { directory, run } = await started(t, candidates(1));
  const outside = outsideOf(directory);
  mkdirSync(join(directory, OWN), { recursive: true });
  symlinkSync(join(outside, 'theirs'), join(directory, OWN, 'lock'));
  assert.equal((await run()).files, 1);
  assertUntouched(outside);
});

/** @param {string} path @param {string} target what a link in its place leads to */
function replaced(path, target) {
  if (lstatSync(path, { throwIfNoEntry: false })) renameSync(path, `${path}-before`);
  symlinkSync(target, path);
}

for (const place of ['ref-k0001', 'ref-k0002', OWN, `${OWN}/parts`, `${OWN}/journal.ndjson`, 'attachments.ndjson']) {
  test(`a link that is put in the place of ${place} while it runs leads nothing outside`, async (t) => {
    const { server, directory, run } = await started(t, [
      candidate('k0001', [file('one.pdf'), file('two.pdf'), file('three.pdf')]),
      ...candidates(4).slice(1),
    ]);
    const outside = outsideOf(directory);
    server.profiles[0].files[1].serve = (_, response) => {
      const target = place.endsWith('json') ? join(outside, 'theirs') : outside;
      replaced(join(directory, place), target);
      response.end('the file two.pdf');
    };
    const { kind } = await failure(run({ concurrency: 1 }));
    assert.equal(kind, 'environment');
    assertUntouched(outside);
  });
}

test('a link that is put in the way in the very moment in which a file is put there leads nothing outside', async (t) => {
  const { directory, run } = await started(t, candidates(1));
  const outside = outsideOf(directory);
  onDisk(t, 'rename', (rename) => async (from, to) => {
    if (String(to).endsWith('cv.pdf')) replaced(join(directory, 'ref-k0001'), outside);
    await rename(from, to);
  });
  assert.equal((await failure(run())).kind, 'environment');
  assertUntouched(outside);
});

test('a link in the place of a file that was fetched is no file: it is not written through, nor removed with it', async (t) => {
  const { server, directory, run } = await started(t, candidates(2));
  const outside = outsideOf(directory);
  await run();
  rmSync(join(directory, 'ref-k0001'), { recursive: true });
  symlinkSync(outside, join(directory, 'ref-k0001'));
  writeFileSync(join(outside, 'cv.pdf'), 'the CV of k0001');
  server.profiles.shift();
  await run({ delete_missing: true });
  assert.equal(readFileSync(join(outside, 'cv.pdf'), 'utf8'), 'the CV of k0001');
  assert.deepEqual(
    listedIn(directory).map(({ path }) => path),
    ['ref-k0002/cv.pdf'],
  );
});

test('the folder itself may be a link: that is its owner’s', async (t) => {
  const { directory, options, run } = await started(t, candidates(1));
  await run();
  const linked = `${directory}-linked`;
  symlinkSync(directory, linked);
  assert.equal((await exportAttachments({ ...options, directory: linked })).kept, 1);
  assert.equal(realpathSync(linked), directory);
  assert.equal(read(directory, 'ref-k0001/cv.pdf'), 'the CV of k0001');
});
