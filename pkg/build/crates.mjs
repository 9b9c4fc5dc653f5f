// The crates that the modules are compiled of, as Cargo has them.

import { output } from './command.mjs';

/** What is compiled for. */
export const TARGET = 'wasm32-unknown-unknown';

/** Whatever is compiled for any of the modules. */
export const FEATURES = ['--locked', '--all-features'];

/** @typedef {{ name: string, version: string, license: string, source: string | null, manifest_path: string }} Crate as `cargo metadata` has it */

/** @returns {Crate[]} those of the workspace among them, whose source is `null` */
export function allCrates() {
  const args = ['metadata', '--format-version', '1', ...FEATURES, '--filter-platform', TARGET];
  return JSON.parse(output('cargo', args)).packages;
}
