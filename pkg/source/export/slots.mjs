// So many requests at once and no more, whatever they are for: the others wait in the order in which they came.

import { attempt } from '../../../src/platform/exchange.js';

export class Slots {
  /** @type {(() => void)[]} */
  waiting = [];

  /** @param {number} free */
  constructor(free) {
    this.free = free;
  }

  /**
   * @template T
   * @param {() => Promise<T>} act
   * @returns {Promise<T>}
   */
  async run(act) {
    if (this.free === 0) await new Promise((resolve) => this.waiting.push(() => resolve(undefined)));
    else this.free--;
    const pass = () => {
      const next = this.waiting.shift();
      if (next) next();
      else this.free++;
    };
    try {
      const done = await act();
      pass();
      return done;
    } catch (error) {
      // Whoever asked may end all of it first.
      if (!attempt(() => setImmediate(pass))) pass();
      throw error;
    }
  }
}
