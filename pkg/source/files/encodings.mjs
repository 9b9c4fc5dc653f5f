// The encodings of a file's body on the way.

/** What says that there is none: what S3 calls a body that came to it in pieces stays with the file. */
const NONE = ['', 'identity', 'aws-chunked'];

/**
 * @param {string | null | undefined} header `Content-Encoding`
 * @returns {string[]} what was done to the body, the first first; empty where that is nothing
 */
export function encodingsOf(header) {
  const encodings = (header ?? '')
    .toLowerCase()
    .split(',')
    .map((one) => one.trim());
  return encodings.length === 1 && NONE.includes(encodings[0]) ? [] : encodings;
}
