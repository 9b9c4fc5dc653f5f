// The stand-in for HrFlow's API on a free port, with a note of every request.

import { listen } from '../../www/listen.js';
import { API_SECRET, API_USER, createApi } from '../../www/standin/api.js';

/** @typedef {{ url: string, headers: Record<string, string> }} Noted */

/** @param {Parameters<typeof createApi>[0]} [options] */
export async function startStandin(options) {
  const api = await createApi(options);
  /** @type {Noted[]} */
  const requests = [];
  const server = await listen((request, env) => {
    requests.push({ url: request.url, headers: Object.fromEntries(request.headers) });
    return api.fetch(request, env);
  });
  const api_url = `${server.url}/v1`;
  const credentials = { api_secret: API_SECRET, api_user: API_USER };
  return { ...server, requests, api_url, credentials, options: { ...credentials, api_url } };
}
