// The reference: every entry of the npm package, by TypeDoc from its types. TypeDoc is a package of its own in reference/, for it
// needs a TypeScript that the workspace has left behind.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { root, run, say } from '../../pkg/build/command.mjs';

const TYPEDOC = 'www/site/reference';

/** What its pages' scripts are made of. */
export const SCRIPTS = ['typedoc', 'lunr'].map((name) => `${TYPEDOC}/node_modules/${name}/package.json`);

/** The entries whose types have names of their own, and the words of the module that they are in the reference. */
export const ENTRIES = {
  'hrflow-wasm': 'pkg/index.mjs',
  'hrflow-wasm/bulk': 'pkg/bulk.mjs',
  'hrflow-wasm/export': 'pkg/export.mjs',
  'hrflow-wasm/proxy': 'pkg/proxy.mjs',
  'hrflow-wasm/element': 'pkg/element.mjs',
};

/** What TypeDoc reads and writes between. */
const WORK = join(root, 'target/reference');

/** The folder of a kind of reflection, as TypeDoc numbers kinds. */
const FOLDERS = /** @type {Record<number, string>} */ ({
  32: 'variables',
  64: 'functions',
  128: 'classes',
  256: 'interfaces',
  2097152: 'types',
});

/** @typedef {{ name: string, kind: number, comment?: { summary: { text: string }[] }, signatures?: Reflection[], children?: Reflection[] }} Reflection */

/** @typedef {{ name: string, entry: string, address: string, words: string }} Name an export, its page, and what is said of it */

/**
 * Writes the reference.
 * @param {string} out
 * @returns {Name[]}
 */
export function writeReference(out) {
  installTypeDoc();
  say('The reference, from the types');
  rmSync(WORK, { recursive: true, force: true });
  mkdirSync(WORK, { recursive: true });
  const entries = Object.entries(ENTRIES).map(([name, file]) => {
    const path = join(WORK, `${posix.basename(file, '.mjs')}.ts`);
    writeFileSync(path, `/** @module ${name} */\nexport * from '../../${file}';\n`);
    return path;
  });
  const { compilerOptions } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'));
  const { paths: _, ...options } = compilerOptions;
  const tsconfig = join(WORK, 'tsconfig.json');
  const typeRoots = [join(root, 'node_modules/@types')];
  writeFileSync(tsconfig, JSON.stringify({ compilerOptions: { ...options, typeRoots }, files: entries }));
  const names = join(WORK, 'names.json');
  run(process.execPath, [
    ...[join(root, TYPEDOC, 'node_modules/typedoc/bin/typedoc'), '--options', join(root, TYPEDOC, 'typedoc.json')],
    ...['--favicon', join(root, 'www/page/icon.svg'), '--tsconfig', tsconfig, '--out', out, '--json', names],
    ...entries.flatMap((entry) => ['--entryPoints', entry]),
  ]);
  /** @type {Reflection} */
  const project = JSON.parse(readFileSync(names, 'utf8'));
  return (project.children ?? []).flatMap(({ name: entry, children = [] }) =>
    children.flatMap(({ name, kind, comment, signatures }) => {
      if (!(kind in FOLDERS)) return [];
      const { summary } = comment ?? signatures?.[0].comment ?? { summary: [] };
      const address = `${FOLDERS[kind]}/${entry.replace('/', '_')}.${name}.html`;
      return [{ name, entry, address, words: summary.map(({ text }) => text).join('') }];
    }),
  );
}

function installTypeDoc() {
  const installed = join(root, TYPEDOC, 'node_modules/.package-lock.json');
  const locked = join(root, TYPEDOC, 'package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(locked).mtimeMs) return;
  say('Installing TypeDoc as its lock file names it');
  run('npm', ['ci', '--prefix', TYPEDOC, '--no-fund', '--no-audit', '--loglevel=error']);
}

/** @param {string} folder @returns {string[]} the HTML files in it, at any depth */
export const htmlFiles = (folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.html'))
    .sort();
