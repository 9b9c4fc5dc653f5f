// Each built-in throws once while a folder is filled, at each of its calls: the run ends, nothing is left for nobody to catch, and
// the next run comes to its end.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { root } from '../support/root.js';

test('a built-in that throws once leaves no run pending, and the next one works', { timeout: 300_000 }, async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [join(root, 'tests/faults/export-built-ins.js')]);
  const { tried, faults } = JSON.parse(stdout);
  assert.ok(tried > 250, `${tried} calls were tried`);
  assert.deepEqual(faults, []);
});
