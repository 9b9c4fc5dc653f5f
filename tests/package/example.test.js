// The vendor page's JavaScript example, in Node.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { data, example, SELECTORS } from '../support/example.js';
import { project } from '../support/installed.js';
import { startStandin } from '../support/standin.js';

/** @type {Awaited<ReturnType<typeof startStandin>>} */
let standin;
before(async () => {
  standin = await startStandin();
});
after(() => standin.close());

/**
 * @param {string} script in the project
 * @returns {Promise<unknown>} what it logs
 */
async function logged(script) {
  // What the example logs, whole: Node's own log leaves out what is deep.
  const preload = 'data:text/javascript,console.log=(value)=>process.stdout.write(JSON.stringify(value))';
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', preload, script], { cwd: project });
  return JSON.parse(stdout);
}

for (const selector of SELECTORS) {
  for (const [form, name] of /** @type {const} */ ([
    ['ESM', 'example.mjs'],
    ['CommonJS', 'example.cjs'],
  ])) {
    test(`${form}, by ${selector}`, async () => {
      const script = join(project, name);
      writeFileSync(script, example({ selector, options: { api_url: standin.api_url }, require: form === 'CommonJS' }));
      assert.deepEqual(await logged(script), data);
    });
  }
}
