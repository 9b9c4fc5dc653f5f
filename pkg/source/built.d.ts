// What the bundling step puts in place of these names.

/** The glue that wasm-bindgen writes. */
declare module 'wasm-bindgen-glue' {
  /** Takes the module's exports, and starts it. */
  export function start(exports: WebAssembly.Exports): void;
  /** Resolves with the attachments, or with an object that describes the error; rejects with a signal's reason. */
  export function listAttachments(
    defaults: unknown,
    source_key: unknown,
    profile: unknown,
    options: unknown,
    resolve: (outcome: import('../api.js').Attachment[] | import('../api.js').HrflowErrorDetails) => void,
    reject: (reason: unknown) => void,
  ): void;
}

/** The import object that the module asks for. */
declare module 'wasm-imports' {
  const imports: WebAssembly.Imports;
  export default imports;
}

/** The module's bytes, in the letters of pkg/build/letters.mjs. */
declare module 'wasm-module' {
  const module: string;
  export default module;
}

/** The module's file, compiled by the runtime that loads it. */
declare module '#wasm' {
  const module: WebAssembly.Module;
  export default module;
}
