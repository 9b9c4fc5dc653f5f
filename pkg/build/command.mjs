// Running commands, and saying what is done. No npm package: it may be the first code ever run on a machine.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Says what is done, while it is done.
 * @param {string} sentence
 */
export function say(sentence) {
  console.log(`• ${sentence}`);
}

/**
 * Runs a command at the root, its output shown. Where it fails, so does this process, with a sentence.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, onMissing?: string, quiet?: boolean }} [options]
 */
export function run(command, args, { env = {}, onMissing, quiet = false } = {}) {
  const stdio = quiet ? 'pipe' : 'inherit';
  // npm is a script of the shell's on Windows.
  const shell = process.platform === 'win32' && command === 'npm';
  const ended = spawnSync(command, args, { cwd: root, stdio, shell, env: { ...process.env, ...env } });
  if (ended.error && onMissing) fail(onMissing);
  if (ended.status !== 0) {
    if (quiet) process.stderr.write(ended.stderr ?? '');
    fail(`\`${command} ${args.join(' ')}\` failed${ended.error ? `: ${ended.error.message}` : ''}.`);
  }
}

/**
 * Runs a command at the root, and shows nothing of it.
 * @param {string} command
 * @param {string[]} args
 * @returns {string} what it prints; it throws where it fails
 */
export function output(command, args) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`\`${command} ${args.join(' ')}\` failed: ${stderr}`);
  return stdout;
}

/**
 * Ends the process.
 * @param {string} sentence that says what is missing
 * @returns {never}
 */
export function fail(sentence) {
  console.error(`\n✗ ${sentence}`);
  process.exit(1);
}
