// What is said on stderr: words, how far it is, the end. In a terminal one line that is written anew; elsewhere a line now and then.

import { Pace } from './pace.mjs';
import { progressLine } from './progress-line.mjs';
import { escaped, shown, withoutKeys } from './shown.mjs';

/** How often in a terminal, and elsewhere, in milliseconds. */
const DRAWN_EVERY = 100;
const SAID_EVERY = 10_000;

/** Where a terminal does not tell how wide it is. */
const COLUMNS = 80;

const CLEARED = '\r\u001b[2K';

/** @typedef {Partial<Pick<import('./progress-line.mjs').State, 'profiles' | 'total' | 'files' | 'bytes' | 'failed' | 'failedAs' | 'waiting'>>} Progress */

export class Voice {
  isDrawn = false;
  pace = new Pace();

  /** @type {Progress} */
  progress = {};

  /** When HrFlow may be asked again. */
  waitingUntil = 0;

  /** @type {NodeJS.Timeout | undefined} */
  timer = undefined;

  /**
   * @param {object} how
   * @param {NodeJS.WritableStream & { isTTY?: boolean, columns?: number }} how.stream
   * @param {boolean} [how.isQuiet]
   * @param {boolean} [how.isJson]
   * @param {string} [how.terminal] what the environment calls it
   * @param {() => number} [how.now]
   */
  constructor({ stream, isQuiet = false, isJson = false, terminal, now = () => performance.now() }) {
    this.stream = stream;
    this.isQuiet = isQuiet;
    this.isJson = isJson;
    this.isBar = Boolean(stream.isTTY) && terminal !== 'dumb' && !isJson;
    this.now = now;
    // Nobody listens any more: that is no reason to stop.
    stream.on('error', () => {});
  }

  /** Says from here on how far it is. @param {Progress} progress before it begins */
  begin(progress) {
    this.progress = progress;
    if (this.isQuiet) return;
    this.timer = setInterval(() => this.tell(), this.isBar ? DRAWN_EVERY : SAID_EVERY);
  }

  /** @param {Progress} progress */
  hear(progress) {
    const now = this.now();
    this.progress = progress;
    this.waitingUntil = now + (progress.waiting ?? 0);
    this.pace.hear(now, this.amounts());
  }

  amounts() {
    const { profiles = 0, bytes = 0 } = this.progress;
    return { profiles, bytes };
  }

  tell() {
    const now = this.now();
    const { profiles, total, files, bytes, failed = 0, failedAs = 'failed' } = this.progress;
    const waiting = Math.max(0, this.waitingUntil - now);
    if (this.isJson) {
      return this.json({ event: 'progress', profiles, total, files, bytes, failed, waiting: Math.ceil(waiting) });
    }
    const perSecond = this.pace.perSecond(now, this.amounts());
    const state = { profiles, total, files, bytes, failed, failedAs, waiting, perSecond };
    if (!this.isBar) return this.write(`${progressLine(state)}\n`);
    // In the last column some terminals go on in the next line.
    this.write(CLEARED + progressLine(state, (this.stream.columns || COLUMNS) - 1));
    this.isDrawn = true;
  }

  /** Nothing more is said of how far it is. */
  end() {
    clearInterval(this.timer);
    this.clear();
  }

  clear() {
    if (this.isDrawn) this.write(CLEARED);
    this.isDrawn = false;
  }

  /** @param {string} sentence @param {object} [details] for programs */
  say(sentence, details) {
    if (!this.isQuiet) this.utter('note', sentence, details);
  }

  /** @param {string} sentence that is said to the quiet, too @param {object} [details] */
  complain(sentence, details) {
    this.utter('error', sentence, details);
  }

  /** @param {string} event @param {string} sentence @param {object} [details] */
  utter(event, sentence, details) {
    if (this.isJson) return this.json({ event, message: sentence, ...details });
    this.clear();
    this.write(`${shown(sentence)}\n`);
  }

  /** @param {object} line */
  json(line) {
    this.write(
      `${escaped(JSON.stringify(line, (_, value) => (typeof value === 'string' ? withoutKeys(value) : value)))}\n`,
    );
  }

  /** @returns {Promise<void>} once all of it is on its way */
  said() {
    return new Promise((resolve) => this.stream.write('', () => resolve()));
  }

  /** @param {string} text */
  write(text) {
    this.stream.write(text);
  }
}
