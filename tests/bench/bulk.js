// What a whole source takes: beside other ways to list the attachments of many profiles, and beside what latency alone takes.

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { found, installSdk } from '../support/sdk.js';
import { byHand, ours, sdk, startServer, wholeSource } from './bulk-clients.js';
import { quantile, shuffled, spread } from './statistics.js';
import { shown, table } from './tables.js';

/** Milliseconds that each answer takes, and those that the marks count with. */
const LATENCY = 20;

/** @typedef {ReturnType<typeof spread>} Spread */

/** Milliseconds that something takes, and milliseconds of this process's processor. */
async function timed(/** @type {() => Promise<unknown>} */ act) {
  const processor = process.cpuUsage();
  const begun = performance.now();
  await act();
  const { user, system } = process.cpuUsage(processor);
  return { time: performance.now() - begun, processor: (user + system) / 1_000 };
}

/** What is compared: for each profiles in a round. With 3 threads the SDK is what the vendor's exporter makes of it. */
const OURS = 'hrflow-wasm/bulk';
const BY_HAND = 'fetch and p-limit';
const SDK = 'the vendor’s SDK';
/** @type {[name: string, concurrency: number, profiles: number, list: (api_url: string, count: number, concurrency: number) => Promise<number>][]} */
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

/** What is held against the line: how many profiles at that concurrency, so that a round takes as long for each. */
const LINES = [
  { concurrency: 8, profiles: 1_000 },
  { concurrency: 16, profiles: 2_000 },
  { concurrency: 32, profiles: 4_000 },
];
const WHOLE = 2_000;

/** @param {number} rounds */
export async function measureLine(rounds) {
  const server = await startServer(LATENCY);
  const { api_url } = server;
  /** @type {{ name: string, concurrency: number, list(): Promise<number> }[]} */
  const ways = LINES.flatMap(({ concurrency, profiles }) => [
    { name: `${OURS}, from an array`, concurrency, list: () => ours(api_url, profiles, { concurrency }) },
    { name: BY_HAND, concurrency, list: () => byHand(api_url, profiles, concurrency) },
    ...[30, 100].map((page_size) => ({
      name: `${OURS}, a source of ${WHOLE} in pages of ${page_size}`,
      concurrency,
      list: () => wholeSource(api_url, WHOLE, { concurrency, page_size }),
    })),
  ]);
  const factors = ways.map((way) => ({
    ...way,
    nominal: /** @type {number[]} */ ([]),
    actual: /** @type {number[]} */ ([]),
  }));
  for (let round = -1; round < rounds; round++) {
    for (const { list, concurrency, nominal, actual } of shuffled(factors)) {
      await server.notes();
      const { time } = await timed(list);
      const { answers, milliseconds } = await server.notes();
      if (round < 0) continue;
      nominal.push(time / ((answers * LATENCY) / concurrency));
      actual.push(time / (milliseconds / concurrency));
    }
  }
  server.close();
  return factors.map(({ name, concurrency, nominal, actual }) => ({
    ...{ name, concurrency },
    nominal: spread(nominal),
    actual: spread(actual),
  }));
}

/** @param {Awaited<ReturnType<typeof measureLine>>} line */
export function printLine(line) {
  table(
    [
      'time, as a multiple of the line (quartiles)',
      'at once',
      `requests × ${LATENCY} ms ÷ at once`,
      'with what the server itself took',
    ],
    line.map(({ name, concurrency, nominal, actual }) => [name, concurrency, shown(nominal, 2), shown(actual, 2)]),
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
  for (const [name, way] of /** @type {const} */ ([
    ['listProfiles', 'walk'],
    ['listAttachmentsOfProfiles', 'batch'],
  ])) {
    /** @type {Record<string, number[]>} */
    const more = { resident: [], peak: [], linear: [], seconds: [] };
    for (let time = 0; time < times; time++) {
      const [few, many] = [FEW, MANY].map((count) => {
        const args = ['--expose-gc', MEMORY, server.api_url, way, String(count)];
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

/** Requests that the server answers in any minute, and requests that are made: three pauses of a minute at least. */
const A_MINUTE = 300;
const REQUESTS = 1_050;
const MINUTE_MS = 60_000;

/** In real time, all of them side by side, each with a server of its own. */
export async function measureThrottled() {
  const max_requests_per_minute = A_MINUTE;
  /** @type {[name: string, concurrency: number, list: (api_url: string) => Promise<number>][]} */
  const ways = [
    [
      'from an array, max_requests_per_minute: 300',
      8,
      (api_url) => ours(api_url, REQUESTS, { max_requests_per_minute }),
    ],
    ['from an array', 8, (api_url) => ours(api_url, REQUESTS, {})],
    ['from an array', 32, (api_url) => ours(api_url, REQUESTS, { concurrency: 32 })],
    [
      'a source in pages of 30, max_requests_per_minute: 300',
      8,
      (api_url) => wholeSource(api_url, 1_000, { max_requests_per_minute }),
    ],
    ['a source in pages of 30', 8, (api_url) => wholeSource(api_url, 1_000, {})],
  ];
  return Promise.all(
    ways.map(async ([name, concurrency, list]) => {
      const server = await startServer(LATENCY, A_MINUTE);
      const { time } = await timed(() => list(server.api_url));
      const { statuses } = await server.notes();
      server.close();
      const answered = statuses.filter(([, status]) => status === 200).length;
      // Who knows the limit sends all that it allows at once, and waits for the next minute.
      const pauses = Math.ceil(answered / A_MINUTE) - 1;
      const ideal = pauses * MINUTE_MS + ((answered - pauses * A_MINUTE) * LATENCY) / concurrency;
      const later = statuses.filter(([moment]) => moment >= statuses[0][0] + MINUTE_MS);
      const refused = (/** @type {Notes['statuses']} */ of) => of.filter(([, status]) => status === 429).length;
      return {
        ...{ name, concurrency, answered, seconds: time / 1_000, ratio: time / ideal, refused: refused(statuses) },
        ...{ refusedLater: refused(later), later: later.length },
      };
    }),
  );
}

/** @typedef {import('./bulk-clients.js').Notes} Notes */

/** @param {Awaited<ReturnType<typeof measureThrottled>>} throttled */
export function printThrottled(throttled) {
  table(
    [
      `at a server that allows ${A_MINUTE} requests a minute`,
      'at once',
      'answered',
      'time, of the ideal',
      '429 in all',
      '429 after the first minute',
    ],
    throttled.map(({ name, concurrency, answered, ratio, refused, refusedLater, later }) => [
      ...[name, concurrency, answered, ratio.toFixed(3), refused],
      `${refusedLater} of ${later}: ${((100 * refusedLater) / later).toFixed(1)} %`,
    ]),
  );
}
