// The vendor's own Python SDK, in a virtual environment of its own.

import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './root.js';

const environment = join(root, 'target', 'python');
const requirements = join(root, 'tests', 'vendor', 'requirements.txt');

/** The Python that has the SDK, once it is installed. */
export const python = join(environment, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

/** The Python of this machine, if it can make a virtual environment. */
export const found = ['python3', 'python'].find(
  (name) => spawnSync(name, ['-c', 'import venv, ensurepip']).status === 0,
);

/** Installs the SDK, unless it is there. */
export async function installSdk() {
  const installed = join(environment, 'installed.txt');
  const expected = readFileSync(requirements, 'utf8');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === expected) return;
  const run = promisify(execFile);
  await run(/** @type {string} */ (found), ['-m', 'venv', '--clear', environment]);
  await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements]);
  writeFileSync(installed, expected);
}
