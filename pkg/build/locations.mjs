// Where panics are, blanked in a module: Rust keeps the path of a source file, and for each place in it that can panic a record of
// path, line and column. Panics are traps here (optimize.mjs), so nothing reads either.

import binaryen from 'binaryen';

/** Of the crates (remapped.mjs), this one's and the standard library's. */
const SOURCE_PATH = /(?:\/[\w.+-]+){2,}\/[\w.-]+\.rs|(?:src|library)\/[\w./-]+\.rs/g;

/** A record: where the path begins, how long it is, line and column, four bytes each. */
const RECORD_BYTES = 16;

/** @typedef {{ offset: number, data: ArrayBuffer }} Segment of memory, and where it is put; binaryen's types leave it out */

/**
 * @param {Uint8Array} wasm
 * @returns {Buffer} a module of the same length
 */
export function withoutLocations(wasm) {
  const segments = segmentsOf(wasm).map(({ offset, data }) => ({ offset, was: Buffer.from(data) }));
  /** @type {Set<string>} */
  const paths = new Set();
  const blanked = segments.map(({ offset, was }) =>
    was.toString('latin1').replace(SOURCE_PATH, (path, index) => {
      paths.add(`${offset + index} ${path.length}`);
      return '\0'.repeat(path.length);
    }),
  );
  const module = Buffer.from(wasm);
  for (const [index, { was }] of segments.entries()) {
    const data = Buffer.from(blanked[index], 'latin1');
    for (let at = 0; at + RECORD_BYTES <= data.length; at += 4) {
      if (paths.has(`${data.readUInt32LE(at)} ${data.readUInt32LE(at + 4)}`)) data.fill(0, at, at + RECORD_BYTES);
    }
    data.copy(module, module.indexOf(was));
  }
  return module;
}

/**
 * @param {Uint8Array} wasm
 * @returns {Segment[]}
 */
function segmentsOf(wasm) {
  const module = /** @type {any} */ (binaryen.readBinary(wasm));
  const count = module.getNumDataSegments();
  const segments = Array.from({ length: count }, (_, index) =>
    module.getDataSegmentInfo(module.getDataSegmentByIndex(index)),
  );
  module.dispose();
  return segments;
}
