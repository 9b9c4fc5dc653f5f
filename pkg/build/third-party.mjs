// The code of others in what ships: the crates in the modules, with Rust's standard library, and the npm packages in the bundles.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { output, root } from './command.mjs';
import { allCrates, FEATURES, TARGET } from './crates.mjs';
import { asksForText, isTextOf, taken } from './licences.mjs';

/** @typedef {import('./crates.mjs').Crate} Crate */

/**
 * @typedef {object} Component
 * @property {string} name
 * @property {string} version
 * @property {string} licence its SPDX expression
 * @property {string[]} taken the licences of it that are taken, by SPDX's names
 * @property {string[]} texts theirs, with the copyright lines
 * @property {string} purl
 * @property {{ algorithm: 'SHA-256' | 'SHA-512', hex: string }} [checksum] of the archive that the registry has
 * @property {string[]} files of the package that it is in
 */

/**
 * The inputs of each file that is built, as esbuild's metafile names them.
 * @typedef {Record<string, string[]>} Inputs
 */

/** Where the build writes the inputs of what is in pkg/dist. */
export const INPUTS = join(root, 'target', 'inputs.json');

/** How an input is named that holds compiled Rust, or wasm-bindgen's glue. */
const COMPILED = /^core:/;

/**
 * What of Rust's standard library can be linked: its licences stand in rust-lang/rust (library/, library/compiler-builtins) and are
 * not in what rustup installs. The allocator, the unwinder and the reader of backtraces are not linked on this target.
 * @type {{ name: string, licence: string, texts: string[], under?: string }[]}
 */
const STANDARD_LIBRARY = [
  { name: 'std', licence: '(MIT OR Apache-2.0) AND Unicode-3.0', texts: ['rust', 'unicode'], under: 'library' },
  {
    name: 'compiler_builtins',
    licence: 'MIT AND Apache-2.0 WITH LLVM-exception AND (MIT OR Apache-2.0)',
    texts: ['compiler-builtins'],
    under: 'library/compiler-builtins',
  },
  { name: 'hashbrown', licence: 'MIT OR Apache-2.0', texts: ['hashbrown'] },
];

/**
 * Crates that were published without the licence texts of their repository.
 * @type {Record<string, string>}
 */
const TEXTS_OF_REPOSITORIES = { 'gloo-net': 'gloo', 'gloo-utils': 'gloo' };

/**
 * The crates that are compiled for the modules. Of some the linker may have left nothing.
 * @param {Inputs} [inputs]
 * @returns {Component[]}
 */
export function crates(inputs = builtInputs()) {
  const files = Object.keys(inputs).filter((file) => inputs[file].some((input) => COMPILED.test(input)));
  if (files.length === 0) return [];
  const checksums = checksumsOfCrates();
  const all = allCrates();
  const edges = ['--edges', 'normal,no-proc-macro', '--no-dedupe', '--prefix', 'none'];
  const tree = ['tree', '--package', 'hrflow-wasm', ...FEATURES, '--target', TARGET, ...edges];
  const lines = output('cargo', tree).trim().split('\n');
  const compiled = [...new Set(lines.map((line) => line.split(' ').slice(0, 2).join(' ')))]
    .filter((crate) => !crate.startsWith('hrflow-wasm '))
    .map((crate) => {
      const [name, version] = crate.split(' v');
      const found = /** @type {Crate} */ (all.find((one) => one.name === name && one.version === version));
      const kept = TEXTS_OF_REPOSITORIES[name];
      const texts = kept ? [textKept(kept)] : textsIn(dirname(found.manifest_path));
      const hex = checksums.get(crate);
      return component({
        ...{ name, version, licence: found.license, texts, files, purl: `pkg:cargo/${name}@${version}` },
        ...(hex && { checksum: { algorithm: 'SHA-256', hex } }),
      });
    });
  return [...compiled.sort(byName), ...standardLibrary(files)];
}

/**
 * The npm packages in bundles.
 * @param {Inputs} [inputs]
 * @returns {Component[]}
 */
export function packages(inputs = builtInputs()) {
  const locked = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const folders = new Set(Object.values(inputs).flatMap(foldersOf));
  return [...folders]
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
      const files = Object.keys(inputs).filter((file) => foldersOf(inputs[file]).includes(folder));
      const [, base64] = /^sha512-(.*)$/.exec(locked[folder]?.integrity ?? '') ?? [];
      const hex = base64 && Buffer.from(base64, 'base64').toString('hex');
      return component({
        ...{ name, version, licence: license, texts: textsIn(join(root, folder)), files },
        purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
        ...(hex && { checksum: { algorithm: 'SHA-512', hex } }),
      });
    })
    .sort(byName);
}

/** @returns {Inputs} of the package that was built last */
const builtInputs = () => JSON.parse(readFileSync(INPUTS, 'utf8'));

/**
 * The folders of the npm packages that inputs are of.
 * @param {string[]} inputs
 */
function foldersOf(inputs) {
  const folders = inputs.map((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0]);
  return [...new Set(folders.filter((folder) => folder !== undefined))];
}

/** @returns {Map<string, string>} by `name vversion` */
function checksumsOfCrates() {
  const lock = readFileSync(join(root, 'Cargo.lock'), 'utf8');
  const entry = /name = "(.*)"\nversion = "(.*)"\n.*\nchecksum = "(.*)"/g;
  return new Map([...lock.matchAll(entry)].map(([, name, version, checksum]) => [`${name} v${version}`, checksum]));
}

/**
 * @param {string[]} files
 * @returns {Component[]}
 */
function standardLibrary(files) {
  const [, rust] = /^rustc (\S+)/.exec(output('rustc', ['--version'])) ?? [];
  return STANDARD_LIBRARY.map(({ name, licence, texts, under }) => {
    const version = under ? rust : versionIn(rust, name);
    const purl = under ? `pkg:github/rust-lang/rust@${rust}#${under}` : `pkg:cargo/${name}@${version}`;
    return component({ name, version, licence, texts: texts.map(textKept), purl, files });
  });
}

/**
 * @param {string} rust a version
 * @param {string} crate that its standard library takes from crates.io
 * @returns {string} the crate's version
 */
function versionIn(rust, crate) {
  const list = join(output('rustc', ['--print', 'sysroot']).trim(), 'share/doc/rust/COPYRIGHT-library.html');
  // A Rust that did not come by rustup may lack the list.
  if (!existsSync(list)) return `as-in-rust-${rust}`;
  const [, version] = new RegExp(`\\b${crate}-(\\d[\\w.+-]*)<`).exec(readFileSync(list, 'utf8')) ?? [];
  if (!version) throw new Error(`The standard library of Rust ${rust} has no ${crate} any more: see ${list}.`);
  return version;
}

/**
 * @param {string} name
 * @returns {string} a text that is kept here
 */
const textKept = (name) => readFileSync(join(root, 'pkg/build/licences', `${name}.txt`), 'utf8').trim();

/**
 * @param {string} folder of a crate or a package
 * @returns {string[]}
 */
function textsIn(folder) {
  const names = readdirSync(folder).filter((name) => /^(un)?licen[cs]e|^copying/i.test(name));
  return names.sort().map((name) => readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim());
}

/**
 * @param {Omit<Component, 'taken'>} found with all the texts that it has
 * @returns {Component} with those of the licences that are taken
 */
function component({ name, version, licence, texts, ...rest }) {
  const of = `${name} ${version}`;
  const licences = taken(licence ?? 'NONE', of);
  const missing = licences.find((one) => asksForText(one) && !texts.some((text) => isTextOf(text, one)));
  if (missing) throw new Error(`${of} has no text of its licence ${missing}, and may not ship without one.`);
  const theirs = texts.filter((text) => licences.some((one) => isTextOf(text, one)));
  return { name, version, licence, taken: licences, texts: theirs, ...rest };
}

/**
 * @param {{ name: string }} a
 * @param {{ name: string }} b
 */
const byName = (a, b) => (a.name < b.name ? -1 : 1);
