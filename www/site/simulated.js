// The demo's back ends and the simulated API behind them, in a service worker: the one calls the other, and nothing leaves.

import { Hono } from 'hono';
import { createBackEnd } from '../back-end.js';
import { API_SECRET, API_USER, createApi } from '../standin/api.js';
import { inProcess } from './in-process.js';

/** Nothing can be there: the name is reserved. */
const ORIGIN = 'https://standin.invalid';

/**
 * Takes this worker's `fetch` away from the network.
 * @param {string} mount the path below which `api/…` is
 * @returns {(request: Request) => Promise<Response>} the demo's back ends
 */
export function simulated(mount) {
  /** @type {Promise<(request: Request) => Promise<Response>> | undefined} */
  let api;
  globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    if (new URL(request.url).origin !== ORIGIN) throw new TypeError('The demo asks nobody outside of this browser.');
    api ??= createApi().then(inProcess);
    return (await api)(request);
  };
  // Its key is nobody's secret.
  const account = { api_secret: API_SECRET, api_user: API_USER, dangerously_allow_browser: true };
  const backEnd = createBackEnd({ ...account, api_url: `${ORIGIN}/v1` }, { standin: true });
  return inProcess(new Hono().route(mount, backEnd));
}
