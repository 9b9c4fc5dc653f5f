// What the glue finds under the names `Request`, `fetch` and `Response`: the bundling step binds them here.
//
// gloo-net panics on a rejection that is not an `Error` and on an answer that is not `instanceof Response`, and a panic
// would leave the promise pending for ever. So this `fetch` never rejects, and whatever it resolves with passes.

/** A URL and how to fetch it. `fetch` takes the two as they are, so that mocks see what hand-written code passes. */
export class Request {
  /**
   * @param {string} url
   * @param {RequestInit} init
   */
  constructor(url, init) {
    this.url = url;
    this.init = init;
  }
}

/** Every answer of the `fetch` below is one: platforms, realms and polyfills have classes of their own. */
export const Response = { [Symbol.hasInstance]: () => true };

/** @param {Request} request */
export async function fetch({ url, init }) {
  try {
    // Looked up at each call: tests replace it.
    const response = /** @type {any} */ (await globalThis.fetch(url, init));
    return Object(response) === response ? answer(response) : {};
  } catch (cause) {
    // What the Fetch standard calls a network error.
    return { type: 'error', status: 0, cause };
  }
}

/**
 * The parts of a response that the core reads, from anything that behaves like one: the commonest mock is a plain
 * `{ ok, status, json() }`.
 * @param {any} response
 */
function answer(response) {
  const { status = response.ok === false ? 500 : 200, type = 'default', headers } = response;
  return {
    status,
    type,
    headers: {
      get(/** @type {string} */ name) {
        const value = headers?.get?.(name);
        return typeof value === 'string' ? value : null;
      },
    },
    text: async () => (response.text ? response.text() : stringified(response)),
  };
}

/** @param {any} mock with `json()` alone */
async function stringified(mock) {
  try {
    return JSON.stringify(await mock.json());
  } catch (error) {
    // What `json()` throws of a body that is not JSON; anything else is a failure of the transport.
    if (error instanceof SyntaxError) return '';
    throw error;
  }
}
