// One call: sizes, calls, start and memory, beside other ways to make the same call; and the demo page.

import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { say } from '../../pkg/build/command.mjs';
import { countCrossings, sum } from '../support/crossings.js';
import { imported } from '../support/installed.js';
import { bulkDownload, download, elementDownload, otherClients, unpacked } from '../support/sizes.js';
import { measureCalls } from './calls.js';
import { BASE, CLIENTS } from './clients.js';
import { measureCrowd, measureLoad } from './load.js';
import { measurePage } from './page.js';
import { measureRefusals } from './refusals.js';
import { measureStart } from './start.js';
import { shown, table } from './tables.js';

const beside = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));

export async function measureOneCall() {
  const server = fork(beside('server.js'));
  const [port] = await once(server, 'message');
  const api_url = `http://127.0.0.1:${port}`;

  say('Sizes');
  const size = {
    download: { ...download(), ...(await bulkDownload()), ...elementDownload() },
    unpacked: unpacked(),
    others: await otherClients(),
  };
  say('Import and first answer, in fresh processes');
  const start = measureStart(api_url);
  say('Calls');
  const calls = await measureCalls(api_url);
  say('Calls among others');
  const load = await measureLoad(api_url);
  const crowd = await measureCrowd();
  const crossings = await countCrossings(() => imported('crossings'));
  say('Refusals');
  const refusals = await measureRefusals();
  say('Memory');
  const memory = JSON.parse(execFileSync(process.execPath, [beside('memory.js'), api_url], { encoding: 'utf8' }));
  server.disconnect();
  say('The demo page');
  const page = await measurePage();
  return { size, start, calls, load, crowd, crossings, refusals, memory, page };
}

/** @param {Awaited<ReturnType<typeof measureOneCall>>} measured */
export function printOneCall({ size, start, calls, load, crowd, crossings, refusals, memory, page }) {
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

  // How much more a call takes for 10 000 attachments than for 10, as a multiple of what fetch by hand takes more.
  function growth(/** @type {string} */ name) {
    const at = (/** @type {number} */ count) =>
      calls.find(({ attachments }) => attachments === count)?.milliseconds ?? {};
    const more = (/** @type {string} */ client) => at(10_000)[client] - at(10)[client];
    return more(name) / more(BASE);
  }
}
