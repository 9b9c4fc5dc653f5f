// What the types of an entry declare, as text without its comments.

import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Strings are kept, comments are not. */
const STRING_OR_COMMENT = /('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`)|\/\*[\s\S]*?\*\/|\/\/.*$/gm;

/** @param {string} text of a declaration file */
const bare = (text) =>
  text
    .replace(STRING_OR_COMMENT, (_, string = '') => string)
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{2,}/g, '\n')
    .trim();

/** A declaration file by the name under which another imports it. @type {Record<string, string>} */
const DECLARED = { '.js': '.d.ts', '.mjs': '.d.mts', '.cjs': '.d.cts' };

/**
 * @param {string} folder of the package
 * @param {string[]} files that users' compilers enter by, from `exports`
 * @returns {string[]} each of them, and those that they import, with their declarations
 */
export function declarations(folder, files) {
  const found = new Map();
  const add = (/** @type {string} */ path) => {
    if (found.has(path)) return;
    const text = bare(readFileSync(path, 'utf8'));
    found.set(path, text);
    for (const [, name, ending] of text.matchAll(/\bfrom '(\.\.?\/[^']*)(\.[cm]?js)'/g)) {
      add(join(path, '..', name + DECLARED[ending]));
    }
  };
  for (const file of files) add(join(folder, file));
  return Array.from(found, ([path, text]) => `// ${relative(folder, path).replaceAll('\\', '/')}\n${text}`);
}
