// The demo page as it is served: its HTML with what depends on where and how, and the folders that stand beside it.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';

/** @param {string} folder as this file sees it */
const folder = (folder) => fileURLToPath(new URL(folder, import.meta.url));

const DIST = folder('../pkg/dist');

/** The page, and what it loads: where that stands, and the folder it comes from. */
export const FOLDERS = {
  'hrflow-wasm/': DIST,
  'pdfjs/': folder('../node_modules/pdfjs-dist/legacy/build'),
  'fonts/': folder('../node_modules/pdfjs-dist/standard_fonts'),
  '': folder('./page'),
};

/** What a page loads for the element, beside the call. */
const ELEMENT = ['element.mjs', 'element-class.mjs', 'element-parts.mjs'];

/** @param {string[]} files of pkg/dist @returns {number} their bytes, as a server sends them compressed */
function compressed(files) {
  const contents = files.map((file) => readFileSync(join(DIST, file)));
  return contents.reduce((sum, content) => sum + brotliCompressSync(content).length, 0);
}

/** How many bytes a page downloads for the call, and for the element. */
export const sizes = () => ({ core: String(compressed(['index.mjs'])), element: String(compressed(ELEMENT)) });

/**
 * @param {Record<string, string | undefined>} marks of the page, by name: its size, and what is different where it is served
 * @param {[found: string, written: string][]} [changes] of its HTML
 * @returns {string}
 */
export function pageHtml(marks, changes = []) {
  // Read each time: `npm run dev` changes it.
  const html = readFileSync(join(FOLDERS[''], 'index.html'), 'utf8');
  const marked = Object.entries(marks).filter(([, value]) => value !== undefined);
  const body = `<body ${marked.map(([name, value]) => `data-${name}${value ? `="${value}"` : ''}`).join(' ')}>`;
  /** @type {[found: string, written: string][]} */
  const all = [['<body>', body], ...changes];
  return all.reduce((text, [found, written]) => {
    if (!text.includes(found))
      throw new Error(`www/page/index.html has no ${found} any more, which is changed where the page is served.`);
    return text.replace(found, () => written);
  }, html);
}
