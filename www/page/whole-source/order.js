// In which order candidates stand.

/** @typedef {import('./candidate.js').Candidate} Candidate */

const byName = new Intl.Collator(undefined, { numeric: true }).compare;

/**
 * What is not known yet stands last.
 * @type {Record<string, (a: Candidate, b: Candidate) => number>}
 */
export const ORDERS = {
  listed: (a, b) => a.position - b.position,
  candidate: (a, b) => byName(a.who, b.who),
  newest: (a, b) => descending(a.newest, b.newest),
  size: (a, b) => descending(known(a, a.size), known(b, b.size)),
  files: (a, b) => descending(known(a, a.files.length), known(b, b.files.length)),
};

export const LISTED = 'listed';

/**
 * @param {Iterable<Candidate>} candidates
 * @param {string} order
 * @returns {Candidate[]}
 */
export function ordered(candidates, order) {
  return [...candidates].sort((a, b) => ORDERS[order](a, b) || ORDERS.listed(a, b));
}

/** @param {Candidate} candidate @param {number} value */
const known = ({ state }, value) => (state === 'loaded' ? value : undefined);

/** @param {number | undefined} a @param {number | undefined} b */
const descending = (a, b) => (a === b ? 0 : a === undefined ? 1 : b === undefined ? -1 : b - a);
