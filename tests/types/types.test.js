// tsc --strict over the installed package: what it must accept, what it must refuse, and the examples of README and guide.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { FROM_GUIDE } from '../environments/element-cells.js';
import { PIECES } from '../support/documents.js';
import { project } from '../support/installed.js';
import { root } from '../support/root.js';

const here = join(root, 'tests', 'types');

/** What needs a framework's types; the matrix of environments checks it, where those are. */
const ELSEWHERE = Object.values(FROM_GUIDE).filter((code) => code !== FROM_GUIDE.plain);

/** The documents' code in JavaScript and TypeScript, each piece once, under the name of what shows it. */
function shownExamples() {
  const own = PIECES.filter(
    ({ language, code }, index) =>
      /^[jt]sx?$/.test(language) &&
      !ELSEWHERE.includes(code) &&
      PIECES.findIndex((piece) => piece.code === code) === index,
  );
  return own.map(({ path, language, code }, index) => {
    const required = code.includes('require(');
    const name = path.replaceAll(/\W+/g, '-').toLowerCase();
    return { name: `${name}-${index}.${required ? 'cts' : language.endsWith('x') ? 'tsx' : 'mts'}`, code };
  });
}

/**
 * @param {string} moduleResolution
 * @returns {import('node:child_process').SpawnSyncReturns<string>} what tsc says of the package's users under it
 */
function check(moduleResolution) {
  const folder = join(project, `types-${moduleResolution}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const bundler = moduleResolution === 'bundler';
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  for (const name of ['accepted.ts', 'refused.ts', ...(bundler ? [] : ['required.cts'])]) {
    copyFileSync(join(here, name), join(folder, name));
  }
  const examples = shownExamples();
  assert.ok(examples.length >= 15, 'the documents have examples');
  for (const { name, code } of examples) {
    // A bundler's project has no `require` of its own.
    if (!(bundler && name.endsWith('.cts'))) writeFileSync(join(folder, name), `${code}\nexport {};\n`);
  }
  const compilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    target: 'es2022',
    lib: ['es2022', 'dom', 'dom.iterable'],
    module: bundler ? 'esnext' : moduleResolution,
    moduleResolution,
    jsx: 'preserve',
    typeRoots: [join(root, 'node_modules/@types')],
    types: ['node'],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  return tsc(folder);
}

/**
 * @param {string} folder
 * @returns {import('node:child_process').SpawnSyncReturns<string>} what tsc says of it
 */
function tsc(folder) {
  const script = join(root, 'node_modules/typescript/bin/tsc');
  return spawnSync(process.execPath, [script, '-p', folder], { encoding: 'utf8' });
}

for (const moduleResolution of ['nodenext', 'node16', 'bundler']) {
  test(`tsc --strict, moduleResolution ${moduleResolution}`, () => {
    const { status, stdout } = check(moduleResolution);
    assert.equal(status, 0, stdout);
  });
}

test('every @example is one of README or guide, which are checked above', () => {
  const examples = ['api.d.ts', 'bulk-api.d.ts', 'proxy-api.d.ts'].flatMap((file) =>
    [...readFileSync(join(root, 'pkg', file), 'utf8').matchAll(/ \* @example\n \* ```\w+\n([\s\S]*?) \* ```\n/g)].map(
      ([, code]) => code.replace(/^ \* ?/gm, ''),
    ),
  );
  assert.equal(examples.length, 7, 'one for each export that is called');
  const known = shownExamples().map(({ code }) => code);
  for (const example of examples) assert.ok(known.includes(example), example);
});

test('neither the DOM’s types nor Node’s are needed', () => {
  const folder = join(project, 'types-alone');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  writeFileSync(
    join(folder, 'alone.ts'),
    `import { type HrflowErrorDetails, listAttachments, type Signal } from 'hrflow-wasm';
    declare const signal: Signal;
    export const details = listAttachments('s', { key: 'k' }, { signal }).then(({ length }) => length);
    export const kind = (error: HrflowErrorDetails): string => error.kind;`,
  );
  const compilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: false,
    target: 'es2022',
    lib: ['es2022'],
    types: [],
    module: 'nodenext',
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  const { status, stdout } = tsc(folder);
  assert.equal(status, 0, stdout);
});
