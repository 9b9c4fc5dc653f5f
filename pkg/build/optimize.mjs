// Makes the module that wasm-bindgen wrote small: nothing but what runs, under short names.

import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import binaryen from 'binaryen';
import { root } from './command.mjs';
import { withoutLocations } from './locations.mjs';

/** What rustc's wasm32 target uses, by name: `--all-features` would emit types that Node refuses. */
const WASM_FEATURES = [
  'bulk-memory',
  'multivalue',
  'mutable-globals',
  'nontrapping-float-to-int',
  'reference-types',
  'sign-ext',
].map((feature) => `--enable-${feature}`);

/**
 * What never runs, or only before a trap: a Rust panic's words, formatting included, go nowhere on this target, and what
 * the crate itself says is put together without formatting; gloo-net's way with a rejection waits for a `fetch` that
 * rejects, which platform.mjs's never does.
 */
const NEEDLESS =
  /\b(core|std)\b.*::(panicking|panic_handler|fmt)::|rust_panic|::(slice_error_fail|slice_index_fail|unwrap_failed|expect_failed|panic_already_|do_count_chars)|::raw_vec::(handle_error|capacity_overflow)|::handle_alloc_error|wbindgen_debug_string|js_to_error/;

/**
 * What gloo-net asks of what platform.mjs's `fetch` gives, whose answer is known: it never rejects, and what it resolves with
 * passes for a response.
 * @type {[RegExp, (module: ReturnType<typeof binaryen.readBinary>) => number][]}
 */
const KNOWN_IMPORTS = [
  [/__wbg_instanceof_Error_/, (module) => module.unreachable()],
  [/__wbg_instanceof_Response_/, (module) => module.i32.const(1)],
];

/** @type {(reference: number, body: number) => void} binaryen's types leave it out */
const setBody = /** @type {any} */ (binaryen).Function.setBody;

const SHORT_NAMES = '--minify-imports-and-exports-and-modules';

/**
 * @typedef {{ imports: [from: string, name: string, short: string][], exports: [name: string, short: string][] }} Names
 * @param {string} glue the folder that wasm-bindgen wrote; `named.wasm`, with functions' names, is put beside its own
 * @param {string} module where the module for the package is put
 * @param {'release' | 'dev'} profile
 * @returns {Names} how that one calls what wasm-bindgen named
 */
export function optimize(glue, module, profile) {
  const named = join(glue, 'named.wasm');
  writeFileSync(named, trapping(readFileSync(join(glue, 'hrflow_wasm_bg.wasm'))));
  // Only the short names, which the glue is made for.
  if (profile === 'dev') return JSON.parse(wasmOpt(SHORT_NAMES, named, '-o', module));
  wasmOpt('--flatten', '--rereloop', '--zero-filled-memory', '-Oz', '-Oz', '--debuginfo', named, '-o', named);
  const printed = wasmOpt(
    '-Oz',
    '--strip-debug',
    '--strip-producers',
    '--strip-target-features',
    SHORT_NAMES,
    named,
    '-o',
    module,
  );
  return JSON.parse(printed);
}

/**
 * The module with each needless function made a trap, and nothing that says where it was built.
 * @param {Uint8Array} bytes
 */
function trapping(bytes) {
  binaryen.setDebugInfo(true);
  const module = binaryen.readBinary(withoutLocations(bytes));
  /** @type {{ name: string, params: number, results: number, body: number }[]} */
  const known = [];
  for (let index = 0; index < module.getNumFunctions(); index++) {
    const reference = module.getFunctionByIndex(index);
    const { name, base, params, results } = binaryen.getFunctionInfo(reference);
    if (base === '' && NEEDLESS.test(name)) setBody(reference, module.unreachable());
    const [, body] = KNOWN_IMPORTS.find(([asked]) => asked.test(base ?? '')) ?? [];
    if (body) known.push({ name, params, results, body: body(module) });
  }
  for (const { name, params, results, body } of known) {
    module.removeFunction(name);
    module.addFunction(name, params, results, [], body);
  }
  const trapping = module.emitBinary();
  module.dispose();
  return trapping;
}

/** @param {string[]} args */
function wasmOpt(...args) {
  const script = join(root, 'node_modules/binaryen/bin/wasm-opt');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...WASM_FEATURES, ...args], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`wasm-opt failed: ${stderr}`);
  return stdout;
}
