// The options of an export: each wrong one is a sentence before anything is sent or written, and each right one does what it says.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { exportInChild } from '../support/export-child.js';
import { failure, failuresIn, filesIn, listedIn, newFolder } from '../support/export-folder.js';
import { candidate, candidates, file, startFilesServer } from '../support/files-server.js';
import { imported, importedExport } from '../support/installed.js';

const { HrflowError } = await imported();
const { exportAttachments } = await importedExport();

/** @typedef {import('../support/files-server.js').Serve} Serve */

/** @param {import('node:test').TestContext} context @param {import('../support/files-server.js').Candidate[]} profiles */
async function started(context, profiles) {
  const server = await startFilesServer(context, profiles);
  const directory = newFolder(context);
  const options = { max_retries: 0, ...server.options, directory };
  const run = (/** @type {object} */ more = {}) => exportAttachments({ ...options, ...more });
  return { server, directory, options, run };
}

const symbolic = { [Symbol.iterator]: 7 };

/** @type {[name: string, values: unknown[], wanted: RegExp][]} */
const WRONG = [
  ['source_key', [undefined, null, '', 7], /string that is not empty/],
  ['directory', [undefined, null, '', 7, 'a\0b'], /path of a folder/],
  ['profiles', ['k', 7, {}, symbolic, () => {}], /an array, or anything else/],
  ['types', ['resume', [''], [7], {}], /an array of types/],
  [
    'shard',
    [
      7,
      {},
      { index: 0, count: 2 },
      { index: 3, count: 2 },
      { index: 1.5, count: 2 },
      { index: 1 },
      { index: 1, count: 2 ** 32 },
      '1/2',
    ],
    /`\{ index, count \}`, whole numbers, the index from 1 to the count/,
  ],
  ['delete_missing', ['yes', 1], /true or false/],
  ['dry_run', ['no', 0], /true or false/],
  ['max_file_bytes', [0, -1, 1.5, '1', Number.NaN, Number.POSITIVE_INFINITY], /a whole number of bytes from 1/],
  ['on_progress', [7, {}], /a function/],
  ['concurrency', [0, 65, 1.5, '8'], /a whole number from 1 to 64/],
  ['page_size', [0, '30'], /a whole number/],
  ['max_requests_per_minute', [0, 'x'], /a whole number/],
  ['created_at_min', ['yesterday', 20_200_101], /YYYY-MM-DD/],
  ['created_at_max', [20_200_101], /YYYY-MM-DD/],
  ['timeout', [-1, 'x'], /whole number/],
  ['max_retries', [-1, 1.5], /whole number/],
  ['api_url', ['ftp://x', 'x'], /https/],
  ['signal', [7], /AbortController/],
  ['direktory', [7], /not an option/],
];
for (const [name, values, wanted] of WRONG) {
  test(`a wrong \`${name}\` is a sentence before anything is sent or written`, async (t) => {
    const { server, directory, run } = await started(t, candidates(1));
    for (const value of values) {
      const error = await failure(run({ [name]: value }));
      assert.ok(error instanceof HrflowError);
      assert.equal(error.kind, 'configuration', `${value}`);
      assert.ok(error.message.includes(`\`${name}\``), error.message);
      assert.match(error.message, wanted);
    }
    assert.deepEqual([server.requests.length, existsSync(directory)], [0, false]);
  });
}

test('no options at all are a sentence, too', async () => {
  for (const given of [undefined, null, 'x', 7]) {
    const { kind, message } = await failure(exportAttachments(/** @type {any} */ (given)));
    assert.equal(kind, 'configuration');
    assert.match(message, /give `\{ source_key, directory \}`/);
  }
});

/** @type {Record<Exclude<keyof import('../../pkg/export-api.js').ExportOptions, 'signal'>, true>} */
const OPTIONS = {
  source_key: true,
  directory: true,
  profiles: true,
  types: true,
  shard: true,
  delete_missing: true,
  dry_run: true,
  max_file_bytes: true,
  on_progress: true,
  api_secret: true,
  api_user: true,
  api_url: true,
  timeout: true,
  max_retries: true,
  dangerously_allow_browser: true,
  concurrency: true,
  max_requests_per_minute: true,
  page_size: true,
  created_at_min: true,
  created_at_max: true,
};

test('an unknown option is answered with every option that there is, as the types have them', async (t) => {
  const { run } = await started(t, []);
  const { message } = await failure(run({ in_oder: true }));
  const [, ...named] = [...message.matchAll(/`(\w+)`/g)].map(([, name]) => name);
  assert.deepEqual(named.sort(), [...Object.keys(OPTIONS), 'signal'].sort());
});

test('options are read once: what changes later does not count', async (t) => {
  const { directory, options } = await started(t, [
    candidate('k', [file('cv.pdf'), file('photo.png', 'x', { type: 'picture' })]),
  ]);
  const given = { ...options, types: ['resume'], shard: { index: 1, count: 1 } };
  const running = exportAttachments(given);
  given.types[0] = 'picture';
  given.shard.count = 0;
  given.directory = '/';
  assert.equal((await running).files, 1);
  assert.deepEqual(filesIn(directory), ['ref-k/cv.pdf']);
});

test('null is what is not given', async (t) => {
  const { run } = await started(t, candidates(1));
  const given = { profiles: null, types: null, shard: null, delete_missing: null, dry_run: null, max_file_bytes: null };
  assert.equal((await run({ ...given, on_progress: null, signal: undefined })).files, 1);
});

test('`types` says which files', async (t) => {
  const files = () => [
    file('cv.pdf', 'x', { type: 'resume' }),
    file('original.pdf', 'x', { type: 'original' }),
    file('photo.png', 'x', { type: 'picture' }),
    file('none.pdf', 'x', { type: null }),
  ];
  const { server, directory, run } = await started(t, [candidate('k', files())]);
  await run({ types: ['resume', 'original'] });
  assert.deepEqual(filesIn(directory), ['ref-k/cv.pdf', 'ref-k/original.pdf']);
  assert.equal(server.fetched().length, 2);
});

test('shards have nothing in common, and together all: the same share in every run', async (t) => {
  const { server, directory, run } = await started(t, candidates(60));
  const shares = [];
  for (const index of [1, 2, 3]) {
    server.forget();
    const { profiles } = await run({ shard: { index, count: 3 }, directory: `${directory}-${index}` });
    assert.equal(server.listed().length, profiles, 'nobody else’s files are listed');
    shares.push(filesIn(`${directory}-${index}`));
    assert.deepEqual(
      listedIn(`${directory}-${index}`).map(({ path }) => path),
      shares[index - 1],
      'each folder is complete in itself',
    );
    assert.ok(profiles > 5, `${profiles}`);
  }
  await run();
  assert.equal(shares.flat().length, 60);
  assert.deepEqual(shares.flat().sort(), filesIn(directory));
  // By the key alone: more or fewer profiles make no other share.
  server.profiles.splice(0, 30);
  await run({ shard: { index: 1, count: 3 }, directory: `${directory}-again` });
  const left = new Set(server.profiles.map(({ key }) => `ref-${key}/cv.pdf`));
  assert.deepEqual(
    filesIn(`${directory}-again`),
    shares[0].filter((path) => left.has(path)),
  );
});

test('`dry_run` tells what would be done, and writes nothing, not even the folder', async (t) => {
  const { server, directory, run } = await started(t, candidates(3));
  const none = await run({ dry_run: true });
  assert.deepEqual(none, { profiles: 3, files: 0, bytes: 0, fetched: 3, kept: 0, removed: 0, failed: 0 });
  assert.deepEqual([existsSync(directory), server.fetched().length], [false, 0]);
  await run();
  server.profiles.pop();
  server.profiles[0].files = [file('other.pdf')];
  server.forget();
  const told = await run({ dry_run: true, delete_missing: true });
  assert.deepEqual(told, { profiles: 2, files: 3, bytes: 45, fetched: 1, kept: 1, removed: 2, failed: 0 });
  assert.equal(server.fetched().length, 0);
  const { fetched, kept, removed } = await run({ delete_missing: true });
  assert.deepEqual([fetched, kept, removed], [told.fetched, told.kept, told.removed]);
});

test('`concurrency` holds for lists and files together', async (t) => {
  for (const concurrency of [1, 3, 16]) {
    const { server, run } = await started(
      t,
      candidates(20, (key) => ['a', 'b', 'c'].map((name) => file(`${name}.pdf`, key))),
    );
    server.beforeList = () => delay(5);
    for (const { files } of server.profiles) {
      for (const served of files) {
        served.serve = async (_, response) => {
          // Until as many are asked for as may be.
          while (server.mostInFlight < concurrency) await delay(1);
          // What is too much would be here by then.
          await delay(5);
          response.end(served.body);
        };
      }
    }
    assert.equal((await run({ concurrency })).files, 60);
    assert.equal(server.mostInFlight, concurrency);
  }
});

test('`on_progress` hears how far it is: profiles, files, bytes, what was kept and what failed', async (t) => {
  const { server, run } = await started(t, candidates(4));
  /** @type {any[]} */
  const told = [];
  const on_progress = (/** @type {object} */ progress) => void told.push(progress);
  await run({ on_progress });
  assert.deepEqual(told.at(-1), { profiles: 4, failed: 0, total: 4, waiting: 0, files: 4, kept: 0, bytes: 60 });
  for (const name of ['profiles', 'files', 'bytes']) {
    const values = told.map((progress) => progress[name]);
    assert.deepEqual(
      values,
      [...values].sort((one, other) => one - other),
      name,
    );
  }
  server.profiles[0].files = [file('new.pdf', 'x', { serve: (_, response) => void response.writeHead(410).end() })];
  await run({ on_progress });
  const last = told.at(-1);
  assert.deepEqual([last.profiles, last.files, last.kept, last.failed], [4, 0, 3, 1]);
});

test('what `on_progress` throws, or rejects with, ends the run, and it is not asked again', async (t) => {
  for (const isAsync of [false, true]) {
    const { server, run } = await started(t, candidates(50));
    const error = new Error('mine');
    let calls = 0;
    const on_progress = isAsync
      ? async () => {
          calls++;
          throw error;
        }
      : () => {
          calls++;
          throw error;
        };
    assert.equal(await failure(run({ on_progress, concurrency: 2 })), error);
    assert.ok(calls <= 4, `${calls}`);
    assert.ok(server.fetched().length <= 4);
  }
});

test('`profiles` may be an array, a generator, an async one, or promises', async (t) => {
  const { server, directory, run } = await started(t, candidates(6));
  const selectors = server.profiles.map(({ key, reference }, index) => (index % 2 ? { key } : { reference }));
  const ways = [
    selectors,
    new Set(selectors),
    (function* () {
      yield* selectors;
    })(),
    (async function* () {
      yield* selectors;
    })(),
    selectors.map(async (selector) => selector),
  ];
  for (const [index, profiles] of ways.entries()) {
    server.forget();
    const summary = await run({ profiles, directory: `${directory}-${index}` });
    assert.deepEqual([summary.profiles, summary.files, summary.failed], [6, 6, 0]);
    assert.equal(server.pages().length, 0);
    assert.deepEqual(server.listed().sort(), ['k0002', 'k0004', 'k0006', 'ref-k0001', 'ref-k0003', 'ref-k0005']);
  }
});

test('an e-mail address names a profile, in its folder and in the list', async (t) => {
  const { directory, run } = await started(t, [candidate('k', undefined, { email: 'k@candidates.example' })]);
  await run({ profiles: [{ email: 'k@candidates.example' }] });
  const [{ profile, path }] = listedIn(directory);
  assert.deepEqual(profile, { key: null, reference: null, email: 'k@candidates.example' });
  assert.match(path, /^email-k@candidates\.example[^/]*\/cv\.pdf$/);
  assert.equal((await run({ profiles: [{ email: 'k@candidates.example' }] })).kept, 1);
});

test('a selector that is none is a failure of its own, and the rest comes', async (t) => {
  const { directory, run } = await started(t, candidates(1));
  const { files, failed } = await run({ profiles: [{}, null, 7, { key: '' }, { key: 'k0001' }] });
  assert.deepEqual([files, failed], [1, 4]);
  for (const { kind } of failuresIn(directory)) assert.equal(kind, 'argument');
});

test('what `profiles` throws ends the run; who leaves early closes it', async (t) => {
  const { server, run } = await started(t, candidates(30));
  const error = new Error('mine');
  async function* throwing() {
    yield { key: 'k0001' };
    throw error;
  }
  assert.equal(await failure(run({ profiles: throwing() })), error);
  let isClosed = false;
  function* closing() {
    try {
      for (const { key } of server.profiles) yield { key };
    } finally {
      isClosed = true;
    }
  }
  const on_progress = () => {
    throw error;
  };
  assert.equal(await failure(run({ profiles: closing(), on_progress, concurrency: 2 })), error);
  assert.ok(isClosed);
});

test('a source without profiles is a folder with empty lists', async (t) => {
  const { directory, run } = await started(t, []);
  assert.equal((await run()).files, 0);
  assert.deepEqual([listedIn(directory), existsSync(`${directory}/failures.ndjson`)], [[], false]);
});

test('a process that exports much at once is warned of nothing, and ends by itself', async (t) => {
  const { server, directory, options } = await started(t, candidates(200));
  assert.deepEqual(await exportInChild({ ...options, concurrency: 64 }), { code: 0, stdout: '', stderr: '' });
  assert.equal(filesIn(directory).length, 200);
  // One that fails ends by itself, too.
  server.profiles.push(
    candidate('new', undefined, { answer: (_, response) => void response.writeHead(402).end('{}') }),
  );
  const { code, stderr } = await exportInChild({ ...options, concurrency: 64 });
  assert.deepEqual([code, stderr], [1, '']);
});

test('a shard is read once, as it is judged, also of a class', async (t) => {
  const { directory, run } = await started(t, candidates(3));
  let reads = 0;
  const once = {
    get index() {
      return ++reads;
    },
    count: 2,
  };
  const first = await run({ shard: once, directory: `${directory}-a` });
  const again = await run({ shard: { index: 1, count: 2 }, directory: `${directory}-b` });
  assert.deepEqual([reads, first.files], [1, again.files]);
  class Shard {
    get index() {
      return 1;
    }
    get count() {
      return 1;
    }
  }
  assert.equal((await run({ shard: new Shard() })).files, 3);
});

test('a folder is where the process is as it is asked for', async (t) => {
  const { options, directory } = await started(t, candidates(1));
  const before = process.cwd();
  t.after(() => process.chdir(before));
  mkdirSync(directory);
  process.chdir(directory);
  const running = exportAttachments({ ...options, directory: 'here' });
  process.chdir(before);
  await running;
  assert.ok(existsSync(join(directory, 'here/ref-k0001/cv.pdf')));
});
