// What a whole source takes: beside other ways to list the attachments of many profiles, and beside what latency alone takes.

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { found, installSdk } from '../support/sdk.js';
import { byHand, ours, sdk, startServer } from './bulk-clients.js';
import { A_MINUTE, BY_HAND, figures, LATENCY, OURS, THROTTLED, WAYS } from './bulk-ways.js';
import { quantile, shuffled, spread } from './statistics.js';
import { shown, table } from './tables.js';

const UNREAL = fileURLToPath(new URL('bulk-virtual.js', import.meta.url));

/** @typedef {ReturnType<typeof spread>} Spread */

/** Milliseconds that something takes, and milliseconds of this process's processor. */
async function timed(/** @type {() => Promise<unknown>} */ act) {
  const processor = process.cpuUsage();
  const begun = performance.now();
  await act();
  const { user, system } = process.cpuUsage(processor);
  return { time: performance.now() - begun, processor: (user + system) / 1_000 };
}

const SDK = 'the vendor’s SDK';

/**
 * What is compared, with how many profiles in a round. The vendor's exporter of résumés uses its SDK in 3 threads.
 * @type {[name: string, concurrency: number, profiles: number, list: (api_url: string, count: number, concurrency: number) => Promise<number>][]}
 */
const CLIENTS = [
  [OURS, 8, 800, (api_url, count, concurrency) => ours(api_url, count, { concurrency })],
  [BY_HAND, 8, 800, byHand],
  [OURS, 32, 2_400, (api_url, count, concurrency) => ours(api_url, count, { concurrency })],
  [BY_HAND, 32, 2_400, byHand],
  [SDK, 3, 300, sdk],
  [SDK, 8, 600, sdk],
];

/** @param {number} rounds */
export async function measureThroughput(rounds) {
  if (found) await installSdk();
  const server = await startServer(LATENCY);
  const clients = CLIENTS.filter(([name]) => found || name !== SDK);
  /** @type {Record<string, { time: number[], processor: number[] }>} */
  const taken = Object.fromEntries(
    clients.map(([name, concurrency]) => [`${name}, ${concurrency}`, { time: [], processor: [] }]),
  );
  for (let round = -1; round < rounds; round++) {
    for (const [name, concurrency, profiles, list] of shuffled(clients)) {
      let inside = 0;
      const { time, processor } = await timed(async () => {
        inside = await list(server.api_url, profiles, concurrency);
      });
      if (round < 0) continue;
      const { [`${name}, ${concurrency}`]: of } = taken;
      // Python's own start is no part of it.
      of.time.push((name === SDK ? inside : time) / profiles);
      of.processor.push(processor / profiles);
    }
  }
  server.close();
  const ratio = (/** @type {string} */ name, /** @type {string} */ base, /** @type {'time' | 'processor'} */ what) =>
    spread(taken[name][what].map((value, round) => value / taken[base][what][round]));
  const of = (/** @type {string} */ name) => {
    const [client, concurrency] = name.split(', ');
    const milliseconds = quantile(taken[name].time, 0.5);
    if (client === SDK) return { milliseconds, ratio: ratio(name, `${OURS}, 8`, 'time') };
    const hand = `${BY_HAND}, ${concurrency}`;
    return { milliseconds, ratio: ratio(name, hand, 'time'), processor: ratio(name, hand, 'processor') };
  };
  return Object.fromEntries(Object.keys(taken).map((name) => [name, of(name)]));
}

/** @param {Awaited<ReturnType<typeof measureThroughput>>} throughput */
export function printThroughput(throughput) {
  table(
    [`the attachments of many profiles, ${LATENCY} ms a request (quartiles)`, 'at once', 'time', 'processor time'],
    Object.entries(throughput).map(([name, { ratio, processor }]) => [
      ...name.split(', '),
      `${shown(ratio, 2)} of ${processor ? BY_HAND : `${OURS} with 8`}`,
      processor ? shown(processor, 2) : '',
    ]),
  );
}

/** @param {'line' | 'limited'} what */
const withoutTime = (what) => JSON.parse(execFileSync(process.execPath, [UNREAL, what], { encoding: 'utf8' }));

/** @param {number} rounds */
export async function measureLine(rounds) {
  const server = await startServer(LATENCY);
  const factors = WAYS.map((way) => ({ way, measured: /** @type {number[]} */ ([]), answered: 0, late: 0 }));
  for (let round = -1; round < rounds; round++) {
    for (const factor of shuffled(factors)) {
      await server.notes();
      const { time } = await timed(() => factor.way.list(server.api_url));
      const { answers, milliseconds } = await server.notes();
      if (round < 0) continue;
      factor.measured.push(time / ((answers * LATENCY) / factor.way.concurrency));
      factor.late += milliseconds - answers * LATENCY;
      factor.answered += answers;
    }
  }
  server.close();
  /** @type {number[]} */
  const unreal = withoutTime('line');
  const line = [];
  for (const { way, measured, answered, late } of factors) {
    const { name, concurrency } = way;
    // The server's timers are late, too, which is no part of what a client takes.
    const least = Math.min(...measured);
    line.push({
      ...{ name, concurrency, measured: spread(measured), least },
      ...{ server: late / answered / LATENCY, own: unreal[line.length] },
    });
  }
  return line;
}

/** @param {Awaited<ReturnType<typeof measureLine>>} line */
export function printLine(line) {
  table(
    [
      `time, as a multiple of requests × ${LATENCY} ms ÷ at once`,
      ...['at once', 'measured (quartiles)', 'at least', 'of it the server’s', 'on a platform that costs nothing'],
    ],
    line.map(({ name, concurrency, measured, least, server, own }) => [
      ...[name, concurrency, shown(measured, 2), least.toFixed(2), server.toFixed(2), own.toFixed(3)],
    ]),
  );
}

const MEMORY = fileURLToPath(new URL('bulk-memory.js', import.meta.url));
const FEW = 10_000;
const MANY = 200_000;

/** @param {number} times */
export async function measureMemory(times) {
  const server = await startServer(0);
  /** @type {Record<string, Record<string, Spread>>} */
  const measured = {};
  for (const name of ['listProfiles', 'its pages by hand', 'listAttachmentsOfProfiles']) {
    /** @type {Record<string, number[]>} */
    const more = { resident: [], peak: [], linear: [], seconds: [] };
    for (let time = 0; time < times; time++) {
      const [few, many] = [FEW, MANY].map((count) => {
        const args = ['--expose-gc', MEMORY, server.api_url, name, String(count)];
        return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
      });
      for (const what of ['resident', 'peak', 'linear']) more[what].push((many[what] - few[what]) / 2 ** 20);
      more.seconds.push(many.seconds);
    }
    measured[name] = Object.fromEntries(Object.entries(more).map(([what, values]) => [what, spread(values)]));
  }
  server.close();
  return measured;
}

/** @param {Awaited<ReturnType<typeof measureMemory>>} memory */
export function printMemory(memory) {
  table(
    [`memory, MiB more for ${MANY} profiles than for ${FEW}`, 'resident at the end', 'resident at most', 'linear'],
    Object.entries(memory).map(([name, { resident, peak, linear }]) => [
      name,
      ...[resident, peak, linear].map((more) => shown(more, 1)),
    ]),
  );
}

/** @returns {ReturnType<typeof figures>[]} with time that is not real */
export const measureLimited = () => withoutTime('limited');

/** In real time: three pauses of a minute at least, all of them side by side, each with a server of its own. */
export async function measureThrottled() {
  return Promise.all(
    THROTTLED.map(async (way) => {
      const server = await startServer(LATENCY, A_MINUTE);
      let failed = 0;
      const { time } = await timed(async () => {
        failed = await way.list(server.api_url, 3.5 * A_MINUTE);
      });
      const { statuses } = await server.notes();
      server.close();
      return figures(way, time, statuses, failed);
    }),
  );
}

/** @param {ReturnType<typeof figures>[]} throttled @param {string} time what kind of it */
export function printThrottled(throttled, time) {
  table(
    [
      `${A_MINUTE} requests a minute, in ${time} time`,
      ...['at once', 'answered', 'time, of the ideal', '429 in all', '429 after the first minute', 'profiles failed'],
    ],
    throttled.map(({ name, concurrency, answered, ratio, refused, later, share, failed }) => [
      ...[name, concurrency, answered, ratio.toFixed(3), refused, `${later}: ${(100 * share).toFixed(1)} %`, failed],
    ]),
  );
}
