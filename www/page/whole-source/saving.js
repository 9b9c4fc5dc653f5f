// Where a ZIP goes: straight to the disk where the browser can, else into memory first.

import { held, save } from '../hrflow-wasm/element-zip.mjs';

/** @typedef {(stream: ReadableStream<Uint8Array>, signal: AbortSignal) => Promise<void>} Taking */

/**
 * To be called at once when a button is pressed: browsers ask for a place then only.
 * @param {string} name
 * @returns {Promise<Taking | undefined>} nothing where the reader wants no place after all
 */
export async function placeFor(name) {
  const picker = /** @type {any} */ (globalThis).showSaveFilePicker;
  if (!picker) return intoMemory(name);
  try {
    return ontoDisk(await picker({ suggestedName: name, types: [{ accept: { 'application/zip': ['.zip'] } }] }));
  } catch (error) {
    // A frame may not ask, for one.
    return /** @type {Error} */ (error).name === 'AbortError' ? undefined : intoMemory(name);
  }
}

/** @param {string} name @returns {Taking} */
function intoMemory(name) {
  return async (stream, signal) => {
    const blob = await held(stream);
    signal.throwIfAborted();
    save(blob, name);
  };
}

/** @param {any} handle a FileSystemFileHandle @returns {Taking} */
function ontoDisk(handle) {
  return async (stream, signal) => {
    try {
      await stream.pipeTo(await handle.createWritable(), { signal });
    } catch (error) {
      // What the browser made is empty: it is filled at the end only.
      const { size } = await handle.getFile();
      if (size === 0) await handle.remove?.();
      throw error;
    }
  };
}
