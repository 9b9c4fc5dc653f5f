// A module is the same wherever it is built, and says nothing of where that was.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, sep } from 'node:path';
import { test } from 'node:test';
import binaryen from 'binaryen';
import { withoutLocations } from '../../pkg/build/locations.mjs';
import { flags, remapped } from '../../pkg/build/remapped.mjs';
import { project } from '../support/installed.js';
import { root } from '../support/root.js';

const FEATURES = ['listing', 'bulk', 'folder', 'files'];
/** Paths of this crate and, remapped, of others; and those that Rust gave its standard library. */
const OWN = /^(src|\/rustc\/[0-9a-f]{40}\/library|\/rust\/deps)\//;

const glue = (/** @type {string} */ feature) => join(root, 'target/bindgen', feature, 'hrflow_wasm_bg.wasm');

test('rustc names no file by where it lies', () => {
  for (const feature of FEATURES) {
    const paths = pathsIn(readFileSync(glue(feature)));
    assert.ok(paths.some((path) => path.startsWith('src/')));
    assert.deepEqual(
      paths.filter((path) => !OWN.test(path)),
      [],
      `${feature}: a crate’s folder is not remapped; see pkg/build/remapped.mjs.`,
    );
  }
});

test('nothing that ships names a source file of Rust, nor a folder of this machine', () => {
  const installed = join(project, 'node_modules/hrflow-wasm');
  const files = readdirSync(installed, { recursive: true, encoding: 'utf8' });
  assert.ok(files.filter((file) => file.endsWith('.wasm')).length >= 3);
  for (const file of files.filter((name) => /\.(wasm|[cm]?js)$/.test(name))) {
    const text = readFileSync(join(installed, file), 'latin1');
    for (const folder of [root, `${homedir()}${sep}`]) assert.ok(!text.includes(folder), `${file} names ${folder}`);
    if (file.endsWith('.wasm')) assert.deepEqual(pathsIn(Buffer.from(text, 'latin1')), [], file);
  }
  for (const feature of FEATURES) {
    assert.deepEqual(pathsIn(readFileSync(join(root, 'target/bindgen', feature, 'module.wasm'))), []);
  }
});

test('each crate of a registry is remapped, wherever the registry is, and none of the workspace', () => {
  const own = { source: null, manifest_path: '/home/a/hrflow-wasm/Cargo.toml' };
  const serde = { source: 'registry+…', manifest_path: '/home/a/registry/src/b/serde-1.0.0/Cargo.toml' };
  const gloo = { source: 'registry+…', manifest_path: '/vendored/gloo/Cargo.toml' };
  assert.deepEqual(flags([serde, own, gloo]), [
    '--remap-path-prefix=/home/a/registry/src/b/serde-1.0.0=',
    '--remap-path-prefix=/vendored/gloo=',
  ]);
  assert.match(remapped().CARGO_ENCODED_RUSTFLAGS, /\/gloo-net-[\d.]+=/);
});

test('a path and what points at it are blanked, and what only looks like it is not', () => {
  const path = 'src/rules/call.rs';
  const record = (/** @type {number[]} */ ...words) =>
    words.flatMap((word) => [...Buffer.from(Uint32Array.of(word).buffer)]);
  const letters = (/** @type {string} */ text) => [...Buffer.from(text)];
  const at = 65_536;
  const padded = letters(`${path}...`);
  const kept = [...letters('kept'), ...record(at, path.length + 1, 3, 4), ...record(at + 4, path.length, 5, 6)];
  const module = binaryen.readBinary(empty([...padded, ...record(at, path.length, 12, 7), ...kept]));
  const [{ data }] = segments(withoutLocations(module.emitBinary()));
  module.dispose();
  assert.deepEqual([...data], [...Array(path.length).fill(0), ...letters('...'), ...Array(16).fill(0), ...kept]);
});

/**
 * @param {number[]} data
 * @returns {Uint8Array} a module with nothing but memory, and these bytes in it
 */
function empty(data) {
  const module = new binaryen.Module();
  const offset = module.i32.const(65_536);
  module.setMemory(2, 2, 'memory', [{ offset, data: Uint8Array.from(data), passive: false }]);
  const binary = module.emitBinary();
  module.dispose();
  return binary;
}

/** @param {Uint8Array} wasm @returns {{ data: Uint8Array }[]} */
function segments(wasm) {
  const module = /** @type {any} */ (binaryen.readBinary(wasm));
  const found = Array.from({ length: module.getNumDataSegments() }, (_, index) =>
    module.getDataSegmentInfo(module.getDataSegmentByIndex(index)),
  ).map(({ data }) => ({ data: new Uint8Array(data) }));
  module.dispose();
  return found;
}

/** @param {Buffer} wasm */
function pathsIn(wasm) {
  return wasm.toString('latin1').match(/[\w./+-]*\/[\w./+-]+\.rs(?![\w])/g) ?? [];
}
