// Builds the npm package: Rust to WebAssembly, its glue, and the bundles in pkg/dist. It installs what is missing first.

import { copyFileSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bindgen, installPackages, installRustTools, root, run, say } from './install.mjs';

const COMPILED = join(root, 'target/wasm32-unknown-unknown/release/hrflow_wasm.wasm');
const GLUE = join(root, 'target/bindgen');
const MODULE = join(GLUE, 'hrflow_wasm_bg.wasm');

/** What rustc's wasm32 target uses, by name: `--all-features` would emit types that Node refuses. */
const WASM_FEATURES = [
  'bulk-memory',
  'multivalue',
  'mutable-globals',
  'nontrapping-float-to-int',
  'reference-types',
  'sign-ext',
];

export async function build() {
  installPackages();
  installRustTools();
  say('Compiling Rust to WebAssembly');
  run('cargo', [
    'build',
    '--quiet',
    '--locked',
    '--release',
    '--target',
    'wasm32-unknown-unknown',
    '--features',
    'npm',
  ]);
  run(bindgen, ['--target', 'bundler', '--no-typescript', '--out-dir', GLUE, COMPILED]);
  const features = WASM_FEATURES.map((feature) => `--enable-${feature}`);
  const passes = ['-Oz', '--strip-debug', '--strip-producers', '--strip-target-features'];
  run(process.execPath, [
    join(root, 'node_modules/binaryen/bin/wasm-opt'),
    ...features,
    ...passes,
    '-o',
    MODULE,
    MODULE,
  ]);
  say('Bundling the package');
  rmSync(join(root, 'pkg/dist'), { recursive: true, force: true });
  await Promise.all([bundle('index.mjs', 'index.mjs', 'esm'), bundle('index.cjs', 'index.cjs', 'cjs')]);
  await Promise.all([bundle('proxy.mjs', 'proxy.mjs', 'esm'), bundle('proxy.mjs', 'proxy.cjs', 'cjs')]);
  for (const text of ['README.md', 'LICENSE']) copyFileSync(join(root, text), join(root, 'pkg', text));
}

/**
 * Binds the names that the glue takes from the platform to those of platform.mjs. Nothing else is bound: the platform's
 * own are meant everywhere else.
 * @type {import('esbuild').Plugin}
 */
const platform = {
  name: 'platform',
  setup({ onLoad }) {
    onLoad({ filter: /hrflow_wasm_bg\.js$/ }, ({ path }) => {
      const bound = `import { fetch, Request, Response } from ${JSON.stringify(join(root, 'pkg/source/platform.mjs'))};`;
      return { contents: `${bound}\n${readFileSync(path, 'utf8')}`, resolveDir: GLUE };
    });
  },
};

/**
 * Resolves `wasm-imports` to the import object that the module asks for: the glue, and the JavaScript under src/.
 * @type {import('esbuild').Plugin}
 */
const wasmImports = {
  name: 'wasm-imports',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^wasm-imports$/ }, ({ path }) => ({ path, namespace: 'wasm-imports' }));
    onLoad({ filter: /.*/, namespace: 'wasm-imports' }, async () => {
      const imports = WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(MODULE)));
      const paths = [...new Set(imports.map(({ module }) => module))].map((path) => JSON.stringify(path));
      const lines = paths.map((path, index) => `import * as module${index} from ${path};`);
      const members = paths.map((path, index) => `${path}: module${index},`);
      return { contents: `${lines.join('\n')}\nexport default { ${members.join(' ')} };`, resolveDir: GLUE };
    });
  },
};

/**
 * The proxy takes the package's main entry from the file beside it, instead of carrying the core a second time.
 * @param {string} out
 * @returns {import('esbuild').Plugin}
 */
const beside = (out) => ({
  name: 'beside',
  setup({ onResolve }) {
    if (!out.startsWith('proxy.')) return;
    onResolve({ filter: /^\.\/index\.mjs$/ }, () => ({ path: out.replace('proxy', './index'), external: true }));
  },
});

/**
 * @param {string} entry a file of pkg/source
 * @param {string} out a file of pkg/dist
 * @param {'esm' | 'cjs'} format
 */
async function bundle(entry, out, format) {
  const esbuild = await import('esbuild');
  await esbuild.build({
    entryPoints: [join(root, 'pkg/source', entry)],
    outfile: join(root, 'pkg/dist', out),
    bundle: true,
    minify: true,
    // Node prints the line that threw: without a limit that is the whole package.
    lineLimit: 160,
    format,
    target: 'es2022',
    platform: 'neutral',
    alias: {
      'wasm-bindgen-glue': join(GLUE, 'hrflow_wasm_bg.js'),
      'wasm-module': MODULE,
    },
    plugins: [platform, wasmImports, beside(out)],
    loader: { '.wasm': 'base64' },
    legalComments: 'none',
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
