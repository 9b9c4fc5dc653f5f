// What things are made of, as one short text: where that is the same, they need not be made again.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from './command.mjs';

/**
 * @param {string[]} sources files and folders, below the root
 * @param {string} [how] what else it depends on
 * @returns {string} of their paths and contents, but for npm's packages
 */
export function digestOf(sources, how = '') {
  const hash = createHash('sha256').update(how);
  for (const source of sources) {
    const path = join(root, source);
    const files = statSync(path).isDirectory()
      ? readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(path, name))
      : [path];
    for (const file of files.sort()) {
      const name = relative(root, file);
      if (name.includes('node_modules') || !statSync(file).isFile()) continue;
      const contents = readFileSync(file);
      hash.update(`${name}\n${contents.length}\n`).update(contents);
    }
  }
  return hash.digest('hex');
}
