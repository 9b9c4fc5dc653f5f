import { configure, listAttachments } from '/hrflow-wasm/index.mjs';

/**
 * @typedef {{ source_key: string, selector: string, value: string, options?: import('../../pkg/index.d.mts').HrflowOptions }} Call
 * @typedef {{
 *   call: Call,
 *   attachments?: import('../../pkg/index.d.mts').Attachment[],
 *   error?: unknown,
 *   cancelled?: boolean,
 *   took: number,
 *   bytes?: number,
 *   attempts: number,
 * }} Outcome how long it took is in milliseconds; bytes are those of the last answer's body
 */

/** The page holds no key: the demo's server adds it. */
export const API_URL = '/api/hrflow';

configure({ api_url: API_URL });

/**
 * @param {Call} call
 * @param {AbortSignal} signal
 * @returns {Promise<Outcome>}
 */
export async function run(call, signal) {
  const { source_key, selector, value, options } = call;
  // What the browser keeps of earlier requests would be counted, and fills up.
  performance.clearResourceTimings();
  const started = performance.now();
  /** @type {Pick<Outcome, 'attachments' | 'error' | 'cancelled'>} */
  let outcome;
  try {
    const profile = /** @type {any} */ ({ [selector]: value });
    outcome = { attachments: await listAttachments(source_key, profile, { ...options, signal }) };
  } catch (error) {
    outcome = signal.aborted ? { cancelled: true } : { error };
  }
  const took = performance.now() - started;
  const resources = /** @type {PerformanceResourceTiming[]} */ (performance.getEntriesByType('resource'));
  // An earlier call that was ended is noted late, after this one began.
  const sent = resources.filter(
    ({ name, startTime }) => startTime >= started && name.includes('/profile/indexing/attachments'),
  );
  const attempts =
    /** @type {{ attempts?: number } | undefined} */ (outcome.error)?.attempts ?? Math.max(1, sent.length);
  return { call, ...outcome, took, bytes: sent.at(-1)?.decodedBodySize || undefined, attempts };
}
