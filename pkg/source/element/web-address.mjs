const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Where a file can be had without harm.
 * @typedef {{ url: URL, isOwn: boolean }} WebAddress whether it is one's own back end's, which may see the visitor's cookies
 */

/**
 * What can be followed without harm: absolute, `https:` or of this machine, and with no user name that could pass for a host;
 * or a file of one's own back end, which stands below the path where that is mounted, and nowhere else.
 * @param {unknown} text `public_url`, which HrFlow's own example fills with what is no URL
 * @param {string} [api] the back end's absolute URL
 * @returns {WebAddress | undefined}
 */
export function webAddress(text, api) {
  if (typeof text !== 'string' || !text) return undefined;
  if (URL.canParse(text)) {
    const url = new URL(text);
    const safe = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.includes(url.hostname));
    return safe && !url.username && !url.password ? { url, isOwn: false } : undefined;
  }
  if (!api || !URL.canParse(text, api)) return undefined;
  const [url, mounted] = [new URL(text, api), new URL(api)];
  const folder = `${mounted.pathname.replace(/\/$/, '')}/files/`;
  return url.origin === mounted.origin && url.pathname.startsWith(folder) ? { url, isOwn: true } : undefined;
}
