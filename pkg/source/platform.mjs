// What the glue finds under names of the platform's: the bundling step binds them here.
//
// gloo-net panics on a rejection that is not an `Error` and on an answer that is not `instanceof Response`. So this `fetch`
// takes the exchange in place of a request, never rejects, and what it resolves with is not looked at: the exchange has it.

import { attempt, end, fail, receive } from '../../src/platform/exchange.js';

/** @typedef {import('../../src/platform/exchange.js').Exchange} Exchange */

/**
 * @param {Exchange} exchange
 * @returns {Promise<void>} it is over, whether `fetch` hears its signal or not
 */
export function fetch(exchange) {
  return new Promise((resolve) => {
    if (exchange.outcome) return resolve();
    exchange.resolve = resolve;
    send(exchange);
  });
}

/** @param {Exchange} exchange */
async function send(exchange) {
  // Looked up at each call: tests replace it.
  if (typeof attempt(() => globalThis.fetch) !== 'function') return end(exchange, 'no fetch');
  if (exchange.caller) exchange.caller.attempts++;
  try {
    // What comes of it is told to the exchange.
    receive(exchange, await globalThis.fetch(exchange.url, exchange.init));
  } catch (cause) {
    fail(exchange, cause);
  }
}

// jsdom has neither of the next two; and importing the package makes neither.

/** @param {Uint8Array} bytes */
const latin1 = (bytes) => bytes.reduce((text, byte) => text + String.fromCharCode(byte), '');

/**
 * @param {import('node:util').TextDecoder} decoder
 * @returns {import('node:util').TextDecoder} it, where it decodes; what throws ends the core, what lies would stay in it
 */
function sound(decoder) {
  if (decoder.decode(new Uint8Array([0xc3, 0xa9])) !== 'é') throw new TypeError('TextDecoder');
  return decoder;
}

/** UTF-8 to a string. */
export class TextDecoder {
  /** @type {import('node:util').TextDecoder | undefined} */
  decoder;

  /** @param {Uint8Array} [bytes] */
  decode(bytes) {
    if (!bytes?.length) return '';
    if (!globalThis.TextDecoder) return decodeURIComponent(escape(latin1(bytes)));
    this.decoder ??= sound(new globalThis.TextDecoder('utf-8', { ignoreBOM: true }));
    return this.decoder.decode(bytes);
  }
}

/** A string to UTF-8. */
export class TextEncoder {
  /** @type {import('node:util').TextEncoder | undefined} */
  encoder;

  /** @param {string} text @param {Uint8Array} bytes */
  encodeInto(text, bytes) {
    if (globalThis.TextEncoder) {
      this.encoder ??= new globalThis.TextEncoder();
      const done = this.encoder.encodeInto(text, bytes);
      // What throws ends the core; what lies would stay in it.
      if (done.read !== text.length || !(done.written <= bytes.length)) throw new TypeError('TextEncoder');
      return done;
    }
    // Half a character is none, and would throw.
    const encoded = unescape(encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd')));
    for (let at = 0; at < encoded.length; at++) bytes[at] = encoded.charCodeAt(at);
    return { read: text.length, written: encoded.length };
  }
}
