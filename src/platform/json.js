// What parsed values are and hold, told to Rust. The numbers are those of `JsonType` in src/rules/json.rs.
//
// Nothing here throws, whatever has replaced `JSON.parse`; and nothing is read from a prototype.

/**
 * @param {unknown} value
 * @returns {number} the value's `JsonType`
 */
export function jsonType(value) {
  switch (typeof value) {
    case 'string':
      return 4;
    case 'number':
      return value >= 0 && Number.isSafeInteger(value) && !Object.is(value, -0) ? 7 : 3;
    case 'boolean':
      return 2;
    case 'object':
      return value === null ? 1 : Array.isArray(value) ? 5 : 6;
    default:
      return 0;
  }
}

/**
 * @param {any} value
 * @param {string} name
 * @returns {unknown} the value's own member of that name; `undefined` where there is none
 */
const own = (value, name) => (jsonType(value) === 6 && Object.hasOwn(value, name) ? value[name] : undefined);

/**
 * What an envelope holds, in lines: the types of the body, of `code` and of `data`, the code, how many items, the message.
 * @param {unknown} body
 * @param {number} max_message UTF-16 code units: a hostile message may be larger than all the memory there is
 * @returns {string}
 */
export function envelope(body, max_message) {
  try {
    const [code, data, message] = ['code', 'data', 'message'].map((name) => own(body, name));
    const length = Array.isArray(data) ? data.length : 0;
    const words = typeof message === 'string' ? message.slice(0, max_message) : '';
    return [...[body, code, data].map(jsonType), jsonType(code) === 7 ? code : '', length, words].join('\n');
  } catch {
    // Not what a JSON parser makes.
    return '';
  }
}

/**
 * What the `meta` of a page holds, in lines: the types of it and of its three members, and the three numbers.
 * @param {unknown} body
 * @returns {string}
 */
export function meta(body) {
  try {
    const meta = own(body, 'meta');
    const members = ['page', 'maxPage', 'total'].map((name) => own(meta, name));
    const numbers = members.map((member) => (jsonType(member) === 7 ? member : ''));
    return [...[meta, ...members].map(jsonType), ...numbers].join('\n');
  } catch {
    // Not what a JSON parser makes.
    return '';
  }
}

/**
 * @param {any[]} items
 * @returns {string} the key of each, a line each; empty where it is no text of one line, or has half a character
 */
export function keys(items) {
  const key = (/** @type {unknown} */ item) => {
    const key = own(item, 'key');
    return typeof key === 'string' && key.length <= MAX_KEY && !/\n|\p{Surrogate}/u.test(key) ? key : '';
  };
  try {
    return items.map(key).join('\n');
  } catch {
    return '';
  }
}

/** The longest key, in UTF-16 code units; HrFlow's have 40. */
const MAX_KEY = 1_000;

/**
 * @param {any} body an object
 * @returns {unknown} its member `data`
 */
export function data(body) {
  try {
    return body.data;
  } catch {
    // Not what a JSON parser makes.
    return [];
  }
}

/**
 * @param {string} names with a space after each
 * @returns {string[]}
 */
export const split = (names) => names.trim().split(' ');

/**
 * Fills a row of `types` for each item from `start` on: the item's own type, then that of each own member in `names`. One that is
 * missing is set to null here, for a crossing for each would take longer than all the rest.
 * @param {any[]} items
 * @param {number} start
 * @param {string[]} names
 * @param {Uint8Array} types
 */
export function memberTypes(items, start, names, types) {
  // Asked once, for asking each item takes longer than all the rest.
  let inherited = false;
  for (const name of names) inherited ||= name in Object.prototype;
  let row = 0;
  try {
    for (let at = 0, index = start; at < types.length; index++) {
      row = at;
      const item = items[index];
      const itemType = jsonType(item);
      types[at++] = itemType;
      for (const name of names) {
        const value = itemType === 6 && !(inherited && !Object.hasOwn(item, name)) ? item[name] : undefined;
        // Most are strings, and many.
        const type = typeof value === 'string' ? 4 : jsonType(value);
        types[at++] = type;
        if (type === 0 && itemType === 6) setNull(item, name, inherited);
      }
    }
  } catch {
    // Not what a JSON parser makes. What was not looked at counts as missing, an item as wrong: this one first.
    types[row] = 0;
  }
}

/**
 * @param {any} item
 * @param {string} name
 * @param {boolean} inherited whether the root of all objects may have it
 */
function setNull(item, name, inherited) {
  try {
    if (inherited) Object.defineProperty(item, name, NULL);
    else item[name] = null;
  } catch {
    // Frozen, say, by another parser: it is no other item's fault.
  }
}

/** @type {PropertyDescriptor} */
const NULL = Object.freeze({ __proto__: null, value: null, writable: true, enumerable: true, configurable: true });
