// The demo page's back ends: the proxy that keeps the key out of the page, and those that show what can go wrong. Of web standards
// alone: Node runs them for `npm start`, a service worker for the site.

import { Hono } from 'hono';
import { createProxy } from 'hrflow-wasm/proxy';
import { API_SECRET_OVER_QUOTA } from './standin/api.js';

/** @typedef {{ api_secret: string, api_user: string, api_url: string, dangerously_allow_browser?: boolean }} Upstream */

/**
 * @param {Upstream} upstream HrFlow, or the stand-in
 * @param {{ standin: boolean }} is whether the upstream is the stand-in, whose faults the page can show
 * @returns {Hono} `/api/…`
 */
export function createBackEnd(upstream, { standin }) {
  const backEnd = new Hono();
  /** @param {string} path @param {Partial<Upstream>} [options] */
  const serve = (path, options) => {
    const endpoints = /** @type {const} */ (['attachments', 'profiles', 'files']);
    const proxy = createProxy({ ...upstream, ...options, endpoints, authorize: fromHere });
    backEnd.all(`${path}/*`, (context) => proxy(context.req.raw));
  };
  serve('/api/hrflow');
  if (standin) {
    serve('/api/wrong-key', { api_secret: 'ask_0123456789abcdef' });
    serve('/api/over-quota', { api_secret: API_SECRET_OVER_QUOTA });
    backEnd.get('/api/unchecked/*', unchecked(upstream));
  }
  return backEnd;
}

/**
 * @param {Request} request
 * @returns {boolean} whether no page of another site sent it; what is no browser says nothing of sites
 */
function fromHere({ headers }) {
  return ['same-origin', 'none', null].includes(headers.get('Sec-Fetch-Site'));
}

/** Headers of an answer that a page may depend on. */
const PASSED_ON = ['content-type', 'location', 'retry-after'];

/**
 * A back end that passes on what it gets, whatever it is: then the page's own check is the one that finds the fault.
 * @param {Upstream} upstream
 * @returns {import('hono').Handler}
 */
function unchecked({ api_url, api_secret, api_user }) {
  return async (context) => {
    const { pathname, search } = new URL(context.req.url);
    const headers = { 'X-API-KEY': api_secret, 'X-USER-EMAIL': api_user };
    const { signal } = context.req.raw;
    try {
      const url = api_url + pathname.replace(/^.*\/api\/unchecked/, '') + search;
      const response = await fetch(url, { headers, signal, redirect: 'manual' });
      const passed = [...response.headers].filter(([name]) => PASSED_ON.includes(name));
      return new Response(await response.arrayBuffer(), { status: response.status, headers: passed });
    } catch {
      context.env.incoming.socket.destroy();
      return new Promise(() => {});
    }
  };
}
