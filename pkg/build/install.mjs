// Installs what the build needs and a fresh machine lacks. It may be the first code ever run there: no npm package.

import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fail, root, run, say } from './command.mjs';

const OLDEST_NODE = [20, 3];

/** Checks Node's version and installs the npm packages that the lock file names. */
export function installPackages() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
    fail(`Node ${OLDEST_NODE.join('.')} or newer is needed; this is ${process.versions.node}.`);
  }
  const installed = join(root, 'node_modules', '.package-lock.json');
  const locked = join(root, 'package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(locked).mtimeMs) return;
  say('Installing the npm packages that the lock file names');
  run('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error']);
}

/** Where the wasm-bindgen command and its test runner are, once built. */
export const bindgen = join(root, 'target', 'tools', 'tools', 'bindgen');
export const bindgenTestRunner = `${bindgen}-test-runner`;

/** Adds the WebAssembly target, rustfmt and clippy to the toolchain, and builds the wasm-bindgen command. */
export function installRustTools() {
  const onMissing = 'Rust is missing: install it with rustup (see rustup.rs), open a new terminal, and try again.';
  run('cargo', ['--version'], { onMissing, quiet: true });
  const listed = spawnSync('rustup', ['target', 'list', '--installed'], { cwd: root, encoding: 'utf8' });
  // A Rust that did not come by rustup may have the target all the same; cargo will say if not.
  if (!listed.error && !listed.stdout.includes('wasm32-unknown-unknown')) {
    say('Adding the WebAssembly target to Rust');
    run('rustup', ['target', 'add', 'wasm32-unknown-unknown']);
  }
  if (!existsSync(process.platform === 'win32' ? `${bindgen}.exe` : bindgen)) {
    say('Building the wasm-bindgen command (once, about two minutes)');
  }
  run('cargo', [
    'build',
    '--quiet',
    '--locked',
    '--profile',
    'tools',
    '-p',
    'hrflow-bindgen',
    '--target-dir',
    'target/tools',
  ]);
}
