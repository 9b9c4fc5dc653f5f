// Every text that an error of the platform's, or of whatever took its place, would show to someone who logs it.

const MOST_OBJECTS = 200;
const LONGEST = 20_000;

/**
 * @param {unknown} value
 * @returns {string | undefined} the texts; `undefined` where they are too many to look at
 */
export function texts(value) {
  const seen = new Set();
  let found = '';
  let opaque = false;

  /** @param {any} value */
  const visit = (value) => {
    if (typeof value === 'string') found += `${value}\n`;
    if (Object(value) !== value || seen.has(value) || seen.size > MOST_OBJECTS || found.length > LONGEST) return;
    seen.add(value);
    // What it chooses to show may be anything: a URL shows what no member of its own holds.
    opaque ||= value[Symbol.for('nodejs.util.inspect.custom')] !== undefined;
    if (typeof value !== 'function') found += `${value}\n`;
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
  return opaque || seen.size > MOST_OBJECTS || found.length > LONGEST ? undefined : found;
}
