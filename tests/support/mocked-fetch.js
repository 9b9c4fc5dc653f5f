// Something else in the place of `fetch`, for the time of one test.

import { afterEach } from 'node:test';

/** The platform's own. */
export const { fetch: platformFetch } = globalThis;

afterEach(() => {
  globalThis.fetch = platformFetch;
});

/**
 * Replaces `fetch` until the test ends.
 * @param {((...call: any[]) => unknown) | undefined} mock what stands in its place
 */
export function mockFetch(mock) {
  globalThis.fetch = /** @type {any} */ (mock);
}
