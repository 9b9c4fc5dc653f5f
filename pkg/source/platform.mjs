// What the glue finds under names of the platform's: the bundling step binds them here.
//
// gloo-net panics on a rejection that is not an `Error` and on an answer that is not `instanceof Response`, and a panic
// would leave the promise pending for ever. So this `fetch` never rejects, and whatever it resolves with passes.

import { read } from '../../src/fetch/exchange.js';

/** A URL and how to fetch it. `fetch` takes the two as they are, so that mocks see what hand-written code passes. */
export class Request {
  /**
   * @param {string} url
   * @param {RequestInit} init
   */
  constructor(url, init) {
    this.url = url;
    this.init = init;
  }
}

/** Every answer of the `fetch` below is one: platforms, realms and polyfills have classes of their own. */
export const Response = { [Symbol.hasInstance]: () => true };

/** @param {Request} request */
export async function fetch({ url, init }) {
  try {
    // Looked up at each call: tests replace it.
    return await read(await globalThis.fetch(url, init));
  } catch (cause) {
    return { failed: true, cause };
  }
}

/**
 * Node's own makes an asynchronous resource of each callback, which takes longer than what is called back.
 * @param {() => void} callback
 */
export function queueMicrotask(callback) {
  Promise.resolve().then(callback);
}

// jsdom has neither of the next two; and importing the package makes neither.

/** @param {Uint8Array} bytes */
const latin1 = (bytes) => bytes.reduce((text, byte) => text + String.fromCharCode(byte), '');

/** @type {import('node:util').TextDecoder | undefined} */
let decoder;

/** UTF-8 to a string. */
export class TextDecoder {
  /** @param {Uint8Array} [bytes] */
  decode(bytes) {
    if (!bytes?.length) return '';
    if (!globalThis.TextDecoder) return decodeURIComponent(escape(latin1(bytes)));
    decoder ??= new globalThis.TextDecoder('utf-8', { ignoreBOM: true });
    return decoder.decode(bytes);
  }
}

/** @type {import('node:util').TextEncoder | undefined} */
let encoder;

/** A string to UTF-8. */
export class TextEncoder {
  /** @param {string} text @param {Uint8Array} bytes */
  encodeInto(text, bytes) {
    if (globalThis.TextEncoder) {
      encoder ??= new globalThis.TextEncoder();
      return encoder.encodeInto(text, bytes);
    }
    // Half a character is none, and would throw.
    const encoded = unescape(encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd')));
    for (let at = 0; at < encoded.length; at++) bytes[at] = encoded.charCodeAt(at);
    return { read: text.length, written: encoded.length };
  }
}
