const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * A link's target, if the text is one that can be followed without harm: absolute, `https:` or of this machine, and with no
 * user name that could pass for a host.
 * @param {string | null | undefined} text `public_url`, which HrFlow's own example fills with what is no URL
 * @returns {URL | undefined}
 */
export function webAddress(text) {
  if (!text || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.includes(url.hostname));
  return safe && !url.username && !url.password ? url : undefined;
}
