/**
 * An object's own members as pairs; `undefined` where reading them throws.
 * @param {object} object
 * @returns {[string, unknown][] | undefined}
 */
export function entries(object) {
  try {
    return Object.entries(object);
  } catch {
    return undefined;
  }
}
