// What the bundling step puts in place of these names.

/** The glue that wasm-bindgen writes, as a function: each instance has its own. */
declare module 'wasm-bindgen-glue' {
  export function glue(): {
    /** The import object that the module asks for. */
    imports: WebAssembly.Imports;
    /** Takes the module's exports, and starts it. */
    start(exports: Record<string, unknown>): void;
    /** The functions that take calls. Each calls one method of `caller`, once. */
    entries: Record<string, (text: string, caller: import('./core.mjs').Caller) => void>;
  };
}

/** The module's bytes, in the letters of pkg/build/encode.mjs, which stand at the end of the bundle. */
declare module 'wasm-module' {
  export default function letters(): string;
}

/** The module's file, compiled by the runtime that loads it. */
declare module '#wasm' {
  const module: WebAssembly.Module;
  export default module;
}
