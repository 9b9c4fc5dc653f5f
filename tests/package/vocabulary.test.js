// Words that Rust and TypeScript both have to know: each list here is tied to the types by tsc, and to the rules by this test.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { LONGEST } from '../../pkg/source/secrecy.mjs';
import { VARIABLES } from '../../src/platform/environment.js';
import { PAGES } from '../../www/guide/pages.js';
import { DOCUMENTS, rowsUnder } from '../support/documents.js';
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

test('the options of bulk, in Rust, in the types and in the guide', async () => {
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

/** @param {string} head of a table in the guide @returns {string[]} what its first cells quote */
const firstCells = (head) => rowsUnder(head).flatMap((row) => quoted(row.split('|')[1]));

test('the options and fields of the guide', () => {
  assert.deepEqual(firstCells('| option | default | |').sort(), Object.keys(OPTIONS).sort());
  assert.deepEqual(firstCells('| field | type | what it is |').sort(), FIELDS.map(([name]) => name).sort());
});

test('the statuses that are tried again, in Rust, in the types, in the guide and in the proxy', () => {
  const read = (/** @type {string} */ path) => readFileSync(join(root, path), 'utf8');
  const numbers = (/** @type {string} */ text) => (text.match(/\b\d{3}\b/g) ?? []).map(Number);
  const rust = numbers(/RETRYABLE_STATUSES: .* = \[(.*)\]/.exec(read('src/rules/error.rs'))?.[1] ?? '');
  assert.ok(rust.length > 4);
  const [, passed] = /const PASSED_ON = \[(.*)\]/.exec(read('pkg/source/proxy.mjs')) ?? [];
  for (const status of rust) assert.ok(numbers(String(passed)).includes(status), `the proxy passes ${status} on`);
  const told = [{ path: 'pkg/api.d.ts', text: read('pkg/api.d.ts') }, ...DOCUMENTS].flatMap(({ path, text }) =>
    [...text.replace(/\s+\*?\s*/g, ' ').matchAll(/\b408(?:, \d{3})+(?: (?:and|or) \d{3})?/g)].map(([list]) => ({
      path,
      list,
    })),
  );
  for (const { path, list } of told) assert.deepEqual(numbers(list), rust, path);
  for (const path of ['pkg/api.d.ts', 'www/guide/calls.md', 'www/guide/errors.md']) {
    assert.ok(
      told.some((one) => one.path === path),
      path,
    );
  }
});

test('the kinds of error, in Rust, in the types and in the guide', () => {
  const rust = readFileSync(join(root, 'src/rules/error.rs'), 'utf8').matchAll(/ErrorKind::\w+ => "(\w+)"/g);
  const table = firstCells('| `kind` | when | what to do | carries |');
  const pages = PAGES.flatMap(({ pages = [] }) => pages).map(({ file }) => file.replace(/^errors\/(.*)\.md$/, '$1'));
  for (const names of [Array.from(rust, ([, name]) => name), table, pages]) {
    assert.deepEqual(names.sort(), Object.keys(KINDS).sort());
  }
});

test('every document says how long a list of the proxy’s may be', () => {
  for (const document of ['www/guide/proxy.md', 'SECURITY.md', 'pkg/proxy-api.d.ts', 'pkg/source/proxy.mjs']) {
    const said = readFileSync(join(root, document), 'utf8').match(/longer than (\d+) MiB/g);
    assert.deepEqual(said, [`longer than ${LONGEST / 2 ** 20} MiB`], document);
  }
});
