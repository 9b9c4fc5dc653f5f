// What the package says, as who typed a command reads it.

import { ofThePackage } from './options.mjs';

/** What its options are called here. */
const CALLED = {
  source_key: '`--source`',
  directory: '`--to`',
  types: '`--type`',
  delete_missing: '`--delete-missing`',
  api_secret: 'HRFLOW_API_KEY',
  api_user: 'HRFLOW_USER_EMAIL',
  exportAttachments: '`hrflow-wasm export`',
  ...Object.fromEntries(ofThePackage.map((name) => [name.replaceAll('-', '_'), `\`--${name}\``])),
};

/** @param {string} variable */
const missing = (variable) => `${variable} is missing; set it in the environment, or in a file for \`--env-file\`.`;

/**
 * @param {any} error of the package's
 * @returns {string}
 */
export function inWords({ kind, message, request_id }) {
  const [, option, rest] = /^`(api_secret|api_user)` ([\s\S]*)$/.exec(message) ?? [];
  if (kind === 'configuration' && option && /missing/.test(rest))
    return missing(CALLED[/** @type {'api_user'} */ (option)]);
  const said = message.replace(/`(\w+)`/g, (/** @type {string} */ quoted, /** @type {string} */ name) =>
    Object.hasOwn(CALLED, name) ? CALLED[/** @type {'types'} */ (name)] : quoted,
  );
  const whole = request_id ? `${said} (HrFlow’s request ${request_id})` : said;
  return /[.?!]$/.test(whole) ? whole : `${whole}.`;
}
