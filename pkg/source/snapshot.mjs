// A call, written down at the moment it is made: nothing that the caller gave is read later, and none of it throws.
// src/rules/snapshot.rs says how it is written, and judges it.

import { isPage, origin, VARIABLES, variable } from '../../src/platform/environment.js';

/** The longest string that is handed on, in UTF-16 code units; `MAX_TEXT` in src/rules/snapshot.rs. */
const MAX_TEXT = 16_384;

/** More members than any sound options have: one of them is wrong, and the first wrong one is told. */
const MAX_MEMBERS = 100;

/** More classes, one made from the other, than any sound options have: a proxy may claim endlessly many. */
const MAX_CLASSES = 10;

/** What is no object with members, and what was given in its place. */
const PLAIN = ['[object Object]', '[object Module]'];

/** @typedef {{ problem: string, members: Map<string, string>, signal?: AbortSignal }} Written */

/** @param {string} text */
const token = (text) => `${text.length}:${text}`;

/**
 * @param {string} giver
 * @param {string} name
 * @param {unknown} value
 * @returns {string} a record of it
 */
function record(giver, name, value) {
  const [type, text = ''] = typed(name, value);
  return token(giver + type) + token(name) + token(text);
}

/**
 * @param {string} name
 * @param {any} value
 * @returns {[type: string, text?: string]}
 */
function typed(name, value) {
  try {
    switch (typeof value) {
      case 'string':
        return value.length > MAX_TEXT ? ['m'] : ['t', value];
      case 'number':
        return value >= 0 && value < 2 ** 32 && Number.isInteger(value) ? ['i', String(value)] : ['n'];
      case 'boolean':
        return ['b', value ? '1' : ''];
      case 'object':
        return [value === null ? 'l' : Array.isArray(value) ? 'a' : name === 'signal' && isSignal(value) ? 'g' : 'o'];
      case 'undefined':
        return ['u'];
      case 'function':
        return ['f'];
      default:
        return ['y'];
    }
  } catch {
    return ['x'];
  }
}

/**
 * @param {any} value
 * @returns {boolean} whether it behaves as an AbortSignal does, whatever its class
 */
function isSignal({ aborted, addEventListener, removeEventListener }) {
  return (
    typeof aborted === 'boolean' && typeof addEventListener === 'function' && typeof removeEventListener === 'function'
  );
}

/**
 * The names of an object's own members, and of those of its class that are no methods: WebIDL, too, reads all of them. What
 * stands on the root of all objects is nothing that a caller gave.
 * @param {object} object
 * @returns {string[]}
 */
export function names(object) {
  const names = new Set(Object.getOwnPropertyNames(object));
  let prototype = Object.getPrototypeOf(object);
  for (let classes = 0; classes < MAX_CLASSES && prototype && !Object.hasOwn(prototype, 'hasOwnProperty'); classes++) {
    for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      if (typeof Object.setPrototypeOf(descriptor, null).value !== 'function') names.add(name);
    }
    prototype = Object.getPrototypeOf(prototype);
  }
  return [...names];
}

/**
 * Writes down what an object holds; what is `undefined` or `null` leaves an empty text under its name.
 * @param {string} giver `c` for a client's options, `o` for those of a call, `p` for a selector
 * @param {any} given
 * @returns {Written}
 */
export function write(giver, given) {
  /** @type {Written} */
  const written = { problem: '', members: new Map(), signal: undefined };
  const whole = (/** @type {string} */ type, text = '') => token(giver.toUpperCase() + type) + token('') + token(text);
  try {
    const [type, text] = typed('', given);
    if (type !== 'o') return { ...written, problem: whole(type, text?.slice(0, 1)) };
    if (!PLAIN.includes(Object.prototype.toString.call(given))) return { ...written, problem: whole('c') };
    let count = 0;
    for (const name of names(given)) {
      const value = given[name];
      const isGiven = value !== undefined && value !== null;
      written.members.set(name, isGiven ? record(giver, name.slice(0, MAX_TEXT), value) : '');
      if (name === 'signal' && isGiven) written.signal = value;
      if (isGiven && ++count > MAX_MEMBERS) break;
    }
    return written;
  } catch {
    return { ...written, members: new Map(), problem: whole('x') };
  }
}

/**
 * @param {Written} written
 * @returns {string}
 */
export const text = ({ problem, members }) => problem + [...members.values()].join('');

/**
 * @param {string} giver
 * @param {unknown} options which may be left out
 */
export const writeOptions = (giver, options) => write(giver, options ?? {});

/**
 * @param {string} client its options, written
 * @param {unknown} source_key
 * @param {unknown} selector
 * @param {unknown} options
 * @returns {{ snapshot: string, signal: AbortSignal | undefined }}
 */
export function writeCall(client, source_key, selector, options) {
  const own = writeOptions('o', options);
  const variables = VARIABLES.map((name) => [name, variable(name)]).filter(([, value]) => value);
  const page = isPage();
  const snapshot = [
    token(page ? '1' : ''),
    token(page ? origin() : ''),
    ...variables.map(([name, value]) => record('v', name, value)),
    client,
    text(own),
    text(write('p', selector)),
    record('s', '', source_key),
  ].join('');
  return { snapshot, signal: own.signal };
}
