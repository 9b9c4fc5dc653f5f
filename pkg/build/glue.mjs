// Makes of the glue that wasm-bindgen wrote a function, so that each instance has glue of its own.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './command.mjs';

/** The names that the glue takes from the platform and finds in pkg/source/platform.mjs. */
const PLATFORM = ['fetch', 'TextDecoder', 'TextEncoder'];

/**
 * What the glue has for platforms that pkg/source/platform.mjs already makes like the others, and for closures that nobody calls:
 * what that would free is freed, for each promise that is waited for settles.
 */
const NEEDLESS = [
  /^if \(!\('encodeInto' in cachedTextEncoder\)\) \{\n[\s\S]*?^\}\n/m,
  /^ {4}if \(realloc === undefined\) \{\n[\s\S]*?^ {4}\}\n/m,
];
const CLOSURES = [
  /^const CLOSURE_DTORS = [^;]*;\n/m,
  /^ *CLOSURE_DTORS\.unregister\(state\);\n/m,
  /^ *CLOSURE_DTORS\.register\(real, state, state\);\n/m,
];

/** Closures take one value, and not what an iterator gives: a broken one would keep a promise's end from the core for ever. */
const ONE_VALUE = /\.\.\.args\b/g;

/**
 * @param {string} glue
 * @returns {string} without what is needless
 */
function withoutNeedless(glue) {
  const hasClosures = glue.includes('CLOSURE_DTORS');
  if (hasClosures && (glue.match(ONE_VALUE)?.length !== 2 || /invoke\w+\(arg0, arg1, arg2, arg3/.test(glue))) {
    throw new Error('The closures of the glue are others.');
  }
  return (hasClosures ? [...NEEDLESS, ...CLOSURES] : NEEDLESS).reduce(
    (text, pattern) => {
      if (!pattern.test(text)) throw new Error(`The glue has nothing like ${pattern} any more.`);
      return text.replace(pattern, '');
    },
    glue.replace(ONE_VALUE, 'value'),
  );
}

/**
 * What an instance left behind (a timer, a promise) never enters another one.
 * @param {string} folder that wasm-bindgen wrote
 * @param {string[]} entries the functions that are called from outside
 * @param {import('./optimize.mjs').Names} names
 * @returns {Promise<string>} a module that exports `glue`
 */
export async function glue(folder, entries, names) {
  const imports = names.imports.map(([from, name, short]) => `import { ${name} as $${short} } from '${from}';`);
  const exports = names.imports.map(([, , short]) => `$${short} as ${short}`);
  const { build } = await import('esbuild');
  // Bundled, so that what the module does not ask for is left out; what it takes from elsewhere stays an import.
  const { outputFiles } = await build({
    stdin: {
      contents: `${imports.join('\n')}
        export { ${exports.join(', ')} }; export { ${entries.join(', ')}, start } from './hrflow_wasm_bg.js';`,
      resolveDir: folder,
    },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    platform: 'neutral',
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
  const isOf =
    (/** @type {string[]} */ names) =>
    (/** @type {string[]} */ [name]) =>
      names.includes(name);
  const functions = members.filter((member) => !isOf([...entries, 'start'])(member)).map(of);
  const given = members.filter(isOf(entries)).map(of);
  return `import { ${PLATFORM.join(', ')} } from ${JSON.stringify(join(root, 'pkg/source/platform.mjs'))};
    ${text.match(imported)?.join('\n')}
    export function glue() {
      ${text.replace(imported, '').replace(exported, '')}
      return { imports: { a: { ${functions} } }, entries: { ${given} }, ${members.filter(isOf(['start'])).map(of)} };
    }`;
}
