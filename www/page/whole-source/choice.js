// Which candidates are chosen: all that some filters find, and some one by one. So "all" is one word, whoever comes later is meant
// too, and neither filter nor order changes it.

import { candidatesOf, EVERYTHING, filterIn, isEverything, parametersOf } from './filter.js';

/**
 * @typedef {import('./candidate.js').Candidate} Candidate
 * @typedef {import('./filter.js').Filter} Filter
 * @typedef {{ filters: Filter[], more: Set<string>, less: Set<string> }} Choice keys of candidates that are chosen beside what the
 *   filters find, and of those that are not although they are found
 */

const MOST_FILTERS = 20;
const ALL = 'all';

/** @returns {Choice} */
export const nobody = () => ({ filters: [], more: new Set(), less: new Set() });

/** @param {Choice} choice */
export const isNobody = ({ filters, more }) => filters.length === 0 && more.size === 0;

/**
 * @param {Choice} choice
 * @returns {(candidate: Candidate) => boolean}
 */
export function isChosenBy({ filters, more, less }) {
  const found = filters.map(candidatesOf);
  return (candidate) =>
    !less.has(candidate.key) && (more.has(candidate.key) || found.some((isFound) => isFound(candidate)));
}

/** @param {Choice} choice @param {string} key @param {boolean} isChosen @returns {Choice} */
export function withOne({ filters, more, less }, key, isChosen) {
  const [added, removed] = [new Set(more), new Set(less)];
  added.delete(key);
  removed.delete(key);
  if (isChosen) added.add(key);
  else if (filters.length > 0) removed.add(key);
  return { filters, more: added, less: removed };
}

/**
 * @param {Choice} choice
 * @param {Filter} filter
 * @param {Iterable<Candidate>} candidates all that are known
 * @returns {Choice} with all that the filter finds
 */
export function withAll({ filters, more, less }, filter, candidates) {
  if (isEverything(filter)) return { ...nobody(), filters: [EVERYTHING] };
  const isFound = candidatesOf(filter);
  const removed = new Set(less);
  for (const candidate of candidates) if (isFound(candidate)) removed.delete(candidate.key);
  const others = filters.filter((other) => written(other) !== written(filter));
  return { filters: [...others, { ...filter }], more: new Set(more), less: removed };
}

/** @param {Filter} filter */
const written = (filter) => (isEverything(filter) ? ALL : String(new URLSearchParams(parametersOf(filter))));

/** @param {URLSearchParams} query @returns {Choice} */
export function choiceIn(query) {
  // No filter is written without a sign of equality.
  const filters = query
    .getAll('chosen')
    .slice(0, MOST_FILTERS)
    .flatMap((text) => (text === ALL ? [EVERYTHING] : [filterIn(new URLSearchParams(text))]))
    .filter((filter, index) => !isEverything(filter) || query.getAll('chosen')[index] === ALL);
  return { filters, more: new Set(query.getAll('with')), less: new Set(query.getAll('without')) };
}

/** @param {Choice} choice @returns {[string, string][]} its parameters */
export function parametersOfChoice({ filters, more, less }) {
  const named = (/** @type {string} */ name, /** @type {Iterable<string>} */ values) =>
    [...values].map((value) => /** @type {[string, string]} */ ([name, value]));
  return [...named('chosen', filters.map(written)), ...named('with', more), ...named('without', less)];
}
