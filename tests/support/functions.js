// The functions of a WebAssembly module by size, for whoever has to find what made it grow.

import { readFileSync } from 'node:fs';
import binaryen from 'binaryen';

const CODE = 10;

/**
 * @param {string} path of a module with its name section
 * @returns {{ name: string, bytes: number }[]} the largest first
 */
export function functions(path) {
  const bytes = readFileSync(path);
  let at = 8;
  /** An unsigned LEB128 number. */
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  /** @type {number[]} */
  const bodies = [];
  while (at < bytes.length) {
    const section = bytes[at++];
    const length = number();
    const end = at + length;
    if (section === CODE) {
      for (let left = number(); left > 0; left--) {
        const size = number();
        bodies.push(size);
        at += size;
      }
    }
    at = end;
  }
  const module = binaryen.readBinary(bytes);
  const names = Array.from({ length: module.getNumFunctions() }, (_, index) =>
    binaryen.getFunctionInfo(module.getFunctionByIndex(index)),
  );
  module.dispose();
  const defined = names.filter(({ base }) => base === '').map(({ name }) => name);
  return bodies.map((bytes, index) => ({ name: defined[index], bytes })).sort((a, b) => b.bytes - a.bytes);
}
