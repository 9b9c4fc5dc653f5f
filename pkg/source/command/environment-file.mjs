// HRFLOW_… of a file, where the environment has not set them: `--env-file`.

import { readFile } from 'node:fs/promises';
import { parse } from 'dotenv';
import { WrongUsage } from './wrong-usage.mjs';

/** The variables that count, and the options that they are. */
const VARIABLES = { HRFLOW_API_KEY: 'api_secret', HRFLOW_USER_EMAIL: 'api_user', HRFLOW_API_URL: 'api_url' };

/**
 * @param {string | undefined} file
 * @param {Record<string, string | undefined>} environment which goes before the file, as for Node's own `--env-file`
 * @returns {Promise<Record<string, string>>} options of a call
 */
export async function variables(file, environment) {
  const given = file === undefined ? {} : parse(await contents(file));
  const options = Object.entries(VARIABLES).map(([name, option]) => [option, environment[name] || given[name]]);
  return Object.fromEntries(options.filter(([, value]) => value));
}

/** @param {string} file */
async function contents(file) {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new WrongUsage(`${unreadable(file, error)} \`--env-file\` wants a file with lines such as HRFLOW_API_KEY=….`);
  }
}

/** Why a file cannot be read, by the system's codes. @type {Record<string, string>} */
const REASONS = { ENOENT: 'there is no such file', EISDIR: 'it is a folder', EACCES: 'you may not read it' };

/** @param {string} file @param {any} error */
export const unreadable = (file, { code }) =>
  `\`${file}\` could not be read: ${REASONS[code] ?? `the system says ${code}`}.`;
