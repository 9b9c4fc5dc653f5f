// A turn for others, between two pieces of work that would take long together.

import { attempt } from '../../src/platform/exchange.js';

/** @returns {Promise<void>} once others had their turn, or where nobody can wait for that */
export const turn = () =>
  new Promise((resolve) => {
    if (!attempt(() => setTimeout(resolve, 0))) resolve();
  });
