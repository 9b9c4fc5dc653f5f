/**
 * What nobody catches in this process, as long as a test runs.
 * @param {{ after(act: () => void): void }} context of the test
 * @returns {unknown[]} it grows
 */
export function uncaught(context) {
  /** @type {unknown[]} */
  const errors = [];
  const hear = (/** @type {unknown} */ error) => void errors.push(error);
  for (const event of ['uncaughtException', 'unhandledRejection']) {
    process.on(event, hear);
    context.after(() => void process.off(event, hear));
  }
  return errors;
}
