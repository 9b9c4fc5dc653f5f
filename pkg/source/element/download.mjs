// A file, fetched and saved. Browsers open a file of another origin instead of saving it, so it is fetched first.

import { dateOf } from './language.mjs';
import { make } from './make.mjs';

/**
 * @param {import('./web-address.mjs').WebAddress} address
 * @param {AbortSignal} signal
 * @returns {Promise<Response>} of a file that is there
 */
export async function opened({ url, isOwn }, signal) {
  const credentials = isOwn ? 'same-origin' : 'omit';
  const response = await fetch(url.href, { credentials, referrerPolicy: 'no-referrer', signal });
  if (response.ok) return response;
  await response.body?.cancel();
  throw Object.assign(new Error('not there'), { status: response.status });
}

/**
 * @param {Response} response
 * @param {number | undefined} size that it is said to have
 * @param {(loaded: number, share: number | undefined) => void} onProgress
 * @returns {ReadableStream<Uint8Array>} its body, looked at as it passes
 */
export function watched(response, size, onProgress) {
  let loaded = 0;
  const watch = new TransformStream({
    transform(/** @type {Uint8Array} */ chunk, controller) {
      loaded += chunk.byteLength;
      onProgress(loaded, size ? Math.min(1, loaded / size) : undefined);
      controller.enqueue(chunk);
    },
  });
  return (response.body ?? new Blob([]).stream()).pipeThrough(watch);
}

/**
 * @typedef {{ attachment: Attachment, address: import('./web-address.mjs').WebAddress | undefined, size: number | undefined }} Reachable
 * @typedef {import('../../api.js').Attachment} Attachment
 */

/**
 * A file, whole.
 * @template {Reachable} File
 * @param {File} file
 * @param {AbortSignal} signal
 * @param {(file: File) => Promise<Reachable | undefined>} renewed the same file, at an address that holds again
 * @param {(loaded: number, share: number | undefined) => void} [onProgress]
 * @returns {Promise<Blob>}
 */
export async function fetched(file, signal, renewed, onProgress = () => {}) {
  const { address } = file;
  if (!address) throw new TypeError('no address');
  const response = await opened(address, signal).catch(async (error) => {
    // An address of one's own back end holds for a quarter of an hour.
    const again = error?.status === 404 && address.isOwn ? (await renewed(file))?.address : undefined;
    if (!again) throw error;
    return opened(again, signal);
  });
  const length = Number(response.headers.get('Content-Length'));
  return held(watched(response, length || file.size, onProgress));
}

/** @param {Attachment} attachment */
export const modifiedOf = ({ updated_at, created_at }) => dateOf(updated_at ?? created_at);

/**
 * @param {Blob} blob
 * @param {string} name
 */
export function save(blob, name) {
  // Of a type that says nothing: else Chromium goes by the server's, and a `.pdf` is saved as `.html`.
  const object = URL.createObjectURL(new Blob([blob], { type: 'application/octet-stream' }));
  make('a', { href: object, download: name }).click();
  // Safari reads it a while after the click.
  setTimeout(() => URL.revokeObjectURL(object), 60_000);
}

/**
 * @param {ReadableStream<Uint8Array>} stream
 * @returns {Promise<Blob>}
 */
export function held(stream) {
  return new Response(stream).blob();
}
