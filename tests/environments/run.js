// `npm run test:environments [name…]`: the packed tarball in projects of their own, with each tool's default configuration.
// A name picks the cells whose name holds it. It prints a line a cell and a table; its work is in a folder that it removes.
// `--write` puts the table into the guide; without it, a whole run fails where the guide says something else.

const { build } = await import('../../pkg/build/build.mjs');
await build();
const { install } = await import('../support/installed.js');
install();
const { CELLS, nameOf } = await import('./cells.js');
const { cleanUp, outcomeOf, prepare } = await import('./project.js');
const { closeBrowsers } = await import('./visit.js');
const { stands, table, unseen, write } = await import('./table.js');

const args = process.argv.slice(2);
const filters = args.filter((arg) => !arg.startsWith('--')).map((name) => name.toLowerCase());
const cells = CELLS.filter(
  (cell) => filters.length === 0 || filters.some((part) => nameOf(cell).toLowerCase().includes(part)),
);

if (cells.length === 0) {
  console.error(`No cell has ${filters.join(' or ')} in its name.`);
  process.exit(1);
}
const AT_A_TIME = 3;

/** Nothing stays behind, neither a process nor a folder. */
async function end() {
  await closeBrowsers();
  await cleanUp();
}
for (const signal of /** @type {const} */ (['SIGHUP', 'SIGINT', 'SIGTERM'])) {
  process.once(signal, () => end().then(() => process.exit(130)));
}

/** @type {import('./table.js').Row[]} in the order of the cells */
const rows = [];
try {
  await prepare();
  const waiting = cells.entries();
  const work = async () => {
    for (const [index, cell] of waiting) rows[index] = await tried(cell);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
} finally {
  await end();
}

const text = table(rows);
const notes = unseen(rows);
console.log(['', text, '', ...notes].join('\n'));
const failed = rows.filter(({ fault }) => fault).length;
const missing = rows.filter(({ fault, unavailable }) => unavailable && !fault).length;
console.log(`${rows.length - failed - missing} passed, ${failed} failed, ${missing} not available here`);
// Without a browser, say, the table would be another one.
const whole =
  filters.length === 0 && failed === 0 && rows.every(({ cell, unavailable }) => cell.unavailable || !unavailable);
if (whole && args.includes('--write')) write([text, '', ...notes].join('\n'));
const drifted = whole && !stands(text);
if (drifted)
  console.error(
    'www/guide/environments.md has another table: `npm run test:environments -- --write` puts this one there.',
  );
process.exit(failed || drifted ? 1 : 0);

/**
 * @param {import('./cells.js').Cell} cell
 * @returns {Promise<import('./table.js').Row>} once it is printed
 */
async function tried(cell) {
  /** @type {import('./project.js').Outcome & { broken?: string }} broken before it could tell anything of the package */
  const outcome = await outcomeOf(cell).catch((error) => ({ version: '', broken: error.stack }));
  const { version, unavailable, broken } = outcome;
  // Without an entry that is needed, what passes is a fault.
  const missed = outcome.fault || unavailable ? undefined : 'it passes all the same';
  // In CI nothing that this machine could have may be missing.
  const lacking = process.env.HRFLOW_TEST_ALL && !cell.unavailable ? unavailable : undefined;
  const fault = broken ?? lacking ?? (cell.without ? missed : outcome.fault);
  console.log(`${fault ? '✖' : unavailable ? '–' : '✔'} ${nameOf(cell)} ${version}`);
  if (fault ?? unavailable) console.log(fault?.slice(-2_000) ?? `  not available here: ${unavailable}`);
  return { cell, version, unavailable, fault };
}
