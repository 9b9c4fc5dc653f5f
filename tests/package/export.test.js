// A source's files in a folder, through the installed package: the folder's form, and that a file is there whole or not at all.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import {
  everything,
  failure,
  failuresIn,
  filesIn,
  linesOf,
  listedIn,
  newFolder,
  OWN,
  partsIn,
  read,
} from '../support/export-folder.js';
import { candidate, candidates, file, startFilesServer } from '../support/files-server.js';
import { importedExport } from '../support/installed.js';

const { exportAttachments } = await importedExport();

/** @param {import('node:test').TestContext} context @param {import('../support/files-server.js').Candidate[]} profiles */
async function started(context, profiles) {
  const server = await startFilesServer(context, profiles);
  const directory = newFolder(context);
  const run = (/** @type {object} */ more = {}) =>
    exportAttachments({ max_retries: 0, ...server.options, directory, ...more });
  return { server, directory, run };
}

/** @param {string} text */
const sha256 = (text) => createHash('sha256').update(text).digest('hex');

test('a folder for each profile, a file by its original name, and a list that says what is where', async (t) => {
  const { directory, run } = await started(t, [
    candidate('b', [file('z.pdf', 'one'), file('photo', 'three', { extension: 'png', type: 'picture' })]),
    candidate('a', [file('Résumé 2020.pdf', 'été')], { reference: null }),
  ]);
  assert.deepEqual(await run(), { profiles: 2, files: 3, bytes: 13, fetched: 3, kept: 0, removed: 0, failed: 0 });
  assert.deepEqual(everything(directory), [
    'attachments.csv',
    'attachments.ndjson',
    'key-a',
    'key-a/Résumé 2020.pdf',
    'ref-b',
    'ref-b/photo.png',
    'ref-b/z.pdf',
  ]);
  assert.equal(read(directory, 'key-a/Résumé 2020.pdf'), 'été');
  const lines = listedIn(directory);
  assert.deepEqual(
    lines.map((line) => ({ ...line, attachment: line.attachment.original_file_name })),
    [
      {
        profile: { key: 'a', reference: null },
        attachment: 'Résumé 2020.pdf',
        path: 'key-a/Résumé 2020.pdf',
        bytes: 5,
        sha256: sha256('été'),
      },
      {
        profile: { key: 'b', reference: 'ref-b' },
        attachment: 'photo',
        path: 'ref-b/photo.png',
        bytes: 5,
        sha256: sha256('three'),
      },
      {
        profile: { key: 'b', reference: 'ref-b' },
        attachment: 'z.pdf',
        path: 'ref-b/z.pdf',
        bytes: 3,
        sha256: sha256('one'),
      },
    ],
  );
  assert.deepEqual(Object.keys(lines[0]), ['profile', 'attachment', 'path', 'bytes', 'sha256']);
  assert.match(lines[0].attachment.public_url, /^http:.*\/files\/a\/0$/);
});

test('the list is sorted by path, whatever came first', async (t) => {
  const { directory, run } = await started(t, candidates(40).reverse());
  await run();
  const paths = listedIn(directory).map(({ path }) => path);
  assert.equal(paths.length, 40);
  assert.deepEqual(paths, [...paths].sort());
  assert.deepEqual(paths, filesIn(directory));
});

test('the spreadsheet’s list begins with a BOM, has the same files, and no cell that is run as a formula', async (t) => {
  const names = ['=1+1.pdf', '+1.pdf', '-1.pdf', '@SUM(A1).pdf', 'plain, "quoted".pdf'];
  const { directory, run } = await started(t, [
    candidate(
      'k',
      names.map((name) => file(name)),
      { reference: '=cmd|calc' },
    ),
  ]);
  await run();
  const text = readFileSync(join(directory, 'attachments.csv'), 'utf8');
  assert.equal(text[0], '\ufeff');
  const rows = text.slice(1).trimEnd().split('\r\n');
  assert.equal(rows.length, 1 + names.length);
  assert.match(rows[0], /^"profile_key","profile_reference","path","bytes","sha256",/);
  for (const row of rows.slice(1)) {
    assert.match(row, /^"k","'=cmd\|calc",/);
    // A cell begins after a comma, in quotes or not.
    assert.doesNotMatch(row, /(^|,)"?[=+\-@]/);
  }
  assert.ok(rows.some((row) => row.includes('"plain, ""quoted"".pdf"')));
});

test('what failed is in a list of its own, which is not there when nothing did', async (t) => {
  const { server, directory, run } = await started(t, [
    candidate('a', [file('a.pdf'), file('b.pdf', 'b', { serve: (_, response) => response.writeHead(410).end() })]),
    candidate('b', [], { answer: (_, response) => response.writeHead(404).end('{"code":404,"message":"gone"}') }),
    candidate('c'),
  ]);
  const summary = await run();
  assert.deepEqual([summary.profiles, summary.files, summary.fetched, summary.failed], [3, 2, 2, 2]);
  const [ofProfile, ofFile] = failuresIn(directory).sort(
    (one, other) => Object.keys(one).length - Object.keys(other).length,
  );
  assert.deepEqual(Object.keys(ofProfile), ['profile', 'kind', 'message']);
  assert.deepEqual([ofProfile.profile, ofProfile.kind], [{ key: 'b', reference: 'ref-b' }, 'api']);
  assert.deepEqual(Object.keys(ofFile), ['profile', 'attachment', 'kind', 'message']);
  assert.deepEqual([ofFile.profile.key, ofFile.attachment.original_file_name, ofFile.kind], ['a', 'b.pdf', 'api']);
  assert.match(ofFile.message, /410/);
  server.profiles[0].files[1].serve = undefined;
  server.profiles[1].answer = undefined;
  assert.equal((await run()).failed, 0);
  assert.ok(!existsSync(join(directory, 'failures.ndjson')));
  assert.ok(existsSync(join(directory, 'ref-a', 'b.pdf')));
});

test('the journal is beside the files, and neither a lock nor a part is left', async (t) => {
  const { directory, run } = await started(t, candidates(3));
  await run();
  assert.deepEqual(everything(join(directory, OWN)), ['journal.ndjson', 'parts']);
  assert.deepEqual(partsIn(directory), []);
  assert.equal(linesOf(join(directory, OWN), 'journal.ndjson').at(-1).line, 'finished');
});

test('a folder of the source’s own key in any script holds its files', async (t) => {
  const { server, directory, run } = await started(t, candidates(1));
  const source_key = 'кандидаты 求人 🚀 \u0000 é';
  await run({ source_key });
  await run({ source_key });
  const asked = new URL(server.pages()[0], server.url).searchParams;
  assert.equal(asked.get('source_keys'), JSON.stringify([source_key]));
  assert.equal(filesIn(directory).length, 1);
});

/** @typedef {import('../support/files-server.js').Serve} Serve */
/** @type {[name: string, serve: Serve, kind: string, more?: object][]} */
const NOT_WHOLE = [
  [
    'a body that ends before its Content-Length',
    (_, response) => {
      response.writeHead(200, { 'Content-Length': 1_000 }).write('x'.repeat(100));
      setImmediate(() => response.socket?.end());
    },
    'network',
    { file_size: null },
  ],
  [
    'a body that is reset in the middle',
    (_, response) => {
      response
        .writeHead(200, { 'Content-Length': 1_000 })
        .write('x'.repeat(100), () => response.socket?.resetAndDestroy());
    },
    'network',
    { file_size: null },
  ],
  [
    'a body in chunks that has no end',
    (_, response) => {
      response.writeHead(200).write('x'.repeat(100), () => response.socket?.end());
    },
    'network',
    { file_size: null },
  ],
  ['a body shorter than HrFlow says', (_, response) => void response.end('short'), 'response', { file_size: 6 }],
  ['a body longer than HrFlow says', (_, response) => void response.end('longer'), 'response', { file_size: 5 }],
  [
    'a gzip body that is cut off',
    (_, response) => {
      const whole = gzipSync('x'.repeat(1_000));
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(whole.subarray(0, whole.length - 9));
    },
    'network',
    { file_size: null },
  ],
  [
    'a gzip body that is none',
    (_, response) => void response.writeHead(200, { 'Content-Encoding': 'gzip' }).end('plain'),
    'network',
    { file_size: null },
  ],
  [
    'an encoding that was not asked for',
    (_, response) => void response.writeHead(200, { 'Content-Encoding': 'zstd' }).end('x'),
    'response',
    { file_size: null },
  ],
  [
    'a part of the file, which was not asked for',
    (_, response) => void response.writeHead(206, { 'Content-Range': 'bytes 0-1/9' }).end('xx'),
    'api',
    { file_size: null },
  ],
  ['an answer without a body', (_, response) => void response.writeHead(204).end(), 'api', { file_size: null }],
  ['a page of another status', (_, response) => void response.writeHead(403).end('<h1>No</h1>'), 'api'],
];
for (const [name, serve, kind, more] of NOT_WHOLE) {
  test(`${name} is a failure of that file: nothing of it is there, and the rest comes`, async (t) => {
    const { directory, run } = await started(t, [
      candidate('a', [file('broken.pdf', 'broken', { serve, ...more }), file('whole.pdf')]),
      candidate('b'),
    ]);
    const { files, failed } = await run();
    assert.deepEqual([files, failed], [2, 1]);
    assert.deepEqual(filesIn(directory), ['ref-a/whole.pdf', 'ref-b/cv.pdf']);
    assert.deepEqual(partsIn(directory), []);
    assert.deepEqual(
      failuresIn(directory).map(({ attachment, kind }) => [attachment.original_file_name, kind]),
      [['broken.pdf', kind]],
    );
  });
}

test('a body that the server compressed is written as it was before, and measured so', async (t) => {
  const body = 'été '.repeat(1_000);
  const encoders = /** @type {const} */ ([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ]);
  const files = encoders.map(([encoding, encode]) =>
    file(`${encoding}.txt`, body, {
      serve: (_, response) => {
        const encoded = encode(body);
        response.writeHead(200, { 'Content-Encoding': encoding, 'Content-Length': encoded.length }).end(encoded);
      },
    }),
  );
  const { directory, run } = await started(t, [candidate('k', files)]);
  assert.equal((await run()).failed, 0);
  for (const { path, sha256: hash, bytes } of listedIn(directory)) {
    assert.equal(read(directory, path), body);
    assert.deepEqual([hash, bytes], [sha256(body), Buffer.byteLength(body)]);
  }
});

test('a file that is being fetched anew stays as it was until the new one is whole', async (t) => {
  const { server, directory, run } = await started(t, [candidate('k', [file('cv.pdf', 'the former')])]);
  await run();
  const changed = file('cv.pdf', 'the new one', { updated_at: '2021-01-01T00:00:00+0000' });
  server.profiles[0].files = [{ ...changed, serve: (_, response) => void response.writeHead(500).end() }];
  assert.equal((await run()).failed, 1);
  assert.equal(read(directory, 'ref-k/cv.pdf'), 'the former');
  assert.equal(listedIn(directory).length, 1);
  server.profiles[0].files = [changed];
  assert.equal((await run()).fetched, 1);
  assert.equal(read(directory, 'ref-k/cv.pdf'), 'the new one');
});

test('statuses that pass by are tried again, after what `Retry-After` says', async (t) => {
  const statuses = [429, 503, 500, 502];
  const files = statuses.map((status) =>
    file(`${status}.pdf`, 'whole', {
      serve: (_, response, asked) => {
        if (asked === 1) response.writeHead(status, { 'Retry-After': '0' }).end();
        else response.end('whole');
      },
    }),
  );
  const { directory, run } = await started(t, [candidate('k', files)]);
  assert.deepEqual((await run({ max_retries: 1 })).failed, 0);
  assert.equal(filesIn(directory).length, statuses.length);
  assert.deepEqual(
    files.map(({ asked }) => asked),
    [2, 2, 2, 2],
  );
});

test('what asks to wait for longer than a minute is a failure at once, and what stays so is one after its retries', async (t) => {
  /** @param {string} seconds @returns {Serve} */
  const later = (seconds) => (_, response) => void response.writeHead(503, { 'Retry-After': seconds }).end();
  const files = [file('long.pdf', 'x', { serve: later('3600') }), file('stays.pdf', 'x', { serve: later('0') })];
  const { run } = await started(t, [candidate('k', files)]);
  assert.equal((await run({ max_retries: 2 })).failed, 2);
  assert.deepEqual(
    files.map(({ asked }) => asked),
    [1, 3],
  );
});

test('a connection that is reset while a body comes is asked for again as often as the options say', async (t) => {
  const files = ['a.pdf', 'b.pdf'].map((name) =>
    file(name, 'whole', {
      file_size: null,
      serve: (_, response, asked) => {
        if (asked < 3)
          response.writeHead(200, { 'Content-Length': 99 }).write('x', () => response.socket?.resetAndDestroy());
        else response.end('whole');
      },
    }),
  );
  // One at a time, so that the second file's request goes over a connection that was used before.
  const { server, directory, run } = await started(t, [candidate('k', [file('first.pdf'), ...files])]);
  assert.equal((await run({ max_retries: 2, concurrency: 1 })).failed, 0);
  assert.equal(filesIn(directory).length, 3);
  assert.equal(server.fetched().length, 7);
});

test('a file that does not go on coming is a failure after `timeout`', async (t) => {
  const serve = /** @type {Serve} */ (
    (_, response) => void response.writeHead(200, { 'Content-Length': 10 }).write('x')
  );
  const { directory, run } = await started(t, [candidate('k', [file('slow.pdf', 'x', { file_size: null, serve })])]);
  await run({ timeout: 100 });
  const [{ kind, message }] = failuresIn(directory);
  assert.deepEqual([kind, /`timeout`/.test(message)], ['timeout', true]);
  assert.deepEqual(partsIn(directory), []);
});

test('a file that is longer than `max_file_bytes` is a failure, by what is promised and by what comes', async (t) => {
  let written = 0;
  /** @type {Serve} */
  const endless = (_, response) => {
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(65_536))) written += 65_536;
      written += 65_536;
    };
    response.on('drain', more);
    more();
  };
  // Of which nothing ever comes.
  /** @type {Serve} */
  const promised = (_, response) => response.writeHead(200, { 'Content-Length': 1_001 }).flushHeaders();
  /** @type {Serve} */
  const bomb = (_, response) =>
    void response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync('x'.repeat(1_000_000)));
  const { directory, run } = await started(t, [
    candidate('k', [
      file('endless.pdf', '', { file_size: null, serve: endless }),
      file('promised.pdf', '', { file_size: null, serve: promised }),
      file('bomb.pdf', '', { file_size: null, serve: bomb }),
      file('just.pdf', 'x'.repeat(1_000)),
    ]),
  ]);
  await run({ max_file_bytes: 1_000, timeout: 2_000 });
  assert.deepEqual(filesIn(directory), ['ref-k/just.pdf']);
  const failures = failuresIn(directory);
  assert.equal(failures.length, 3);
  for (const { message } of failures) assert.match(message, /longer than 1000 bytes; raise `max_file_bytes`/);
  assert.ok(written < 64 * 1024 * 1024, `${written} bytes were taken`);
});

test('what would fail for every profile ends the run with its own error', async (t) => {
  const answer = /** @type {Serve} */ (
    (_, response) => void response.writeHead(401).end('{"code":401,"message":"Unauthorized."}')
  );
  const { server, run } = await started(
    t,
    candidates(30).map((one) => ({ ...one, answer })),
  );
  const error = await failure(run({ concurrency: 2 }));
  assert.deepEqual([error.name, error.kind, error.status], ['HrflowError', 'api', 401]);
  assert.ok(server.listed().length <= 2);
});
