// README and the guide as tests read them: code by the words that lead to it, tables by their heads, in whichever page they stand.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.js';

const guide = readdirSync(join(root, 'www/guide'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => `www/guide/${name.replaceAll('\\', '/')}`);

/** What users read, by its path. */
export const DOCUMENTS = ['README.md', ...guide.sort()].map((path) => ({
  path,
  text: readFileSync(join(root, path), 'utf8'),
}));

/** Every piece of code, and the document that shows it. A piece that two documents show is there twice. */
export const PIECES = DOCUMENTS.flatMap(({ path, text }) =>
  [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language, code]) => ({ path, language, code })),
);

/**
 * @param {string} words that one document has, and no other
 * @returns {{ path: string, text: string }} that document, from these words on
 */
export function after(words) {
  const found = DOCUMENTS.filter(({ text }) => text.includes(words));
  if (found.length !== 1) {
    throw new Error(
      `“${words}” is to stand in one document; it stands in ${found.map(({ path }) => path).join(', ') || 'none'}.`,
    );
  }
  const [{ path, text }] = found;
  return { path, text: text.slice(text.indexOf(words)) };
}

/**
 * @param {string} words of the text that leads to it
 * @returns {string} the first piece of code after them
 */
export function codeAfter(words) {
  const { path, text } = after(words);
  const code = /^```\w+\n([\s\S]*?)^```$/m.exec(text)?.[1];
  if (code === undefined) throw new Error(`${path} has no code after “${words}”.`);
  return code;
}

/**
 * @param {string} head the first line of a table
 * @returns {string[]} its rows
 */
export function rowsUnder(head) {
  const [, , ...rows] = after(`${head}\n`).text.split('\n\n')[0].trimEnd().split('\n');
  return rows;
}
