// What users download and install, in bytes: raw, gzip and brotli at their best.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, deflateRawSync, gzipSync } from 'node:zlib';
import { encode } from '../../pkg/build/encode.mjs';
import { project } from './installed.js';
import { root } from './root.js';

/**
 * @param {string | Uint8Array} content
 * @returns {{ raw: number, gzip: number, brotli: number }} its bytes in each form
 */
export function sizes(content) {
  const bytes = Buffer.from(content);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return {
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes, { params }).length,
  };
}

const installed = join(project, 'node_modules', 'hrflow-wasm');

/** Everything a page downloads for the default import, whole and by part. */
export function download() {
  const bundle = readFileSync(join(installed, 'dist/index.mjs'), 'utf8');
  const module = readFileSync(join(root, 'target/bindgen/listing/module.wasm'));
  const whole = sizes(bundle);
  const javascript = sizes(bundle.replace(/"(?:[^"\\]|\\.)*"/gs, (text) => (text.length > 9_999 ? '""' : text)));
  return {
    'dist/index.mjs, all of the default import': whole,
    '– of it JavaScript': javascript,
    '– of it the module, in letters': sizes(encode(module)),
    'the module in a file of its own': sizes(module),
    'the module in base64': sizes(module.toString('base64')),
    'the module deflated, in base64': sizes(deflateRawSync(module, { level: 9 }).toString('base64')),
  };
}

/** What a page downloads for `hrflow-wasm/bulk`: the file, which imports the default entry's, and all of it in a bundle. */
export async function bulkDownload() {
  const { build } = await import('esbuild');
  const stdin = {
    contents:
      "import { listAttachmentsOfProfiles, listProfiles } from 'hrflow-wasm/bulk'; console.log(listAttachmentsOfProfiles, listProfiles);",
    resolveDir: project,
  };
  const options = { bundle: true, minify: true, write: false, platform: 'browser', format: 'esm' };
  const { outputFiles } = await build(/** @type {any} */ ({ stdin, ...options }));
  return {
    'dist/bulk.mjs, which imports dist/index.mjs': sizes(readFileSync(join(installed, 'dist/bulk.mjs'))),
    'a page’s bundle with bulk, and what that needs of index': sizes(/** @type {any} */ (outputFiles)[0].contents),
  };
}

/** What a page downloads for the element, beside the default entry; what downloads and draws PDFs comes when it is needed. */
export function elementDownload() {
  const parts = ['element.mjs', 'element-class.mjs', 'element-parts.mjs'];
  const read = (/** @type {string} */ name) => sizes(readFileSync(join(installed, 'dist', name)));
  const sum = parts.map(read).reduce((whole, part) => ({
    raw: whole.raw + part.raw,
    gzip: whole.gzip + part.gzip,
    brotli: whole.brotli + part.brotli,
  }));
  return {
    'hrflow-wasm/element, beside the default import': sum,
    '– when something is downloaded': read('element-downloads.mjs'),
    '– when a PDF is drawn': read('element-pdf.mjs'),
  };
}

/** The installed package, in bytes. */
export function unpacked() {
  const files = readdirSync(installed, { recursive: true, encoding: 'utf8' }).map((name) =>
    statSync(join(installed, name)),
  );
  return files.filter((file) => file.isFile()).reduce((sum, { size }) => sum + size, 0);
}

/** What other clients bring into a page, bundled and minified. */
export async function otherClients() {
  const { build } = await import('esbuild');
  const contents = {
    'ky + valibot':
      "import ky from 'ky'; import { array, looseObject, nullable, number, optional, parse, string } from 'valibot'; console.log(ky, array, looseObject, nullable, number, optional, parse, string);",
    'ky + zod': "import ky from 'ky'; import { z } from 'zod'; console.log(ky, z.looseObject, z.string);",
    ofetch: "import { ofetch } from 'ofetch'; console.log(ofetch);",
  };
  const made = Object.entries(contents).map(async ([name, contents]) => {
    const stdin = { contents, resolveDir: root };
    const options = { bundle: true, minify: true, write: false, platform: 'browser', format: 'esm' };
    const { outputFiles } = await build(/** @type {any} */ ({ stdin, ...options }));
    return [name, sizes(/** @type {any} */ (outputFiles)[0].contents)];
  });
  return Object.fromEntries(await Promise.all(made));
}
