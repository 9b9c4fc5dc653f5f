// The files of those who are chosen as one ZIP: fetched a few ahead, in their order, with a list of what is in it and what is not.

import { API_URL } from '../call.js';
import { isSame, webAddress } from '../hrflow-wasm/element-parts.mjs';
import { fetched, fileRules, modifiedOf, zipOf } from '../hrflow-wasm/element-zip.mjs';

/**
 * @typedef {import('./candidate.js').Candidate} Candidate
 * @typedef {import('./candidate.js').SourceFile} SourceFile
 * @typedef {{ candidate: Candidate, file?: SourceFile }} Part a file; or a candidate of whom there is none
 * @typedef {{ count: number, all: number, bytes: number, failed: number }} Progress
 */

/** So many files are fetched at once. */
const AT_ONCE = 4;

const COLUMNS = ['profile_key', 'profile_reference', 'path', 'type', 'bytes', 'result'];

/**
 * @param {Iterable<Candidate>} candidates those who are chosen
 * @param {string | undefined} take the type that is taken; all of them without it
 * @returns {Part[]}
 */
export function partsOf(candidates, take) {
  return [...candidates].flatMap((candidate) => {
    const { state, files } = candidate;
    const wanted = files.filter(({ type }) => take === undefined || type === take);
    return state === 'loaded' && wanted.length > 0 ? wanted.map((file) => ({ candidate, file })) : [{ candidate }];
  });
}

/**
 * @param {Part[]} parts
 * @param {{ signal: AbortSignal, renew: (candidate: Candidate, signal: AbortSignal) => Promise<void>,
 *   onProgress: (progress: Progress) => void }} how
 * @returns {Promise<ReadableStream<Uint8Array>>}
 */
export async function archiveOf(parts, { signal, renew, onProgress }) {
  const { spreadsheetBeginning, spreadsheetRow } = await fileRules();
  const manifest = [spreadsheetBeginning(), spreadsheetRow(COLUMNS)];
  const progress = { count: 0, all: parts.filter(({ file }) => file).length, bytes: 0, failed: 0 };
  const renewed = renewing(renew, signal);

  /** @param {Part} part @param {string | null} path @param {number | null} bytes @param {string} result */
  function note({ candidate: { key, reference }, file }, path, bytes, result) {
    manifest.push(spreadsheetRow([key, reference, path, file?.type ?? null, bytes, result]));
    if (file) progress.count++;
    if (result !== 'ok' && file) progress.failed++;
    progress.bytes += bytes ?? 0;
    onProgress(progress);
  }

  async function* packed() {
    for await (const { part, body, failure } of ahead(parts, (part) => had(part, signal, renewed))) {
      if (!body) {
        // As it stood in HrFlow, for it is nowhere here.
        note(part, part.file?.attachment.original_file_name ?? null, null, failure);
        continue;
      }
      const { candidate, file } = part;
      const { attachment } = /** @type {SourceFile} */ (file);
      const placed = (/** @type {string} */ path) => note(part, path, body.size, 'ok');
      yield { profile: folderOf(candidate), attachment, body, modified: modifiedOf(attachment), placed };
    }
    yield { attachment: { original_file_name: 'manifest.csv' }, body: new Blob(manifest), modified: new Date() };
  }
  return zipOf(packed());
}

/**
 * @param {Candidate} candidate
 * @returns {['reference' | 'key', string, string]}
 */
const folderOf = ({ key, reference }) => (reference ? ['reference', reference, key] : ['key', key, key]);

/** @typedef {{ part: Part, body: Blob, failure?: undefined } | { part: Part, body?: undefined, failure: string }} Had */

/**
 * @param {Part} part
 * @param {AbortSignal} signal
 * @param {ReturnType<typeof renewing>} renewed
 * @returns {Promise<Had>} the file, whole; or why it is not there
 */
async function had(part, signal, renewed) {
  const { candidate, file } = part;
  if (!file) return { part, failure: MISSING[candidate.state] };
  const reachable = reachableOf(candidate, file);
  if (!reachable.address) return { part, failure: 'no web address that is safe to follow' };
  try {
    const body = await fetched(reachable, signal, renewed);
    return file.size === undefined || file.size === body.size
      ? { part, body }
      : { part, failure: `${body.size} bytes came instead of ${file.size}` };
  } catch (error) {
    signal.throwIfAborted();
    const { status } = /** @type {{ status?: number }} */ (error);
    return { part, failure: status ? `status ${status}` : 'could not be fetched' };
  }
}

/** Why there is no file of a candidate. */
const MISSING = {
  loaded: 'none attached',
  waiting: 'not listed yet',
  failed: 'could not be listed',
};

/** @param {Candidate} candidate @param {SourceFile} file */
function reachableOf(candidate, { attachment, size }) {
  const address = webAddress(attachment.public_url, new URL(API_URL, document.baseURI).href);
  return { candidate, attachment, address, size };
}

/**
 * Lists a candidate's files once more where an address no longer holds: once for all of them.
 * @param {(candidate: Candidate, signal: AbortSignal) => Promise<void>} renew
 * @param {AbortSignal} signal
 */
function renewing(renew, signal) {
  /** @type {Map<Candidate, Promise<void>>} */
  const renewals = new Map();
  return async (
    /** @type {{ candidate: Candidate, attachment: SourceFile['attachment'] }} */ { candidate, attachment },
  ) => {
    const renewal = renewals.get(candidate) ?? renew(candidate, signal);
    renewals.set(candidate, renewal);
    await renewal;
    const same = candidate.files.find((file) => isSame(attachment, file.attachment));
    return same && reachableOf(candidate, same);
  };
}

/**
 * What comes of each, in their order, with the next ones under way.
 * @template Item, Result
 * @param {Item[]} items
 * @param {(item: Item) => Promise<Result>} act
 */
async function* ahead(items, act) {
  /** @type {Promise<Result>[]} */
  const running = [];
  for (const item of items) {
    const result = act(item);
    // It is waited for later; till then nobody has heard of it.
    result.catch(() => {});
    running.push(result);
    if (running.length >= AT_ONCE) yield await /** @type {Promise<Result>} */ (running.shift());
  }
  for (const result of running) yield await result;
}
