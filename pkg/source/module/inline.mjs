// The ordinary way: the module is inside the bundle, for a file beside it is what bundlers lose.

import letters from 'wasm-module';
import { decode } from './decode.mjs';

/** @param {WebAssembly.Imports} imports */
export async function instance(imports) {
  return (await WebAssembly.instantiate(decode(letters()), imports)).instance;
}

/**
 * The same without waiting.
 * @param {WebAssembly.Imports} imports
 */
export const instanceAtOnce = (imports) => new WebAssembly.Instance(new WebAssembly.Module(decode(letters())), imports);
