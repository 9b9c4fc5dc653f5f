/** @typedef {import('../api.js').HrflowErrorDetails} HrflowErrorDetails */

/**
 * Reads what `lines` in src/platform/npm.rs wrote.
 * @param {string} lines
 * @returns {HrflowErrorDetails}
 */
export function readDetails(lines) {
  const [kind, message, status, code, words, path, request_id, retry_after, attempts, retryable, name, ...cause] =
    lines.split('\n');
  const number = (/** @type {string} */ text) => (text ? Number(text) : undefined);
  return {
    kind: /** @type {HrflowErrorDetails['kind']} */ (kind),
    message,
    status: number(status),
    code: number(code),
    response: code ? { code: Number(code), message: words } : undefined,
    path: kind === 'response' ? path : undefined,
    request_id: request_id || undefined,
    retry_after: number(retry_after),
    attempts: Number(attempts),
    retryable: retryable === '1',
    cause: cause.length > 1 ? { name, code: cause[0], message: cause[1] } : undefined,
  };
}
