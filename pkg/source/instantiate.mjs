import * as glue from 'wasm-bindgen-glue';
import imports from 'wasm-imports';
import module from 'wasm-module';
import { HrflowError } from './hrflow-error.mjs';

/** @type {Promise<typeof glue> | undefined} */
let instantiated;

/**
 * The Rust core. It is instantiated at the first call, once for all that wait for it; after a failure the next call
 * tries again.
 * @returns {Promise<typeof glue>}
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
  const bytes = Uint8Array.from(atob(module), (letter) => letter.charCodeAt(0));
  const { instance } = await WebAssembly.instantiate(bytes, imports);
  glue.__wbg_set_wasm(instance.exports);
  const { __wbindgen_start } = /** @type {{ __wbindgen_start(): void }} */ (instance.exports);
  __wbindgen_start();
  return glue;
}
