// The README's code, so that what it shows is what is run.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.js';

export const README = readFileSync(join(root, 'README.md'), 'utf8');

/** Every piece of code, by its place. */
export const PIECES = [...README.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language, code], index) => ({
  index,
  language,
  code,
}));

/**
 * @param {string} words of the text that leads to it
 * @returns {string} the first piece of code after them
 */
export function readmeCode(words) {
  const at = README.indexOf(words);
  const code = at < 0 ? undefined : /^```\w+\n([\s\S]*?)^```$/m.exec(README.slice(at))?.[1];
  if (code === undefined) throw new Error(`README.md has no code after “${words}”.`);
  return code;
}
