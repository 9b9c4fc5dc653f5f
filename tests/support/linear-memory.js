// The core's linear memory, which nothing of the package's shows: seen as it is instantiated.

/** @type {WebAssembly.Memory | undefined} */
let memory;

const { instantiate } = WebAssembly;
WebAssembly.instantiate = /** @type {any} */ (
  async (/** @type {BufferSource} */ bytes, /** @type {WebAssembly.Imports} */ imports) => {
    const started = await instantiate(bytes, imports);
    // Node's fetch instantiates modules of its own, from a Module and not from bytes.
    if (started.instance) {
      memory = Object.values(started.instance.exports).find((value) => value instanceof WebAssembly.Memory);
    }
    return started;
  }
);

/** Its size, in bytes; 0 before the first call. */
export const linearMemory = () => memory?.buffer.byteLength ?? 0;
