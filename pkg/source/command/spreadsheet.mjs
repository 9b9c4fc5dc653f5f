// Rows of a CSV file for a spreadsheet program: no cell is run as a formula. Which ones would be, src/rules/spreadsheet.rs knows.

/** What the file begins with: programs know UTF-8 by it. */
export const BEGINNING = '\ufeff';

/** @returns {Promise<{ row: (cells: unknown[]) => string, unmarked: (cell: string) => string }>} once the rule is there */
export async function spreadsheet() {
  const { marked } = /** @type {{ marked: (text: string) => string }} */ (
    /** @type {unknown} */ (await import('../export.mjs'))
  );
  return {
    /** A row with its end (RFC 4180). */
    row: (cells) =>
      `${cells
        .map((cell) => {
          if (cell === null || cell === undefined) return '';
          return typeof cell === 'string' ? `"${marked(cell).replaceAll('"', '""')}"` : String(cell);
        })
        .join(',')}\r\n`,
    /** A cell as it was before the rule, or a spreadsheet, put an apostrophe there. */
    unmarked: (cell) => (cell.startsWith("'") && marked(cell.slice(1)) === cell ? cell.slice(1) : cell),
  };
}
