// An answer of HrFlow's without its public addresses: each file's is the proxy's own in its place.

import { attempt } from '../../../src/platform/exchange.js';

/** @typedef {[selector: string, value: string]} Selector */

/** What names a host in a text, as it is and percent-encoded. */
const HOSTS = /(?:\/|\\|%2f|%5c){2}([^\s/?#"'<>\\%,;(){}|]+)/gi;

/** What stands behind a user's name, in which anything may stand that ends a host elsewhere. */
const BEHIND_USER = /^[^\s/?#\\]*@([^\s/?#"'<>\\%,;(){}|@]+)/;

/** A name or an IP address that every platform spells so, but for capitals: asking the platform takes ten times as long. */
const PLAIN = /^(?:(?:[a-z\d_-]+\.)*[a-z][a-z\d-]*|(?:(?:0|[1-9]\d{0,2})(?:\.|$)){4})$/i;

/** What may stand behind a host. */
const PORT = /:\d*$/;

/** What the platform takes out of an address. */
const BREAKS = /[\t\n\r\ufeff]+/g;

/** No host is longer; the platform takes the square of it to read one. */
const LONGEST_HOST = 255;

/** Where the platform reads a host, with its user and port, in what is an address of the web. */
const AUTHORITY = /^[\0- ]*[a-z][a-z\d+.-]*:[/\\]*([^/\\?#]*)/i;

/** What is longer is no address that is served. */
export const LONGEST_ADDRESS = 4_096;

/** So many odd spellings are looked at in one answer: asking the platform takes time, and a candidate writes texts. An odd address is two. */
const MAX_ODD = 400;

/** What a file is called by. */
const NAMES = ['original_file_name', 'file_name', 'type', 'extension'];

/** So many files are sealed at once. */
const HANDFUL = 64;

/**
 * @param {string} json an answer with its list in `data`
 * @param {(item: any) => Selector} selectorOf by what the files in an item of the list are bound; those beside it are nobody's
 * @param {(attachment: any, selector: Selector) => Promise<string | null>} addressOf the proxy's own for a file, of which it is given
 *   the address, and those names that name no public one
 * @returns {Promise<string>} it, where no text names a place that a `public_url` in it is at
 */
export async function hidden(json, selectorOf, addressOf) {
  const answer = JSON.parse(json);
  /** What stands in the place of each, by the object that holds it. @type {Map<object, string | null>} */
  const own = new Map();
  /** Whose files are sealed. @type {[attachment: any, selector: Selector][]} */
  const found = [];
  /** @type {Set<string>} */
  const hosts = new Set();
  /** @type {Set<string>} */
  const texts = new Set();
  const budget = { odd: MAX_ODD };
  /** Whether a place was not looked at: then any may be that. */
  let isBlind = false;
  /** @type {Selector | undefined} */
  let selector;
  JSON.stringify(answer, function (name, value) {
    if (this === answer) selector = undefined;
    if (this === answer.data) selector = selectorOf(value);
    if (name !== 'public_url') return value;
    let isOver = false;
    for (const text of textsIn(value)) {
      const named = hostsIn(text, budget);
      const host = hostOf(text, budget);
      const isUnread = !named || host === undefined;
      isBlind ||= isUnread;
      isOver = isUnread || text.length > LONGEST_ADDRESS;
      for (const one of [...(named ?? []), ...(host ? [host] : [])]) hosts.add(one);
      // What is no address may stand elsewhere, as a word.
      if (text.includes('/')) texts.add(text);
    }
    if (typeof value === 'string' && selector && !isOver) found.push([this, selector]);
    return null;
  });
  // A text with more odd spellings than can be looked at counts as one that names a host.
  const names = (/** @type {string} */ text) =>
    hostsIn(text, budget)?.some((host) => isBlind || hosts.has(host)) ?? true;
  const isPublic = (/** @type {unknown} */ text) =>
    typeof text === 'string' &&
    texts.size + hosts.size > 0 &&
    (texts.has(text) || names(text) || (text.search(BREAKS) >= 0 && names(text.replace(BREAKS, ''))));
  // A name is shown with the file, too. Nothing is from the root of all objects.
  const named = (/** @type {any} */ attachment) => {
    const shown = Object.create(null);
    shown.public_url = attachment.public_url;
    for (const name of NAMES) {
      if (Object.hasOwn(attachment, name) && !isPublic(attachment[name])) shown[name] = attachment[name];
    }
    return shown;
  };
  // Between two handfuls others get their turn.
  for (let begin = 0; begin < found.length; begin += HANDFUL) {
    const some = found.slice(begin, begin + HANDFUL);
    const sealed = await Promise.all(some.map(([attachment, selector]) => addressOf(named(attachment), selector)));
    for (const [index, [attachment]] of some.entries()) own.set(attachment, sealed[index]);
  }
  return JSON.stringify(answer, function (name, value) {
    if (name === 'public_url') return own.get(this) ?? null;
    if (isPublic(name)) return undefined;
    return isPublic(value) ? null : value;
  });
}

/**
 * @param {unknown} value of a `public_url`, which may be anything
 * @returns {string[]} the texts in it
 */
function textsIn(value) {
  if (typeof value === 'string') return [value];
  /** @type {string[]} */
  const texts = [];
  JSON.stringify([value], (name, inner) => {
    texts.push(name);
    if (typeof inner === 'string') texts.push(inner);
    return inner;
  });
  return texts;
}

/**
 * @param {string} text of a `public_url`
 * @param {{ odd: number }} budget what is left of it, for the whole answer
 * @returns {string | undefined} the host at which it is, or `''` where it is no address; nothing where the platform cannot be asked: that
 *   takes long where the host is long or odd
 */
function hostOf(text, budget) {
  const [address = '', authority] = AUTHORITY.exec(text.replace(BREAKS, '')) ?? [];
  // Without a scheme it is none.
  if (authority === undefined) return '';
  const host = authority.replace(PORT, '');
  return PLAIN.test(host) ? plainly(host) : asked(address, authority.length, budget);
}

/** @param {string} host @returns {string} as the platform spells a plain one */
const plainly = (host) => undotted(host.toLowerCase());

/**
 * @param {string} address
 * @param {number} length of the part that takes long to read
 * @param {{ odd: number }} budget
 * @returns {string | undefined} its host as the platform spells it, or `''` where that reads none; nothing where it cannot be asked
 */
function asked(address, length, budget) {
  if (length > LONGEST_HOST || budget.odd-- <= 0) return undefined;
  return undotted(attempt(() => new URL(address).hostname) ?? '');
}

/**
 * @param {string} text
 * @param {{ odd: number }} budget what is left of it, for the whole answer
 * @returns {string[] | undefined} the hosts that it names after two slashes, each in the platform's one spelling; nothing where it has
 *   more odd ones than are left to look at
 */
function hostsIn(text, budget) {
  const hosts = [];
  for (const { 0: whole, 1: found, index } of text.matchAll(HOSTS)) {
    const begin = index + whole.length - found.length;
    const [, behind] = BEHIND_USER.exec(text.slice(begin, begin + LONGEST_HOST)) ?? [];
    const place = (behind ?? found).replace(PORT, '');
    const [plain] = /^[\w-]+(?:\.[\w-]+)*/.exec(place) ?? [];
    if (plain) hosts.push(plainly(plain));
    if (PLAIN.test(place)) continue;
    const host = asked(`http://${place}`, place.length, budget);
    if (host === undefined) return undefined;
    hosts.push(host || plainly(place));
  }
  return hosts;
}

/** @param {string} host */
const undotted = (host) => (host.endsWith('.') ? host.slice(0, -1) : host);
