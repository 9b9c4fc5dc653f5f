// The downloads of one element: how they go on, what is said of them, and how they end. None starts twice.

import { fetched, held, modifiedOf, save } from './download.mjs';
import { ending } from './shown-text.mjs';
import { fileRules, zipOf } from './zip.mjs';

export { DOWNLOAD_WORDS } from './download-words.mjs';

/**
 * @typedef {import('../../api.js').Attachment} Attachment
 * @typedef {import('./card.mjs').Transfer} Transfer
 * @typedef {{ attachment: Attachment, address: import('./web-address.mjs').WebAddress | undefined, size: number | undefined, name: string }} File
 * @typedef {object} Owner
 * @property {() => void} changed
 * @property {(words: string) => void} said
 * @property {(attachment: Attachment) => Promise<File | undefined>} renewed the same file, at an address that holds again
 * @property {() => import('./language.mjs').Language} language
 */

/** Each percent redraws a card: a megabyte each millisecond need not. */
const REDRAW_MS = 100;

export class Downloads {
  /** @type {Map<Attachment, { transfer: Transfer, controller: AbortController }>} */
  #running = new Map();
  /** @type {Set<Attachment>} whose cards are to be drawn again */
  #changed = new Set();
  /** @type {{ count: number, all: number, controller: AbortController } | undefined} */
  #zip;
  #owner;
  #drawnAt = 0;

  /** @param {Owner} owner */
  constructor(owner) {
    this.#owner = owner;
  }

  /** @param {Attachment} attachment @returns {Transfer} */
  of(attachment) {
    return this.#running.get(attachment)?.transfer;
  }

  get ofAll() {
    return this.#zip;
  }

  /** @param {Attachment} attachment */
  isRunning(attachment) {
    return typeof this.of(attachment) === 'object';
  }

  /** @returns {Attachment[]} whose cards are to be drawn again; they are taken for drawn then */
  takeChanged() {
    const changed = [...this.#changed];
    this.#changed.clear();
    return changed;
  }

  /** @param {Attachment} attachment @returns {boolean} whether there was one to end */
  cancel(attachment) {
    const running = this.#running.get(attachment);
    if (!running || !this.isRunning(attachment)) return false;
    running.controller.abort();
    return true;
  }

  cancelAll() {
    this.#zip?.controller.abort();
    return this.#zip !== undefined;
  }

  end() {
    for (const { controller } of this.#running.values()) controller.abort();
    this.cancelAll();
  }

  /** @param {File} file @returns {Promise<boolean>} whether it is saved */
  async one(file) {
    const { attachment, name } = file;
    if (!file.address || this.isRunning(attachment)) return false;
    const controller = new AbortController();
    this.#set(attachment, { loaded: 0, share: undefined }, controller);
    try {
      const [blob, saved] = await Promise.all([
        this.#fetched(file, controller.signal, (loaded, share) => {
          if (performance.now() - this.#drawnAt < REDRAW_MS) return;
          this.#drawnAt = performance.now();
          this.#set(attachment, { loaded, share }, controller);
        }),
        fileNameOf(attachment),
      ]);
      controller.signal.throwIfAborted();
      this.#set(attachment, undefined, controller);
      save(blob, saved);
      this.#owner.said(this.#owner.language().say('download.done', { name }));
      return true;
    } catch {
      const isEnded = controller.signal.aborted;
      this.#set(attachment, isEnded ? undefined : 'failed', controller);
      if (!isEnded) this.#owner.said(this.#owner.language().say('download.failed.name', { name }));
      return false;
    }
  }

  /** @param {File[]} files @returns {Promise<boolean>} whether all of them are saved */
  async all(files) {
    const reachable = files.filter(({ address }) => address);
    if (this.#zip || reachable.length === 0) return false;
    const controller = new AbortController();
    const zip = { count: 0, all: reachable.length, controller };
    this.#zip = zip;
    this.#owner.changed();
    const { signal } = controller;
    let missing = files.length - reachable.length;
    const packed = async function* (/** @type {Downloads} */ downloads) {
      for (const file of reachable) {
        signal.throwIfAborted();
        try {
          const body = await downloads.#fetched(file, signal);
          yield { attachment: file.attachment, body, modified: modifiedOf(file.attachment) };
        } catch {
          signal.throwIfAborted();
          missing++;
        }
        zip.count++;
        downloads.#owner.changed();
      }
    };
    const say = (/** @type {string} */ key, /** @type {Record<string, number>} */ values) =>
      this.#owner.language().say(key, values);
    try {
      const blob = await held(await zipOf(packed(this)));
      signal.throwIfAborted();
      if (missing < files.length) save(blob, 'attachments.zip');
      const said = [
        say('all.done', { count: files.length - missing }),
        missing > 0 && say('all.failed', { count: missing }),
      ];
      this.#owner.said(said.filter(Boolean).join(' '));
      return missing === 0;
    } catch {
      if (!signal.aborted) this.#owner.said(say('all.failed', { count: files.length }));
      return false;
    } finally {
      this.#zip = undefined;
      this.#owner.changed();
    }
  }

  /**
   * @param {File} file
   * @param {AbortSignal} signal
   * @param {(loaded: number, share: number | undefined) => void} [onProgress]
   */
  #fetched(file, signal, onProgress) {
    return fetched(file, signal, ({ attachment }) => this.#owner.renewed(attachment), onProgress);
  }

  /** @param {Attachment} attachment @param {Transfer} transfer @param {AbortController} controller */
  #set(attachment, transfer, controller) {
    if (transfer === undefined) this.#running.delete(attachment);
    else this.#running.set(attachment, { transfer, controller });
    this.#changed.add(attachment);
    this.#owner.changed();
  }
}

/**
 * A name that every system takes, by Rust's rules; where a page forbids WebAssembly, a plain one.
 * @param {Attachment} attachment
 */
async function fileNameOf({ original_file_name, file_name, type, extension }) {
  try {
    return (await fileRules()).fileName(original_file_name, file_name, type, extension);
  } catch {
    const end = /^\.[a-z0-9]{1,8}$/.exec(ending(String(original_file_name ?? file_name ?? extension)))?.[0] ?? '';
    return `attachment${end}`;
  }
}
