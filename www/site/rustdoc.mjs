// The crate's documentation: what rustdoc makes of it.

import { cpSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, say } from '../../pkg/build/command.mjs';
import { installRustTools } from '../../pkg/build/install.mjs';
import { leadingOn } from './layout.mjs';

/** The `Client` is there on this target alone. */
const TARGET = 'wasm32-unknown-unknown';

/** What cargo writes for itself. */
const LOCK = '.lock';

/** @param {string} out */
export function writeRustdoc(out) {
  installRustTools();
  say('The crate’s documentation, by rustdoc');
  const made = join(root, 'target', TARGET, 'doc');
  // Of another version of Rust there may be files that nothing names any more.
  rmSync(made, { recursive: true, force: true });
  run('cargo', ['doc', '--quiet', '--locked', '--no-deps', '--target', TARGET], {
    env: { RUSTDOCFLAGS: '--deny warnings' },
  });
  cpSync(made, out, { recursive: true, filter: (path) => path !== join(made, LOCK) });
  if (!existsSync(join(out, 'hrflow_wasm/index.html'))) throw new Error('rustdoc wrote no hrflow_wasm/index.html.');
  writeFileSync(join(out, 'index.html'), leadingOn('The crate hrflow_wasm', 'hrflow_wasm/index.html'));
}
