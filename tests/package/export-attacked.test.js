// What an attack on an export found: servers that never come to an answer, what is in the way or was planted, and who gives the
// profiles.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { linesOf } from '../../pkg/source/export/journal.mjs';
import { PrivateFolder } from '../../pkg/source/export/private-folder.mjs';
import { failure, failuresIn, filesIn, listedIn, newFolder, OWN, read } from '../support/export-folder.js';
import { candidate, candidates, file, startFilesServer } from '../support/files-server.js';
import { importedExport } from '../support/installed.js';
import { onDisk } from '../support/odd-disk.js';

const { exportAttachments, verifyExport } = await importedExport();

/**
 * @param {import('node:test').TestContext} t
 * @param {import('../support/files-server.js').Candidate[]} profiles
 */
async function started(t, profiles) {
  const server = await startFilesServer(t, profiles);
  const directory = newFolder(t);
  const run = (/** @type {object} */ options = {}) => exportAttachments({ ...server.options, directory, ...options });
  return { server, directory, run };
}

/** @param {import('../support/files-server.js').Serve} serve a bad file’s, beside a good one */
const oneBad = (serve) => [candidate('k', [file('bad.pdf', 'bad', { serve }), file('good.pdf')])];

const SERVERS = /** @type {[string, import('../support/files-server.js').Serve, RegExp][]} */ ([
  [
    'another protocol',
    ({ socket }) => void socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'),
    /another protocol/,
  ],
  [
    'an encoding of the name `__proto__`',
    (_, r) => void r.writeHead(200, { 'Content-Encoding': '__proto__' }).end('bad'),
    /encoding/,
  ],
  [
    'an encoding of the name `constructor`',
    (_, r) => void r.writeHead(200, { 'Content-Encoding': 'constructor' }).end('bad'),
    /encoding/,
  ],
  [
    'hints without end, and no answer',
    ({ socket }, response) => {
      const timer = setInterval(() => response.writeEarlyHints({ link: '</x>; rel=preload' }), 20);
      socket.once('close', () => clearInterval(timer));
    },
    /Nothing of the file came within 300 ms/,
  ],
  [
    'a comment in gzip without end',
    ({ socket }, response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip' });
      response.write(Buffer.from([31, 139, 8, 16, 0, 0, 0, 0, 0, 3]));
      const timer = setInterval(() => response.write(Buffer.alloc(10_000, 'x')), 5);
      socket.once('close', () => clearInterval(timer));
    },
    /longer than 100000 bytes/,
  ],
  [
    'a gzip of nothing without end',
    ({ socket }, response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip' });
      response.write(Buffer.from([31, 139, 8, 0, 0, 0, 0, 0, 0, 3]));
      // A block that holds nothing, and is not the last.
      const timer = setInterval(() => response.write(Buffer.from([0, 0, 0, 255, 255])), 20);
      socket.once('close', () => clearInterval(timer));
    },
    /Nothing of the file came within 300 ms/,
  ],
  [
    'a length of a piece without end',
    ({ socket }) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;');
      const timer = setInterval(() => socket.write('x'), 20);
      socket.once('close', () => clearInterval(timer));
    },
    /Nothing of the file came within 300 ms/,
  ],
  [
    'a compressed transfer',
    ({ socket }) => {
      const body = gzipSync('bad');
      socket.write(`HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n${body.length.toString(16)}\r\n`);
      socket.write(body);
      socket.write('\r\n0\r\n\r\n');
    },
    /encoding/,
  ],
  [
    'a compressed body that is cut behind its end',
    (_, r) => {
      const body = gzipSync('bad');
      r.writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Length': body.length + 100 }).write(body);
      setTimeout(() => r.destroy(), 50);
    },
    /did not come, or not whole/,
  ],
  [
    'an encoding in another',
    (_, r) => void r.writeHead(200, { 'Content-Encoding': 'gzip, aws-chunked' }).end('bad'),
    /encoding/,
  ],
]);
for (const [name, serve, message] of SERVERS) {
  test(`${name} is that file’s failure, and the rest comes`, { timeout: 20_000 }, async (t) => {
    const { directory, run } = await started(t, oneBad(serve));
    const { fetched, failed } = await run({ timeout: 300, max_retries: 0, max_file_bytes: 100_000 });
    assert.deepEqual([fetched, failed], [1, 1]);
    assert.match(failuresIn(directory)[0].message, message);
    assert.equal(existsSync(join(directory, OWN, 'lock')), false);
  });
}

test('a connection that was kept and is reset in the middle of a body is asked for no more often than the options say', async (t) => {
  let asked = 0;
  const { run } = await started(t, [
    candidate('k', [
      file('first.pdf'),
      file('second.pdf', 'x'.repeat(9_000), {
        serve({ socket }, response) {
          asked++;
          response.writeHead(200, { 'Content-Length': 9_000 });
          response.write('x'.repeat(1_000), () => setTimeout(() => socket.resetAndDestroy(), 20));
        },
      }),
    ]),
  ]);
  const { fetched, failed } = await run({ concurrency: 1, max_retries: 0 });
  assert.deepEqual([fetched, failed, asked], [1, 1, 1]);
});

test('`delete_missing` removes nobody where the walk met fewer than HrFlow says there are', async (t) => {
  const { server, directory, run } = await started(t, candidates(3));
  await run();
  server.pageOf = (page) => ({ ...page, data: page.data.slice(0, 1) });
  assert.equal((await run({ delete_missing: true })).removed, 0);
  assert.equal(filesIn(directory).length, 3);
});

test('what somebody put in the way stays, however often the run is tried', async (t) => {
  const { server, directory, run } = await started(t, [candidate('k')]);
  const own = join(directory, 'ref-k', 'cv.pdf');
  mkdirSync(dirname(own), { recursive: true });
  writeFileSync(own, 'my own');
  for (let times = 0; times < 3; times++) {
    assert.match((await failure(run())).message, /is in the way/);
    assert.equal(readFileSync(own, 'utf8'), 'my own');
  }
  server.profiles[0].files = [];
  await run();
  assert.equal(readFileSync(own, 'utf8'), 'my own');
});

test('a list of one’s own is in the way of a first run', async (t) => {
  for (const name of ['attachments.ndjson', 'attachments.csv', 'failures.ndjson']) {
    const { directory, run } = await started(t, [candidate('k')]);
    mkdirSync(directory);
    writeFileSync(join(directory, name), 'my own');
    assert.match((await failure(run())).message, /is in the way/);
    assert.equal(read(directory, name), 'my own');
  }
});

for (const path of ['../precious.txt', 'x/../../precious.txt', '..\\precious.txt', `${OWN}/lock`]) {
  test(`a journal that somebody else wrote leads nowhere outside the folder: ${path}`, async (t) => {
    const { directory, run } = await started(t, [candidate('k')]);
    const outside = join(dirname(directory), 'precious.txt');
    writeFileSync(outside, 'precious');
    mkdirSync(join(directory, OWN), { recursive: true });
    const entry = { path, attachment: { ...file('cv.pdf').attachment, public_url: null }, occurrence: 1 };
    const here = { line: 'here', who: { key: 'k', reference: 'ref-k' }, entry, bytes: 8, sha256: '0'.repeat(64) };
    const lines = [
      { line: 'began', source_key: 's', wants: '' },
      { line: 'planned', profile: 'key:k', paths: [path] },
      { ...here, profile: 'key:gone' },
      { ...here, profile: 'key:k' },
    ];
    writeFileSync(join(directory, OWN, 'journal.ndjson'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    assert.equal((await run({ delete_missing: true })).removed, 0);
    assert.equal(readFileSync(outside, 'utf8'), 'precious');
    assert.deepEqual(
      listedIn(directory).map((line) => line.path),
      ['ref-k/cv.pdf'],
    );
  });
}

test('profiles of a class are told apart, and read once', async (t) => {
  class Person {
    #keys;

    /** @param {string[]} keys */
    constructor(keys) {
      this.#keys = keys;
    }

    get key() {
      return this.#keys.length > 1 ? this.#keys.shift() : this.#keys[0];
    }
  }
  const { server, directory, run } = await started(t, candidates(3));
  const profiles = /** @type {any} */ ([new Person(['k0001']), new Person(['k0002', 'k0003'])]);
  assert.equal((await run({ profiles })).fetched, 2);
  assert.deepEqual(server.listed().sort(), ['k0001', 'k0002']);
  assert.deepEqual(
    listedIn(directory)
      .map(({ profile }) => profile.key)
      .sort(),
    ['k0001', 'k0002'],
  );
});

const STALLED = /** @type {[string, () => any][]} */ ([
  ['that never gives the next', () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) })],
  ['that gives a promise which never settles', () => [new Promise(() => {})]],
  [
    'that never ends',
    () => ({
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise((resolve) => setTimeout(resolve, 5, { done: false, value: { key: 'k0001' } })),
        return: () => new Promise(() => {}),
      }),
    }),
  ],
]);
for (const [name, profiles] of STALLED) {
  test(`an abort ends a run over profiles ${name}`, { timeout: 20_000 }, async (t) => {
    const { directory, run } = await started(t, candidates(2));
    const controller = new AbortController();
    setTimeout(() => controller.abort('left'), 200);
    assert.equal(await failure(run({ profiles: profiles(), signal: controller.signal })), 'left');
    assert.equal(existsSync(join(directory, OWN, 'lock')), false);
  });
}

/** @param {string} text @returns {any[]} */
const linesIn = (text) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

/** @param {number} depth @returns {any} */
const nested = (depth) => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

test('a profile whose list is nested deeply fails alone, in each run', { timeout: 20_000 }, async (t) => {
  for (const depth of [100, 400, 3_000]) {
    const deep = file('deep.pdf', 'deep', /** @type {any} */ ({ more: nested(depth) }));
    const { directory, run } = await started(t, [candidate('a'), candidate('k', [deep]), candidate('z')]);
    for (let times = 0; times < 2; times++) {
      assert.equal((await run({ concurrency: 1 })).failed, 1);
      assert.deepEqual(filesIn(directory), ['ref-a/cv.pdf', 'ref-z/cv.pdf']);
      const [{ kind, message }] = failuresIn(directory);
      assert.deepEqual([kind, /nested too deeply/.test(message)], ['response', true]);
    }
  }
});

test('a deep line of the journal is read as any other', async (t) => {
  const { run, deepen } = await exported(t);
  deepen(3_000);
  assert.equal((await run()).kept, 1);
});

test('a line of the journal that is too deep to be written again is none, and what it tells of is in the way', async (t) => {
  const { run, deepen } = await exported(t);
  deepen(20_000);
  assert.match((await failure(run())).message, /cv\.pdf` is in the way/);
});

/** @param {import('node:test').TestContext} t */
async function exported(t) {
  const { directory, run } = await started(t, [candidate('k')]);
  await run();
  const journal = join(directory, OWN, 'journal.ndjson');
  return {
    run,
    /** @param {number} depth */
    deepen(depth) {
      const deep = `${'['.repeat(depth)}${']'.repeat(depth)}`;
      writeFileSync(journal, readFileSync(journal, 'utf8').replace('"attachment":{', `"attachment":{"more":${deep},`));
    },
  };
}

test('a long line of the journal is put together once', async (t) => {
  const concat = t.mock.method(Buffer, 'concat');
  const bytes = Buffer.from(`${'x'.repeat(1_000_000)}\nlast`);
  let at = 0;
  const read = (/** @type {Buffer} */ buffer) => {
    const bytesRead = bytes.copy(buffer, 0, at, at + 1_000);
    at += bytesRead;
    return { bytesRead };
  };
  const lengths = [];
  for await (const line of linesOf(/** @type {any} */ ({ read }))) lengths.push(line.length);
  assert.deepEqual(lengths, [1_000_001, 4]);
  const copied = concat.mock.calls.reduce((sum, { result }) => sum + Number(result?.length), 0);
  assert.ok(copied < 1_100_000, `${copied}`);
});

test('an abort is heard while a long journal is read, which stays as it is', async (t) => {
  const { directory, run } = await started(t, [candidate('k')]);
  await run();
  const journal = join(directory, OWN, 'journal.ndjson');
  const [, here] = readFileSync(journal, 'utf8').split('\n');
  writeFileSync(journal, `${here}\n`.repeat(20_000), { flag: 'a' });
  const before = readFileSync(journal, 'utf8');
  const parsed = t.mock.method(JSON, 'parse');
  const controller = new AbortController();
  const left = run({ signal: controller.signal }).catch((reason) => reason);
  while (parsed.mock.callCount() < 100) await new Promise((resolve) => setImmediate(resolve));
  controller.abort('left');
  assert.equal(await left, 'left');
  assert.ok(parsed.mock.callCount() < 10_000, `${parsed.mock.callCount()} lines were read`);
  assert.equal(readFileSync(journal, 'utf8'), before);
});

test('an `api_url` that the platform cannot read is told before a folder is made', async (t) => {
  const { directory, run } = await started(t, []);
  const { kind, message } = await failure(run({ api_url: 'https://xn--/v1' }));
  assert.deepEqual([kind, /^`api_url` cannot be read/.test(message)], ['configuration', true]);
  assert.equal(existsSync(directory), false);
});

test('a line of the journal that somebody wrote otherwise says nothing, and stops nothing', async (t) => {
  const { directory, run } = await started(t, [candidate('k')]);
  await run();
  const journal = join(directory, OWN, 'journal.ndjson');
  const sound = readFileSync(journal, 'utf8');
  const [here] = linesIn(sound).filter(({ line }) => line === 'here');
  const { entry } = here;
  const wrong = [
    ...['profile', 'who', 'entry', 'bytes', 'sha256'].flatMap((name) => [
      { ...here, [name]: null },
      { ...here, [name]: [] },
    ]),
    ...['path', 'attachment', 'occurrence'].map((name) => ({ ...here, entry: { ...entry, [name]: [] } })),
    ...Object.keys(file('x').attachment).map((name) => ({
      ...here,
      entry: { ...entry, attachment: { ...entry.attachment, [name]: [] } },
    })),
    { ...here, entry: { ...entry, occurrence: 2 ** 32 } },
    { ...here, who: { key: 1, reference: null } },
    ...[
      { line: 'began', source_key: 's', wants: [] },
      { line: 'planned', profile: [], paths: [] },
    ],
    ...[
      { line: 'done', profile: 1 },
      { line: 'left', profile: null, path: 'a/b' },
      { line: 'removed', profile: 'k', path: 5 },
    ],
    ...[{ line: 'toString' }, { line: '__proto__' }, { line: 5 }, {}],
    ...[
      { line: 'finished', profile: 7 },
      { line: 'done', profile: 'x', entry: 5 },
    ],
  ];
  for (const line of wrong) {
    writeFileSync(journal, `${sound}${JSON.stringify(line)}\n`);
    assert.equal((await run()).kept, 1, JSON.stringify(line));
  }
});

test('a long reference of a listed profile is not repeated with each file', async (t) => {
  const reference = 'r'.repeat(100_000);
  const { directory, run } = await started(t, [candidate('k', undefined, { reference })]);
  await run();
  assert.deepEqual(filesIn(directory), ['key-k/cv.pdf']);
  assert.ok(read(directory, 'attachments.ndjson').length < 2_000);
  assert.equal((await run()).kept, 1);
});

test('of a lock that somebody wrote a message has no more than a name', async (t) => {
  const { directory, run } = await started(t, [candidate('k')]);
  mkdirSync(join(directory, OWN), { recursive: true });
  writeFileSync(join(directory, OWN, 'lock'), JSON.stringify({ pid: 1, host: `a\u001b[2J${'b'.repeat(9_000)}` }));
  assert.match((await failure(run())).message, / is in use by process 1 on another machine; wait /);
});

test('no option is read from the root of all objects', async (t) => {
  const { directory, run } = await started(t, [candidate('k'), candidate('l')]);
  const root = /** @type {any} */ (Object.prototype);
  const values = {
    created_at_min: 'x',
    types: ['other'],
    shard: { index: 1, count: 3 },
    profiles: [],
    dry_run: true,
    max_file_bytes: 1,
  };
  for (const [name, value] of Object.entries(values)) {
    root[name] = value;
    try {
      const { files, failed } = await run();
      assert.deepEqual([files, failed], [2, 0], name);
    } finally {
      delete root[name];
    }
  }
  for (const [name, value] of Object.entries({ email: 5, paths: 5, path: 5, entry: 5, profile: 5, wants: 5 })) {
    root[name] = value;
    try {
      assert.equal((await run()).kept, 2, name);
    } finally {
      delete root[name];
    }
  }
  for (const [name, value] of Object.entries({ start: 5, end: 3, encoding: 'hex', highWaterMark: 1 })) {
    root[name] = value;
    try {
      assert.deepEqual((await verifyExport(directory)).differences, [], name);
    } finally {
      delete root[name];
    }
  }
  root.on_progress = () => assert.fail('it was called');
  try {
    assert.equal((await verifyExport(directory)).files, 2);
  } finally {
    delete root.on_progress;
  }
});

test('what the platform throws while the journal is written settles the run, and the next goes on', async (t) => {
  for (const [object, name] of /** @type {[any, string][]} */ ([
    [Array.prototype, 'splice'],
    [Buffer, 'byteLength'],
    [JSON, 'parse'],
  ])) {
    const descriptor = Object.getOwnPropertyDescriptor(object, name);
    const restore = () => Object.defineProperty(object, name, /** @type {any} */ (descriptor));
    const served = file('cv.pdf', 'x', {
      serve(_, response) {
        response.end('x', () => {
          let left = 3;
          object[name] = function (/** @type {any[]} */ ...args) {
            if (new Error('').stack?.includes('hrflow-wasm/dist') && left-- > 0) throw new Error('boom');
            return descriptor?.value.apply(this, args);
          };
        });
      },
    });
    const { directory, run } = await started(t, [candidate('k', [served])]);
    await run({ max_retries: 0 }).catch(() => {});
    restore();
    served.serve = undefined;
    const { files, failed } = await run();
    assert.deepEqual([files, failed], [1, 0], name);
    assert.deepEqual(filesIn(directory), ['ref-k/cv.pdf']);
  }
});

test('a file that an ended run put there without a line is still ours after a run that could not fetch it', async (t) => {
  const served = file('cv.pdf', 'x');
  const { directory, run } = await started(t, [candidate('k', [served])]);
  await run();
  const journal = join(directory, OWN, 'journal.ndjson');
  const lines = linesIn(readFileSync(journal, 'utf8'));
  const { profile, entry } = lines.find(({ line }) => line === 'here');
  const ended = [lines[0], { line: 'planned', profile, paths: [entry.path] }];
  writeFileSync(journal, ended.map((line) => `${JSON.stringify(line)}\n`).join(''));
  served.serve = (_, response) => void response.writeHead(404).end();
  assert.equal((await run({ max_retries: 0 })).failed, 1);
  served.serve = undefined;
  const { failed, fetched } = await run();
  assert.deepEqual([failed, fetched], [0, 1]);
  assert.deepEqual(filesIn(directory), ['ref-k/cv.pdf']);
  assert.equal((await verifyExport(directory)).files, 1);
});

test('who was asked for by a reference when a run was ended is known by a key, too', async (t) => {
  const { directory, run } = await started(t, [candidate('k')]);
  const profiles = [{ reference: 'ref-k' }];
  await run({ profiles });
  const journal = join(directory, OWN, 'journal.ndjson');
  const lines = linesIn(readFileSync(journal, 'utf8'));
  const { profile, who, entry } = lines.find(({ line }) => line === 'here');
  const ended = [lines[0], { line: 'planned', profile, who, paths: [entry.path] }];
  writeFileSync(journal, ended.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const { failed, fetched } = await run();
  assert.deepEqual([failed, fetched], [0, 1]);
  assert.deepEqual(filesIn(directory), ['ref-k/cv.pdf']);
});

test('what is planned names who it is for', async (t) => {
  let stopped = '';
  const { directory, run } = await started(t, [
    candidate('k', [
      file('cv.pdf', 'x', {
        serve(_, response) {
          stopped = readFileSync(join(directory, OWN, 'journal.ndjson'), 'utf8');
          response.end('x');
        },
      }),
    ]),
  ]);
  await run({ profiles: [{ reference: 'ref-k' }] });
  const planned = linesIn(stopped).find(({ line }) => line === 'planned');
  assert.deepEqual(planned?.who, { key: null, reference: 'ref-k' });
});

test('a transfer that is named twice, or as none, is no encoding', async (t) => {
  for (const named of ['chunked, identity', 'identity, chunked']) {
    const served = file('cv.pdf', 'x', {
      serve: ({ socket }) =>
        void socket.write(
          `HTTP/1.1 200 OK\r\nTransfer-Encoding: ${named}\r\nConnection: close\r\n\r\n1\r\nx\r\n0\r\n\r\n`,
        ),
    });
    const { directory, run } = await started(t, [candidate('k', [served])]);
    const { fetched, failed } = await run({ timeout: 2_000, max_retries: 0 });
    if (failed) assert.doesNotMatch(failuresIn(directory)[0].message, /encoding/);
    else assert.equal(fetched, 1);
  }
});

test('what S3 calls the encoding of a plain file is none', async (t) => {
  const served = file('cv.pdf', 'x', {
    serve: (_, response) => void response.writeHead(200, { 'Content-Encoding': 'aws-chunked' }).end('x'),
  });
  const { run } = await started(t, [candidate('k', [served])]);
  assert.equal((await run()).fetched, 1);
});

test('of two profiles with one reference the second takes no folder in which the first may have a file', async (t) => {
  const same = { reference: 'r' };
  const { directory, run, server } = await started(t, [candidate('a', undefined, same)]);
  await run();
  const journal = join(directory, OWN, 'journal.ndjson');
  const lines = linesIn(readFileSync(journal, 'utf8'));
  const { profile, who, entry } = lines.find(({ line }) => line === 'here');
  const ended = [lines[0], { line: 'planned', profile, who, paths: [entry.path] }];
  writeFileSync(journal, ended.map((line) => `${JSON.stringify(line)}\n`).join(''));
  server.profiles.unshift(candidate('b', undefined, same));
  const { failed, files } = await run({ concurrency: 1 });
  assert.deepEqual([failed, files], [0, 2]);
  assert.equal(read(directory, 'r/cv.pdf'), 'the CV of a');
});

test('a list of more attachments than can be planned at once fails alone', async (t) => {
  const crowd = candidate('k');
  crowd.answer = (_, response) => void response.end(JSON.stringify({ code: 200, data: Array(20_001).fill({}) }));
  const { directory, run } = await started(t, [crowd, candidate('z')]);
  const { failed, files } = await run();
  assert.deepEqual([failed, files], [1, 1]);
  assert.match(failuresIn(directory)[0].message, /more than 20000 attachments/);
});

test('what somebody took away is not listed, nor counted', async (t) => {
  const resume = { ...candidate('k', [file('a.pdf'), file('b.pdf', 'b', { type: 'original' })]) };
  const { server, directory, run } = await started(t, [resume, candidate('gone')]);
  await run();
  rmSync(join(directory, 'ref-gone'), { recursive: true });
  rmSync(join(directory, 'ref-k/b.pdf'));
  server.profiles.pop();
  const { kept, files } = await run({ types: ['resume'] });
  assert.deepEqual([kept, files], [1, 1]);
  assert.deepEqual(
    listedIn(directory).map(({ path }) => path),
    ['ref-k/a.pdf'],
  );
  assert.deepEqual(await verifyExport(directory), { files: 1, bytes: 14, differences: [] });
  assert.equal((await run()).fetched, 1, 'it is fetched again once it is asked for');
});

test('a file that was being fetched anew as a run ended is nobody’s stray: it stays, though it is not asked for or gone', async (t) => {
  const letter = file('letter.pdf', 'letter', { type: 'cover' });
  for (const becomes of ['not asked for', 'gone']) {
    const { server, directory, run } = await started(t, [candidate('k', [file('cv.pdf'), letter])]);
    await run();
    const journal = join(directory, OWN, 'journal.ndjson');
    const text = readFileSync(journal, 'utf8');
    const { profile, who, entry } = linesIn(text).find(({ entry }) => entry?.path === 'ref-k/letter.pdf');
    writeFileSync(journal, `${JSON.stringify({ line: 'planned', profile, who, paths: [entry.path] })}\n`, {
      flag: 'a',
    });
    if (becomes === 'gone') server.profiles[0].files.pop();
    const types = becomes === 'gone' ? undefined : ['resume'];
    for (let times = 0; times < 3; times++) {
      const { kept, files, removed } = await run({ types });
      assert.deepEqual([kept, files, removed], [1, 1, 0], `${becomes}, ${times}`);
      assert.deepEqual(filesIn(directory), ['ref-k/cv.pdf', 'ref-k/letter.pdf'], `${becomes}, ${times}`);
    }
  }
});

test('a file that somebody took away is fetched by the run that completes an ended one', async (t) => {
  const { directory, run } = await started(t, candidates(3));
  await run();
  const journal = join(directory, OWN, 'journal.ndjson');
  const lines = linesIn(readFileSync(journal, 'utf8')).slice(0, -1);
  const done = lines.filter(({ line }) => line === 'here').map(({ profile }) => ({ line: 'done', profile }));
  writeFileSync(journal, [...lines, ...done].map((line) => `${JSON.stringify(line)}\n`).join(''));
  rmSync(join(directory, 'ref-k0002'), { recursive: true });
  const { fetched, kept, files } = await run();
  assert.deepEqual([fetched, kept, files], [1, 2, 3]);
});

test('what was not there is not counted as removed', async (t) => {
  const { server, directory, run } = await started(t, candidates(2));
  await run();
  rmSync(join(directory, 'ref-k0002'), { recursive: true });
  server.profiles.pop();
  for (const dry_run of [true, false]) assert.equal((await run({ delete_missing: true, dry_run })).removed, 0);
});

test('two runs of one folder that do not see each other take no part of each other’s', async (t) => {
  const [one, other] = await Promise.all([0, 1].map(() => PrivateFolder.make(newFolder(t))));
  const names = await Promise.all(
    [one, other].map(async (folder) => {
      const { name, handle } = await folder.part();
      await handle.close();
      return name;
    }),
  );
  assert.notEqual(names[0], names[1]);
});

test('between handfuls of profiles that were done before, others have their turn', async (t) => {
  const { directory, run } = await started(t, candidates(600));
  const profiles = candidates(600).map(({ key }) => ({ key }));
  await run({ profiles });
  const journal = join(directory, OWN, 'journal.ndjson');
  const lines = linesIn(readFileSync(journal, 'utf8')).slice(0, -1);
  const done = lines.filter(({ line }) => line === 'here').map(({ profile }) => ({ line: 'done', profile }));
  writeFileSync(journal, [...lines, ...done].map((line) => `${JSON.stringify(line)}\n`).join(''));
  const controller = new AbortController();
  let met = 0;
  const on_progress = () => {
    if (++met === 1) setTimeout(() => controller.abort('left'), 0);
  };
  assert.equal(await run({ profiles, on_progress, signal: controller.signal }).catch((reason) => reason), 'left');
  assert.ok(met < 600, `${met}`);
});

test('a file that cannot be read is a difference among others', async (t) => {
  const { directory, run } = await started(t, candidates(3));
  await run();
  rmSync(join(directory, 'ref-k0003'), { recursive: true });
  const handle = await open(directory);
  const prototype = Object.getPrototypeOf(handle);
  await handle.close();
  const { read } = prototype;
  t.after(() => Object.assign(prototype, { read }));
  let reads = 0;
  prototype.read = async function (/** @type {any[]} */ ...values) {
    // The first is the list.
    if (++reads === 3) throw Object.assign(new Error('EIO'), { code: 'EIO' });
    return read.apply(this, values);
  };
  const { differences } = await verifyExport(directory);
  assert.deepEqual(differences.map(({ problem }) => problem).sort(), ['missing', 'unreadable']);
});

test('a lock that cannot be removed at once is removed a moment later', async (t) => {
  const { directory, run } = await started(t, [candidate('k')]);
  let left = 2;
  onDisk(t, 'unlink', (unlink) => async (path) => {
    if (String(path).endsWith('lock') && left-- > 0) throw Object.assign(new Error('EBUSY'), { code: 'EBUSY' });
    return unlink(path);
  });
  await run();
  assert.equal(existsSync(join(directory, OWN, 'lock')), false);
  assert.equal((await run()).kept, 1);
});

test('a lock without words is waited for: on some disks it is empty before it is written', async (t) => {
  const { directory, run } = await started(t, [candidate('k')]);
  await run();
  const path = join(directory, OWN, 'lock');
  writeFileSync(path, '');
  const refused = failure(run());
  await new Promise((resolve) => setTimeout(resolve, 60));
  writeFileSync(path, JSON.stringify({ pid: process.ppid, host: hostname(), began: '' }));
  assert.match((await refused).message, /is in use by process/);
});

test('an abort is heard within a file that is verified', async (t) => {
  const { directory, run } = await started(t, [candidate('k')]);
  await run();
  const path = join(directory, 'ref-k/cv.pdf');
  const bytes = 64 * 1_048_576;
  truncateSync(path, bytes);
  const list = join(directory, 'attachments.ndjson');
  writeFileSync(list, `${JSON.stringify({ ...listedIn(directory)[0], bytes })}\n`);
  const handle = await open(path);
  const reads = t.mock.method(Object.getPrototypeOf(handle), 'read');
  await handle.close();
  const controller = new AbortController();
  const left = verifyExport(directory, { signal: controller.signal }).catch((reason) => reason);
  while (reads.mock.callCount() < 10) await new Promise((resolve) => setImmediate(resolve));
  controller.abort('left');
  assert.equal(await left, 'left');
  assert.ok(reads.mock.callCount() < 500, `${reads.mock.callCount()} pieces were read`);
});
