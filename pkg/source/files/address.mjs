// The address of a file, judged: the platform's own parser reads it, and Rust says whether it may be fetched from there.

/**
 * @typedef {object} Questions of src/platform/questions.rs
 * @property {(text: string) => string | undefined} textRefusal
 * @property {() => string} noUrl
 * @property {(api: string, to: string, from: string | undefined, followed: number, ip?: string) => string | undefined} addressRefusal
 *   takes addresses as {@link written} writes them
 */

/**
 * @param {{ protocol: string, hostname: string, username?: string, password?: string }} url
 * @returns {string} the address as Rust reads it
 */
export const written = ({ protocol, hostname, username, password }) =>
  `${protocol} ${username || password ? '@' : ''}${hostname}`;

/**
 * @param {Questions} rules
 * @param {string} api where `api_url` is, written
 * @param {unknown} address
 * @param {URL} [from] where a redirect leads from
 * @param {number} [followed] how many redirects were followed before
 * @returns {{ to: URL, refusal?: undefined } | { to?: undefined, refusal: string }} where a file may be fetched from, or why not
 */
export function judged(rules, api, address, from, followed = 0) {
  if (typeof address !== 'string') return refused(rules.noUrl());
  const unsound = rules.textRefusal(address);
  if (unsound) return refused(unsound);
  const to = parsed(address);
  if (!to) return refused(rules.noUrl());
  const refusal = rules.addressRefusal(api, written(to), from && written(from), followed);
  return refusal ? refused(refusal) : { to, refusal: undefined };
}

/** The statuses of a redirect. */
export const REDIRECTS = [301, 302, 303, 307, 308];

/** @param {string} refusal @returns {{ to: undefined, refusal: string }} no address, from the root of all objects neither */
const refused = (refusal) => ({ to: undefined, refusal });

/** @param {string} address */
function parsed(address) {
  try {
    return new URL(address);
  } catch {
    return undefined;
  }
}
