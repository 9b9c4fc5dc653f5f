// The JavaScript example of the vendor's page, changed only as its readers are told to.

import { readFileSync } from 'node:fs';

const EXAMPLE = readFileSync(new URL('../contract/example.js', import.meta.url), 'utf8');

/** The data of the page's 200 answer. */
export const { data } = JSON.parse(readFileSync(new URL('../contract/200.json', import.meta.url), 'utf8'));

export const SELECTORS = /** @type {const} */ (['key', 'reference', 'email']);

/**
 * The example with the import's name changed, one selector kept, and options added.
 * @param {{ selector: typeof SELECTORS[number], options: Record<string, unknown>, require?: boolean }} changes
 */
export function example({ selector, options, require = false }) {
  const others = SELECTORS.filter((name) => name !== selector);
  const kept = EXAMPLE.split('\n').filter((line) => !others.some((name) => line.trim().startsWith(`${name}:`)));
  const added = Object.entries(options).map(([name, value]) => `    ${name}: ${JSON.stringify(value)},\n`);
  const loaded = require ? "const Hrflow = require('hrflow-wasm');" : "import Hrflow from 'hrflow-wasm';";
  return kept
    .join('\n')
    .replace("import Hrflow from 'hrflow';", loaded)
    .replace('new Hrflow({\n', `new Hrflow({\n${added.join('')}`);
}
