// How figures are printed.

/** @typedef {{ median: number, p25: number, p75: number }} Spread */

/** @param {Spread} spread @param {number} digits */
export const shown = ({ median, p25, p75 }, digits) =>
  `${median.toFixed(digits)} (${p25.toFixed(digits)} to ${p75.toFixed(digits)})`;

/** @param {string[]} head @param {(string | number)[][]} rows */
export function table(head, rows) {
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  console.log(`${lines.join('\n')}\n`);
}
