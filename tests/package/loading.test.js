// Importing runs nothing; the module is started once, at the first call; a failure is not for ever.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { getEventListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { imported, project } from '../support/installed.js';

test('a start that fails says why, and the next call tries again', async (context) => {
  const real = WebAssembly.instantiate;
  const instantiate = context.mock.method(WebAssembly, 'instantiate', async () => {
    throw new WebAssembly.CompileError('blocked by CSP');
  });
  const { listAttachments } = await imported();
  assert.equal(instantiate.mock.callCount(), 0, 'importing starts nothing');
  const call = () => listAttachments('', { key: 'k' }).catch((error) => error);
  const failed = await call();
  assert.deepEqual([failed.name, failed.kind], ['HrflowError', 'environment']);
  assert.match(failed.message, /'wasm-unsafe-eval'/);
  assert.match(failed.cause.message, /blocked by CSP/);
  instantiate.mock.mockImplementation(/** @type {any} */ (real));
  const kinds = (await Promise.all([call(), call(), call()])).map(({ kind }) => kind);
  assert.deepEqual(kinds, ['argument', 'argument', 'argument']);
  assert.equal(instantiate.mock.callCount(), 2, 'one failure, then one start for three calls');
});

test('an abort is heard while the module starts', async (context) => {
  const { listAttachments } = await imported('abort');
  const real = WebAssembly.instantiate;
  /** @type {(value?: unknown) => void} */
  let go = () => {};
  const gone = new Promise((resolve) => {
    go = resolve;
  });
  const slow = async (/** @type {[any, any]} */ ...call) => {
    await gone;
    return real(...call);
  };
  context.mock.method(WebAssembly, 'instantiate', /** @type {any} */ (slow));
  const controller = new AbortController();
  const aborted = listAttachments('s', { key: 'k' }, { api_url: 'https://x.example', signal: controller.signal });
  const other = listAttachments('', { key: 'k' }).catch(({ kind }) => kind);
  controller.abort('left');
  await assert.rejects(aborted, (reason) => reason === 'left');
  assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
  go();
  assert.equal(await other, 'argument');
});

test('where there is no WebAssembly at all, no policy is blamed', () => {
  const script =
    "import('hrflow-wasm').then(({ listAttachments }) => listAttachments('s', { key: 'k' })).catch((error) => console.log(error.kind, error.message))";
  const said = execFileSync(process.execPath, ['--jitless', '--eval', script], { cwd: project, encoding: 'utf8' });
  assert.match(said, /^environment There is no WebAssembly here/);
});

test('each realm has an instance of its own, over its own `fetch`', async () => {
  const code = readFileSync(join(project, 'node_modules/hrflow-wasm/dist/index.cjs'), 'utf8');
  /** @param {string} alt */
  const realm = (alt) => {
    const fetch = async () => ({ ok: true, status: 200, json: async () => ({ data: [{ alt }] }) });
    const module = { exports: {} };
    runInNewContext(code, { fetch, module, exports: module.exports, AbortController, setTimeout, clearTimeout, URL });
    return /** @type {typeof import('../../pkg/index.d.cts')} */ (module.exports);
  };
  const [one, other] = [realm('one'), realm('other')];
  const call = (/** @type {typeof one} */ { listAttachments }) =>
    listAttachments('s', { key: 'k' }, { api_url: 'https://x.example' });
  const [[first], [second]] = await Promise.all([call(one), call(other)]);
  assert.deepEqual([first.alt, second.alt], ['one', 'other']);
  const error = await one.listAttachments('', { key: 'k' }).catch((error) => error);
  assert.deepEqual(
    [error instanceof one.HrflowError, error instanceof other.HrflowError, error.name, error.kind],
    [true, false, 'HrflowError', 'argument'],
  );
});
