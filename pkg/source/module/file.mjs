// For runtimes that compile no bytes while they run: there the module is a file, which is compiled when it is deployed.

import module from '#wasm';

/** @param {WebAssembly.Imports} imports */
export async function instance(imports) {
  return WebAssembly.instantiate(module, imports);
}

/**
 * The same without waiting.
 * @param {WebAssembly.Imports} imports
 */
export const instanceAtOnce = (imports) => new WebAssembly.Instance(module, imports);
