// The way through a source: who was listed so far, whose files are there, and how it goes on after a stop.

import { API_URL } from '../call.js';
import { listAttachmentsOfProfiles, listProfiles } from '../hrflow-wasm/bulk.mjs';
import { listAttachments } from '../hrflow-wasm/index.mjs';
import { candidateOf, failed, loaded, waiting } from './candidate.js';

/** @typedef {import('./candidate.js').Candidate} Candidate */

/** What HrFlow gives on one page. */
const PAGE_SIZE = 100;

export class Listing {
  /** @type {Map<string, Candidate>} by key, in the order in which they were listed */
  candidates = new Map();
  /** @type {number | null} how many HrFlow says there are */
  total = null;
  /** Whether every page was read. */
  isWalked = false;
  /** @type {unknown} why all of it ended */
  error = undefined;
  /** Until when HrFlow asks to wait. */
  heldUntil = 0;
  counts = { waiting: 0, loaded: 0, failed: 0 };
  /** @type {Set<AbortController>} */
  #runs = new Set();
  #told;

  /**
   * @param {string} source_key
   * @param {(candidate?: Candidate) => void} told hears whose row is another now; of nobody's, that it began or ended
   */
  constructor(source_key, told) {
    this.source_key = source_key;
    this.#told = told;
  }

  get isRunning() {
    return this.#runs.size > 0;
  }

  /** Whether something was left when it was stopped, or ended. */
  get isUnfinished() {
    return !this.isWalked || this.counts.waiting > 0;
  }

  /** Begins, or goes on with what is left. */
  goOn() {
    if (!this.isRunning) return this.#run((signal) => this.#left(signal));
  }

  /** @param {Candidate[]} candidates whose files are asked for once more */
  again(candidates) {
    for (const candidate of candidates) this.#set(candidate, () => waiting(candidate));
    return this.#run(() => candidates.map(({ key }) => ({ key })));
  }

  stop() {
    for (const run of this.#runs) run.abort();
  }

  /**
   * One candidate's files, listed once more: their addresses hold for a while only.
   * @param {Candidate} candidate
   * @param {AbortSignal} [signal]
   */
  async renew(candidate, signal) {
    const { key } = candidate;
    const attachments = await listAttachments(this.source_key, { key }, { api_url: API_URL, signal });
    this.#set(candidate, () => loaded(candidate, attachments));
  }

  /** @param {(signal: AbortSignal) => Iterable<{ key: string }> | AsyncIterable<{ key: string }>} profiles */
  async #run(profiles) {
    const run = new AbortController();
    const { signal } = run;
    this.#runs.add(run);
    this.error = undefined;
    this.#told();
    try {
      const options = { api_url: API_URL, signal, on_progress: this.#held };
      for await (const listed of listAttachmentsOfProfiles(this.source_key, profiles(signal), options)) {
        const candidate = /** @type {Candidate} */ (this.candidates.get(listed.profile.key));
        const { attachments, error } = listed;
        this.#set(candidate, () => (attachments ? loaded(candidate, attachments) : failed(candidate, error)));
      }
    } catch (error) {
      if (!signal.aborted) this.error = error;
    } finally {
      this.#runs.delete(run);
      this.#told();
    }
  }

  /**
   * Those whose files were not listed yet, then the pages again: who is known is passed over, and the others are new.
   * @param {AbortSignal} signal
   */
  async *#left(signal) {
    for (const { key, state } of [...this.candidates.values()]) if (state === 'waiting') yield { key };
    if (this.isWalked) return;
    const on_progress = (/** @type {import('../../../pkg/bulk-api.js').BulkProgress} */ progress) => {
      this.total = progress.total;
      this.#held(progress);
    };
    const options = { api_url: API_URL, page_size: PAGE_SIZE, signal, on_progress };
    for await (const profile of listProfiles(this.source_key, options)) {
      const { key } = profile;
      if (this.candidates.has(key)) continue;
      const candidate = candidateOf(profile, this.candidates.size);
      this.candidates.set(key, candidate);
      this.counts.waiting++;
      this.#told(candidate);
      yield { key };
    }
    this.isWalked = true;
  }

  /** @param {{ waiting: number }} progress */
  #held = ({ waiting }) => {
    if (waiting === 0) return;
    this.heldUntil = performance.now() + waiting;
    this.#told();
  };

  /** @param {Candidate} candidate @param {() => void} change */
  #set(candidate, change) {
    this.counts[candidate.state]--;
    change();
    this.counts[candidate.state]++;
    this.#told(candidate);
  }
}
