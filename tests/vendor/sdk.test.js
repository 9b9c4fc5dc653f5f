// The vendor's own Python SDK as a witness: it works against the stand-in unchanged, and answers as the package does.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { data } from '../support/example.js';
import { imported } from '../support/installed.js';
import { root } from '../support/root.js';
import { found, installSdk, python } from '../support/sdk.js';
import { skipUnless } from '../support/skip.js';
import { startStandin } from '../support/standin.js';

const here = join(root, 'tests', 'vendor');
const skip = skipUnless(found, 'No python3 with venv was found: the test with the vendor’s Python SDK was skipped.');

test('the vendor’s Python SDK works with the stand-in', { skip }, async (context) => {
  await installSdk();
  const standin = await startStandin();
  context.after(() => standin.close());
  const { api_secret, api_user } = standin.credentials;
  const args = [join(here, 'sdk.py'), `${standin.api_url}/`, api_secret, api_user];
  const { stdout } = await promisify(execFile)(python, args, { maxBuffer: 64 * 1024 * 1024 });
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

  await context.test('attachments by key, by reference and by e-mail', async () => {
    const [byKey, byReference, encoded, byEmail, empty, source, profile, key] = lines;
    const envelope = { code: 200, message: 'Profile attachment list', data };
    assert.deepEqual(byKey, envelope);
    assert.deepEqual(byReference, envelope);
    const { listAttachments } = await imported();
    const listed = await listAttachments('candidates', { reference: 'R&D #1' }, standin.options);
    assert.deepEqual(listed, encoded.data);
    assert.deepEqual(await listAttachments('candidates', { email: 'a+b@x.io' }, standin.options), byEmail.data);
    assert.deepEqual(byEmail, encoded);
    assert.deepEqual(empty.data, []);
    assert.deepEqual(source, { code: 400, message: 'Invalid source fields' });
    assert.deepEqual(profile, { code: 404, message: 'Profile not found' });
    assert.deepEqual(key, { code: 401, message: 'Unauthorized. Invalid secret key: wrong ' });
  });

  await context.test('pages of profiles', () => {
    const [all, second, whole, byReference, source, key] = lines.slice(8);
    const keys = (/** @type {any} */ { data }) => data.map((/** @type {any} */ { key }) => key);
    assert.deepEqual(keys(all), ['candidate-4', 'candidate-3', 'candidate-2', 'candidate-1']);
    assert.deepEqual(Object.keys(all.data[0]), ['key', 'reference', 'created_at', 'updated_at', 'source']);
    assert.deepEqual(keys(second), ['candidate-4', 'candidate-1']);
    assert.deepEqual(second.meta, { page: 2, maxPage: 2, count: 2, total: 4 });
    assert.deepEqual(keys(whole), ['candidate-3', 'candidate-2']);
    assert.equal(whole.data[0].info.email, 'sparse@example.com');
    assert.deepEqual(keys(byReference), ['candidate-1']);
    assert.deepEqual(source, { code: 400, message: 'Invalid parameters. Unable to find object: source' });
    assert.deepEqual(key, { code: 401, message: 'Unauthorized. Invalid secret key: wrong ' });
  });

  await context.test('every profile of a source, each once', () => {
    const walked = /** @type {{ key: string }[]} */ (lines.at(-1)).map(({ key }) => key);
    const expected = Array.from({ length: 2_000 }, (_, index) => `many-${String(2_000 - index).padStart(4, '0')}`);
    assert.deepEqual(walked, expected);
  });
});
