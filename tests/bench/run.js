// `npm run bench`: sizes, calls, start and memory, beside other ways to make the same call, and how fast many profiles are listed.
// `npm run bench -- bulk` has all of a whole source but what takes minutes of waiting, which `npm run bench -- throttled` has;
// `npm run bench -- export` is that of files on disk.
// They print tables and write target/bench.json, each its own part of it; CONTRIBUTING.md says how to read both.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fail, root, say } from '../../pkg/build/command.mjs';

const words = process.argv.slice(2);
const unknown = words.find((word) => !['bulk', 'throttled', 'export'].includes(word));
if (unknown) fail(`There is no benchmark named ${unknown}: bulk, throttled and export are those that have a name.`);

const { build } = await import('../../pkg/build/build.mjs');
await build();
const { install } = await import('../support/installed.js');
install();

/** @type {Record<string, unknown>} */
const figures = {};
/** @type {(() => void)[]} */
const tables = [];

/**
 * @template T
 * @param {string} name
 * @param {T} measured
 * @param {(measured: T) => void} print
 */
function note(name, measured, print) {
  figures[name] = measured;
  tables.push(() => print(measured));
}

if (words.length === 0) {
  const { measureOneCall, printOneCall } = await import('./one-call.js');
  const measured = await measureOneCall();
  Object.assign(figures, measured);
  tables.push(() => printOneCall(measured));
}
const bulk = await import('./bulk.js');
if (words.length === 0 || words.includes('bulk')) {
  say('Many profiles, beside other clients');
  note('throughput', await bulk.measureThroughput(words.length === 0 ? 3 : 9), bulk.printThroughput);
  say('Many profiles, at a server that allows 300 requests a minute');
  note('limited', bulk.measureLimited(), (limited) => bulk.printThrottled(limited, 'unreal'));
}
if (words.includes('bulk')) {
  say('Many profiles, beside the line');
  note('line', await bulk.measureLine(5), bulk.printLine);
  say('What a whole source leaves in memory');
  note('bulk_memory', await bulk.measureMemory(3), bulk.printMemory);
}
if (words.includes('throttled')) {
  say('Many profiles, at a server that allows 300 requests a minute, in real time');
  note('throttled', await bulk.measureThrottled(), (throttled) => bulk.printThrottled(throttled, 'real'));
}
if (words.includes('export')) {
  say('Files on disk, beside other ways');
  const { measureExport, printExport } = await import('./export.js');
  note('export', await measureExport(3), printExport);
}

const machine = { node: process.version, cpu: cpus()[0].model, cores: cpus().length, date: new Date().toISOString() };
const file = join(root, 'target/bench.json');
// What was not measured now is kept.
const before = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
mkdirSync(join(root, 'target'), { recursive: true });
writeFileSync(file, JSON.stringify({ ...before, machine, ...figures }, null, 2));

console.log(`\nNode ${machine.node}, ${machine.cores} cores, ${machine.date.slice(0, 10)}\n`);
for (const print of tables) print();
