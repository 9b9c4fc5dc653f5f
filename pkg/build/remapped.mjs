// Paths of the machine that builds, taken out of the module: Rust's panics name the files of crates by where they lie, and even the
// length of such a path, once it is blanked, would make the module another one in each home.

import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { fail, root } from './command.mjs';

/** What is asked of Cargo: whatever is compiled for the modules. */
const METADATA = ['metadata', '--format-version', '1', '--locked', '--all-features'];

/**
 * @param {string} target
 * @returns {Record<string, string>} what Cargo has to be told so that a module is the same wherever it is built
 */
export function remapped(target) {
  const options = { cwd: root, encoding: /** @type {const} */ ('utf8'), maxBuffer: 2 ** 28 };
  const { status, stdout, stderr } = spawnSync('cargo', [...METADATA, '--filter-platform', target], options);
  if (status !== 0) fail(`\`cargo metadata\` failed: ${stderr}`);
  return { CARGO_ENCODED_RUSTFLAGS: flags(JSON.parse(stdout).packages).join('\x1f') };
}

/**
 * Each crate's own folder becomes nothing (`src/lib.rs`), the shortest there is, and the same from a registry's mirror.
 * @param {{ source: string | null, manifest_path: string }[]} packages as `cargo metadata` has them
 * @returns {string[]} for rustc, which is given those of the workspace by paths that are relative already
 */
export function flags(packages) {
  const folders = packages.filter(({ source }) => source !== null).map(({ manifest_path }) => dirname(manifest_path));
  return folders.sort().map((folder) => `--remap-path-prefix=${folder}=`);
}
