// What `exportAttachments` was given, read once, and checked as far as it is not a call's.

import { resolve } from 'node:path';
import { members } from '../snapshot.mjs';
import { failure } from './failure.mjs';

/** A file that is longer is a failure: 1 GiB. */
const MAX_FILE_BYTES = 1_073_741_824;

/** What Rust counts to. */
const MOST_SHARDS = 0xffff_ffff;

/** @param {unknown} value */
const isText = (value) => typeof value === 'string' && value !== '';

/** @param {unknown} value */
const isWhole = (value) => Number.isSafeInteger(value) && Number(value) >= 1;

/** @param {unknown} value */
const isBoolean = (value) => typeof value === 'boolean';

/** @param {any} value */
const isIterable = (value) =>
  Object(value) === value && [Symbol.asyncIterator, Symbol.iterator].some((name) => typeof value[name] === 'function');

/**
 * The options that are the export's own: whether a value is one, and in words which are.
 * @type {Record<string, [(value: any) => boolean, string]>}
 */
const OWN = {
  source_key: [isText, 'the source’s key as a string that is not empty'],
  directory: [(value) => isText(value) && !value.includes('\0'), 'the path of a folder'],
  profiles: [isIterable, 'an array, or anything else that `for await` takes'],
  types: [(value) => Array.isArray(value) && value.every(isText), 'an array of types, such as `["resume"]`'],
  shard: [
    ({ index, count }) => isWhole(index) && isWhole(count) && index <= count && count <= MOST_SHARDS,
    '`{ index, count }`, whole numbers, the index from 1 to the count',
  ],
  delete_missing: [isBoolean, 'true or false'],
  dry_run: [isBoolean, 'true or false'],
  max_file_bytes: [isWhole, 'a whole number of bytes from 1'],
};

/** What is changed later does not count: what each of these is judged by, and used as. @type {Record<string, (value: any) => any>} */
const COPIES = {
  types: (value) => (Array.isArray(value) ? [...value] : value),
  shard: members,
};

/**
 * @typedef {{
 *   source_key: string, directory: string, profiles?: any, types?: string[], shard?: { index: number, count: number },
 *   delete_missing: boolean, dry_run: boolean, max_file_bytes: number, on_progress?: (progress: any) => void,
 *   call: Record<string, any>,
 * }} Options `call` are those of each call
 */

/**
 * @param {any} given
 * @returns {Options}
 */
export function readOptions(given) {
  if (Object(given) !== given)
    throw failure('configuration', 'The options are missing; give `{ source_key, directory }`.');
  /** @type {Record<string, any>} */
  const own = Object.create(null);
  /** @type {Record<string, any>} */
  const call = Object.create(null);
  for (const [name, value] of Object.entries(members(given))) {
    if (value === undefined || value === null) continue;
    if (!Object.hasOwn(OWN, name)) {
      call[name] = value;
      continue;
    }
    const copied = Object.hasOwn(COPIES, name) ? COPIES[name](value) : value;
    const [isSound, wanted] = OWN[name];
    if (!isSound(copied)) throw wrong(name, wanted);
    own[name] = copied;
  }
  for (const name of ['source_key', 'directory']) if (!own[name]) throw wrong(name, OWN[name][1]);
  // Where that is now: the process may go elsewhere.
  own.directory = resolve(own.directory);
  const { on_progress } = call;
  delete call.on_progress;
  if (on_progress !== undefined && typeof on_progress !== 'function') throw wrong('on_progress', 'a function');
  return /** @type {any} */ ({
    // Nothing from the root of all objects.
    __proto__: null,
    delete_missing: false,
    dry_run: false,
    max_file_bytes: MAX_FILE_BYTES,
    ...own,
    on_progress,
    call,
  });
}

/** @param {string} name @param {string} wanted */
const wrong = (name, wanted) => failure('configuration', `\`${name}\` is missing or wrong; give ${wanted}.`);

/**
 * @param {unknown} error of a call's options
 * @returns {unknown} the same, where it says which options there are with those of the export among them
 */
export function withOwn(error) {
  const { kind, message } = /** @type {any} */ (error);
  const list = 'the options are ';
  if (kind !== 'configuration' || !message.includes(list)) return error;
  const own = Object.keys(OWN).map((name) => `\`${name}\`, `);
  // `in_order` means nothing here.
  return failure(kind, message.replace('`in_order`, ', '').replace(list, `${list}${own.join('')}`));
}
