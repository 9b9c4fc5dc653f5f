// A wait that ends: a driver whose browser is gone waits for ever.

/**
 * @template T
 * @param {number} milliseconds
 * @param {PromiseLike<T>} coming
 * @returns {Promise<T>}
 */
export async function within(milliseconds, coming) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(reject, milliseconds, new Error(`Nothing came within ${milliseconds} ms.`));
  });
  try {
    return await Promise.race([coming, /** @type {Promise<never>} */ (late)]);
  } finally {
    clearTimeout(timer);
  }
}
