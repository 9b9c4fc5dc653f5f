// Builds the npm package: Rust to WebAssembly, its glue, and the bundles in pkg/dist. It installs what is missing first.

import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fail, root, run, say } from './command.mjs';
import { GLUE, glue } from './glue.mjs';
import { bindgen, installPackages, installRustTools } from './install.mjs';

const MODULE = join(GLUE, 'module.wasm');

/** Everything that what is built is made of. */
const SOURCES = [
  'src',
  'pkg/source',
  'pkg/build',
  'pkg/package.json',
  'Cargo.toml',
  'Cargo.lock',
  'package-lock.json',
  'rust-toolchain.toml',
  'README.md',
  'LICENSE',
];

/** The digest of what the package in pkg/dist was made of. */
const STAMP = join(root, 'target', 'built');

/** @typedef {'release' | 'dev'} Profile what users get, or what is there soon */

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

/**
 * Builds pkg/dist, unless nothing has changed since.
 * @param {Profile} [profile]
 */
export async function build(profile = 'release') {
  installPackages();
  const sources = digest(profile);
  const isFresh =
    existsSync(join(root, 'pkg/dist', WASM)) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === sources;
  if (isFresh) return;
  installRustTools();
  compile(profile);
  const { optimize } = await import('./optimize.mjs');
  const names = optimize(GLUE, MODULE, profile);
  say('Bundling the package');
  rmSync(join(root, 'pkg/dist'), { recursive: true, force: true });
  mkdirSync(join(root, 'pkg/dist'));
  for (const [entry, out] of ENTRIES) await bundle(entry, out, names);
  copyFileSync(MODULE, join(root, 'pkg/dist', WASM));
  copyFileSync(join(root, 'LICENSE'), join(root, 'pkg/LICENSE'));
  writeFileSync(join(root, 'pkg/README.md'), readmeOfThePackage());
  writeFileSync(STAMP, sources);
}

/** @param {Profile} profile */
function digest(profile) {
  const hash = createHash('sha256').update(profile);
  for (const source of SOURCES) {
    const path = join(root, source);
    const files = statSync(path).isDirectory()
      ? readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(path, name))
      : [path];
    for (const file of files.sort()) {
      if (!statSync(file).isFile()) continue;
      const contents = readFileSync(file);
      hash.update(`${file}\n${contents.length}\n`).update(contents);
    }
  }
  return hash.digest('hex');
}

/** @param {Profile} profile */
function compile(profile) {
  say('Compiling Rust to WebAssembly');
  const target = 'wasm32-unknown-unknown';
  run('cargo', [
    'rustc',
    '--quiet',
    '--locked',
    '--profile',
    profile,
    '--lib',
    '--crate-type',
    'cdylib',
    '--target',
    target,
    '--features',
    'npm',
    '--',
    // Rust's own default is 1 MiB, which every page would set aside; nothing here recurses.
    `-Clink-arg=-zstack-size=${profile === 'dev' ? 1_048_576 : 65_536}`,
  ]);
  const folder = profile === 'dev' ? 'debug' : profile;
  const compiled = join(root, 'target', target, folder, 'hrflow_wasm.wasm');
  mkdirSync(GLUE, { recursive: true });
  run(bindgen, ['--target', 'bundler', '--no-typescript', '--out-dir', GLUE, compiled]);
}

/** What follows in the README is about the repository. */
const END_OF_THE_PACKAGE = '<!-- The package’s README ends here. -->';

function readmeOfThePackage() {
  const [readme, rest] = readFileSync(join(root, 'README.md'), 'utf8').split(END_OF_THE_PACKAGE);
  if (rest === undefined) fail(`README.md has no line \`${END_OF_THE_PACKAGE}\`: all of it would go into the package.`);
  return `${readme.trimEnd()}\n\nLicence: MIT.\n`;
}

/** The module's letters stand at the end of a bundle, unbroken: elsewhere, or in lines, they cost brotli 100 to 400 bytes more. */
const LETTERS = 'LETTERS';

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

    onLoad({ filter: /^wasm-module$/, namespace: 'core' }, () => ({ contents: `export default () => ${LETTERS};` }));
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
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(root, 'pkg/source', entry)],
    write: false,
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
  const { encode } = await import('./encode.mjs');
  const { text } = outputFiles[0];
  const letters = `var ${LETTERS}=\n${JSON.stringify(encode(readFileSync(MODULE)))}\n`;
  writeFileSync(join(root, 'pkg/dist', out), text.includes(LETTERS) ? text + letters : text);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build(process.argv[2] === 'dev' ? 'dev' : 'release');
