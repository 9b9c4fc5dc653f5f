// As what a file is served: by the ending of its harmless name, never by what its own server says of it.

/** What browsers show, or hand to a program, without running it as the page's own. @type {Record<string, string>} */
const TYPES = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  txt: 'text/plain; charset=utf-8',
  rtf: 'application/rtf',
  odt: 'application/vnd.oasis.opendocument.text',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
};

/**
 * @param {string} name
 * @returns {string} one of a short list, of which none runs; anything else is bytes
 */
export function typeOf(name) {
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return Object.hasOwn(TYPES, ending) ? TYPES[ending] : 'application/octet-stream';
}

/**
 * @param {string} name a harmless one
 * @returns {string} the header that has a file saved under it: in ASCII for old programs, and whole (RFC 6266)
 */
export function disposition(name) {
  const plain = name.replace(/[^A-Za-z0-9._ ()-]/g, '_');
  const whole = encodeURIComponent(name).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`;
}
