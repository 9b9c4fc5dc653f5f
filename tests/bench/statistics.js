// Medians, spreads, and an order of each round's own.

/** @param {number[]} values @param {number} share from 0 to 1 */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(Math.floor(share * sorted.length), sorted.length - 1)];
}

/** @param {number[]} values */
export const spread = (values) => ({
  median: quantile(values, 0.5),
  p25: quantile(values, 0.25),
  p75: quantile(values, 0.75),
});

/**
 * @template T
 * @param {T[]} items
 * @returns {T[]} in an order by chance
 */
export function shuffled(items) {
  return items
    .map((item) => /** @type {const} */ ([Math.random(), item]))
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);
}
