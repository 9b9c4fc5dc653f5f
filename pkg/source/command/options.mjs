// What can be typed: the commands, their options and examples.

/**
 * @typedef {object} Option
 * @property {string} [takes] what stands for its value in the help; nothing for one that is given or not
 * @property {string} words
 * @property {[least: number, most: number]} [whole] the whole numbers that it takes
 * @property {string[]} [choices]
 * @property {boolean} [isDay] whether it is a day
 * @property {boolean} [isList] whether it takes several, with commas between
 */

/** @type {Record<string, Option>} */
export const OPTIONS = {
  source: { takes: 'S', words: 'the source’s key' },
  key: { takes: 'K', words: 'the profile’s key' },
  reference: { takes: 'R', words: 'the profile’s reference' },
  email: { takes: 'E', words: 'the candidate’s e-mail address' },
  format: {
    takes: 'F',
    words: 'table, json, ndjson or csv (default: table)',
    choices: ['table', 'json', 'ndjson', 'csv'],
  },
  to: { takes: 'DIR', words: 'the folder that is to hold the files; it is made where it is missing' },
  profiles: {
    takes: 'FILE',
    words:
      'whose files: CSV with a column key, reference or email, or NDJSON; - for stdin (default: all of the source)',
  },
  type: { takes: 'T,…', words: 'which files, by type: resume,original (default: all)', isList: true },
  shard: { takes: 'I/N', words: 'the I-th of N shares of the profiles, I from 1, for several machines' },
  'delete-missing': { words: 'remove files that HrFlow no longer has' },
  'dry-run': { words: 'say what would be fetched, kept and removed; write nothing' },
  'max-file-bytes': {
    takes: 'N',
    words: 'a longer file is a failure (default: 1073741824)',
    whole: [1, Number.MAX_SAFE_INTEGER],
  },
  concurrency: { takes: 'N', words: 'how many requests at once (default: 8)', whole: [1, 64] },
  'max-requests-per-minute': {
    takes: 'N',
    words: 'how many requests within any 60 s (default: no limit)',
    whole: [1, 2 ** 32 - 1],
  },
  'page-size': { takes: 'N', words: 'how many profiles to list at once (default: 30)', whole: [1, 1_000] },
  'created-at-min': { takes: 'DAY', words: 'profiles that were added on this day or later: YYYY-MM-DD', isDay: true },
  'created-at-max': { takes: 'DAY', words: 'profiles that were added on this day or before: YYYY-MM-DD', isDay: true },
  timeout: {
    takes: 'MS',
    words: 'milliseconds for one request; 0 for no limit (default: 30000)',
    whole: [0, 2 ** 31 - 1],
  },
  'max-retries': { takes: 'N', words: 'how often to try again (default: 2)', whole: [0, 2 ** 32 - 2] },
  'api-url': { takes: 'URL', words: 'where the API is (default: HRFLOW_API_URL, or https://api.hrflow.ai/v1)' },
  'env-file': {
    takes: 'FILE',
    words: 'a file with HRFLOW_API_KEY=… and the like, where the environment has not set them',
  },
  quiet: { words: 'say nothing but errors' },
  log: { takes: 'F', words: 'ndjson: progress and the end as JSON lines on stderr', choices: ['ndjson'] },
};

const OF_A_WALK = ['concurrency', 'max-requests-per-minute', 'page-size', 'created-at-min', 'created-at-max'];
const OF_A_CALL = ['timeout', 'max-retries', 'api-url', 'env-file'];
const OF_WORDS = ['quiet', 'log'];

/** The options that are the package's own, under their names there. */
export const ofThePackage = [...OF_A_WALK, 'timeout', 'max-retries', 'api-url', 'max-file-bytes'];

/**
 * @typedef {object} Command
 * @property {string} words
 * @property {string[]} examples
 * @property {string} [argument]
 * @property {string[]} wanted options that must be given
 * @property {string[]} options
 */

/** @type {Record<string, Command>} */
export const COMMANDS = {
  attachments: {
    words: 'List the files of one profile.',
    examples: [
      'hrflow-wasm attachments --source S --email jane@example.com',
      'hrflow-wasm attachments --source S --reference 4711 --format json',
    ],
    wanted: ['source'],
    options: ['source', 'key', 'reference', 'email', 'format', ...OF_A_CALL, ...OF_WORDS],
  },
  profiles: {
    words: 'List the profiles of a source.',
    examples: [
      'hrflow-wasm profiles --source S',
      'hrflow-wasm profiles --source S --created-at-min 2026-01-01 --format csv > profiles.csv',
    ],
    wanted: ['source'],
    options: ['source', 'format', ...OF_A_WALK, ...OF_A_CALL, ...OF_WORDS],
  },
  export: {
    words: 'Put the files of a source into a folder. The same command again goes on, or brings up to date.',
    examples: [
      'hrflow-wasm export --source S --to attachments',
      'hrflow-wasm export --source S --to attachments --profiles list.csv --type resume,original',
      'hrflow-wasm export --source S --to attachments --delete-missing --dry-run',
      'hrflow-wasm export --source S --to share-1 --shard 1/4 --env-file hrflow.env',
    ],
    wanted: ['source', 'to'],
    options: [
      ...['source', 'to', 'profiles', 'type', 'shard', 'delete-missing', 'dry-run', 'max-file-bytes'],
      ...OF_A_WALK,
      ...OF_A_CALL,
      ...OF_WORDS,
    ],
  },
  verify: {
    words: 'Read every file of such a folder, and name those that are not as they were.',
    examples: ['hrflow-wasm verify attachments'],
    argument: 'DIR',
    wanted: [],
    options: OF_WORDS,
  },
};

export const EXAMPLES = [
  COMMANDS.attachments.examples[0],
  COMMANDS.profiles.examples[0],
  COMMANDS.export.examples[0],
  COMMANDS.verify.examples[0],
];

export const ENVIRONMENT = `Environment:
  HRFLOW_API_KEY     the secret key, with the permission READ; never on the command line
  HRFLOW_USER_EMAIL  the account’s e-mail address
  HRFLOW_API_URL     where the API is

Exit codes:
  0 all done; 1 some failed; 2 wrong usage or configuration; 3 stopped for all; 130 interrupted`;
