// What npm's own judges say of the tarball.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { project, tarball } from '../support/installed.js';
import { root } from '../support/root.js';

/** @param {string} script of node_modules @param {string[]} args */
function node(script, args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'node_modules', script), ...args], {
    encoding: 'utf8',
  });
  assert.equal(status, 0, stdout + stderr);
  return stdout;
}

const installed = join(project, 'node_modules', 'hrflow-wasm');

test('publint finds nothing wrong', () => {
  const said = node('publint/src/cli.js', ['run', tarball(), '--strict']);
  assert.match(said, /All good!/);
});

/** What is for pages alone, and so is ES modules alone. */
const OF_PAGES = ['element', 'element/class', 'element/react', 'element/svelte', 'element/vue'];

for (const [which, options] of /** @type {[string, string[]][]} */ ([
  ['entries', ['--exclude-entrypoints', ...OF_PAGES]],
  ['entries that are for pages alone', ['--entrypoints', ...OF_PAGES, '--profile', 'esm-only']],
])) {
  test(`arethetypeswrong finds nothing wrong with the ${which}`, () => {
    node('@arethetypeswrong/cli/dist/index.js', [tarball(), '--format', 'ascii', '--no-color', ...options]);
  });
}

test('it has no dependencies, and only what users need', () => {
  const { dependencies, sideEffects } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  assert.equal(dependencies, undefined);
  assert.deepEqual(sideEffects, ['./dist/element.mjs']);
  const files = readdirSync(installed, { recursive: true }).filter((name) =>
    statSync(join(installed, String(name))).isFile(),
  );
  assert.deepEqual(files.sort(), [
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'THIRD-PARTY-NOTICES.txt',
    'api.d.ts',
    'bulk-api.d.ts',
    'bulk.d.cts',
    'bulk.d.mts',
    'bulk/package.json',
    'custom-elements.json',
    'dist/bulk-edge.mjs',
    'dist/bulk.cjs',
    'dist/bulk.mjs',
    'dist/command.mjs',
    'dist/edge.mjs',
    'dist/element-class.mjs',
    'dist/element-downloads.mjs',
    'dist/element-french.mjs',
    'dist/element-parts.mjs',
    'dist/element-pdf.mjs',
    'dist/element-zip.mjs',
    'dist/element.mjs',
    'dist/export.cjs',
    'dist/export.mjs',
    'dist/file-rules-edge.mjs',
    'dist/file-rules.cjs',
    'dist/file-rules.mjs',
    'dist/hrflow_wasm.wasm',
    'dist/hrflow_wasm_bulk.wasm',
    'dist/hrflow_wasm_files.wasm',
    'dist/index.cjs',
    'dist/index.mjs',
    'dist/proxy.cjs',
    'dist/proxy.mjs',
    'element-api.d.ts',
    'element.d.mts',
    'element/class.d.mts',
    'element/react.d.mts',
    'element/svelte.d.mts',
    'element/template.d.ts',
    'element/vue.d.mts',
    'export-api.d.ts',
    'export.d.cts',
    'export.d.mts',
    'export/package.json',
    'index.d.cts',
    'index.d.mts',
    'package.json',
    'proxy-api.d.ts',
    'proxy.d.cts',
    'proxy.d.mts',
    'proxy/package.json',
  ]);
});
