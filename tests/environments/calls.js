// What each environment runs: a success, a 401 and an abort, against the stand-in whose address is put for STANDIN_URL.

import { API_SECRET, API_USER } from '../../www/standin/api.js';

export const EXPECTED = '2 api 401 left';

const THREE = `
const options = { api_url: 'STANDIN_URL', api_secret: '${API_SECRET}', api_user: '${API_USER}', dangerously_allow_browser: true };
const profile = { key: 'profile_key' };
const listed = await listAttachments('source_key', profile, options);
const refused = await listAttachments('source_key', profile, { ...options, api_secret: 'wrong-key' }).catch((error) => error);
const controller = new AbortController();
const call = listAttachments('source_key', profile, { ...options, signal: controller.signal }).catch((reason) => reason);
controller.abort('left');
const outcome = [listed.length, refused.kind, refused.status, await call].join(' ');
`;

const IMPORT = "import { listAttachments } from 'hrflow-wasm';";

/** Scripts, which print it. */
export const ESM = `${IMPORT}\n${THREE}console.log(outcome);`;
export const COMMONJS = `const { listAttachments } = require('hrflow-wasm');\n(async () => {${THREE}console.log(outcome);})();`;

/**
 * @param {string} imports
 * @param {string} calls which make the `outcome`
 */
function runs(imports, calls) {
  return `${imports}
async function call() {${calls}return outcome;}
export const run = () => call().catch((error) => 'failed: ' + error);`;
}

/** A module that exports it, as `run`. */
export const RUN = runs(IMPORT, THREE);

/** The same of a site that serves the package's files as they are. */
export const PLAIN = RUN.replace("'hrflow-wasm'", "'./node_modules/hrflow-wasm/dist/index.mjs'");

const WHOLE = `
const options = { api_url: 'STANDIN_URL', api_secret: '${API_SECRET}', api_user: '${API_USER}', dangerously_allow_browser: true };
let listed = 0;
for await (const { attachments } of listAttachmentsOfProfiles('source_key', listProfiles('source_key', options), options)) listed += attachments.length;
const refused = await listProfiles('source_key', { ...options, api_secret: 'wrong-key' }).next().catch((error) => error);
const isOne = refused instanceof HrflowError;
const controller = new AbortController();
const call = listProfiles('source_key', { ...options, signal: controller.signal }).next().catch((reason) => reason);
controller.abort('left');
const outcome = [listed, refused.kind, isOne && refused.status, await call].join(' ');
`;

const IMPORT_BULK = `import { HrflowError } from 'hrflow-wasm';
import { listAttachmentsOfProfiles, listProfiles } from 'hrflow-wasm/bulk';`;

/** The same of a whole source: every profile, and what is attached to each. */
export const BULK = {
  ESM: `${IMPORT_BULK}\n${WHOLE}console.log(outcome);`,
  COMMONJS: `const { HrflowError } = require('hrflow-wasm');
const { listAttachmentsOfProfiles, listProfiles } = require('hrflow-wasm/bulk');
(async () => {${WHOLE}console.log(outcome);})();`,
  RUN: runs(IMPORT_BULK, WHOLE),
  PLAIN: runs(IMPORT_BULK, WHOLE)
    .replace("'hrflow-wasm'", "'./node_modules/hrflow-wasm/dist/index.mjs'")
    .replace("'hrflow-wasm/bulk'", "'./node_modules/hrflow-wasm/dist/bulk.mjs'"),
};

const FILES = `
const options = { source_key: 'many', api_url: 'STANDIN_URL', api_secret: '${API_SECRET}', api_user: '${API_USER}' };
const profiles = [{ key: 'many-0001' }];
const exported = await exportAttachments({ ...options, profiles, directory: 'files' });
const { files, differences } = await verifyExport('files');
const refused = await exportAttachments({ ...options, directory: 'refused', api_secret: 'wrong-key' }).catch((error) => error);
const isOne = refused instanceof HrflowError;
const controller = new AbortController();
const call = exportAttachments({ ...options, directory: 'left', signal: controller.signal }).catch((reason) => reason);
controller.abort('left');
const outcome = [differences.length === 0 && exported.fetched === files && files, refused.kind, isOne && refused.status, await call].join(' ');
`;

/** The same of files on disk. */
export const EXPORT = {
  ESM: `import { HrflowError } from 'hrflow-wasm';
import { exportAttachments, verifyExport } from 'hrflow-wasm/export';
${FILES}console.log(outcome);`,
  COMMONJS: `const { HrflowError } = require('hrflow-wasm');
const { exportAttachments, verifyExport } = require('hrflow-wasm/export');
(async () => {${FILES}console.log(outcome);})();`,
};

/** A test file over a `fetch` of its own, with `test`, `expect` and `listAttachments` as `globals` bring them. */
export const mocked = (/** @type {string} */ globals, /** @type {string} */ environment) => `${globals}
const api_url = 'https://x.example';
test('lists', async () => {
  expect(typeof document).toBe('${environment === 'jsdom' ? 'object' : 'undefined'}');
  globalThis.fetch = async () => ({ ok: true, status: 200, json: async () => ({ data: [{ alt: 'a' }] }) });
  const [{ alt }] = await listAttachments('s', { key: 'k' }, { api_url });
  expect(alt).toBe('a');
  globalThis.fetch = async () => ({ ok: false, status: 401, json: async () => ({ code: 401, message: 'no' }) });
  const error = await listAttachments('s', { key: 'k' }, { api_url }).catch((error) => error);
  expect([error.kind, error.status]).toEqual(['api', 401]);
  const signal = AbortSignal.abort('left');
  await expect(listAttachments('s', { key: 'k' }, { api_url, signal })).rejects.toBe('left');
});`;

/** The same with node:test. */
export const MOCKED_IN_NODE = `${IMPORT}
import assert from 'node:assert/strict';
import { test } from 'node:test';
const api_url = 'https://x.example';
test('lists', async ({ mock }) => {
  const fetch = mock.method(globalThis, 'fetch', async () => Response.json({ data: [{ alt: 'a' }] }));
  const [{ alt }] = await listAttachments('s', { key: 'k' }, { api_url });
  assert.equal(alt, 'a');
  fetch.mock.mockImplementation(async () => Response.json({ code: 401, message: 'no' }, { status: 401 }));
  await assert.rejects(listAttachments('s', { key: 'k' }, { api_url }), { kind: 'api', status: 401 });
  const signal = AbortSignal.abort('left');
  await assert.rejects(listAttachments('s', { key: 'k' }, { api_url, signal }), (reason) => reason === 'left');
});`;

/** A test file over MSW. */
export const WITH_MSW = (/** @type {string} */ globals, /** @type {string} */ environment) => `${globals}
import { delay, http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
const api_secret = 'a-key';
const options = { api_secret, api_user: 'user@example.com', dangerously_allow_browser: true };
const server = setupServer(
  http.get('https://api.hrflow.ai/v1/profile/indexing/attachments', async ({ request }) => {
    const key = new URL(request.url).searchParams.get('key');
    if (key === 'late') await delay('infinite');
    if (request.headers.get('X-API-KEY') !== api_secret) return HttpResponse.json({ code: 401, message: 'no' }, { status: 401 });
    return HttpResponse.json({ data: [{ alt: key }] });
  }),
);
test('lists', async () => {
  expect(typeof document).toBe('${environment === 'jsdom' ? 'object' : 'undefined'}');
  server.listen({ onUnhandledRequest: 'error' });
  const [{ alt }] = await listAttachments('s', { key: 'a b' }, options);
  expect(alt).toBe('a b');
  const error = await listAttachments('s', { key: 'k' }, { ...options, api_secret: 'wrong' }).catch((error) => error);
  expect([error.kind, error.status]).toEqual(['api', 401]);
  const controller = new AbortController();
  const call = listAttachments('s', { key: 'late' }, { ...options, signal: controller.signal });
  setTimeout(() => controller.abort('left'), 50);
  await expect(call).rejects.toBe('left');
  server.close();
});`;
