// Makes one call and tells what came of it. It runs in Node and, served as it is, in a page.

/** How long the start of the core is waited for: no wait between attempts. */
const START_MS = 3_000;

/**
 * The clock is controlled: waits between attempts are noted and end at once, with a jitter of one half. The timeout of
 * an attempt is the clock's own.
 * @param {typeof import('../../pkg/api.js').listAttachments} listAttachments
 * @param {string} source_key
 * @param {import('../../pkg/api.js').RequestOptions} options
 */
export async function call(listAttachments, source_key, options) {
  const { setTimeout } = globalThis;
  const { random } = Math;
  const { timeout = 30_000 } = options;
  /** @type {number[]} */
  const waits = [];
  Math.random = () => 0.5;
  globalThis.setTimeout = /** @type {any} */ (
    (/** @type {() => void} */ callback, /** @type {number} */ milliseconds, /** @type {any[]} */ ...rest) => {
      // The platform's fetch has timers of its own, which are none of this clock's business.
      const caller = String(new Error().stack).split('\n')[2];
      const ours = /hrflow-wasm|package\.mjs/.test(caller);
      if (!ours || milliseconds === timeout || milliseconds === START_MS)
        return setTimeout(callback, milliseconds, ...rest);
      waits.push(milliseconds);
      return setTimeout(callback, 0);
    }
  );
  try {
    const attachments = await listAttachments(source_key, { key: 'k' }, options);
    return { outcome: { resolved: attachments.length, waits }, shown: '' };
  } catch (error) {
    const { message, stack, name, cause, ...fields } = /** @type {any} */ (error);
    const { response, request_id, retryable, ...rest } = fields;
    const shown = [message, stack, name, String(error), JSON.stringify(error), String(cause), cause?.stack];
    return { outcome: { ...rest, waits }, shown: shown.join('\n'), error };
  } finally {
    globalThis.setTimeout = setTimeout;
    Math.random = random;
  }
}
