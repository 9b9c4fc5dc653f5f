// The command and the libraries in it, as one file.

import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './command.mjs';
import { BANNER } from './notices.mjs';

/** What users enter by besides the command stays in files of its own. @type {Record<string, string>} */
const BESIDE = {
  'bulk.mjs': './bulk.mjs',
  'client.mjs': './index.mjs',
  'export.mjs': './export.mjs',
  'hrflow-error.mjs': './index.mjs',
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

/** @returns {Promise<string[]>} what it is made of */
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
      js: `${BANNER}\nimport { createRequire as requiring } from 'node:module'; const require = requiring(import.meta.url);`,
    },
    legalComments: 'none',
    metafile: true,
  });
  chmodSync(join(root, 'pkg/dist/command.mjs'), 0o755);
  return Object.keys(metafile.inputs);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleCommand();
