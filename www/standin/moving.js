// A source whose list moves while it is walked: after each page its first profile goes, and a new one comes last.

import { numberedProfile } from './many.js';

/** How many profiles it has at any time, and after how many pages it stays as it is. */
export const MOVING = { profiles: 300, moves: 100 };

/**
 * @param {string} key
 * @returns {import('./candidates.js').Source} one that begins anew
 */
export function movingSource(key) {
  const profiles = Array.from({ length: MOVING.profiles }, (_, index) => numberedProfile(key, index + 1));
  let moves = 0;
  return {
    key,
    profiles,
    answered() {
      if (moves === MOVING.moves) return;
      moves++;
      profiles.shift();
      profiles.push(numberedProfile(key, MOVING.profiles + moves));
    },
  };
}
