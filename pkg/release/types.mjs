// What the types of an entry declare, as text without its comments.

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

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
 * @param {Set<string>} [told] those that are told already, so that what entries share is told once
 * @returns {string[]} each of them, and those that they import, with their declarations
 */
export function declarations(folder, files, told = new Set()) {
  return files.flatMap((file) => {
    const path = join(folder, file);
    if (told.has(path)) return [];
    told.add(path);
    const text = bare(readFileSync(path, 'utf8'));
    const imports = [...text.matchAll(/\bfrom '(\.\.?\/[^']*)(\.[cm]?js)'/g)];
    const others = imports.map(([, name, ending]) => join(dirname(file), name + DECLARED[ending]));
    return [`// ${file.replace(/^\.\//, '').replaceAll('\\', '/')}\n${text}`, ...declarations(folder, others, told)];
  });
}
