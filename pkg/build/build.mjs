// Builds the npm package: Rust to WebAssembly, its glue, and the bundles in pkg/dist. It installs what is missing first.

import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleCommand } from './bundle-command.mjs';
import { root, run, say } from './command.mjs';
import { TARGET } from './crates.mjs';
import { digestOf } from './digest.mjs';
import { glue } from './glue.mjs';
import { bindgen, installPackages, installRustTools } from './install.mjs';
import { BANNER, NOTICES, notices, SAID_FIRST } from './notices.mjs';
import { remapped } from './remapped.mjs';

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
  'CHANGELOG.md',
  'LICENSE',
];

/** The digest of what the package in pkg/dist was made of. */
const STAMP = join(root, 'target', 'built');

/** @typedef {'release' | 'dev'} Profile what users get, or what is there soon */

/**
 * @typedef {object} Module what Rust is compiled to
 * @property {string} feature of the crate
 * @property {string[]} entries the functions that JavaScript calls
 * @property {string} folder what wasm-bindgen makes of it
 * @property {string} [wasm] the module as a file of pkg/dist, for those who cannot take it from a bundle
 */

/**
 * Each entry's module has what that entry needs: who imports one does not pay for another.
 * @type {Record<'listing' | 'bulk' | 'folder' | 'files', Module>}
 */
const MODULES = {
  listing: {
    feature: 'npm',
    entries: ['listAttachments'],
    folder: join(root, 'target/bindgen/listing'),
    wasm: 'hrflow_wasm.wasm',
  },
  bulk: {
    feature: 'bulk',
    entries: ['openSource', 'nextPage', 'listOne', 'listPage', 'closeSource'],
    folder: join(root, 'target/bindgen/bulk'),
    wasm: 'hrflow_wasm_bulk.wasm',
  },
  folder: {
    feature: 'export',
    entries: [
      'take',
      'isDone',
      'paths',
      'unsettled',
      'isPlanned',
      'profiles',
      'plan',
      'shard',
      'textRefusal',
      'noUrl',
      'addressRefusal',
      'retryAfter',
      'isRetryable',
      'fileDelay',
      'spreadsheetText',
      'spreadsheetHeader',
      'spreadsheetRow',
    ],
    folder: join(root, 'target/bindgen/folder'),
  },
  files: {
    feature: 'files',
    entries: [
      'fileName',
      'folder',
      'unique',
      'textRefusal',
      'noUrl',
      'addressRefusal',
      'spreadsheetText',
      'spreadsheetBeginning',
      'spreadsheetRow',
    ],
    folder: join(root, 'target/bindgen/files'),
    wasm: 'hrflow_wasm_files.wasm',
  },
};

/**
 * The files of pkg/source that users enter by, what each becomes in pkg/dist, and with which module.
 * @type {[entry: string, out: string, module?: Module][]}
 */
const ENTRIES = [
  ['index.mjs', 'index.mjs', MODULES.listing],
  ['index.cjs', 'index.cjs', MODULES.listing],
  ['index.mjs', 'edge.mjs', MODULES.listing],
  ['bulk.mjs', 'bulk.mjs', MODULES.bulk],
  ['bulk.mjs', 'bulk.cjs', MODULES.bulk],
  ['bulk.mjs', 'bulk-edge.mjs', MODULES.bulk],
  ['export.mjs', 'export.mjs', MODULES.folder],
  ['export.mjs', 'export.cjs', MODULES.folder],
  ['files/rules.mjs', 'file-rules.mjs', MODULES.files],
  ['files/rules.mjs', 'file-rules.cjs', MODULES.files],
  ['files/rules.mjs', 'file-rules-edge.mjs', MODULES.files],
  ['proxy.mjs', 'proxy.mjs'],
  ['proxy.mjs', 'proxy.cjs'],
  ['element.mjs', 'element.mjs'],
  ['element-class.mjs', 'element-class.mjs'],
  ['element-parts.mjs', 'element-parts.mjs'],
  ['element/downloads.mjs', 'element-downloads.mjs'],
  ['element-zip.mjs', 'element-zip.mjs'],
  ['element/pdf-pages.mjs', 'element-pdf.mjs'],
  ['element/french-words.mjs', 'element-french.mjs'],
];

/** What makes up `element-parts.mjs`. */
const PARTS = /\/(facts|language|make|shown-text|state|web-address|words)\.mjs$/;

/**
 * What an entry imports from another's file instead of holding it too.
 * @type {Record<string, [source: RegExp, file: string][]>}
 */
const SHARED = {
  'element.mjs': [[/\/element-class\.mjs$/, './element-class.mjs']],
  'element-class.mjs': [[/\/element-parts\.mjs$/, './element-parts.mjs']],
  'element-parts.mjs': [
    [/\/french-words\.mjs$/, './element-french.mjs'],
    [/\/downloads\.mjs$/, './element-downloads.mjs'],
    [/\/pdf-pages\.mjs$/, './element-pdf.mjs'],
  ],
  'element/downloads.mjs': [
    [PARTS, './element-parts.mjs'],
    [/\/(download|zip)\.mjs$/, './element-zip.mjs'],
  ],
  'element-zip.mjs': [
    [PARTS, './element-parts.mjs'],
    [/\/files\/rules\.mjs$/, './file-rules.mjs'],
  ],
};

/**
 * Builds pkg/dist, unless nothing has changed since.
 * @param {Profile} [profile]
 */
export async function build(profile = 'release') {
  installPackages();
  const sources = digestOf(SOURCES, profile);
  const isFresh =
    existsSync(join(root, 'pkg/dist/command.mjs')) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === sources;
  if (isFresh) return;
  installRustTools();
  const { optimize } = await import('./optimize.mjs');
  /** @type {Map<Module | undefined, import('./optimize.mjs').Names>} */
  const names = new Map();
  const env = remapped();
  for (const module of Object.values(MODULES)) {
    compile(module, profile, env);
    names.set(module, optimize(module.folder, optimized(module), profile));
  }
  say('Bundling the package');
  rmSync(join(root, 'pkg/dist'), { recursive: true, force: true });
  mkdirSync(join(root, 'pkg/dist'));
  /** @type {import('./third-party.mjs').Inputs} */
  const inputs = {};
  for (const [entry, out, module] of ENTRIES) {
    inputs[`dist/${out}`] = await bundle(entry, out, module, names.get(module));
  }
  inputs['dist/command.mjs'] = await bundleCommand();
  for (const module of Object.values(MODULES)) {
    if (!module.wasm) continue;
    copyFileSync(optimized(module), join(root, 'pkg/dist', module.wasm));
    inputs[`dist/${module.wasm}`] = ['core:wasm-module'];
  }
  if (profile === 'release') await writeNotices(inputs);
  for (const file of ['CHANGELOG.md', 'LICENSE']) copyFileSync(join(root, file), join(root, 'pkg', file));
  writeFileSync(STAMP, sources);
}

/** @param {string[]} inputs of a bundle */
const hasOthers = (inputs) => inputs.some((input) => /^core:|(^|\/)node_modules\//.test(input));

/** What esbuild puts of its own into bundles that are, or hold, CommonJS. */
const HELPERS = /=Object\.getOwnPropertyDescriptor[,;]/;

/** @param {import('./third-party.mjs').Inputs} inputs */
async function writeNotices(inputs) {
  const { crates, INPUTS, packages } = await import('./third-party.mjs');
  for (const [file, of] of Object.entries(inputs)) {
    if (HELPERS.test(readFileSync(join(root, 'pkg', file), 'latin1'))) of.push('node_modules/esbuild/package.json');
  }
  writeFileSync(INPUTS, JSON.stringify(inputs));
  writeFileSync(join(root, 'pkg', NOTICES), notices(SAID_FIRST, [...crates(inputs), ...packages(inputs)]));
}

/** @param {Module} module */
const optimized = ({ folder }) => join(folder, 'module.wasm');

/**
 * @param {Module} module
 * @param {Profile} profile
 * @param {Record<string, string>} env
 */
function compile({ feature, folder: out }, profile, env) {
  say(`Compiling Rust to WebAssembly, with what \`${feature}\` needs`);
  const args = ['--quiet', '--locked', '--profile', profile, '--lib', '--crate-type', 'cdylib', '--target', TARGET];
  // Rust's own default is 1 MiB, which every page would set aside; nothing here recurses.
  const stack = `-Clink-arg=-zstack-size=${profile === 'dev' ? 1_048_576 : 65_536}`;
  run('cargo', ['rustc', ...args, '--features', feature, '--', stack], { env });
  const folder = profile === 'dev' ? 'debug' : profile;
  const compiled = join(root, 'target', TARGET, folder, 'hrflow_wasm.wasm');
  mkdirSync(out, { recursive: true });
  run(bindgen, ['--target', 'bundler', '--no-typescript', '--out-dir', out, compiled]);
}

/** The module's letters stand at the end of a bundle, unbroken: elsewhere, or in lines, they cost brotli 100 to 400 bytes more. */
const LETTERS = 'LETTERS';

/**
 * What pkg/source imports of what was built: the glue and the module.
 * @param {Module} module
 * @param {import('./optimize.mjs').Names} names
 * @returns {import('esbuild').Plugin}
 */
const core = ({ folder, entries }, names) => ({
  name: 'core',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^wasm-(bindgen-glue|module)$/ }, ({ path }) => ({ path, namespace: 'core' }));

    onLoad({ filter: /^wasm-bindgen-glue$/, namespace: 'core' }, async () => ({
      contents: await glue(folder, entries, names),
      resolveDir: folder,
    }));

    onLoad({ filter: /^wasm-module$/, namespace: 'core' }, () => ({ contents: `export default () => ${LETTERS};` }));
  },
});

/**
 * What an entry leaves to a file beside it.
 * @param {string} entry
 * @param {string} out
 * @param {Module | undefined} module
 * @returns {import('esbuild').Plugin}
 */
const beside = (entry, out, module) => ({
  name: 'beside',
  setup({ onResolve }) {
    const isEdge = out.endsWith('edge.mjs');
    if (isEdge) {
      const file = join(root, 'pkg/source/module/file.mjs');
      onResolve({ filter: /module\/inline\.mjs$/ }, () => ({ path: file }));
      // `?module` is what Next.js wants to hear; Wrangler takes it, too.
      onResolve({ filter: /^#wasm$/ }, () => ({ path: `./${module?.wasm}?module`, external: true }));
    }
    for (const [filter, path] of SHARED[entry] ?? []) {
      onResolve({ filter }, ({ kind }) => (kind === 'entry-point' ? undefined : { path, external: true }));
    }
    if (entry.startsWith('index')) return;
    // By its name, so that the runtime's own conditions choose among its files.
    if (entry.startsWith('proxy')) {
      onResolve({ filter: /\/bulk\.mjs$/ }, () => ({ path: 'hrflow-wasm/bulk', external: true }));
      onResolve({ filter: /\/rules\.mjs$/ }, () => ({ path: '#file-rules', external: true }));
    }
    // Its errors are of the default entry's class, and its defaults those of `configure`. By their file: plain pages know no names.
    const path = isEdge ? './edge.mjs' : `./index${out.slice(-4)}`;
    onResolve({ filter: /\/(client|hrflow-error)\.mjs$/ }, () => ({ path, external: true }));
    // The source of one entry is that of the other.
    if (!entry.startsWith('bulk'))
      onResolve({ filter: /\/bulk\.mjs$/ }, () => ({ path: `./bulk${out.slice(-4)}`, external: true }));
  },
});

/**
 * A style sheet as a text, with nothing that a browser does not read.
 * @type {import('esbuild').Plugin}
 */
const sheets = {
  name: 'sheets',
  setup({ onLoad, esbuild }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await esbuild.transform(readFileSync(path, 'utf8'), { loader: 'css', minify: true });
      return { contents: code.trim(), loader: 'text' };
    });
  },
};

/**
 * @param {string} entry a file of pkg/source
 * @param {string} out a file of pkg/dist
 * @param {Module | undefined} module
 * @param {import('./optimize.mjs').Names | undefined} names
 */
async function bundle(entry, out, module, names) {
  const esbuild = await import('esbuild');
  const { metafile, outputFiles } = await esbuild.build({
    entryPoints: [join(root, 'pkg/source', entry)],
    write: false,
    metafile: true,
    absWorkingDir: root,
    bundle: true,
    minify: true,
    // Node prints the line that threw: without a limit that is the whole package.
    lineLimit: 400,
    format: out.endsWith('.cjs') ? 'cjs' : 'esm',
    target: 'es2022',
    platform: 'neutral',
    plugins: [...(module && names ? [core(module, names)] : []), beside(entry, out, module), sheets],
    external: ['hrflow-wasm', '#file-rules', 'node:*'],
    legalComments: 'none',
  });
  // Node prints the line where an error that nobody caught was made: that has one of its own.
  const text = outputFiles[0].text.replace(/,(?=(?:fail|abort):\w+=>|(?:fail|abort):\(\)=>)/g, ',\n');
  const file = join(root, 'pkg/dist', out);
  const inputs = Object.keys(metafile.inputs);
  if (!module || !text.includes(LETTERS)) writeFileSync(file, hasOthers(inputs) ? `${BANNER}\n${text}` : text);
  else {
    const { encode } = await import('./encode.mjs');
    // The banner stands at the letters, so that it stays in users' bundles as long as they do.
    const letters = JSON.stringify(encode(readFileSync(optimized(module))));
    writeFileSync(file, `${text}${BANNER}var ${LETTERS}=\n${letters}\n`);
  }
  return inputs;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build(process.argv[2] === 'dev' ? 'dev' : 'release');
