// What comes of a promise, as a value: nobody has to wait for it, and none that nobody waits for is an unhandled rejection.

/**
 * @template T
 * @param {Promise<T> | T} promise
 * @returns {Promise<{ value: T, error: undefined } | { value: undefined, error: { error: unknown } }>} both: neither is read from the root of all objects
 */
export async function outcomeOf(promise) {
  try {
    return { value: await promise, error: undefined };
  } catch (error) {
    return { value: undefined, error: { error } };
  }
}

/**
 * Settles another promise as this one.
 * @template T
 * @param {Promise<T> | T} promise
 * @param {(value: T) => void} resolve
 * @param {(error: unknown) => void} reject
 */
export async function handOn(promise, resolve, reject) {
  try {
    resolve(await promise);
  } catch (error) {
    reject(error);
  }
}
