// `npm run dev`: serves the demo, builds anew when a source changes (debug profile, no optimiser), and reloads open pages.

import { fork } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root, say } from '../pkg/build/command.mjs';
import { installPackages } from '../pkg/build/install.mjs';

/** Editors write in several steps. */
const QUIET_MS = 50;

/** @typedef {'build' | 'restart' | 'reload'} Step what a change asks for, each with those after it */

/**
 * By where the change is; the first that fits counts.
 * @type {[RegExp, Step][]}
 */
const STEPS = [
  [/^www\/page\//, 'reload'],
  [/^www\/.*\.js$/, 'restart'],
  [/^(src|pkg\/source|pkg\/build)\//, 'build'],
];

installPackages();

/** @type {import('node:child_process').ChildProcess | undefined} */
let server;
/** @type {Set<Step>} */
const asked = new Set();
let isWorking = false;

/** Builds in a process of its own: a Rust error must not end this one. */
const build = () => ended(fork(fileURLToPath(new URL('../pkg/build/build.mjs', import.meta.url)), ['dev']));

async function restart() {
  if (server) {
    const gone = ended(server);
    server.kill();
    await gone;
  }
  server = fork(fileURLToPath(new URL('start.js', import.meta.url)), ['--served-by-dev']);
}

/** @param {import('node:child_process').ChildProcess} child @returns {Promise<number | null>} its exit code */
const ended = (child) => new Promise((resolve) => child.once('exit', resolve));

async function work() {
  if (isWorking) return;
  isWorking = true;
  while (asked.size > 0) {
    const [step] = /** @type {const} */ (['build', 'restart', 'reload']).filter((step) => asked.has(step));
    asked.clear();
    const begun = performance.now();
    if (step === 'reload') server?.send('reload');
    // The pages reload when the new server answers them.
    else if (step === 'restart' || (await build()) === 0) await restart();
    say(`${step}: ${Math.round(performance.now() - begun)} ms`);
  }
  isWorking = false;
}

for (const folder of ['src', 'pkg/source', 'pkg/build', 'www']) {
  watch(join(root, folder), { recursive: true }, (_event, name) => {
    const path = `${folder}/${String(name).replaceAll('\\', '/')}`;
    const [, step] = STEPS.find(([where]) => where.test(path)) ?? [];
    if (!step) return;
    asked.add(step);
    setTimeout(work, QUIET_MS);
  });
}

process.once('SIGINT', () => server?.kill('SIGINT'));
asked.add('build');
await work();
