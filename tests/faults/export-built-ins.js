// One built-in of JavaScript's or Node's at a time throws once, at each of the package's first calls of it in turn, while a folder is
// filled. Prints what did not end, what nobody caught, what kept the next run from its end, and how many calls were tried, as JSON.

import { rmSync } from 'node:fs';
import { newFolder } from '../support/export-folder.js';
import { candidate, file, startFilesServer } from '../support/files-server.js';
import { importedExport } from '../support/installed.js';

const { defineProperty, getOwnPropertyDescriptor, ownKeys, construct, apply } = Reflect;
const NativePromise = Promise;
const later = setTimeout;

/** So many calls of each built-in are tried. */
const CALLS = 6;

/** @type {string[]} */
const faults = [];
let now = '';
for (const event of ['uncaughtException', 'unhandledRejection']) {
  process.on(event, (error) => {
    faults[faults.length] = `${now}: ${event} ${error?.stack ?? error}`;
  });
}

/** @type {(() => unknown)[]} */
const closing = [];
const owner = { after: (/** @type {() => unknown} */ close) => void closing.push(close) };
const missing = file('gone.pdf', 'x', { serve: (_, response) => void response.writeHead(404).end() });
const server = await startFilesServer(owner, [candidate('a', [file('cv.pdf'), missing]), candidate('b')]);
const { exportAttachments } = await importedExport();
const options = { ...server.options, concurrency: 1, max_retries: 0 };

const classes = [
  ...[Object, Array, String, Number, Math, JSON, Date, Reflect, Set, Map, WeakMap, RegExp, Promise, Symbol],
  ...[URL, AbortController, AbortSignal, EventTarget, Buffer, TextDecoder, Object.getPrototypeOf(Uint8Array)],
];

/** @type {[object, PropertyKey, string][]} */
const targets = [];
for (const of of [...classes, ...classes.map((of) => /** @type {any} */ (of).prototype)]) {
  for (const name of of ? ownKeys(of) : []) {
    const { configurable, value } = /** @type {PropertyDescriptor} */ (getOwnPropertyDescriptor(of, name));
    if (configurable && typeof value === 'function' && name !== 'constructor')
      targets.push([of, name, `${of.name ?? `${of.constructor.name}#`}.${String(name)}`]);
  }
}
for (const name of ['setTimeout', 'clearTimeout', 'setImmediate', 'AbortController', 'URL', 'Map', 'Set'])
  targets.push([globalThis, name, name]);

/**
 * @param {object} of
 * @param {PropertyKey} name
 * @param {number} call which of the package's own throws
 */
function broken(of, name, call) {
  const own = /** @type {PropertyDescriptor} */ (getOwnPropertyDescriptor(of, name));
  const act = own.value;
  const state = { hasThrown: false, mend: () => void defineProperty(of, name, own) };
  let calls = 0;
  let isLooking = false;
  const isOurs = () => {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 3;
    const { stack } = new Error();
    Error.stackTraceLimit = stackTraceLimit;
    return /** @type {string} */ (stack).includes('/dist/');
  };
  /** @this {unknown} @param {unknown[]} values */
  const once = function (...values) {
    if (!isLooking && !state.hasThrown) {
      isLooking = true;
      const isHit = isOurs() && ++calls === call;
      isLooking = false;
      if (isHit) {
        state.hasThrown = true;
        throw new TypeError('It is broken once.');
      }
    }
    return new.target ? construct(act, values, new.target === once ? act : new.target) : apply(act, this, values);
  };
  for (const key of ownKeys(act)) {
    const descriptor = /** @type {PropertyDescriptor} */ (getOwnPropertyDescriptor(act, key));
    if (key === 'prototype') once.prototype = act.prototype;
    else if (getOwnPropertyDescriptor(once, key)?.configurable !== false) defineProperty(once, key, descriptor);
  }
  defineProperty(of, name, { ...own, value: once });
  return state;
}

/** @param {Promise<unknown>} run @param {number} milliseconds */
const outcomeIn = (run, milliseconds) =>
  new NativePromise((resolve) => {
    later(resolve, milliseconds, 'PENDING');
    run.then(
      () => resolve('done'),
      (error) => resolve(`${error?.name}: ${error?.message}`),
    );
  });

let tried = 0;
for (const [of, name, title] of targets) {
  for (let call = 1; call <= CALLS; call++) {
    const directory = newFolder(owner);
    now = `${title}, call ${call}`;
    const state = broken(of, name, call);
    /** @type {Promise<unknown>} */
    let run;
    try {
      run = exportAttachments({ ...options, directory });
    } catch (error) {
      run = NativePromise.reject(error);
    }
    const outcome = await outcomeIn(run, 20_000);
    state.mend();
    if (outcome === 'PENDING') faults.push(`${now}: PENDING`);
    now += ', afterwards';
    const next = state.hasThrown ? await outcomeIn(exportAttachments({ ...options, directory }), 20_000) : 'done';
    if (next !== 'done') faults.push(`${now}: ${next}`);
    rmSync(directory, { recursive: true, force: true });
    if (!state.hasThrown) break;
    tried++;
  }
}
for (const close of closing) close();
process.stdout.write(JSON.stringify({ tried, faults }), () => process.exit());
