// A platform whose time passes only when nothing is left to do: what a way through a source takes by its own making, on a machine
// that costs nothing, and minutes of waiting in a moment.

import { setImmediate as idle } from 'node:timers/promises';

/** @typedef {{ due: number, fire(): void }} Event */

/** @typedef {{ status?: number, headers?: Record<string, string>, body: string, after: number }} Answer `after` milliseconds */

/**
 * @param {(url: URL, now: () => number) => Answer} server what it answers a request that has arrived
 * @param {() => number} transit milliseconds that a request takes until it arrives
 * @param {() => Promise<unknown>} act
 * @returns {Promise<number>} milliseconds that it takes
 */
export async function virtually(server, transit, act) {
  const { clearTimeout, fetch, performance, setTimeout } = globalThis;
  let now = 0;
  /** @type {Set<Event>} */
  const events = new Set();
  const at = (/** @type {number} */ due, /** @type {() => void} */ fire) => {
    const event = { due, fire };
    events.add(event);
    return event;
  };
  const replaced = {
    performance: { now: () => now },
    setTimeout: (/** @type {() => void} */ fire, milliseconds = 0) => at(now + milliseconds, fire),
    clearTimeout: (/** @type {Event} */ event) => events.delete(event),
    fetch: (/** @type {string} */ url) =>
      new Promise((resolve) => {
        at(now + transit(), () => {
          const { status = 200, headers = {}, body, after } = server(new URL(url), () => now);
          at(now + after, () =>
            resolve({ status, ok: status < 300, headers: new Headers(headers), text: async () => body }),
          );
        });
      }),
  };
  Object.assign(globalThis, replaced);
  try {
    let isOver = false;
    const acting = act().finally(() => {
      isOver = true;
    });
    acting.catch(() => {});
    for (;;) {
      await idle();
      if (isOver) break;
      let next;
      for (const event of events) if (!next || event.due < next.due) next = event;
      if (!next) continue;
      events.delete(next);
      now = Math.max(now, next.due);
      next.fire();
    }
    await acting;
    return now;
  } finally {
    Object.assign(globalThis, { clearTimeout, fetch, performance, setTimeout });
  }
}

/**
 * @param {ReturnType<typeof import('../../www/standin/throttle.js').throttle>} limit
 * @returns {{ status: number, headers: Record<string, string>, body: string } | undefined} what it refuses a request with
 */
export function refusal(limit) {
  const json = (/** @type {unknown} */ body, /** @type {number} */ status, /** @type {object} */ headers) => ({
    ...{ body: JSON.stringify(body), status, headers },
  });
  // All that it wants of Hono.
  return /** @type {any} */ (limit(/** @type {any} */ ({ json })));
}

/**
 * @param {number} seed
 * @returns {() => number} from 0 up to 1, the same each time
 */
export function chance(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
