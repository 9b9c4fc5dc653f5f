// Python programs that tests use, each in a virtual environment of its own.

import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './root.js';

/** The Python of this machine, if it can make a virtual environment. */
export const found = ['python3', 'python'].find(
  (name) => spawnSync(name, ['-c', 'import venv, ensurepip']).status === 0,
);

/**
 * @param {string} name of the environment's folder in `target`
 * @param {string} requirements the path of the file
 */
export function environment(name, requirements) {
  const folder = join(root, 'target', name);
  /** @param {string} command @returns {string} where the environment has it, once it is installed */
  const program = (command) => join(folder, process.platform === 'win32' ? `Scripts/${command}.exe` : `bin/${command}`);
  /** Installs what the requirements name, unless it is there. */
  async function install() {
    const installed = join(folder, 'installed.txt');
    const expected = readFileSync(requirements, 'utf8');
    if (existsSync(installed) && readFileSync(installed, 'utf8') === expected) return;
    const run = promisify(execFile);
    await run(/** @type {string} */ (found), ['-m', 'venv', '--clear', folder]);
    const quietly = ['--quiet', '--disable-pip-version-check'];
    await run(program('python'), ['-m', 'pip', 'install', ...quietly, '-r', requirements]);
    writeFileSync(installed, expected);
  }
  return { program, install };
}
