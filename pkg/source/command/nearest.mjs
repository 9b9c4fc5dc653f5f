// What somebody meant who mistyped a word.

import { closest, distance } from 'fastest-levenshtein';

/**
 * @param {string} word
 * @param {string[]} words
 * @returns {string | undefined} the nearest, where it is near enough to be what was meant
 */
export function nearest(word, words) {
  const found = words.length > 0 ? closest(word.toLowerCase(), words) : '';
  const isNear = distance(word.toLowerCase(), found) <= Math.max(2, Math.floor(found.length / 3));
  return isNear && found !== '' ? found : undefined;
}

/**
 * @param {string} word
 * @param {string[]} words
 * @returns {string} a question, with a space before it; nothing where no word is near
 */
export function didYouMean(word, words) {
  const found = nearest(word, words);
  return found ? ` Did you mean \`${found}\`?` : '';
}
