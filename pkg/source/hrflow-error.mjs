/** @typedef {import('../api.js').HrflowErrorDetails} HrflowErrorDetails */

export class HrflowError extends Error {
  static {
    // Minified classes lose their names, and logs show them: the class's own, and that of its errors.
    for (const named of [HrflowError, HrflowError.prototype]) {
      Object.defineProperty(named, 'name', { value: 'HrflowError', configurable: true, writable: true });
    }
  }

  /** @param {HrflowErrorDetails} details */
  constructor({ message, cause, ...details }) {
    super(message, cause === undefined ? undefined : { cause });
    Object.assign(this, details);
  }
}
