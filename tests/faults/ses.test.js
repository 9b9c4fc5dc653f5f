// SES freezes the platform's own objects, and its compartments have no clock and no chance.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

test('the package works in a compartment after lockdown', () => {
  const script = fileURLToPath(new URL('ses.js', import.meta.url));
  assert.match(execFileSync(process.execPath, [script], { encoding: 'utf8' }), /all of it holds/);
});
