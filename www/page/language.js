// The reader's language, and what is said and written in it.

import { WORDS } from './words.js';

/** @typedef {keyof typeof WORDS} Language */

const STORAGE_KEY = 'hrflow-wasm-demo-language';
const LANGUAGES = /** @type {Language[]} */ (Object.keys(WORDS));

/** @type {Language} */
let language = preferred();

function preferred() {
  const asked = [kept(), ...navigator.languages.map((tag) => tag.slice(0, 2))];
  return LANGUAGES.find((language) => language === asked.find((tag) => Object.hasOwn(WORDS, tag))) ?? 'en';
}

function kept() {
  try {
    return localStorage.getItem(STORAGE_KEY) ?? '';
  } catch {
    return '';
  }
}

export const chosen = () => language;

/**
 * Takes the language that was chosen meanwhile, in another page of this site.
 * @returns {boolean} whether it is another one
 */
export function recall() {
  const before = language;
  language = preferred();
  return language !== before;
}

/** @type {Map<string, any>} formats are slow to make */
const formats = new Map();

/**
 * @template Format
 * @param {new (language: string, options: any) => Format} kind
 * @param {object} [options]
 * @returns {Format} in the reader's language
 */
function format(kind, options = {}) {
  const key = [language, kind.name, ...Object.values(options)].join();
  if (!formats.has(key)) formats.set(key, new kind(language, options));
  return formats.get(key);
}

/** @param {string} requested */
export function choose(requested) {
  language = LANGUAGES.find((language) => language === requested) ?? 'en';
  try {
    localStorage.setItem(STORAGE_KEY, language);
  } catch {
    // It holds until the page is left.
  }
}

/**
 * @param {string} key
 * @returns {boolean} whether there are words for it
 */
export function known(key) {
  return key in WORDS.en;
}

/**
 * Words in the reader's language. Those that depend on a number are chosen by `count`.
 * @param {string} key
 * @param {Record<string, string | number>} [values] put in place of `{name}`
 */
export function say(key, values = {}) {
  const words = /** @type {Record<string, string | Partial<Record<Intl.LDMLPluralRule, string>>>} */ (WORDS[language])[
    key
  ];
  const { count } = values;
  const chosen =
    typeof words === 'string' ? words : (words[format(Intl.PluralRules).select(Number(count))] ?? words.other ?? '');
  return chosen.replace(/\{(\w+)\}/g, (_, name) => {
    const value = values[name];
    return typeof value === 'number' ? format(Intl.NumberFormat).format(value) : value;
  });
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'];

/**
 * @param {number} size in bytes
 * @returns {string} the size in a unit that suits it, as the reader writes it
 */
export function bytes(size) {
  // Rounded first: 999 999 bytes are 1 MB and not 1,000 kB.
  const rounded = Number(size.toPrecision(3));
  const step = rounded < 1_000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(rounded) / 3));
  const unitDisplay = step === 0 ? 'long' : 'short';
  const options = { style: 'unit', unit: UNITS[step], unitDisplay, maximumSignificantDigits: 3 };
  return format(Intl.NumberFormat, options).format(rounded / 1_000 ** step);
}

/**
 * @param {number} count
 * @param {string} unit one that Intl knows
 * @returns {string} so many of the unit, as the reader writes it
 */
export function amount(count, unit) {
  return format(Intl.NumberFormat, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 0 }).format(
    count,
  );
}

/**
 * @param {number} share of 1
 * @returns {string} the share in percent
 */
export function percent(share) {
  return format(Intl.NumberFormat, { style: 'percent', maximumFractionDigits: 0 }).format(share);
}

/**
 * A moment in the reader's own time zone.
 * @param {string} text HrFlow's `2020-09-11T09:58:32+0000`, whose offset has no colon: not every browser reads that
 * @returns {{ iso: string, text: string } | undefined}
 */
export function moment(text) {
  const date = new Date(/^\d{4}-\d\d-\d\dT/.test(text) ? text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2') : Number.NaN);
  if (Number.isNaN(date.getTime())) return undefined;
  const options = { dateStyle: 'medium', timeStyle: 'short' };
  return { iso: date.toISOString(), text: format(Intl.DateTimeFormat, options).format(date) };
}
