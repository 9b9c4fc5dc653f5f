// Fewer crossings are most of what makes a call fast beside others; nothing adds one unnoticed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { attachment, countCrossings, sum } from '../support/crossings.js';
import { imported } from '../support/installed.js';

test('one call crosses between JavaScript and the core so many times, and no more', async () => {
  const { imports, exports, promises } = await countCrossings(() => imported('crossings'));
  const counts = { imports: sum(imports), exports: sum(exports), promises };
  assert.deepEqual(counts, { imports: 13, exports: 7, promises: 14 }, inspect({ imports, exports }));
});

test('a list of empty items crosses no more often than one of full ones', async () => {
  const crossed = (/** @type {object} */ item, /** @type {string} */ name) =>
    countCrossings(
      () => imported(name),
      Array.from({ length: 64 }, () => item),
    );
  const [empty, full] = [await crossed({}, 'crossings-empty'), await crossed(attachment, 'crossings-full')];
  assert.deepEqual(empty, full);
});
