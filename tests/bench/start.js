// Import, instantiate and first answer, in fresh processes: the difference to fetch by hand, interleaved.
// With arguments it is one of those processes: the client's name and the server's address.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { BASE, CLIENTS } from './clients.js';
import { spread } from './statistics.js';

const ROUNDS = 25;
const here = fileURLToPath(import.meta.url);

/** @param {string} api_url */
export function measureStart(api_url) {
  const names = Object.keys(CLIENTS);
  /** @type {Record<string, number[]>} */
  const later = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = -2; round < ROUNDS; round++) {
    const taken = Object.fromEntries(names.map((name) => [name, one(name, api_url)]));
    if (round >= 0) for (const name of names) later[name].push(taken[name] - taken[BASE]);
  }
  return Object.fromEntries(names.map((name) => [name, spread(later[name])]));
}

/** @param {string} name @param {string} api_url */
function one(name, api_url) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [here, name, api_url], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return Number(stdout);
}

if (process.argv[1] === here) {
  const [, , name, api_url] = process.argv;
  const begun = performance.now();
  const call = await CLIENTS[name]();
  await call(api_url, '2');
  process.stdout.write(String(performance.now() - begun));
}
