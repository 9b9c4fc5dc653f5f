// The rules about a folder, which are Rust's: an instance of their own for each run, which is asked and answers at once.

import { glue } from 'wasm-bindgen-glue';
import { instanceAtOnce } from '../module/inline.mjs';

/**
 * @typedef {{ how: 'leave' | 'keep' | 'fetch', path: string, occurrence: number, is_ours: boolean }} Step
 * @typedef {import('../files/address.mjs').Questions & Own} Rules
 * @typedef {object} Own of src/platform/folder.rs
 * @property {(line: object) => boolean} take
 * @property {(profile: string) => boolean} isDone
 * @property {(profile: string) => string[]} paths
 * @property {(profile: string) => string[]} unsettled
 * @property {(profile: string, path: string) => boolean} isPlanned
 * @property {() => string[]} profiles
 * @property {(asked: {
 *   profile: string, named: [string, string], listed: { attachment: any, is_wanted: boolean }[],
 *   missing: string[], remove_gone: boolean,
 * }) => { steps: Step[], gone: string[], strays: string[] }} plan
 * @property {(key: string, count: number) => number} shard
 * @property {(header: string, now: number) => number | undefined} retryAfter
 * @property {(kind: string, status: number) => boolean} isRetryable
 * @property {(kind: string, status: number, retry_after: number | undefined, attempts: number, max_retries: number, jitter: number) =>
 *   number | undefined} fileDelay
 * @property {(text: string) => string} spreadsheetText
 * @property {() => string} spreadsheetHeader
 * @property {(here: object) => string | undefined} spreadsheetRow
 */

/** @returns {Rules} */
export function rulesOfAFolder() {
  const { imports, entries, start } = glue();
  start(instanceAtOnce(imports).exports);
  return /** @type {any} */ (entries);
}
