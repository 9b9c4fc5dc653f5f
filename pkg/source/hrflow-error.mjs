/** @typedef {import('../api.js').HrflowErrorDetails} HrflowErrorDetails */

/**
 * @template {object} T
 * @param {T} object
 * @returns {T} it, with nothing from the root of all objects
 */
const own = (object) => Object.setPrototypeOf(object, null);

/**
 * Where primordials are frozen (SES), assigning a name that a prototype has throws; defining it does not.
 * @param {object} target
 * @param {string} name
 * @param {unknown} value
 * @param {boolean} [enumerable]
 */
const define = (target, name, value, enumerable = false) =>
  Object.defineProperty(target, name, own({ value, enumerable, configurable: true, writable: true }));

export class HrflowError extends Error {
  static {
    // Minified classes lose their names, and logs show them: the class's own, and that of its errors.
    for (const named of [HrflowError, HrflowError.prototype]) define(named, 'name', 'HrflowError');
  }

  /** @param {HrflowErrorDetails} given */
  constructor(given) {
    const { message, cause, ...details } = own({ ...given });
    super(message, cause && own({ cause: causeOf(cause) }));
    for (const [name, value] of Object.entries(details)) {
      if (name !== 'name' && value !== undefined) define(this, name, value, true);
    }
  }

  toJSON() {
    const { name, message } = this;
    /** @type {import('../api.js').HrflowErrorCause | undefined} */
    const cause = /** @type {any} */ (this.cause);
    return {
      ...this,
      name: /** @type {'HrflowError'} */ (name),
      message,
      cause: cause && { name: cause.name, code: cause.code, message: cause.message },
    };
  }
}

/**
 * @param {NonNullable<HrflowErrorDetails['cause']>} cause
 * @returns {import('../api.js').HrflowErrorCause & Error} a new error, with those words and nothing else
 */
function causeOf({ name, code, message }) {
  const error = new Error(message);
  if (name) define(error, 'name', name);
  if (code) define(error, 'code', code, true);
  // Where it was made says nothing of where it comes from.
  define(error, 'stack', String(error));
  return error;
}
