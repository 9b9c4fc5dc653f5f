// Finds a secret in a text: plain, percent-encoded, in base64, or a fragment of eight characters of any of these.

const FRAGMENT = 8;

/** A key with every kind of character that encodings change, of those that a key may have. */
export const SECRET = 'ask_9f8e+7d6c/5b4a=& ?~Zz';

/**
 * @param {string} text
 * @returns {string[]} every piece of eight characters of it
 */
function fragments(text) {
  return Array.from({ length: Math.max(text.length - FRAGMENT + 1, 0) }, (_, start) =>
    text.slice(start, start + FRAGMENT),
  );
}

const TRACES = [
  SECRET,
  encodeURIComponent(SECRET),
  ...[0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), Buffer.from(SECRET)]).toString('base64');
    // Without the characters that hold bits of what stands around it.
    return encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + SECRET.length) * 8) / 6));
  }),
].flatMap(fragments);

/**
 * The traces of the secret in a text.
 * @param {string} text
 */
export function traces(text) {
  const spellings = [
    text,
    text.replace(/%[0-9a-f]{2}/gi, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16))),
  ];
  return TRACES.filter((trace) => spellings.some((spelling) => spelling.includes(trace)));
}
