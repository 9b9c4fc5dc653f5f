import type { HrflowOptions } from './api.js';

/** How the proxy calls HrFlow, and for whom. */
export interface ProxyOptions extends HrflowOptions {
  /**
   * Whether this request may list attachments. It is required: without it anyone could read every candidate's files.
   * Only `true` counts as a yes; where it throws, the page gets a 500.
   */
  authorize(request: Request): boolean | Promise<boolean>;
  /** Sees what went wrong, for your own log: an `HrflowError`, or what `authorize` threw. The page is told less. */
  onError?(error: unknown): void;
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
 * It answers `GET` with the four known parameters, in HrFlow's own envelopes and status codes: 403 where `authorize` says no, 405 for
 * other methods, 422 for wrong parameters, 502 or 504 where HrFlow could not be reached or did not answer in time, 500
 * for a fault of this server's own. Every answer has `Cache-Control: private, no-store`, and none shows the secret.
 *
 * @throws {@link HrflowError} of kind `configuration` where `authorize` is missing.
 */
export function createProxy(options: ProxyOptions): (request: Request) => Promise<Response>;
