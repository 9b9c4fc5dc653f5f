// `hrflow-wasm/element` where there is no page.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { project } from '../support/installed.js';

const installed = join(project, 'node_modules/hrflow-wasm');
const imported = (/** @type {string} */ file) => import(pathToFileURL(join(installed, 'dist', file)).href);

test('importing it on a server is safe, and defines nothing', async () => {
  const { HrflowAttachments, ...others } = await imported('element.mjs');
  const { default: same, HrflowAttachments: named, ...rest } = await imported('element-class.mjs');
  assert.equal(typeof HrflowAttachments, 'function');
  assert.ok(HrflowAttachments === same && same === named);
  assert.deepEqual([others, rest], [{}, {}], 'the class alone');
  assert.equal(HrflowAttachments.name, 'HrflowAttachments');
  assert.equal('customElements' in globalThis, false);
});

test('the one module with an effect is named', () => {
  const { sideEffects, exports } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  assert.deepEqual(sideEffects, [exports['./element'].default]);
});

test('every property that the types have is one of the class, and is documented', async () => {
  const { HrflowAttachments } = await imported('element.mjs');
  const types = readFileSync(join(installed, 'element-api.d.ts'), 'utf8');
  const [, body] = /class HrflowAttachments extends HTMLElement \{\n([\s\S]*?)\n {2}addEventListener/.exec(types) ?? [];
  const documented = [...body.matchAll(/\*\/\n {2}(\w+)[:(]/g)].map(([, name]) => name);
  const declared = [...body.matchAll(/^ {2}(\w+)[:(]/gm)].map(([, name]) => name);
  assert.deepEqual(documented, declared);
  assert.ok(declared.length > 15, String(declared));
  for (const name of declared) assert.ok(name in HrflowAttachments.prototype, name);
});
