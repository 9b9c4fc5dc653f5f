// The stand-in behind a door: what is asked for is answered, or held until the test says so.

import { listen } from '../../www/listen.js';
import { createApi } from '../../www/standin/api.js';

/**
 * @param {{ after(close: () => Promise<void>): void }} owner
 * @param {(path: string, count: number) => boolean} isHeld by its path, and the how manyth of all it is, from 1
 */
export async function startHolding(owner, isHeld) {
  const api = await createApi();
  /** @type {string[]} */
  const requests = [];
  /** @type {(() => void)[]} */
  const held = [];
  /** @type {Set<() => void>} */
  const waiting = new Set();
  let isOpen = false;
  const server = await listen(async (request, env) => {
    requests.push(request.url);
    if (!isOpen && isHeld(new URL(request.url).pathname, requests.length)) {
      await new Promise((resolve) => {
        held.push(() => resolve(undefined));
        for (const look of waiting) look();
      });
    }
    return api.fetch(request, env);
  });
  owner.after(() => server.close());
  return {
    requests,
    api_url: `${server.url}/v1`,
    /** @param {number} count @returns {Promise<void>} once so many are held */
    async holding(count) {
      await new Promise((resolve) => {
        const look = () => {
          if (held.length < count) return;
          waiting.delete(look);
          resolve(undefined);
        };
        waiting.add(look);
        look();
      });
    },
    open() {
      isOpen = true;
      for (const answer of held.splice(0)) answer();
    },
  };
}
