// How fast it goes: over the last half minute, by a clock that never goes back.

const WINDOW = 30_000;
/** Fewer milliseconds say nothing yet. */
const SHORTEST = 1_000;

/** @typedef {{ profiles: number, bytes: number }} Amounts */

export class Pace {
  /** @type {(Amounts & { at: number })[]} */
  seen = [];

  /** @param {number} at in milliseconds @param {Amounts} amounts so far */
  hear(at, { profiles, bytes }) {
    const last = this.seen.at(-1);
    // Ten a second tell as much as ten thousand.
    if (last && at - last.at < 100) return;
    this.seen.push({ at, profiles, bytes });
    while (this.seen.length > 2 && this.seen[1].at < at - WINDOW) this.seen.shift();
  }

  /**
   * @param {number} at now
   * @param {Amounts} amounts so far
   * @returns {Amounts | undefined} how many a second; nothing where it is too early
   */
  perSecond(at, { profiles, bytes }) {
    const [first] = this.seen;
    const seconds = first ? (at - first.at) / 1_000 : 0;
    if (!(seconds * 1_000 >= SHORTEST)) return undefined;
    return { profiles: (profiles - first.profiles) / seconds, bytes: (bytes - first.bytes) / seconds };
  }
}
