// Whatever of JavaScript's own throws for a moment: every call ends, and nothing is thrown to nobody.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { root } from '../support/root.js';

test('one built-in at a time throws: as calls begin, as answers come, at an abort, at the start; and once where nothing answers', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [join(root, 'tests/faults/built-ins.js')]);
  const { tried, thrown, faults } = JSON.parse(stdout);
  assert.deepEqual(faults, []);
  assert.ok(tried > 400 && thrown > 200, `${tried}, ${thrown}`);
});
