// Every text that an error of the platform's, or of whatever took its place, would show to someone who logs it.

const MOST_OBJECTS = 200;
const LONGEST = 100_000;

/**
 * @param {unknown} value
 * @returns {string | undefined} the texts; `undefined` where they are too many to look at
 */
export function texts(value) {
  const seen = new Set();
  let found = '';

  /** @param {any} value */
  const visit = (value) => {
    if (typeof value === 'string') found += `${value}\n`;
    if (Object(value) !== value || seen.has(value) || seen.size > MOST_OBJECTS || found.length > LONGEST) return;
    seen.add(value);
    // Maps, sets and headers hold what they hold behind forEach.
    const names = ['name', 'message', 'stack', 'cause', 'headers', ...Reflect.ownKeys(value)];
    for (const name of names) {
      try {
        visit(name);
        visit(value[name]);
      } catch {
        // A getter that throws shows nothing.
      }
    }
    if (typeof value.forEach === 'function') {
      value.forEach((/** @type {unknown} */ item, /** @type {unknown} */ name) => {
        visit(name);
        visit(item);
      });
    }
  };

  try {
    visit(value);
  } catch {
    return undefined;
  }
  return seen.size > MOST_OBJECTS || found.length > LONGEST ? undefined : found;
}
