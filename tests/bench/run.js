// `npm run bench`: sizes, calls, start and memory, beside other ways to make the same call. It prints tables and writes
// target/bench.json; CONTRIBUTING.md says how to read both.

import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root, say } from '../../pkg/build/command.mjs';

const { build } = await import('../../pkg/build/build.mjs');
await build();
const { install } = await import('../support/installed.js');
install();

const { measureCalls } = await import('./calls.js');
const { measureStart } = await import('./start.js');
const { download, otherClients, unpacked } = await import('../support/sizes.js');
const { BASE, CLIENTS } = await import('./clients.js');
const beside = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));

const server = fork(beside('server.js'));
const [port] = await once(server, 'message');
const api_url = `http://127.0.0.1:${port}`;

say('Sizes');
const size = { download: download(), unpacked: unpacked(), others: await otherClients() };
say('Import and first answer, in fresh processes');
const start = measureStart(api_url);
say('Calls');
const calls = await measureCalls(api_url);
say('Calls among others');
const { measureCrowd, measureLoad } = await import('./load.js');
const load = await measureLoad(api_url);
const crowd = await measureCrowd();
const { countCrossings, sum } = await import('../support/crossings.js');
const { imported } = await import('../support/installed.js');
const crossings = await countCrossings(() => imported('crossings'));
say('Refusals');
const { measureRefusals } = await import('./refusals.js');
const refusals = await measureRefusals();
say('Memory');
const memory = JSON.parse(execFileSync(process.execPath, [beside('memory.js'), api_url], { encoding: 'utf8' }));
server.disconnect();
say('The demo page');
const { measurePage } = await import('./page.js');
const page = await measurePage();

const machine = { node: process.version, cpu: cpus()[0].model, cores: cpus().length, date: new Date().toISOString() };
mkdirSync(join(root, 'target'), { recursive: true });
writeFileSync(
  join(root, 'target/bench.json'),
  JSON.stringify({ machine, size, start, calls, load, crowd, crossings, refusals, memory, page }, null, 2),
);

console.log(`\nNode ${machine.node}, ${machine.cores} cores, ${machine.date.slice(0, 10)}\n`);
table(
  ['size, in bytes', 'raw', 'gzip', 'brotli'],
  [
    ...Object.entries({ ...size.download, ...size.others }).map(([name, { raw, gzip, brotli }]) => [
      name,
      raw,
      gzip,
      brotli,
    ]),
    ['the package, unpacked', size.unpacked, '', ''],
  ],
);
const names = Object.keys(CLIENTS);
/** @param {{ median: number, p25: number, p75: number }} spread @param {number} digits */
const shown = ({ median, p25, p75 }, digits) =>
  `${median.toFixed(digits)} (${p25.toFixed(digits)} to ${p75.toFixed(digits)})`;
table(
  ['median (quartiles)', ...names],
  [
    ['to the first answer, ms beyond fetch by hand', ...names.map((name) => shown(start[name], 1))],
    ...calls.map(({ attachments, ratios }) => [
      `${attachments} attachments, as a multiple`,
      ...names.map((name) => shown(ratios[name], 2)),
    ]),
    ['from 10 to 10 000, growth as a multiple', ...names.map((name) => growth(name).toFixed(2))],
  ],
);
table(
  ['32 at a time, 2 attachments, as a multiple of fetch by hand (quartiles)', 'time', 'processor time'],
  Object.entries(load).map(([name, { time, processor }]) => [name, shown(time, 2), shown(processor, 2)]),
);
console.log(`20 000 calls that all wait, answered at once, as a multiple of the same by hand: ${crowd.toFixed(1)}\n`);
table(
  ['one call crosses', 'times'],
  [
    ['functions that the module imports, called', sum(crossings.imports)],
    ['functions that it exports, called', sum(crossings.exports)],
    ['promises made, those of a mock of fetch among them', crossings.promises],
  ],
);
table(
  ['a refusal, by what its message repeats', 'as a multiple of plain words (quartiles)'],
  Object.entries(refusals).map(([name, ratio]) => [name, shown(ratio, 2)]),
);
if (page) console.log(`From navigation to cards in the demo page, nothing cached, in ms: ${shown(page, 0)}\n`);
table(
  ['linear memory', 'KiB'],
  [
    ['after the first call', memory.warm / 1_024],
    ['after 10 000 attachments', memory.large / 1_024],
    ['after 100 000 calls more', memory.many / 1_024],
  ],
);

/** How much more a call takes for 10 000 attachments than for 10, as a multiple of what fetch by hand takes more. */
function growth(/** @type {string} */ name) {
  const at = (/** @type {number} */ count) =>
    calls.find(({ attachments }) => attachments === count)?.milliseconds ?? {};
  const more = (/** @type {string} */ client) => at(10_000)[client] - at(10)[client];
  return more(name) / more(BASE);
}

/** @param {string[]} head @param {(string | number)[][]} rows */
function table(head, rows) {
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  console.log(`${lines.join('\n')}\n`);
}
