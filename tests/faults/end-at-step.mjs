// Loaded before a program: ends it as a power cut would, right before the step on disk that HRFLOW_TEST_END_AT names, from 1. Of
// what that step writes, half is on disk then. At the end of a program that came so far, how many steps it took is said.

import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

const last = Number(process.env.HRFLOW_TEST_END_AT);
let steps = 0;

/** @param {() => unknown} [before] what is done of the step */
function step(before) {
  steps++;
  if (steps !== last) return undefined;
  return (async () => {
    await before?.();
    process.kill(process.pid, 'SIGKILL');
    await new Promise(() => setInterval(() => {}, 1_000));
  })();
}

/**
 * @param {any} owner
 * @param {string} name
 * @param {(self: any, args: any[], plain: Function) => (() => unknown) | undefined} [half]
 */
function count(owner, name, half) {
  const plain = owner[name];
  owner[name] = async function (/** @type {any[]} */ ...args) {
    await step(half?.(this, args, plain));
    return plain.apply(this, args);
  };
}

const handle = await fs.open(process.execPath);
const ofHandle = Object.getPrototypeOf(handle);
await handle.close();
count(ofHandle, 'writeFile', (self, [content], plain) => {
  const bytes = Buffer.from(content);
  return () => plain.call(self, bytes.subarray(0, bytes.length / 2));
});
count(ofHandle, 'sync');
for (const name of ['open', 'mkdir', 'rename', 'unlink', 'rmdir', 'rm']) count(fs, name);
syncBuiltinESMExports();
process.on('exit', () => console.log(JSON.stringify({ steps })));
