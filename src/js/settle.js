// How a call ends in JavaScript.

/**
 * @param {(value: unknown) => void} function_ of a promise: it never throws
 * @param {unknown} value
 */
export const settle = (function_, value) => function_(value);

/**
 * The error as an object for JavaScript's own error class. A number below 0 is none.
 * @param {string} kind @param {string} message @param {number} status @param {number} code @param {string} words
 * @param {string | undefined} path @param {string | undefined} request_id @param {number} retry_after
 * @param {number} attempts @param {boolean} retryable @param {unknown} cause
 */
export function describe(
  kind,
  message,
  status,
  code,
  words,
  path,
  request_id,
  retry_after,
  attempts,
  retryable,
  cause,
) {
  const known = (/** @type {number} */ number) => (number < 0 ? undefined : number);
  const response = code < 0 ? undefined : { code, message: words };
  const given = {
    status: known(status),
    code: known(code),
    response,
    path,
    request_id,
    retry_after: known(retry_after),
  };
  const details = Object.entries(given).filter(([, value]) => value !== undefined);
  return { kind, message, ...Object.fromEntries(details), attempts, retryable, cause };
}
