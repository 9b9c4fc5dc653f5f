// An answer of HrFlow's without its public addresses: each file's is the proxy's own in its place.

import { attempt } from '../../../src/platform/exchange.js';
import { outcomeOf } from '../outcome.mjs';

/** @typedef {[selector: string, value: string]} Selector */

/** Behind what a host may stand; and what a text has that may have that. */
const SLASHES = /[/\\]{2}/;
const SLASH = /[/\\]|%2f|%5c/i;

/** What may be a host: all else ends it. */
const WORD = /[\p{L}\p{N}_][\p{L}\p{N}\p{M}._-]*/gu;
const IN_BRACKETS = /\[[\da-f:.]{2,45}\]/g;

/** An IPv4 address in whatever spelling. */
const NUMBERS = /^(?:(?:0x[\da-f]*|\d+)(?:\.|$)){1,4}$/;

/** What the platform leaves out of a name; breaks of lines are left out of all that is an address. */
const IGNORED = /[\p{Default_Ignorable_Code_Point}\t\n\r]+/gu;

/** More accents than any letter has, with the two that become accents: to put them in order takes the square of them. */
const HEAPED = /([\p{M}\uff9e\uff9f]{30})[\p{M}\uff9e\uff9f]+/gu;

/** A name or an IP address that every platform spells so, but for capitals: asking the platform takes ten times as long. */
const PLAIN = /^(?:(?:[a-z\d_-]+\.)*[a-z][a-z\d-]*|(?:(?:0|[1-9]\d{0,2})(?:\.|$)){4})$/i;

/** What may stand behind a host. */
const PORT = /:\d*$/;

/** What the platform takes out of an address. */
const BREAKS = /[\t\n\r\ufeff]+/g;

/** No host is longer; the platform takes the square of it to read one. */
const LONGEST_HOST = 255;

/** Where the platform reads a host, with its user and port: in an address of the web, and in any other. */
const AUTHORITY = /^[\0- ]*(?:(?:https?|wss?|ftp):[/\\]*|[a-z][a-z\d+.-]*:\/\/)([^/\\?#]*)/i;

/** Where a host may stand in what is no address. */
const PLACE = /(?:^\s*|:)[/\\]{2}([^/\\?#\s]*)/;

/** What is longer is no address that is served. */
export const LONGEST_ADDRESS = 4_096;

/** So many odd spellings are looked at in one answer: asking the platform takes time, and a candidate writes texts. */
const MAX_ODD = 400;

/** What a file is called by. */
const NAMES = ['original_file_name', 'file_name', 'type', 'extension'];

/** A longer text that is not in ASCII is not read: it takes too long, and no candidate's is. In UTF-16 code units. */
const LONGEST_TEXT = 524_288;

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
  const budget = { odd: MAX_ODD, read: new Map() };
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
      const host = hostOf(text, budget);
      isBlind ||= host === undefined;
      isOver = host === undefined || text.length > LONGEST_ADDRESS;
      // What was not read makes all of it blind.
      for (const one of host ? [host] : isBlind ? [] : placesIn(text)) hosts.add(one);
      // What is no address may stand elsewhere, as a word.
      if (text.includes('/')) texts.add(text);
    }
    if (typeof value === 'string' && selector && !isOver) found.push([this, selector]);
    return null;
  });
  const hasOdd = [...hosts].some(isOdd);
  // What is no word is found in no text; and what is not in ASCII has more spellings than can be known.
  for (const host of hosts) {
    const isWord = host.match(WORD)?.[0] === host || host.match(IN_BRACKETS)?.[0] === host;
    isBlind ||= !isWord || /xn--|[^\0-\x7f]/.test(host);
  }
  // A text with more odd spellings than can be looked at counts as one that names a host.
  const isNamed = (/** @type {string} */ word) => {
    if (hosts.has(word)) return true;
    if (!hasOdd || !isOdd(word)) return false;
    const host = asked(`http://${word}`, word.length, budget);
    return host === undefined || hosts.has(host);
  };
  const names = (/** @type {string} */ text) => {
    const place = text.search(SLASHES);
    if (place < 0) return false;
    if (isBlind) return true;
    const behind = text.slice(place);
    for (const [word] of behind.matchAll(WORD)) if (isNamed(undotted(word))) return true;
    for (const [word] of behind.matchAll(IN_BRACKETS)) if (isNamed(word)) return true;
    return false;
  };
  const isPublic = (/** @type {unknown} */ text) =>
    typeof text === 'string' &&
    texts.size + hosts.size > 0 &&
    (texts.has(text) || (SLASH.test(text) && (spellings(text)?.some(names) ?? true)));
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
    const sealed = some.map(([attachment, selector]) => outcomeOf(addressOf(named(attachment), selector)));
    for (const [index, [attachment]] of some.entries()) {
      const { value, error } = await sealed[index];
      if (error) throw error.error;
      own.set(attachment, value);
    }
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
 * @param {Budget} budget
 * @returns {string | undefined} the host at which it is, or `''` where it is no address; nothing where the platform cannot be asked: that
 *   takes long where the host is long or odd
 */
function hostOf(text, budget) {
  const [address = '', authority] = AUTHORITY.exec(text.replace(BREAKS, '')) ?? [];
  // Without a scheme it is none.
  if (!authority) return '';
  const host = authority.replace(PORT, '');
  return PLAIN.test(host) ? plainly(host) : asked(address, authority.length, budget);
}

/** @param {string} host @returns {string} as the platform spells a plain one */
const plainly = (host) => undotted(host.toLowerCase());

/** @typedef {{ odd: number, read: Map<string, string> }} Budget how many odd ones may be read yet, and what was, for the whole answer */

/**
 * @param {string} address
 * @param {number} length of the part that takes long to read
 * @param {Budget} budget
 * @returns {string | undefined} its host as the platform spells it, or `''` where that reads none; nothing where it cannot be asked
 */
function asked(address, length, budget) {
  const known = budget.read.get(address);
  if (known !== undefined) return known;
  if (length > LONGEST_HOST || budget.odd-- <= 0) return undefined;
  const host = plainly(attempt(() => new URL(address).hostname) ?? '');
  budget.read.set(address, host);
  return host;
}

/**
 * @param {string} text of a `public_url` that is no address
 * @returns {string[]} where it may be at all the same: what stands behind two slashes, and behind a user's name there
 */
function placesIn(text) {
  const places = [];
  for (const spelling of spellings(text) ?? []) {
    const [, authority = ''] = PLACE.exec(spelling) ?? [];
    for (const part of [authority, authority.slice(authority.lastIndexOf('@') + 1)]) {
      const [place] = part.match(WORD) ?? [];
      if (place) places.push(undotted(place));
    }
  }
  return places;
}

/**
 * @param {string} text
 * @returns {string[] | undefined} it as the platform spells what is in ASCII, or becomes that; twice where it has what the platform leaves
 *   out: that may stand between two words, too; nothing where it is too long to be read
 */
function spellings(text) {
  const decoded = unescaped(text);
  const isAscii = /^[\0-\x7f]*$/.test(decoded);
  if (!isAscii && decoded.length > LONGEST_TEXT) return undefined;
  let isTwofold = false;
  const spelled = (/** @type {string} */ between) => {
    const without = (/** @type {string} */ text) => {
      if (text.search(IGNORED) < 0) return text;
      isTwofold = true;
      return text.replace(IGNORED, between);
    };
    if (isAscii) return without(decoded).toLowerCase();
    const ordered = without(decoded).replace(HEAPED, '$1').normalize('NFKC');
    return without(ordered).replaceAll('。', '.').replaceAll('ẞ', 'ss').toLowerCase();
  };
  const plain = spelled('');
  // Some letters become many.
  if (plain.length > 4 * LONGEST_TEXT && !isAscii) return undefined;
  return isTwofold ? [plain, spelled(' ')] : [plain];
}

const UTF8 = new TextDecoder();

/**
 * @param {string} text
 * @returns {string} without percent-encoding, in one pass whatever is encoded
 */
function unescaped(text) {
  if (!text.includes('%')) return text;
  const bytes = new TextEncoder().encode(text);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const code = bytes[at] === 37 ? 16 * digit(bytes[at + 1]) + digit(bytes[at + 2]) : Number.NaN;
    bytes[length++] = Number.isNaN(code) ? bytes[at] : code;
    if (!Number.isNaN(code)) at += 2;
  }
  return UTF8.decode(bytes.subarray(0, length));
}

/** @param {number | undefined} code @returns {number} of a hexadecimal digit what it stands for; else no number */
function digit(code = 0) {
  if (code >= 48 && code <= 57) return code - 48;
  const small = code | 32;
  return small >= 97 && small <= 102 ? small - 87 : Number.NaN;
}

/** @param {string} host @returns {boolean} whether the platform reads other spellings as the same: of an IP address it has many */
const isOdd = (host) => NUMBERS.test(host) || host.startsWith('[');

/** @param {string} host @returns {string} without what may end it, and a sentence */
function undotted(host) {
  let end = host.length;
  while (end > 0 && '.-'.includes(host[end - 1])) end--;
  return host.slice(0, end);
}
