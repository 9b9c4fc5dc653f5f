import { listAttachments, start as startGlue } from 'wasm-bindgen-glue';
import imports from 'wasm-imports';
import { instance } from './carried/letters.mjs';
import { HrflowError } from './hrflow-error.mjs';

/** @typedef {{ listAttachments: typeof listAttachments }} Core */

/** @type {Promise<Core> | undefined} */
let instantiated;

/**
 * The Rust core. It is instantiated at the first call, once for all that wait for it; after a failure the next call
 * tries again.
 * @returns {Promise<Core>}
 */
export function instantiate() {
  instantiated ??= start().catch((cause) => {
    instantiated = undefined;
    const message =
      "WebAssembly could not be started; in a page, allow it with 'wasm-unsafe-eval' in the Content-Security-Policy's script-src.";
    throw new HrflowError({ kind: 'environment', message, cause, attempts: 0, retryable: false });
  });
  return instantiated;
}

async function start() {
  const { exports } = await instance(imports);
  startGlue(exports);
  return { listAttachments };
}
