// What goes wrong with a folder and its files, in words: what was to be done, what stands in the way, what to do next.

import { HrflowError } from '../hrflow-error.mjs';

/**
 * @param {import('../../api.js').HrflowErrorKind} kind
 * @param {string} message
 * @param {Partial<import('../../api.js').HrflowErrorDetails>} [details]
 */
export const failure = (kind, message, details) =>
  new HrflowError({ kind, message, attempts: 0, retryable: false, ...details });

/** What the system says, by its codes. @type {Record<string, string>} */
const REASONS = {
  ENOSPC: 'the disk is full; make room, then run it again: it goes on where it was',
  EDQUOT: 'your share of the disk is used up; make room, then run it again: it goes on where it was',
  EACCES: 'you may not write there; change its permissions, or choose another folder',
  EPERM: 'you may not write there; change its permissions, or choose another folder',
  EROFS: 'the disk can only be read; choose another folder',
  EEXIST: 'something else stands in its place; move it away, or choose another folder',
  ENOTDIR: 'a file stands where a folder is needed; move it away, or choose another folder',
  EISDIR: 'a folder stands where a file is needed; move it away, or choose another folder',
  ENOTEMPTY: 'a folder stands where a file is needed; move it away, or choose another folder',
  ENXIO: 'a pipe or a socket stands in its place; move it away, or choose another folder',
  ELOOP: 'a symbolic link stands in its place; move it away, or choose another folder',
  ENAMETOOLONG: 'the path is longer than the system allows; choose a folder with a shorter path',
  EMFILE: 'too many files are open; lower `concurrency`, or raise the limit (`ulimit -n`)',
  EIO: 'the disk does not work as it should; check it before you go on',
};

/** A file or folder that is not ours. @param {string} path @param {string} belongs */
export const inTheWay = (path, belongs) =>
  failure(
    'environment',
    `\`${path}\` is in the way: ${belongs} belongs there; move it away, or choose another folder.`,
  );

/**
 * Does something on disk; what fails is told in words.
 * @template T
 * @param {string} path
 * @param {() => T} act
 * @returns {Promise<Awaited<T>>}
 */
export async function told(path, act) {
  try {
    return await act();
  } catch (error) {
    if (error instanceof HrflowError) throw error;
    const { name = 'Error', code = '', message = '' } = /** @type {any} */ (error ?? {});
    const reason = REASONS[code] ?? `the system says \`${code || name}\``;
    throw failure('environment', `\`${path}\` could not be written or read: ${reason}.`, {
      cause: { name: String(name), code: String(code), message: String(message) },
    });
  }
}
