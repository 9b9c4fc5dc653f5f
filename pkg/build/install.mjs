// Installs what the build needs and a fresh machine lacks. It may be the first code ever run there: no npm package.

import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

const OLDEST_NODE = [20, 3];

/**
 * Says what is done, while it is done.
 * @param {string} sentence
 */
export function say(sentence) {
  console.log(`• ${sentence}`);
}

/**
 * Runs a command at the root, its output shown. Where it fails, so does this process, with a sentence.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, onMissing?: string, quiet?: boolean }} [options]
 */
export function run(command, args, { env = {}, onMissing, quiet = false } = {}) {
  const stdio = quiet ? 'pipe' : 'inherit';
  // npm is a script of the shell's on Windows.
  const shell = process.platform === 'win32' && command === 'npm';
  const ended = spawnSync(command, args, { cwd: root, stdio, shell, env: { ...process.env, ...env } });
  if (ended.error && onMissing) fail(onMissing);
  if (ended.status !== 0) {
    if (quiet) process.stderr.write(ended.stderr ?? '');
    fail(`\`${command} ${args.join(' ')}\` failed${ended.error ? `: ${ended.error.message}` : ''}.`);
  }
}

/**
 * @param {string} sentence
 * @returns {never}
 */
function fail(sentence) {
  console.error(`\n✗ ${sentence}`);
  process.exit(1);
}

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
