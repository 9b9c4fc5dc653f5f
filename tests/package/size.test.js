// Nothing makes the download grow unnoticed.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { functions } from '../support/functions.js';
import { root } from '../support/root.js';
import { bulkDownload, download, elementDownload, unpacked } from '../support/sizes.js';

/** In brotli. The mark is 14 600, one round trip's worth; what stands in its way is in CONTRIBUTING.md. */
const MAX_DOWNLOAD_BYTES = 21_424;
/**
 * In brotli, of `dist/bulk.mjs` alone. Its module is one of its own, so it repeats what every request and answer needs, which is
 * most of it; the rest is the pace, the walk and the page. What it takes of `dist/index.mjs` comes on top.
 */
const MAX_BULK_BYTES = 32_200;
/**
 * In brotli, of the files of `hrflow-wasm/element` that a page loads at once; French, downloads, the ZIP and PDFs come when they are
 * needed.
 */
const MAX_ELEMENT_BYTES = 12_000;
/**
 * Of it 354 kB are `hrflow-wasm/export`, once for each way to load it, and 108 kB the command with its libraries and their licences:
 * on disk, and in nobody's download of a page. 47 kB are for workerd and Vercel's edge runtime, which take the module from a file alone, and 3 kB are the examples that
 * editors show beside the types. 130 kB are the rules about files for the proxy and for pages, as a bundle of each kind and, for edge
 * runtimes, as a file; a page downloads one of them, and only where it asks for it. 46 kB are the element, and 30 kB what editors are
 * told of it: its manifest and types, which no page downloads.
 */
const MAX_INSTALLED_BYTES = 1_200_000;

test('the download', () => {
  const parts = download();
  const [{ brotli }] = Object.values(parts);
  if (brotli <= MAX_DOWNLOAD_BYTES) return;
  console.table(parts);
  console.table(functions(join(root, 'target/bindgen/listing/named.wasm')).slice(0, 40));
  assert.fail(
    `${brotli} bytes of brotli; at most ${MAX_DOWNLOAD_BYTES} are allowed. The largest functions stand above.`,
  );
});

test('the download of a whole source', async () => {
  const parts = await bulkDownload();
  const [{ brotli }] = Object.values(parts);
  if (brotli <= MAX_BULK_BYTES) return;
  console.table(parts);
  console.table(functions(join(root, 'target/bindgen/bulk/named.wasm')).slice(0, 40));
  assert.fail(`${brotli} bytes of brotli; at most ${MAX_BULK_BYTES} are allowed. The largest functions stand above.`);
});

test('the download of the element', () => {
  const [{ brotli }] = Object.values(elementDownload());
  assert.ok(brotli <= MAX_ELEMENT_BYTES, `${brotli} bytes of brotli; at most ${MAX_ELEMENT_BYTES} are allowed.`);
});

test('the installed package', () => {
  assert.ok(unpacked() <= MAX_INSTALLED_BYTES, `${unpacked()} bytes`);
});
