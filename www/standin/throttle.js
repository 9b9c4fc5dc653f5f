// A limit to how many requests are answered in any minute, as a server in front of an API holds one.

/** @typedef {{ requests: number, seconds: number }} Rate at most so many requests in any so many seconds */

/** @type {Rate} */
export const RATE = { requests: 300, seconds: 60 };

/**
 * What was refused does not count.
 * @param {Rate} [rate]
 * @param {() => number} [now] in milliseconds
 * @returns {(context: import('hono').Context) => Response | undefined} a 429 for what is too much
 */
export function throttle({ requests, seconds } = RATE, now = () => performance.now()) {
  /** @type {number[]} when each request of the window was answered */
  const answered = [];
  return (context) => {
    const present = now();
    while (answered.length > 0 && answered[0] <= present - seconds * 1_000) answered.shift();
    if (answered.length < requests) {
      answered.push(present);
      return undefined;
    }
    const wait = Math.ceil((answered[0] - present) / 1_000 + seconds);
    return context.json({ code: 429, message: 'Too many requests' }, 429, { 'Retry-After': String(wait) });
  };
}
