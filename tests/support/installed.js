// The package as users get it: packed from pkg/ and installed from the tarball into an empty project.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { root } from './root.js';

/** The project, and the folder with the tarball. */
export const project = join(root, 'target', 'installed');
const packed = join(root, 'target', 'packed');

const shell = process.platform === 'win32';

/**
 * @param {string[]} args
 * @param {string} cwd
 */
function npm(args, cwd) {
  return execFileSync('npm', args, { cwd, shell, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

/** The tarball's path. */
export function tarball() {
  const [file] = readdirSync(packed);
  return join(packed, file);
}

/** Packs the package as it was built and installs it. */
export function install() {
  for (const folder of [packed, project]) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }
  npm(['pack', './pkg', '--silent', '--pack-destination', packed], root);
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'user', private: true }));
  npm(['install', '--silent', '--no-fund', '--no-audit', tarball()], project);
}

/** @typedef {typeof import('../../pkg/index.d.mts')} Package */

/**
 * @param {string} [anew] names a copy of the package's own, which has made no call
 * @returns {Promise<Package>} what `import` finds in the project
 */
export async function imported(anew) {
  if (anew) return import(`${pathToFileURL(join(project, 'node_modules/hrflow-wasm/dist/index.mjs')).href}?${anew}`);
  return module('imported', "export * from 'hrflow-wasm';\nexport { default } from 'hrflow-wasm';\n");
}

/**
 * @param {string} [anew] likewise
 * @returns {Promise<typeof import('../../pkg/bulk.d.mts')>} the same of `hrflow-wasm/bulk`
 */
export async function importedBulk(anew) {
  if (anew) return import(`${pathToFileURL(join(project, 'node_modules/hrflow-wasm/dist/bulk.mjs')).href}?${anew}`);
  return module('bulk', "export * from 'hrflow-wasm/bulk';\n");
}

/** @returns {Promise<typeof import('../../pkg/export.d.mts')>} the same of `hrflow-wasm/export` */
export const importedExport = () => module('export', "export * from 'hrflow-wasm/export';\n");

/** @returns {Promise<typeof import('../../pkg/proxy.d.mts')>} the same of `hrflow-wasm/proxy` */
export const importedProxy = () => module('proxy', "export * from 'hrflow-wasm/proxy';\n");

/**
 * @param {string} name
 * @param {string} code
 * @returns {Promise<any>} the module, made in the project
 */
function module(name, code) {
  const path = join(project, `${name}.mjs`);
  writeFileSync(path, code);
  return import(pathToFileURL(path).href);
}

/**
 * What `require` finds in the project.
 * @returns {typeof import('../../pkg/index.d.cts')}
 */
export function required() {
  return createRequire(join(project, 'index.cjs'))('hrflow-wasm');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) install();
