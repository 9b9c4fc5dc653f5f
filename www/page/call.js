// A call that the page shows, and what it took.

/**
 * @typedef {{ source_key: string, selector: string, value: string, options?: import('../../pkg/index.d.mts').HrflowOptions }} Call
 * @typedef {{
 *   attachments?: import('../../pkg/index.d.mts').Attachment[],
 *   error?: unknown,
 *   took: number,
 *   bytes?: number,
 *   attempts: number,
 * }} Outcome how long it took is in milliseconds; bytes are those of the last answer's body
 */

/** @param {string} name of one of the demo's back ends @returns {string} its path: they stand beside the page, wherever it is */
export const backEnd = (name) => new URL(`api/${name}`, document.baseURI).pathname;

/** The page holds no key: the demo's back end adds it. */
export const API_URL = backEnd('hrflow');

/** Whether the back ends are in this browser alone, in a service worker: no program outside of it can ask them. */
export const isInBrowser = 'worker' in document.body.dataset;

/** @returns {(came: Pick<Outcome, 'attachments' | 'error'>) => Outcome} what measures a call that begins now */
export function measuring() {
  // What the browser keeps of earlier requests would be counted, and fills up.
  performance.clearResourceTimings();
  const started = performance.now();
  return (came) => {
    const took = performance.now() - started;
    const resources = /** @type {PerformanceResourceTiming[]} */ (performance.getEntriesByType('resource'));
    // An earlier call that was ended is noted late, after this one began.
    const sent = resources.filter(
      ({ name, startTime }) => startTime >= started && name.includes('/profile/indexing/attachments'),
    );
    const attempts =
      /** @type {{ attempts?: number } | undefined} */ (came.error)?.attempts ?? Math.max(1, sent.length);
    return { ...came, took, bytes: sent.at(-1)?.decodedBodySize || undefined, attempts };
  };
}
