// Tests that need what a machine may lack.

/**
 * The option `skip` of a test: a sentence where something is missing, false where it is there. Where nothing may be
 * skipped (`HRFLOW_TEST_ALL`, as in CI), it throws instead.
 * @param {unknown} found
 * @param {string} missing a sentence
 */
export function skipUnless(found, missing) {
  if (found) return false;
  if (process.env.HRFLOW_TEST_ALL) throw new Error(missing);
  return missing;
}
