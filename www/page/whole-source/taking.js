// The download of those who are chosen: one at a time, with its progress, and how it ended.

import { placeFor } from './saving.js';

/**
 * @typedef {import('./candidate.js').Candidate} Candidate
 * @typedef {{ state: 'none' | 'running' | 'done' | 'cancelled' | 'broken', count: number, all: number, bytes: number, failed: number }} Taken
 */

const NAME = 'attachments.zip';

export class Taking {
  /** @type {Taken} */
  progress = { state: 'none', count: 0, all: 0, bytes: 0, failed: 0 };
  /** @type {AbortController | undefined} */
  #running;
  #owner;

  /**
   * @param {import('./parts.js').Parts} parts
   * @param {{ chosen: () => Candidate[], take: () => string | undefined, changed: () => void, turned: () => void,
   *   renew: (candidate: Candidate, signal: AbortSignal) => Promise<void> }} owner
   */
  constructor({ zip }, owner) {
    this.#owner = owner;
    // By what it says: a second click of the same press starts and ends nothing.
    zip.addEventListener('click', () => (zip.dataset.state === 'running' ? this.cancel() : this.#take()));
  }

  cancel() {
    this.#running?.abort();
  }

  async #take() {
    if (this.#running) return;
    const controller = new AbortController();
    const { signal } = controller;
    this.#running = controller;
    try {
      // Before anything else: browsers ask for a place only at once when a button is pressed.
      const taking = await placeFor(NAME);
      if (!taking) return;
      const { archiveOf, partsOf } = await import('./archive.js');
      const parts = partsOf(this.#owner.chosen(), this.#owner.take());
      this.#to({ state: 'running', count: 0, all: parts.length, bytes: 0, failed: 0 });
      const stream = await archiveOf(parts, {
        signal,
        renew: this.#owner.renew,
        onProgress: (progress) => this.#to({ ...progress, state: 'running' }),
      });
      await taking(stream, signal);
      this.#to({ ...this.progress, state: 'done' });
    } catch {
      this.#to({ ...this.progress, state: signal.aborted ? 'cancelled' : 'broken' });
    } finally {
      // Where the disk is full the files still under way are of no use.
      controller.abort();
      this.#running = undefined;
    }
  }

  /** @param {Taken} progress */
  #to(progress) {
    const isTurned = progress.state !== this.progress.state;
    this.progress = progress;
    if (isTurned) this.#owner.turned();
    else this.#owner.changed();
  }
}
