// Where the code runs. Nothing here throws, whatever has replaced the globals.

/**
 * What stands under the names, one within the other; nothing where reading it throws, nor where it comes from the root of all
 * objects, which every library can write to. What a class provides hides the root's, and counts.
 * @param {...string} names
 * @returns {unknown}
 */
function member(...names) {
  try {
    let value = /** @type {any} */ (globalThis);
    for (const name of names) {
      let owner = value;
      if (name in Object.prototype) {
        while (owner !== Object.prototype && !Object.hasOwn(owner, name)) owner = Object.getPrototypeOf(owner);
      }
      value = owner === Object.prototype ? undefined : value[name];
    }
    return value;
  } catch {
    return undefined;
  }
}

/** @param {unknown} value */
const text = (value) => (typeof value === 'string' ? value : '');

/** `1` and the page's own origin, in a page or one of its workers, where visitors can read everything; elsewhere nothing. */
export function page() {
  // Workers of a page have no document; every browser, and none of the server runtimes, calls itself Mozilla.
  const agent = text(member('navigator', 'userAgent'));
  // Compared, as a method may have been replaced: the character after `/` is `0`.
  const isPage = member('window', 'document') || (agent < 'Mozilla0' && agent > 'Mozilla/');
  return isPage ? `1${text(member('location', 'origin'))}` : '';
}

/**
 * The environment variables that stand in for options, by option; `VARIABLES` in src/rules/options.rs.
 * @type {[option: string, variable: string][]}
 */
export const VARIABLES = [
  ['api_secret', 'HRFLOW_API_KEY'],
  ['api_user', 'HRFLOW_USER_EMAIL'],
];

/**
 * The environment variable of that name; an empty string where there is none, or none that may be read.
 * @param {string} name
 */
export const variable = (name) => text(member('process', 'env', name));
