import type { HrflowOptions } from './api.js';

/**
 * What the proxy can serve: the attachments of a profile; a page of the profiles of a source, as `hrflow-wasm/bulk` asks for it; and
 * the files themselves, whose public addresses no page sees then.
 */
export type ProxyEndpoint = 'attachments' | 'profiles' | 'files';

/** How the proxy calls HrFlow, and for whom. */
export interface ProxyOptions extends HrflowOptions {
  /**
   * Whether this request may be served. It is required: without it anyone could read every candidate's files.
   * Only `true` counts as a yes; where it throws, the page gets a 500 and `onError` the error. A request that is aborted
   * meanwhile ends.
   *
   * It is asked for every endpoint: where there are two, it has to tell them apart by the URL, as the proxy does. A path that ends
   * in `/storing/profiles` lists the profiles of a source, each candidate of it; its parameter `source_keys` is a JSON array that
   * holds one source key. A path whose last two parts are `files` and a long text is one file: its `source_key`, and its `key`,
   * `reference` or `email`, are those with which its profile was listed (the `key`, where it came in a page of profiles), and where a
   * visitor changes one of them there is no such file. So what is asked about a list of attachments can be asked about a file as it is.
   */
  authorize(request: Request): boolean | Promise<boolean>;
  /**
   * Sees what went wrong, for your own log: an `HrflowError` with HrFlow's own words, or what `authorize` threw. The page is
   * told a status and fixed words. What it throws itself is left alone.
   */
  onError?(error: unknown): unknown;
  /**
   * What is served. With `'profiles'`, a request whose path ends in `/storing/profiles` is one for the profiles of a source. Any
   * other is one for attachments; where those are not served, it gets a 404.
   *
   * With `'files'`, each `public_url` in an answer is an address of the proxy's own instead, a path such as
   * `/api/hrflow/files/AdS…?source_key=…&email=…` (or `null`, where it is nothing that may be fetched); it is sealed with the key,
   * bound to that profile, and holds for a time. `authorize` is asked for each file. The path is that of the request for the list: a
   * server in front that takes a prefix off breaks it.
   * @defaultValue `['attachments']`, under any path
   */
  endpoints?: readonly ProxyEndpoint[] | null | undefined;
  /**
   * How long the address of a file holds, in milliseconds; at most a day.
   * @defaultValue `900_000`: 15 minutes
   */
  files_valid_for?: number | null | undefined;
  /**
   * A longer file is not passed on; or, where its server did not say how long it is, no further. It is never held in memory.
   * @defaultValue `1_073_741_824`: 1 GiB
   */
  max_file_bytes?: number | null | undefined;
  /**
   * How often to try again.
   * @defaultValue `0`: the page tries again by itself
   */
  max_retries?: number | null | undefined;
}

/**
 * Makes a handler that keeps the key on the server and lets a page list attachments through it, with
 * `configure({ api_url: '/where/you/mount/it' })`; and profiles, where `endpoints` says so.
 *
 * It answers `GET` with the known parameters of its endpoints, each once, in HrFlow's own envelopes and status codes (400, 401, 402,
 * 403, 404, 408, 422, 429 and 5xx) and in fixed words: nothing that HrFlow wrote about an error, and no header of its, reaches the
 * page. 403 where `authorize` says no, 404 for a path under which nothing is served, 405 for other methods, 422 for wrong parameters,
 * 499 for a request that was aborted, 500 for a fault of this server's own, 502 where HrFlow could not be reached or its answer is
 * none, holds the secret or a piece of it, is longer than 4 MiB or has more than 14 000 files (ask for fewer profiles a page), or is
 * nested in more than 64 levels, 504 where it came too late. Every answer has `Cache-Control: private, no-store`.
 *
 * A file comes as a stream, whole or the part that a `Range` asks for (200, 206, 416), as an attachment with a harmless name and one of
 * a few types that no browser runs. 404 for an address that is forged, changed, of another profile or too old, and for a file that its
 * server no longer has: they cannot be told apart. 502 where its server refuses it, or leads where nothing may be fetched; 504 where
 * it does not begin within `timeout`. A file that stalls as long, or ends early, breaks off.
 *
 * @param options The client's options, and `authorize`, which is required.
 * @returns The handler, for whatever serves your pages.
 * @throws `HrflowError` of kind `configuration` where `authorize` is missing, or `endpoints`, `files_valid_for` or
 * `max_file_bytes` is wrong.
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
