const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Where a file can be had without harm.
 * @typedef {{ url: URL, isOwn: boolean }} WebAddress whether it is one's own back end's, which may see the visitor's cookies
 */

/** More than any server takes. */
const LONGEST = 16_000;
/** What a server, or something before it, may take for a way out of the folder. */
const LEADS_OUT = /%(?:2e|2f|5c)|\/\//i;

/**
 * What can be followed without harm: absolute, `https:` or, from a page of this machine, of this machine, of another origin than the
 * page's (whose cookies would come along to `/logout`), and with no user name that could pass for a host; or a file of one's own back
 * end, which stands below the path where that is mounted, and nowhere else.
 * @param {unknown} text `public_url`, which HrFlow's own example fills with what is no URL
 * @param {string} [api] the back end's absolute URL
 * @returns {WebAddress | undefined}
 */
export function webAddress(text, api) {
  if (typeof text !== 'string' || !text || text.length > LONGEST || !URL.canParse(text, api)) return undefined;
  const url = new URL(text, api);
  if (url.username || url.password) return undefined;
  const page = globalThis.location;
  const mounted = api ? new URL(api) : undefined;
  if (url.origin === mounted?.origin || url.origin === page?.origin) {
    const folder = `${mounted?.pathname.replace(/\/$/, '')}/files/`;
    const file = url.pathname.slice(folder.length - 1);
    const isOwn =
      url.origin === mounted?.origin && url.pathname.startsWith(folder) && file !== '/' && !LEADS_OUT.test(file);
    return isOwn ? { url, isOwn: true } : undefined;
  }
  const isHere = !page || LOOPBACK.includes(page.hostname);
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isHere && LOOPBACK.includes(url.hostname));
  return isSafe && URL.canParse(text) ? { url, isOwn: false } : undefined;
}
