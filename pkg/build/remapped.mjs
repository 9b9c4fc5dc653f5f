// Paths of the machine that builds, taken out of the module: Rust's panics name the files of crates by where they lie, and even the
// length of such a path, once it is blanked, would make the module another one in each home.

import { dirname } from 'node:path';
import { allCrates } from './crates.mjs';

/** @returns {Record<string, string>} what Cargo has to be told so that a module is the same wherever it is built */
export const remapped = () => ({ CARGO_ENCODED_RUSTFLAGS: flags(allCrates()).join('\x1f') });

/**
 * Each crate's own folder becomes nothing (`src/lib.rs`), the shortest there is, and the same from a registry's mirror.
 * @param {Pick<import('./crates.mjs').Crate, 'source' | 'manifest_path'>[]} crates
 * @returns {string[]} for rustc, which is given those of the workspace by paths that are relative already
 */
export function flags(crates) {
  const folders = crates.filter(({ source }) => source !== null).map(({ manifest_path }) => dirname(manifest_path));
  return folders.sort().map((folder) => `--remap-path-prefix=${folder}=`);
}
