import type { HrflowOptions } from './api.js';

/** How the proxy calls HrFlow, and for whom. */
export interface ProxyOptions extends HrflowOptions {
  /**
   * Whether this request may list attachments. It is required: without it anyone could read every candidate's files.
   * Only `true` counts as a yes; where it throws, the page gets a 500 and `onError` the error. A request that is aborted
   * meanwhile ends.
   */
  authorize(request: Request): boolean | Promise<boolean>;
  /**
   * Sees what went wrong, for your own log: an `HrflowError` with HrFlow's own words, or what `authorize` threw. The page is
   * told a status and fixed words. What it throws itself is left alone.
   */
  onError?(error: unknown): unknown;
  /**
   * How often to try again.
   * @defaultValue `0`: the page tries again by itself
   */
  max_retries?: number | null | undefined;
}

/**
 * Makes a handler that keeps the key on the server and lets a page list attachments through it, with
 * `configure({ api_url: '/where/you/mount/it' })`.
 *
 * It answers `GET` with the four known parameters, in HrFlow's own envelopes and status codes (400, 401, 402, 403, 404, 408, 422,
 * 429 and 5xx) and in fixed words: nothing that HrFlow wrote about an error, and no header of its, reaches the page. 403 where
 * `authorize` says no, 405 for other methods, 422 for wrong parameters, 499 for a request that was aborted, 500 for a fault of
 * this server's own, 502 where HrFlow could not be reached or its answer is none, or holds the secret or a piece of it, 504 where it
 * came too late. Every answer has `Cache-Control: private, no-store`.
 *
 * @param options The client's options, and `authorize`, which is required.
 * @returns The handler, for whatever serves your pages.
 * @throws `HrflowError` of kind `configuration` where `authorize` is missing.
 *
 * @example
 * ```ts
 * import { createProxy } from 'hrflow-wasm/proxy';
 *
 * const proxy = createProxy({
 *   api_secret: 'from your secret store',
 *   api_user: 'user@example.com',
 *   authorize: (request) => request.headers.get('Cookie') === 'session=of-a-recruiter',
 * });
 *
 * export default {
 *   async fetch(request: Request): Promise<Response> {
 *     const { pathname } = new URL(request.url);
 *     // With Hono: app.get('/api/hrflow/*', (context) => proxy(context.req.raw))
 *     return pathname.startsWith('/api/hrflow/') ? proxy(request) : new Response('Not found', { status: 404 });
 *   },
 * };
 * ```
 *
 * @see {@link https://hrflow.ai | HrFlow.ai}
 */
export function createProxy(options: ProxyOptions): (request: Request) => Promise<Response>;
