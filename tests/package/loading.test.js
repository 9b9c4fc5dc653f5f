// Importing runs nothing; the module is started once, at the first call; a failure is not for ever.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { imported } from '../installed.js';

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
