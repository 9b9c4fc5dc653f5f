// Builds the npm package: Rust to WebAssembly, its glue, and the bundles in pkg/dist. It installs what is missing first.

import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bindgen, installPackages, installRustTools, root, run, say } from './install.mjs';

const COMPILED = join(root, 'target/wasm32-unknown-unknown/release/hrflow_wasm.wasm');
const GLUE = join(root, 'target/bindgen');
const MODULE = join(GLUE, 'module.wasm');

/** The module as a file, for those who cannot take it from a bundle. */
const WASM = 'hrflow_wasm.wasm';

/** The files of pkg/source that users enter by, and what each becomes in pkg/dist. */
const ENTRIES = [
  ['index.mjs', 'index.mjs'],
  ['index.cjs', 'index.cjs'],
  ['edge.mjs', 'edge.mjs'],
  ['proxy.mjs', 'proxy.mjs'],
  ['proxy.mjs', 'proxy.cjs'],
];

export async function build() {
  installPackages();
  installRustTools();
  say('Compiling Rust to WebAssembly');
  run('cargo', [
    'rustc',
    '--quiet',
    '--locked',
    '--release',
    '--lib',
    '--crate-type',
    'cdylib',
    '--target',
    'wasm32-unknown-unknown',
    '--features',
    'npm',
    '--',
    // Rust's own default is 1 MiB, which every page would set aside; nothing here recurses.
    '-Clink-arg=-zstack-size=65536',
  ]);
  run(bindgen, ['--target', 'bundler', '--no-typescript', '--out-dir', GLUE, COMPILED]);
  const { optimize } = await import('./optimize.mjs');
  const names = optimize(GLUE, MODULE);
  say('Bundling the package');
  rmSync(join(root, 'pkg/dist'), { recursive: true, force: true });
  for (const [entry, out] of ENTRIES) await bundle(entry, out, names);
  copyFileSync(MODULE, join(root, 'pkg/dist', WASM));
  copyFileSync(join(root, 'LICENSE'), join(root, 'pkg/LICENSE'));
  // What follows is about the repository.
  const [readme] = readFileSync(join(root, 'README.md'), 'utf8').split('\n## In Rust\n');
  writeFileSync(join(root, 'pkg/README.md'), `${readme}\nLicence: MIT.\n`);
}

/**
 * Makes of what wasm-bindgen wrote the three things that pkg/source imports.
 * @param {import('./optimize.mjs').Names} names
 * @returns {import('esbuild').Plugin}
 */
const core = (names) => ({
  name: 'core',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^wasm-bindgen-glue$/ }, () => ({ path: join(GLUE, 'hrflow_wasm_bg.js') }));
    onResolve({ filter: /^wasm-(imports|module)$/ }, ({ path }) => ({ path, namespace: 'core' }));

    // Binds the names that the glue takes from the platform to those of platform.mjs. Nothing else is bound: the
    // platform's own are meant everywhere else.
    onLoad({ filter: /(hrflow_wasm_bg|exchange)\.js$/ }, async ({ path }) => {
      const bound = `import { fetch, queueMicrotask, Request, Response, TextDecoder, TextEncoder } from ${JSON.stringify(join(root, 'pkg/source/platform.mjs'))};`;
      const glue = names.exports.reduce(
        (glue, [name, short]) => glue.replaceAll(new RegExp(`\\bwasm\\.${name}\\b`, 'g'), `wasm.${short}`),
        readFileSync(path, 'utf8'),
      );
      const start = `export function start(exports) { wasm = exports; wasm.${Object.fromEntries(names.exports).__wbindgen_start}(); }`;
      const contents = path.endsWith('exchange.js') ? [bound, glue] : [bound, glue, start];
      return { contents: contents.join('\n'), resolveDir: dirname(path) };
    });

    // Named one by one, so that the bundling step leaves out what the module does not ask for.
    onLoad({ filter: /^wasm-imports$/, namespace: 'core' }, () => {
      const lines = names.imports.map(([from, name, short]) => `import { ${name} as $${short} } from '${from}';`);
      const members = names.imports.map(([, , short]) => `${short}: $${short}`);
      return { contents: `${lines.join('\n')}\nexport default { a: { ${members.join(', ')} } };`, resolveDir: GLUE };
    });

    onLoad({ filter: /^wasm-module$/, namespace: 'core' }, async () => {
      const { letters } = await import('./letters.mjs');
      return { contents: letters(readFileSync(MODULE)), loader: 'text' };
    });
  },
});

/**
 * What an entry leaves to a file beside it.
 * @param {string} entry
 * @returns {import('esbuild').Plugin}
 */
const beside = (entry) => ({
  name: 'beside',
  setup({ onResolve }) {
    if (entry !== 'edge.mjs') return;
    const file = join(root, 'pkg/source/carried/file.mjs');
    onResolve({ filter: /carried\/letters\.mjs$/ }, () => ({ path: file }));
    // `?module` is what Next.js wants to hear; Wrangler takes it, too.
    onResolve({ filter: /^#wasm$/ }, () => ({ path: `./${WASM}?module`, external: true }));
  },
});

/**
 * @param {string} entry a file of pkg/source
 * @param {string} out a file of pkg/dist
 * @param {import('./optimize.mjs').Names} names
 */
async function bundle(entry, out, names) {
  const esbuild = await import('esbuild');
  await esbuild.build({
    entryPoints: [join(root, 'pkg/source', entry)],
    outfile: join(root, 'pkg/dist', out),
    bundle: true,
    minify: true,
    // Node prints the line that threw: without a limit that is the whole package.
    lineLimit: 400,
    format: out.endsWith('.cjs') ? 'cjs' : 'esm',
    target: 'es2022',
    platform: 'neutral',
    plugins: [core(names), beside(entry)],
    external: ['hrflow-wasm'],
    legalComments: 'none',
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
