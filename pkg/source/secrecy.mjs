// Whether an answer shows a part of the secret to who did not know it.
//
// It must not tell a right guess from a wrong one: what a visitor sent may be repeated, right or wrong. So a fragment counts
// only where it is no fragment of what was sent, and both are looked at in the same way.

/** A fragment of the secret at least this long is as secret as the whole. */
const FRAGMENT = 8;

/** Words that stand in every answer; a secret may hold one of them. */
const COMMON =
  'alt created_at extension file_name file_size original_file_name public_url type updated_at resume cover original';

/**
 * @param {string} body
 * @param {string} secret
 * @param {string[]} sent by the visitor, who knows it
 * @returns {boolean}
 */
export function shows(body, secret, sent) {
  const known = new Set([COMMON, ...sent].flatMap(fragments));
  const secrets = new Set(fragments(secret).filter((fragment) => !known.has(fragment)));
  for (const text of secrets.size > 0 ? decoded(body) : []) {
    for (let at = 0; at + FRAGMENT <= text.length; at++) {
      if (secrets.has(text.slice(at, at + FRAGMENT))) return true;
    }
  }
  return false;
}

/**
 * @param {string} text
 * @returns {string[]} it, and what it says once percent-encoding and JSON's escapes are undone, in small letters
 */
function decoded(text) {
  const texts = [fold(text)];
  for (let layer = 0; layer < 2; layer++) {
    const last = texts[texts.length - 1];
    const undone = last.replace(
      /%([0-9a-f]{2})|\\u00([0-9a-f]{2})|\\([/"\\])/g,
      (_, percent, escaped, letter) => letter ?? String.fromCharCode(Number.parseInt(percent ?? escaped, 16)),
    );
    if (undone === last) break;
    texts.push(fold(undone));
  }
  return texts;
}

/** @param {string} text in small letters, base64’s two alphabets and a form’s plus sign and space taken as one */
const fold = (text) => text.toLowerCase().replace(/[- ]/g, '+').replaceAll('_', '/');

/**
 * @param {string} text
 * @returns {string[]} the fragments of each form that it may be met in; none where it is shorter than one
 */
function fragments(text) {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length < FRAGMENT) return [];
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  const forms = [
    text,
    ...decoded(text),
    Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(''),
    // Without the characters that hold bits of what stands around it.
    ...[0, 1, 2].map((before) => {
      const encoded = btoa('\0'.repeat(before) + binary);
      return encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
    }),
  ];
  return forms
    .map(fold)
    .flatMap((form) =>
      Array.from({ length: Math.max(form.length - FRAGMENT + 1, 0) }, (_, at) => form.slice(at, at + FRAGMENT)),
    );
}
