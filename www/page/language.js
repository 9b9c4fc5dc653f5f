// The page's language: which was chosen, and what the page says in it.

import { FRENCH } from './hrflow-wasm/element-french.mjs';
import { ENGLISH, languageOf } from './hrflow-wasm/element-parts.mjs';
import { WORDS } from './words.js';

/** @typedef {keyof typeof WORDS} Language */

const STORAGE_KEY = 'hrflow-wasm-demo-language';
const LANGUAGES = /** @type {Language[]} */ (Object.keys(WORDS));

let language = preferred();
let spoken = inLanguage(language);

/** @param {Language} language what the page says, and what it says as the element does */
function inLanguage(language) {
  return languageOf(language, { ...ENGLISH, ...(language === 'fr' && FRENCH), ...WORDS[language] });
}

/** @returns {Language} */
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

/** What the page says, and how it writes numbers, in the language that is chosen now. */
export const inWords = () => spoken;

/** @type {import('../../pkg/source/element/language.mjs').Language['say']} */
export const say = (key, values) => spoken.say(key, values);

/**
 * Takes the language that was chosen meanwhile, in another page of this site.
 * @returns {boolean} whether it is another one
 */
export function recall() {
  const before = language;
  language = preferred();
  spoken = inLanguage(language);
  return language !== before;
}

/** @param {string} requested */
export function choose(requested) {
  language = LANGUAGES.find((language) => language === requested) ?? 'en';
  spoken = inLanguage(language);
  try {
    localStorage.setItem(STORAGE_KEY, language);
  } catch {
    // It holds until the page is left.
  }
}
