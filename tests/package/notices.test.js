// What ships of others is in the notices, all of it: beside what the build knows, seen by what it left behind.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { build } from 'esbuild';
import { taken } from '../../pkg/build/licences.mjs';
import { BANNER, missing, NOTICES, notices, SAID_FIRST } from '../../pkg/build/notices.mjs';
import { crates, packages } from '../../pkg/build/third-party.mjs';
import { functions } from '../support/functions.js';
import { project } from '../support/installed.js';
import { root } from '../support/root.js';

const installed = join(project, 'node_modules/hrflow-wasm');
const shipped = readFileSync(join(installed, NOTICES), 'utf8');
const components = [...crates(), ...packages()];

/** The crates that make up `std` for whoever links it. */
const STD = ['alloc', 'core', 'std', '__rustc'];

test('the notices have each crate and package that the build knows', () => {
  assert.ok(components.length > 20);
  assert.deepEqual(missing(shipped, components), []);
});

test('a crate or package that is taken out of the notices is missed', () => {
  for (const component of components) {
    const without = components.filter((one) => one !== component);
    const missed = missing(notices(SAID_FIRST, without), components);
    assert.deepEqual(missed, [`${component.name} ${component.version} is not listed`]);
    const textless = [...without, { ...component, texts: component.texts.slice(1) }];
    assert.match(missing(notices(SAID_FIRST, textless), components).join(), /lacks the text that begins/);
    const elsewhere = [...without, { ...component, files: component.files.slice(1) }];
    assert.notEqual(missing(notices(SAID_FIRST, elsewhere), components).length, 0);
  }
});

test('each crate that gave a module a function is in the notices', () => {
  const linked = linkedCrates();
  for (const name of ['core', 'gloo_net', 'hashbrown', 'serde_core', 'wasm_bindgen']) assert.ok(linked.has(name), name);
  assert.deepEqual(unlisted(shipped, linked), []);
  for (const name of linked) {
    const listed = components.filter((one) => crateOf(one.name) !== (STD.includes(name) ? 'std' : name));
    assert.ok(unlisted(notices(SAID_FIRST, listed), linked).includes(name), name);
  }
});

test('the packages in the notices are those that the source imports, with what these depend on', () => {
  const listed = packages().filter(({ name }) => name !== 'esbuild');
  assert.deepEqual(listed.map(({ name, version }) => `${name} ${version}`).sort(), dependencies(imports()));
});

test('bundles with code of others say so, in bundles of users too', async () => {
  const dist = join(installed, 'dist');
  const bundles = readdirSync(dist).filter((name) => !name.endsWith('.wasm'));
  const saying = bundles.filter((name) => readFileSync(join(dist, name), 'utf8').includes(BANNER));
  const named = components.filter(({ name }) => name !== 'esbuild').flatMap(({ files }) => files);
  const expected = [...new Set(named)].filter((file) => !file.endsWith('.wasm')).sort();
  assert.deepEqual(saying.map((name) => `dist/${name}`).sort(), expected);

  const stdin = { contents: "import Hrflow from 'hrflow-wasm'; console.log(Hrflow);", resolveDir: project };
  const { outputFiles } = await build({ stdin, bundle: true, minify: true, write: false, format: 'esm' });
  // esbuild puts such comments at the end, in a list.
  assert.ok(outputFiles[0].text.includes(`see hrflow-wasm/${NOTICES}`));
});

test('of a licence’s expression what is allowed is taken', () => {
  assert.deepEqual(taken('Apache-2.0 OR MIT', 'a'), ['MIT']);
  assert.deepEqual(taken('MIT/Apache-2.0', 'a'), ['MIT']);
  assert.deepEqual(taken('GPL-3.0-only OR Zlib', 'a'), ['Zlib']);
  assert.deepEqual(taken('(MIT OR Apache-2.0) AND Unicode-3.0', 'a'), ['MIT', 'Unicode-3.0']);
  assert.deepEqual(taken('Apache-2.0 WITH LLVM-exception', 'a'), ['Apache-2.0 WITH LLVM-exception']);
  for (const expression of ['GPL-3.0-only', 'MIT AND MPL-2.0', 'GPL-3.0-only WITH Classpath-exception-2.0']) {
    assert.throws(() => taken(expression, 'left-pad 1.0.0'), /left-pad 1\.0\.0 is licensed .* does not allow/);
  }
});

test('a package with another licence, or without its text, is refused', (context) => {
  const folder = mkdtempSync(join(root, 'target/notices-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const inputs = (/** @type {string} */ license, /** @type {string} */ text) => {
    const path = join(folder, 'node_modules/left-pad');
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, 'package.json'), JSON.stringify({ name: 'left-pad', version: '1.0.0', license }));
    writeFileSync(join(path, 'LICENSE'), text);
    return { 'dist/a.mjs': [join(relative(root, path), 'index.js').replaceAll('\\', '/')] };
  };
  const isc = readFileSync(join(root, 'node_modules/semver/LICENSE'), 'utf8');
  assert.deepEqual(packages(inputs('ISC', isc))[0].texts, [isc.trim()]);
  assert.throws(() => packages(inputs('AGPL-3.0-only', isc)), /left-pad 1\.0\.0 is licensed AGPL-3\.0-only/);
  assert.throws(() => packages(inputs('MIT', isc)), /left-pad 1\.0\.0 has no text of its licence MIT/);
});

/** @returns {Set<string>} the crates, as Rust names them, whose functions the linker put into a module */
function linkedCrates() {
  const folder = join(root, 'target/bindgen');
  const modules = ['listing', 'bulk', 'folder', 'files'].map((name) => join(folder, name, 'hrflow_wasm_bg.wasm'));
  const names = modules.flatMap((module) => functions(module).map(({ name }) => name));
  const paths = names.flatMap((name) => [...name.matchAll(/(?<![\w:}>])([a-z_]\w+)(?:\[[0-9a-f]+\])?::/g)]);
  return new Set(paths.map(([, crate]) => crate).filter((crate) => crate !== 'hrflow_wasm'));
}

/**
 * @param {string} text
 * @param {Set<string>} linked
 */
function unlisted(text, linked) {
  const listed = [...text.matchAll(/^ {2}(\S+) \S+ \(/gm)].map(([, name]) => crateOf(name));
  return [...linked].filter((name) => !listed.includes(STD.includes(name) ? 'std' : name));
}

/** @param {string} name of a package of Cargo’s */
const crateOf = (name) => name.replaceAll('-', '_');

/** @returns {string[]} the npm packages that pkg/source imports */
function imports() {
  const source = join(root, 'pkg/source');
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.mjs'));
  const code = files.map((name) => readFileSync(join(source, name), 'utf8').replaceAll(/^\s*(\*|\/\/|\/\*).*$/gm, ''));
  const names = code.flatMap((text) => [...text.matchAll(/\b(?:from|import) ?\(?'((?:@[\w.-]+\/)?[a-z][\w.-]*)[/']/g)]);
  return [...new Set(names.map(([, name]) => name))].filter((name) => !/^(hrflow-wasm|wasm-.*)$/.test(name));
}

/**
 * @param {string[]} names
 * @returns {string[]} them and all that they depend on, with their versions, by the lock file alone
 */
function dependencies(names) {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  /** @type {Map<string, string>} */
  const found = new Map();
  /** @type {(name: string, folder: string) => void} */
  const add = (name, folder) => {
    const path = `${folder}node_modules/${name}`;
    if (!packages[path]) return add(name, folder.replace(/node_modules\/(@[^/]+\/)?[^/]+\/$/, ''));
    if (found.has(path)) return;
    found.set(path, `${name} ${packages[path].version}`);
    for (const dependency of Object.keys(packages[path].dependencies ?? {})) add(dependency, `${path}/`);
  };
  for (const name of names) add(name, '');
  return [...found.values()].sort();
}
