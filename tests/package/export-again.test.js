// The same export again: it goes on where a run ended, brings up to date what changed, and removes what is gone where that is asked.

import assert from 'node:assert/strict';
import { existsSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { failure, failuresIn, filesIn, listedIn, newFolder, partsIn, read } from '../support/export-folder.js';
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

const LATER = '2021-01-01T00:00:00+0000';

/** @typedef {import('../support/files-server.js').Serve} Serve */

/** @type {Serve} */
const never = (_, response) => void response.write('x');

test('an aborted run ends with the signal’s own reason, and the next one asks for no profile that was done', async (t) => {
  const { server, directory, run } = await started(t, candidates(40));
  const controller = new AbortController();
  const reason = new Error('the user left');
  const on_progress = (/** @type {{ profiles: number }} */ { profiles }) => {
    if (profiles >= 20) controller.abort(reason);
  };
  assert.equal(await failure(run({ signal: controller.signal, on_progress, concurrency: 4 })), reason);
  const done = filesIn(directory);
  assert.ok(done.length >= 20 && done.length < 40, `${done.length} files`);
  assert.deepEqual(
    listedIn(directory).map(({ path }) => path),
    done,
  );
  server.forget();
  const summary = await run();
  assert.deepEqual([summary.profiles, summary.files, summary.failed], [40, 40, 0]);
  assert.equal(summary.kept + summary.fetched, 40);
  // Those that had their files, and whose end was noted: all but what was under way.
  assert.ok(server.listed().length <= 20, `${server.listed().length} were listed again`);
  for (const key of server.listed()) assert.ok(!done.slice(0, 16).includes(`ref-${key}/cv.pdf`), key);
  assert.equal(server.fetched().length, 40 - done.length);
});

test('an abort ends a file that is on its way, and leaves nothing of it', async (t) => {
  const { server, directory, run } = await started(t, [candidate('k', [file('cv.pdf', 'x', { serve: never })])]);
  const controller = new AbortController();
  const running = failure(run({ signal: controller.signal }));
  while (server.fetched().length === 0) await new Promise(setImmediate);
  controller.abort();
  assert.equal((await running).name, 'AbortError');
  assert.deepEqual([filesIn(directory), partsIn(directory)], [[], []]);
});

test('a signal that was aborted before asks for nothing', async (t) => {
  const { server, directory, run } = await started(t, candidates(1));
  assert.equal(await failure(run({ signal: AbortSignal.abort('why') })), 'why');
  assert.deepEqual([server.requests.length, existsSync(directory)], [0, false]);
});

test('an abort while a server asks to wait ends the waiting', async (t) => {
  const serve = /** @type {Serve} */ ((_, response) => void response.writeHead(503, { 'Retry-After': '60' }).end());
  const { server, run } = await started(t, [candidate('k', [file('cv.pdf', 'x', { serve })])]);
  const controller = new AbortController();
  const running = failure(run({ signal: controller.signal, max_retries: 3 }));
  while (server.fetched().length === 0) await new Promise(setImmediate);
  setImmediate(() => controller.abort('enough'));
  assert.equal(await running, 'enough');
});

test('what is asked for otherwise is looked at anew, though an unfinished run had done it', async (t) => {
  const files = () => [file('cv.pdf'), file('photo.png', 'photo', { type: 'picture' })];
  const { directory, run } = await started(t, [candidate('a', files()), candidate('b', files())]);
  const error = new Error('enough');
  const on_progress = (/** @type {{ profiles: number }} */ { profiles }) => {
    if (profiles === 2) throw error;
  };
  assert.equal(await failure(run({ types: ['resume'], on_progress })), error);
  assert.equal((await run()).failed, 0);
  assert.equal(filesIn(directory).length, 4);
});

test('after a finished run every profile is listed again, and nothing is fetched where nothing changed', async (t) => {
  const { server, directory, run } = await started(t, candidates(10));
  await run();
  const before = listedIn(directory);
  server.forget();
  const summary = await run();
  assert.deepEqual([server.listed().length, server.fetched().length], [10, 0]);
  assert.deepEqual([summary.fetched, summary.kept, summary.files], [0, 10, 10]);
  assert.deepEqual(listedIn(directory), before);
});

test('only what is new, or has another `alt`, date or size, is fetched anew, to the same place', async (t) => {
  const names = ['same.pdf', 'alt.pdf', 'date.pdf', 'size.pdf'];
  const { server, directory, run } = await started(t, [
    candidate(
      'k',
      names.map((name) => file(name, 'the former')),
    ),
  ]);
  await run();
  server.profiles[0].files = [
    file('same.pdf', 'the former'),
    file('alt.pdf', 'the later!', { alt: 'b' }),
    file('date.pdf', 'the later!', { updated_at: LATER }),
    file('size.pdf', 'longer than before'),
    file('new.pdf', 'new'),
  ];
  server.forget();
  const { fetched, kept } = await run();
  assert.deepEqual([fetched, kept], [4, 1]);
  assert.deepEqual(
    server.fetched().sort(),
    [1, 2, 3, 4].map((index) => `/files/k/${index}`),
  );
  assert.deepEqual(filesIn(directory), [...names, 'new.pdf'].map((name) => `ref-k/${name}`).sort());
  assert.equal(read(directory, 'ref-k/size.pdf'), 'longer than before');
  assert.equal(read(directory, 'ref-k/date.pdf'), 'the later!');
});

test('another token in an address is no change', async (t) => {
  const { server, run } = await started(t, candidates(1));
  const [{ attachment }] = server.profiles[0].files;
  attachment.public_url = `${server.url}/files/k0001/0?token=1`;
  await run();
  attachment.public_url = `${server.url}/files/k0001/0?token=2`;
  assert.deepEqual((await run()).fetched, 0);
});

test('a file that somebody deleted or truncated is fetched anew', async (t) => {
  const { server, directory, run } = await started(t, candidates(3));
  await run();
  rmSync(join(directory, 'ref-k0001', 'cv.pdf'));
  truncateSync(join(directory, 'ref-k0002', 'cv.pdf'), 3);
  server.forget();
  assert.equal((await run()).fetched, 2);
  assert.deepEqual(server.fetched().sort(), ['/files/k0001/0', '/files/k0002/0']);
  assert.equal(read(directory, 'ref-k0002/cv.pdf'), 'the CV of k0002');
});

test('what failed is asked for again, and what did not is not', async (t) => {
  const { server, directory, run } = await started(t, candidates(3));
  server.profiles[1].files[0].serve = (_, response) => void response.writeHead(404).end();
  assert.equal((await run()).failed, 1);
  server.profiles[1].files[0].serve = undefined;
  server.forget();
  assert.equal((await run()).failed, 0);
  assert.deepEqual(server.fetched(), ['/files/k0002/0']);
  assert.equal(filesIn(directory).length, 3);
});

test('a file that stands where a new one belongs stops the run with a sentence, and is not touched', async (t) => {
  const { server, directory, run } = await started(t, candidates(1));
  await run();
  server.profiles[0].files.push(file('new.pdf', 'theirs'));
  writeFileSync(join(directory, 'ref-k0001', 'new.pdf'), 'mine');
  const error = await failure(run());
  assert.equal(error.kind, 'environment');
  assert.match(error.message, /new\.pdf` is in the way: .*; move it away, or choose another folder/);
  assert.equal(read(directory, 'ref-k0001/new.pdf'), 'mine');
});

// What HrFlow no longer has.

test('without `delete_missing` nothing is removed', async (t) => {
  const { server, directory, run } = await started(
    t,
    candidates(2, () => [file('a.pdf'), file('b.pdf')]),
  );
  await run();
  server.profiles[0].files.pop();
  server.profiles.pop();
  assert.equal((await run()).removed, 0);
  assert.equal(filesIn(directory).length, 4);
  assert.equal(listedIn(directory).length, 4);
});

test('`delete_missing` removes a file that is gone, and a profile’s that is gone, with its folder', async (t) => {
  const { server, directory, run } = await started(
    t,
    candidates(3, () => [file('a.pdf'), file('b.pdf')]),
  );
  await run();
  server.profiles[0].files.pop();
  server.profiles.pop();
  const { removed, files } = await run({ delete_missing: true });
  assert.deepEqual([removed, files], [3, 3]);
  assert.deepEqual(filesIn(directory), ['ref-k0001/a.pdf', 'ref-k0002/a.pdf', 'ref-k0002/b.pdf']);
  assert.ok(!existsSync(join(directory, 'ref-k0003')));
  assert.equal(listedIn(directory).length, 3);
  // A file that was there keeps its name, though another would have it by now.
  assert.equal((await run({ delete_missing: true })).removed, 0);
});

test('`delete_missing` removes who was asked for by a reference and is gone, and keeps who is there; no walk tells of an e-mail address', async (t) => {
  for (const shard of [undefined, { index: 1, count: 1 }]) {
    const mailed = candidate('m', undefined, { email: 'm@candidates.example', reference: null });
    const { server, directory, run } = await started(t, [...candidates(2), mailed]);
    await run({
      profiles: [{ reference: 'ref-k0001' }, { reference: 'ref-k0002' }, { email: 'm@candidates.example' }],
    });
    server.profiles.shift();
    server.profiles.pop();
    const { removed, kept } = await run({ delete_missing: true, shard });
    assert.deepEqual([removed, kept], [1, 1]);
    assert.deepEqual(
      filesIn(directory).map((path) => path.replace(/^email[^/]*/, 'email')),
      ['email/cv.pdf', 'ref-k0002/cv.pdf'],
    );
  }
});

test('`delete_missing` in one share removes nobody of another share', async (t) => {
  const { directory, run } = await started(t, candidates(9));
  await run({ profiles: candidates(9).map(({ reference }) => ({ reference })) });
  for (const index of [1, 2, 3]) {
    assert.equal((await run({ delete_missing: true, shard: { index, count: 3 } })).removed, 0);
  }
  assert.equal(filesIn(directory).length, 9);
});

test('`delete_missing` removes a profile’s files that HrFlow answers for with 404', async (t) => {
  const { server, directory, run } = await started(t, candidates(2));
  await run();
  const answer = /** @type {Serve} */ (
    (_, response) => void response.writeHead(404).end('{"code":404,"message":"Profile not found"}')
  );
  server.profiles[0].answer = answer;
  assert.equal((await run()).removed, 0);
  assert.equal(filesIn(directory).length, 2);
  const { removed, failed } = await run({ delete_missing: true });
  assert.deepEqual([removed, failed], [1, 1]);
  assert.deepEqual(filesIn(directory), ['ref-k0002/cv.pdf']);
});

test('`delete_missing` removes nothing for a 404 that is not HrFlow’s own', async (t) => {
  const path = '/v1/profile/indexing/attachments';
  for (const body of [
    ...['<h1>Not Found</h1>', '', '{"message":"Not Found"}', '{"code":404,"message":""}'],
    ...[`Route GET:${path} not found`, `Cannot GET ${path}`, `No static resource ${path.slice(1)}.`].map((message) =>
      JSON.stringify({ statusCode: 404, message }),
    ),
  ]) {
    const { server, directory, run } = await started(t, candidates(2));
    await run();
    server.profiles[0].answer = (_, response) => void response.writeHead(404).end(body);
    for (const profiles of [undefined, [{ key: 'k0001' }]]) {
      const { removed, failed } = await run({ delete_missing: true, profiles });
      assert.deepEqual([removed, failed], [0, 1], body);
    }
    assert.equal(filesIn(directory).length, 2);
  }
});

test('`delete_missing` removes nothing of a profile whose list failed', async (t) => {
  const { server, directory, run } = await started(t, candidates(2));
  await run();
  server.profiles[0].answer = (_, response) => void response.writeHead(500).end();
  const { removed, failed } = await run({ delete_missing: true });
  assert.deepEqual([removed, failed], [0, 1]);
  assert.equal(filesIn(directory).length, 2);
  assert.equal(failuresIn(directory).length, 1);
});

test('`delete_missing` removes a profile that is gone only where all of the source was walked', async (t) => {
  const { server, directory, run } = await started(t, candidates(3));
  await run();
  const [first] = server.profiles;
  first.created_at = '2022-01-01T00:00:00+0000';
  for (const part of [
    { created_at_min: '2021-01-01' },
    { created_at_max: '2021-01-01' },
    { created_at_min: '2021-01-01', created_at_max: '2021-02-01' },
    { profiles: [{ key: 'k0001' }] },
    { profiles: [] },
  ]) {
    assert.equal((await run({ delete_missing: true, ...part })).removed, 0, JSON.stringify(part));
  }
  assert.equal(filesIn(directory).length, 3);
});

test('`delete_missing` removes nothing where the walk was cut short', async (t) => {
  const { server, directory, run } = await started(t, candidates(3));
  await run();
  server.profiles.splice(1);
  const error = new Error('enough');
  const on_progress = () => {
    throw error;
  };
  assert.equal(await failure(run({ delete_missing: true, on_progress })), error);
  assert.equal(filesIn(directory).length, 3);
});

test('`delete_missing` with a shard removes nothing of another’s', async (t) => {
  const { server, directory, run } = await started(t, candidates(20));
  await run();
  server.profiles.splice(0);
  const first = await run({ delete_missing: true, shard: { index: 1, count: 2 } });
  assert.ok(first.removed > 0 && first.removed < 20, `${first.removed}`);
  assert.equal(filesIn(directory).length, 20 - first.removed);
  const second = await run({ delete_missing: true, shard: { index: 2, count: 2 } });
  assert.equal(first.removed + second.removed, 20);
  assert.deepEqual(filesIn(directory), []);
});

test('a type that is not asked for is not gone', async (t) => {
  const { directory, run } = await started(t, [
    candidate('k', [file('cv.pdf'), file('photo.png', 'photo', { type: 'picture' })]),
  ]);
  await run();
  assert.equal((await run({ types: ['resume'], delete_missing: true })).removed, 0);
  assert.equal(filesIn(directory).length, 2);
});

test('a profile that was asked for by its reference and is met in a walk is the same one', async (t) => {
  const { server, directory, run } = await started(t, candidates(2));
  await run({ profiles: [{ reference: 'ref-k0001' }] });
  server.forget();
  const { fetched, kept, removed } = await run({ delete_missing: true });
  assert.deepEqual([fetched, kept, removed], [1, 1, 0]);
  assert.deepEqual(server.fetched(), ['/files/k0002/0']);
  assert.deepEqual(filesIn(directory), ['ref-k0001/cv.pdf', 'ref-k0002/cv.pdf']);
  assert.equal((await run()).fetched, 0);
  server.profiles[0].files = [file('other.pdf')];
  assert.equal((await run({ delete_missing: true })).removed, 1);
  assert.deepEqual(filesIn(directory), ['ref-k0001/other.pdf', 'ref-k0002/cv.pdf']);
});

test('a profile that was met in a walk and is asked for by its reference is the same one', async (t) => {
  const { server, directory, run } = await started(t, candidates(2));
  await run();
  server.forget();
  const { fetched, kept } = await run({ profiles: [{ reference: 'ref-k0001' }, { key: 'k0002' }] });
  assert.deepEqual([fetched, kept, server.fetched().length], [0, 2, 0]);
  assert.equal(filesIn(directory).length, 2);
});

test('a profile that is given several times in one run is fetched once', async (t) => {
  for (const order of [
    ['listed', 'reference', 'listed', 'key'],
    ['reference', 'listed', 'reference'],
    ['key', 'listed', 'key'],
  ]) {
    const { server, directory, run } = await started(t, candidates(1));
    const [{ key, reference, created_at, updated_at }] = server.profiles;
    const listed = { key, reference, created_at, updated_at };
    /** @type {Record<string, object>} */
    const ways = { key: { key }, reference: { reference }, listed };
    const { failed, files } = await run({ profiles: order.map((way) => ways[way]) });
    assert.deepEqual([failed, files, server.fetched().length], [0, 1, 1], order.join());
    assert.equal(filesIn(directory).length, 1);
  }
});

test('two profiles with one reference stay two, though one was asked for by it', async (t) => {
  const { directory, run } = await started(t, [
    candidate('a', undefined, { reference: 'same' }),
    candidate('b', undefined, { reference: 'same' }),
  ]);
  await run({ profiles: [{ reference: 'same' }] });
  for (let runs = 0; runs < 2; runs++) assert.equal((await run({ delete_missing: true })).removed, 0);
  const bodies = filesIn(directory).map((path) => read(directory, path));
  assert.deepEqual(bodies.sort(), ['the CV of a', 'the CV of b']);
});
