// What is shown and what is chosen, counted.

import { filesOf } from './filter.js';

/**
 * @typedef {import('./candidate.js').Candidate} Candidate
 * @typedef {{ count: number, size: number, unsized: number }} Sum files, and the bytes of those whose size is known
 * @typedef {{ candidates: number, files: Sum, types: Map<string, Sum>, waiting: number, failed: number }} Totals
 */

/** @returns {Sum} */
const nothing = () => ({ count: 0, size: 0, unsized: 0 });

/**
 * @param {Iterable<Candidate>} candidates
 * @param {(candidate: Candidate) => boolean} isCounted
 * @param {import('./filter.js').Filter} filter which of their files
 * @returns {Totals}
 */
export function totalsOf(candidates, isCounted, filter) {
  const isWanted = filesOf(filter);
  /** @type {Totals} */
  const totals = { candidates: 0, files: nothing(), types: new Map(), waiting: 0, failed: 0 };
  for (const candidate of candidates) {
    if (!isCounted(candidate)) continue;
    totals.candidates++;
    if (candidate.state !== 'loaded') totals[candidate.state]++;
    for (const file of candidate.files) {
      if (!isWanted(file)) continue;
      const ofType = totals.types.get(file.type) ?? nothing();
      totals.types.set(file.type, ofType);
      for (const sum of [totals.files, ofType]) {
        sum.count++;
        sum.size += file.size ?? 0;
        if (file.size === undefined) sum.unsized++;
      }
    }
  }
  return totals;
}

/** @param {Totals} totals @returns {[string, Sum][]} the types, the most frequent first */
export const byType = ({ types }) => [...types].sort(([, a], [, b]) => b.count - a.count);
