// A call, written down at the moment it is made: nothing that the caller gave is read later, and none of it throws.
// src/rules/snapshot.rs says how it is written, and judges it.

import { page, VARIABLES, variable } from '../../src/platform/environment.js';

/** The longest string that is handed on, in UTF-16 code units: far beyond what a URL or a header may hold. */
const MAX_TEXT = 16_384;

/** More members than any sound options have: one of them is wrong, and the first wrong one is told. */
const MAX_MEMBERS = 100;

/** More classes, one made from the other, than any sound options have: a proxy may claim endlessly many. */
const MAX_CLASSES = 10;

/** What is no object with members, and what was given in its place. */
const PLAIN = ['[object Object]', '[object Module]'];

/** @typedef {{ problem: string, members: Map<string, string>, values: Record<string, any> }} Written `values` as they were given */

/** @param {string} text */
export const token = (text) => `${text.length}:${text}`;

/**
 * @param {string} giver
 * @param {string} name
 * @param {any} value
 * @returns {string} a record of it
 */
function record(giver, name, value) {
  const type = typeOf(name, value);
  const text = type === 't' || type === 'i' ? String(value) : type === 'b' && value ? '1' : '';
  return `2:${giver}${type}${token(name)}${token(text)}`;
}

/**
 * @param {string} name
 * @param {any} value
 * @returns {string} the letter of its type
 */
function typeOf(name, value) {
  switch (typeof value) {
    case 'string':
      return value.length > MAX_TEXT ? 'm' : 't';
    case 'number':
      return value >= 0 && value < 2 ** 32 && Number.isInteger(value) ? 'i' : 'n';
    case 'boolean':
      return 'b';
    case 'undefined':
      return 'u';
    case 'function':
      return 'f';
    case 'object':
      try {
        return value === null ? 'l' : Array.isArray(value) ? 'a' : name === 'signal' && isSignal(value) ? 'g' : 'o';
      } catch {
        return 'x';
      }
    default:
      return 'y';
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
  let prototype = Object.getPrototypeOf(object);
  // What is written in a call is nearly always this.
  if (prototype === Object.prototype) return Object.getOwnPropertyNames(object);
  const names = new Set(Object.getOwnPropertyNames(object));
  for (let classes = 0; classes < MAX_CLASSES && prototype && !Object.hasOwn(prototype, 'hasOwnProperty'); classes++) {
    for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      if (typeof Object.setPrototypeOf(descriptor, null).value !== 'function') names.add(name);
    }
    prototype = Object.getPrototypeOf(prototype);
  }
  return [...names];
}

/**
 * @param {any} given
 * @returns {any} its members as they are now, on no prototype: nothing is read from the root of all objects
 */
export function members(given) {
  const own = Object.create(null);
  if (Object(given) === given) for (const name of names(given)) own[name] = given[name];
  return own;
}

/**
 * Writes down what an object holds; what is `undefined` or `null` leaves an empty text under its name.
 * @param {string} giver `c` for a client's options, `o` for those of a call, `p` for a selector
 * @param {any} given
 * @returns {Written}
 */
export function write(giver, given) {
  /** @type {Written} */
  const written = { problem: '', members: new Map(), values: { __proto__: null } };
  const whole = giver.toUpperCase();
  try {
    const type = typeOf('', given);
    // Whether a text is empty is all that is told of it.
    if (type !== 'o') return { ...written, problem: record(whole, '', type === 't' ? given.slice(0, 1) : given) };
    if (!PLAIN.includes(Object.prototype.toString.call(given))) return { ...written, problem: `2:${whole}c0:0:` };
    let count = 0;
    for (const name of names(given)) {
      const value = given[name];
      const isGiven = value !== undefined && value !== null;
      written.members.set(name, isGiven ? record(giver, name.slice(0, MAX_TEXT), value) : '');
      written.values[name] = value;
      if (isGiven && ++count > MAX_MEMBERS) break;
    }
    return written;
  } catch {
    return { ...written, members: new Map(), problem: `2:${whole}x0:0:` };
  }
}

/** @param {Written} written */
export const text = ({ problem, members }) => problem + [...members.values()].join('');

/**
 * @param {Written} client its options
 * @param {unknown[]} call the source key, the selector, and options, which may be left out
 * @returns {{ snapshot: string, options: Written['values'] }} the call, and what was given as its options
 */
export function writeCall(client, [source_key, selector, options]) {
  const own = write('o', options ?? {});
  let variables = '';
  for (const [option, name] of VARIABLES) {
    // Asked only where it counts: it takes as long as all the rest.
    const value = own.members.get(option) || client.members.get(option) ? '' : variable(name);
    if (value) variables += record('v', name, value);
  }
  const members = variables + text(client) + text(own) + text(write('p', selector));
  return { snapshot: token(page()) + record('s', '', source_key) + members, options: own.values };
}
