// The command and the libraries in it, as one file; and their licences beside it, for they are shipped.

import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fail, root } from './command.mjs';

/** What users enter by besides the command stays in files of its own. @type {Record<string, string>} */
const BESIDE = {
  'bulk.mjs': './bulk.mjs',
  'client.mjs': './index.mjs',
  'export.mjs': './export.mjs',
};

const source = join(root, 'pkg/source');

/** @type {import('esbuild').Plugin} */
const beside = {
  name: 'beside',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) => {
      const file = Object.keys(BESIDE).find((name) => join(resolveDir, path) === join(source, name));
      return file ? { path: BESIDE[file], external: true } : undefined;
    });
  },
};

export async function bundleCommand() {
  const { build } = await import('esbuild');
  const { metafile } = await build({
    entryPoints: [join(source, 'command.mjs')],
    outfile: join(root, 'pkg/dist/command.mjs'),
    absWorkingDir: root,
    bundle: true,
    minify: true,
    lineLimit: 400,
    format: 'esm',
    target: 'node20.3',
    platform: 'node',
    mainFields: ['module', 'main'],
    plugins: [beside],
    // Libraries in CommonJS ask for Node's own modules.
    banner: {
      js: "import { createRequire as requiring } from 'node:module'; const require = requiring(import.meta.url);",
    },
    legalComments: 'none',
    metafile: true,
  });
  chmodSync(join(root, 'pkg/dist/command.mjs'), 0o755);
  writeFileSync(join(root, 'target/command.meta.json'), JSON.stringify(metafile));
  writeFileSync(
    join(root, 'pkg/dist/command.licences.txt'),
    licences('The command hrflow-wasm', Object.keys(metafile.inputs)),
  );
}

/**
 * The folders of the packages that files are of.
 * @param {string[]} inputs as esbuild's metafile has them
 * @returns {string[]}
 */
export function packagesOf(inputs) {
  const folders = inputs.map((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0]);
  return [...new Set(folders.filter((folder) => folder !== undefined))].sort();
}

/**
 * @param {string} what contains them
 * @param {string[]} inputs
 */
export function licences(what, inputs) {
  const texts = packagesOf(inputs).map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const file = readdirSync(join(root, folder)).find((name) => /^licen[cs]e/i.test(name));
    if (!file) fail(`${name} has no licence text, and may not be bundled without one.`);
    return `${name} ${version} (${license})\n\n${readFileSync(join(root, folder, file), 'utf8').trim()}\n`;
  });
  return `${what} contains:\n\n${texts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleCommand();
