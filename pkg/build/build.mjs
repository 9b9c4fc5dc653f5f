// Builds the npm package: Rust to WebAssembly, its glue, and the bundles in pkg/dist. It installs what is missing first.

import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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

/** The names that the glue takes from the platform and finds in pkg/source/platform.mjs. */
const PLATFORM = ['fetch', 'TextDecoder', 'TextEncoder'];

/** What the glue has for platforms that pkg/source/platform.mjs already makes like the others. */
const NEEDLESS = [
  /^if \(!\('encodeInto' in cachedTextEncoder\)\) \{\n[\s\S]*?^\}\n/m,
  /^ {4}if \(realloc === undefined\) \{\n[\s\S]*?^ {4}\}\n/m,
];

/**
 * @param {string} glue
 * @returns {string} without what is needless
 */
function withoutNeedless(glue) {
  return NEEDLESS.reduce((text, pattern) => {
    if (!pattern.test(text)) throw new Error(`The glue has nothing like ${pattern} any more.`);
    return text.replace(pattern, '');
  }, glue);
}

/**
 * Makes of the glue that wasm-bindgen wrote a function: each instance has glue of its own, so that what an instance left
 * behind (a timer, a promise) never enters another one.
 * @param {import('./optimize.mjs').Names} names
 * @returns {Promise<string>} a module that exports `glue`
 */
async function glue(names) {
  const imports = names.imports.map(([from, name, short]) => `import { ${name} as $${short} } from '${from}';`);
  const exports = names.imports.map(([, , short]) => `$${short} as ${short}`);
  const { build } = await import('esbuild');
  // Bundled, so that what the module does not ask for is left out; what it takes from elsewhere stays an import.
  const { outputFiles } = await build({
    stdin: {
      contents: `${imports.join('\n')}
        export { ${exports.join(', ')} }; export { listAttachments, start } from './hrflow_wasm_bg.js';`,
      resolveDir: GLUE,
    },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    platform: 'neutral',
    // What it would free is freed: each promise that is waited for settles.
    define: { FinalizationRegistry: 'undefined' },
    minifySyntax: true,
    plugins: [
      {
        name: 'glue',
        setup({ onResolve, onLoad }) {
          // wasm-bindgen copies them beside its glue; those of src/ are meant.
          onResolve({ filter: /\/snippets\// }, ({ path }) => ({
            path: join(root, path.replace(/^.*?\/snippets\/[^/]+\//, '')),
            external: true,
          }));
          onLoad({ filter: /hrflow_wasm_bg\.js$/ }, ({ path }) => {
            const short = names.exports.reduce(
              (text, [name, short]) => text.replaceAll(new RegExp(`\\bwasm\\.${name}\\b`, 'g'), `wasm.${short}`),
              withoutNeedless(readFileSync(path, 'utf8')),
            );
            const start = Object.fromEntries(names.exports).__wbindgen_start;
            return { contents: `${short}\nexport function start(exports) { wasm = exports; wasm.${start}(); }` };
          });
        },
      },
    ],
  });
  const [{ text }] = outputFiles;
  const imported = /^import \{[^}]*\} from .*;$/gm;
  const exported = /^export \{([^}]*)\};$/m;
  const [, list = ''] = exported.exec(text) ?? [];
  const members = list.split(',').map((member) => member.trim().split(' as '));
  const of = (/** @type {string[]} */ [name, as = name]) => `${as}: ${name}`;
  const isEntry = (/** @type {string[]} */ [name]) => ['listAttachments', 'start'].includes(name);
  const functions = members.filter((member) => !isEntry(member)).map(of);
  return `import { ${PLATFORM.join(', ')} } from ${JSON.stringify(join(root, 'pkg/source/platform.mjs'))};
    ${text.match(imported)?.join('\n')}
    export function glue() {
      ${text.replace(imported, '').replace(exported, '')}
      return { imports: { a: { ${functions} } }, ${members.filter(isEntry).map(of)} };
    }`;
}

/**
 * What pkg/source imports of what was built: the glue and the module.
 * @param {import('./optimize.mjs').Names} names
 * @returns {import('esbuild').Plugin}
 */
const core = (names) => ({
  name: 'core',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^wasm-(bindgen-glue|module)$/ }, ({ path }) => ({ path, namespace: 'core' }));

    onLoad({ filter: /^wasm-bindgen-glue$/, namespace: 'core' }, async () => ({
      contents: await glue(names),
      resolveDir: GLUE,
    }));

    onLoad({ filter: /^wasm-module$/, namespace: 'core' }, async () => {
      const { encode } = await import('./encode.mjs');
      return { contents: encode(readFileSync(MODULE)), loader: 'text' };
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
    const file = join(root, 'pkg/source/module/file.mjs');
    onResolve({ filter: /module\/inline\.mjs$/ }, () => ({ path: file }));
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
