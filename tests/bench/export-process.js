// Fetches the files of one profile, in a process whose start is no part of it, and prints the milliseconds. Arguments: the API's URL,
// how many at once, the folder, and what is left out: `hash`, `sync`, or nothing.

import { Hash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { options } from './bulk-clients.js';
import { ALL } from './export-clients.js';

const [, , api_url, concurrency, directory, left_out] = process.argv;
if (left_out === 'hash') {
  Hash.prototype.update = function () {
    return this;
  };
}
if (left_out === 'sync') {
  const handle = await open(process.execPath);
  Object.getPrototypeOf(handle).sync = async () => {};
  await handle.close();
}
const { exportAttachments } = await import(
  new URL('../../target/installed/node_modules/hrflow-wasm/dist/export.mjs', import.meta.url).href
);
const begun = performance.now();
const given = { ...options(api_url), source_key: 's', directory, profiles: [{ key: ALL }] };
const { failed } = await exportAttachments({ ...given, concurrency: Number(concurrency) });
if (failed > 0) throw new Error(`${failed} files failed.`);
console.log(performance.now() - begun);
