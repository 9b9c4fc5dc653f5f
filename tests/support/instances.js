// Instances of the core as the tests want them: each import watched or made to throw, each step counted. To be imported before
// the package makes its first call.

import binaryen from 'binaryen';

const { instantiate } = WebAssembly;

/** @typedef {(name: string, values: unknown[]) => void} Watch called before each import; what it throws goes into the core */

/** @type {Watch} */
let watch = () => {};

/** How many functions, loops and blocks of the core were entered. */
let steps = 0;

let isCounting = false;

/** How many instances were made. */
let instances = 0;

/**
 * @param {Uint8Array} bytes of a module
 * @returns {Uint8Array} one that imports `log_execution` and calls it as it goes
 */
function counted(bytes) {
  const module = binaryen.readBinary(bytes);
  module.runPasses(['log-execution']);
  const counting = module.emitBinary();
  module.dispose();
  return counting;
}

WebAssembly.instantiate = /** @type {any} */ (
  async (/** @type {any} */ source, /** @type {WebAssembly.Imports} */ imports) => {
    // Node's fetch instantiates modules of its own, from a Module and not from bytes.
    if (!ArrayBuffer.isView(source) || !imports?.a) return instantiate(source, imports);
    instances++;
    const watched = Object.entries(imports.a).map(([name, value]) => [
      name,
      (/** @type {unknown[]} */ ...values) => {
        watch(name, values);
        return /** @type {any} */ (value)(...values);
      },
    ]);
    const log_execution = () => {
      steps++;
    };
    const bytes = /** @type {Uint8Array<ArrayBuffer>} */ (source);
    return instantiate(/** @type {any} */ (isCounting ? counted(bytes) : bytes), {
      a: { ...Object.fromEntries(watched), log_execution },
    });
  }
);

/**
 * Watches each import of every instance; without an argument it stops.
 * @param {Watch} [watching]
 */
export function watchImports(watching = () => {}) {
  watch = watching;
}

/** Instances that are made from here on count their steps. */
export function countSteps() {
  isCounting = true;
}

/** @returns {number} functions, loops and blocks that were entered since the last time */
export function takeSteps() {
  const taken = steps;
  steps = 0;
  return taken;
}

/** @returns {number} how many instances were made */
export const instancesMade = () => instances;
