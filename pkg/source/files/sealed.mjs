// What a file's address at the proxy holds, sealed: it means nothing to anyone else, cannot be made or changed without the secret,
// and holds for one profile and for a time. Any proxy with the same secret can open it.

/**
 * @typedef {{ address: string, expires: number, name: string, type: string }} SealedFile where it is fetched from, until when (in
 *   milliseconds since 1970), and what it is called and served as
 * @typedef {[source_key: string, selector: string, value: string]} Binding whose file it is
 * @typedef {object} Seals
 * @property {(file: SealedFile, binding: Binding) => Promise<string>} seal
 * @property {(text: string, binding: Binding) => Promise<SealedFile | undefined>} unseal nothing for what was not sealed for these
 */

/** The first byte; another way to seal gets another one. */
const VERSION = 1;

/** What NIST asks of AES-GCM: 96 random bits, new each time, and a tag of 128. */
const IV_BYTES = 12;
const TAG_BITS = 128;

/** What tells this key from any other that is made of the same secret. */
const SALT = 'hrflow-wasm/proxy';
const INFO = 'files 1';

/** @param {string} text @returns {Uint8Array<ArrayBuffer>} */
const utf8 = (text) => new TextEncoder().encode(text);

/**
 * @param {Uint8Array} bytes
 * @returns {string} in the letters that need no escape in a path
 */
const base64url = (bytes) =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/** @param {string} text which {@link base64url} wrote */
const bytesOf = (text) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));

/**
 * @param {string} secret
 * @returns {Promise<Seals>}
 */
export async function sealsOf(secret) {
  const { subtle } = crypto;
  const material = await subtle.importKey('raw', utf8(secret), 'HKDF', false, ['deriveKey']);
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt: utf8(SALT), info: utf8(INFO) };
  const kind = { name: 'AES-GCM', length: 256 };
  const key = await subtle.deriveKey(derivation, material, kind, false, ['encrypt', 'decrypt']);
  /** @param {Uint8Array<ArrayBuffer>} iv @param {Binding} binding */
  const algorithm = (iv, binding) => ({
    name: 'AES-GCM',
    iv,
    // As JSON, no two bindings are written alike.
    additionalData: utf8(JSON.stringify([VERSION, ...binding])),
    tagLength: TAG_BITS,
  });
  return {
    async seal({ address, expires, name, type }, binding) {
      const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
      const plain = utf8(JSON.stringify([address, expires, name, type]));
      const encrypted = new Uint8Array(await subtle.encrypt(algorithm(iv, binding), key, plain));
      return base64url(new Uint8Array([VERSION, ...iv, ...encrypted]));
    },
    async unseal(text, binding) {
      try {
        const bytes = bytesOf(text);
        // The last letter has bits that say nothing: each address is written in one way only.
        if (base64url(bytes) !== text || bytes[0] !== VERSION) return undefined;
        const [iv, encrypted] = [bytes.slice(1, 1 + IV_BYTES), bytes.slice(1 + IV_BYTES)];
        const plain = await subtle.decrypt(algorithm(iv, binding), key, encrypted);
        const [address, expires, name, type] = JSON.parse(new TextDecoder().decode(plain));
        return { address, expires, name, type };
      } catch {
        return undefined;
      }
    },
  };
}
