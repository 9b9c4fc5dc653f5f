// Words that Rust and TypeScript both have to know: each list here is tied to the types by tsc, and to the rules by this test.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { LONGEST } from '../../pkg/source/secrecy.mjs';
import { VARIABLES } from '../../src/platform/environment.js';
import { FIELDS } from '../support/fields.js';
import { imported, importedBulk } from '../support/installed.js';
import { root } from '../support/root.js';

/** @type {Record<keyof import('../../pkg/api.js').RequestOptions, true>} */
const OPTIONS = {
  api_secret: true,
  api_user: true,
  api_url: true,
  timeout: true,
  max_retries: true,
  dangerously_allow_browser: true,
  signal: true,
};

/** @type {Record<Exclude<keyof import('../../pkg/bulk-api.js').BulkOptions, keyof typeof OPTIONS>, true>} */
const BULK_OPTIONS = {
  concurrency: true,
  max_requests_per_minute: true,
  page_size: true,
  created_at_min: true,
  created_at_max: true,
  in_order: true,
  on_progress: true,
};

/** @type {Record<import('../../pkg/api.js').HrflowErrorKind, true>} */
const KINDS = {
  argument: true,
  configuration: true,
  environment: true,
  network: true,
  timeout: true,
  redirect: true,
  api: true,
  response: true,
};

/** @type {Record<import('../../pkg/api.js').ProfileSelector extends infer S ? S extends unknown ? keyof S : never : never, true>} */
const SELECTORS = { key: true, reference: true, email: true };

const { listAttachments } = await imported();
const { listProfiles } = await importedBulk();
const api_url = 'https://x.example';

/** @param {any} [selector] @param {object} [options] @returns {Promise<string>} */
const refusal = (selector = { key: 'k' }, options = { api_url }) =>
  listAttachments('s', selector, options).then(
    () => assert.fail('it was listed'),
    ({ message }) => message,
  );

/** @param {string} message */
const quoted = (message) => [...message.matchAll(/`(\w+)`/g)].map(([, name]) => name);

test('the options', async () => {
  const [unknown, ...options] = quoted(await refusal(undefined, { unknown: 1 }));
  assert.deepEqual([unknown, options.sort()], ['unknown', Object.keys(OPTIONS).sort()]);
});

test('the options of bulk, in Rust, in the types and in the README', async () => {
  const unknown = /** @type {object} */ ({ api_url, unknown: 1 });
  const { message } = await listProfiles('s', unknown)
    .next()
    .catch((error) => error);
  const [, ...options] = quoted(message);
  assert.deepEqual(options.sort(), Object.keys({ ...OPTIONS, ...BULK_OPTIONS }).sort());
  assert.deepEqual(
    firstCells('| option, beside those of a call | default | |').sort(),
    Object.keys(BULK_OPTIONS).sort(),
  );
});

test('the selectors', async () => {
  const [unknown, ...selectors] = quoted(await refusal({ unknown: 1 }));
  assert.deepEqual([unknown, selectors.sort()], ['unknown', Object.keys(SELECTORS).sort()]);
});

test('the environment variables', async () => {
  const missing = [await refusal(undefined, {}), await refusal(undefined, { api_secret: 'k' })];
  const named = missing.map((message) => /environment variable (\w+)/.exec(message)?.[1]);
  assert.deepEqual(
    named,
    VARIABLES.map(([, variable]) => variable),
  );
});

test('the fields', async (context) => {
  context.mock.method(globalThis, 'fetch', async () => Response.json({ data: [{}] }));
  const [attachment] = await listAttachments('s', { key: 'k' }, { api_url });
  assert.deepEqual(Object.keys(attachment).sort(), FIELDS.map(([name]) => name).sort());
});

const README = readFileSync(join(root, 'README.md'), 'utf8');

/** @param {string} head of a table in the README @returns {string[]} what its first cells quote */
function firstCells(head) {
  const [rows] = README.split(`${head}\n`)[1].split('\n\n');
  return rows.split('\n').flatMap((row) => [...row.split('|')[1].matchAll(/`(\w+)`/g)].map(([, name]) => name));
}

test('the options and fields of the README', () => {
  assert.deepEqual(firstCells('| option | default | |').sort(), Object.keys(OPTIONS).sort());
  assert.deepEqual(firstCells('| field | type | what it is |').sort(), FIELDS.map(([name]) => name).sort());
});

test('the statuses that are tried again, in Rust, in the types, in the README and in the proxy', () => {
  const read = (/** @type {string} */ path) => readFileSync(join(root, path), 'utf8');
  const numbers = (/** @type {string} */ text) => (text.match(/\b\d{3}\b/g) ?? []).map(Number);
  const rust = numbers(/RETRYABLE_STATUSES: .* = \[(.*)\]/.exec(read('src/rules/error.rs'))?.[1] ?? '');
  assert.ok(rust.length > 4);
  const [, told] = /const PASSED_ON = \[(.*)\]/.exec(read('pkg/source/proxy.mjs')) ?? [];
  for (const status of rust) assert.ok(numbers(String(told)).includes(status), `the proxy passes ${status} on`);
  for (const path of ['README.md', 'pkg/api.d.ts']) {
    const [, list] =
      /(?:a timeout,? or|one of the statuses) ((?:\d{3}[, and]*)+)/.exec(read(path).replace(/\s+\*?\s*/g, ' ')) ?? [];
    assert.deepEqual(numbers(String(list)), rust, path);
  }
});

test('the kinds of error, in Rust, in the types and in the README', () => {
  const rust = readFileSync(join(root, 'src/rules/error.rs'), 'utf8').matchAll(/ErrorKind::\w+ => "(\w+)"/g);
  const readme = readFileSync(join(root, 'README.md'), 'utf8')
    .split('| `kind` |')[1]
    .matchAll(/^\| `(\w+)` \|/gm);
  for (const found of [rust, readme]) {
    const names = [...found].map(([, name]) => name);
    assert.deepEqual(names.slice(0, 8).sort(), Object.keys(KINDS).sort());
  }
});

test('every document says how long a list of the proxy’s may be', () => {
  for (const document of ['README.md', 'SECURITY.md', 'pkg/proxy-api.d.ts', 'pkg/source/proxy.mjs']) {
    const said = readFileSync(join(root, document), 'utf8').match(/longer than (\d+) MiB/g);
    assert.deepEqual(said, [`longer than ${LONGEST / 2 ** 20} MiB`], document);
  }
});
