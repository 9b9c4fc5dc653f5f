// Where the code runs. Nothing here throws, whatever has replaced the globals.

/**
 * @template T
 * @param {() => T} look
 * @returns {T | undefined}
 */
function seen(look) {
  try {
    return look();
  } catch {
    return undefined;
  }
}

/** @param {unknown} value */
const text = (value) => (typeof value === 'string' ? value : '');

// Asked as members: a name that is not declared would throw, at each call, and take longer than all the rest.
const platform = /** @type {any} */ (globalThis);

/**
 * @param {any} object
 * @param {string} name
 * @returns {unknown} its member, unless that stands on the root of all objects
 */
const fromElsewhere = (object, name) =>
  Object.hasOwn(Object.prototype, name) && !Object.hasOwn(object, name) ? undefined : object[name];

/** Whether this is a page or one of its workers, where visitors can read everything. */
export function isPage() {
  const document = seen(() => /** @type {any} */ (fromElsewhere(platform, 'window'))?.document);
  // Workers of a page have no document; every browser, and none of the server runtimes, calls itself Mozilla.
  return (
    Object(document) === document ||
    seen(() => /** @type {any} */ (fromElsewhere(platform, 'navigator'))?.userAgent?.startsWith('Mozilla/')) === true
  );
}

/** The page's own origin; an empty string where there is none. */
export function origin() {
  return text(seen(() => /** @type {any} */ (fromElsewhere(platform, 'location')).origin));
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
export function variable(name) {
  return text(seen(() => fromElsewhere(platform.process?.env, name)));
}
