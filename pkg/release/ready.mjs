// The two packages as they would be published, in target/ready: what everything else of a release is about.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../build/command.mjs';
import { version } from './versions.mjs';

/** Where they are put. */
export const READY = join(root, 'target/ready');

/** @typedef {{ npm: string, crate: string }} Packages paths of the tarball and of the `.crate` file */

/** How each is packed, at the root of a clone. @type {[command: string, args: string[]][]} */
export const PACKING = [
  ['node', ['pkg/release/modes.mjs']],
  ['npm', ['pack', './pkg', '--silent', '--ignore-scripts', '--pack-destination', 'target']],
  ['cargo', ['package', '--quiet', '--locked', '--no-verify']],
];

/** @param {string} folder of a clone, in which they were packed @returns {Packages} */
export function packedIn(folder) {
  const name = `hrflow-wasm-${version(folder)}`;
  return { npm: join(folder, `target/${name}.tgz`), crate: join(folder, `target/package/${name}.crate`) };
}

/** Packs both. @returns {Packages} */
export function pack() {
  rmSync(READY, { recursive: true, force: true });
  mkdirSync(READY, { recursive: true });
  const shell = process.platform === 'win32';
  for (const [command, args] of PACKING) execFileSync(command, args, { cwd: root, shell, stdio: 'pipe' });
  const packed = packedIn(root);
  const ready = /** @type {Packages} */ (
    Object.fromEntries(
      Object.entries(packed).map(([which, path]) => [which, join(READY, String(path.split(/[\\/]/).at(-1)))]),
    )
  );
  cpSync(packed.npm, ready.npm);
  cpSync(packed.crate, ready.crate);
  rmSync(packed.npm);
  return ready;
}

/** @param {string} path @param {'sha256' | 'sha512'} [algorithm] @returns {string} */
export const digest = (path, algorithm = 'sha256') => createHash(algorithm).update(readFileSync(path)).digest('hex');
