// The ordinary way: the module is inside the bundle, for a file beside it is what bundlers lose.

import module from 'wasm-module';
import { bytes } from './bytes.mjs';

/** @param {WebAssembly.Imports} imports */
export async function instance(imports) {
  return (await WebAssembly.instantiate(bytes(module), imports)).instance;
}
