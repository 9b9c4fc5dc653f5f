// What was typed, read and checked.

import { Command, CommanderError, Option } from 'commander';
import { didYouMean } from './nearest.mjs';
import { COMMANDS, ENVIRONMENT, EXAMPLES, OPTIONS } from './options.mjs';
import { withoutKeys } from './shown.mjs';
import { WrongUsage } from './wrong-usage.mjs';

/**
 * @typedef {Record<string, any>} Values by the options' names
 * @typedef {{ text: string, isWrong: boolean }} Printed the help or the version, and whether that is an answer to nothing
 * @typedef {{ command: string, argument?: string, values: Values }} Asked
 */

const NAME = 'hrflow-wasm';

/** What people call a key, without dashes; `--key` is the profile's. */
const KEYS = new Set([
  ...['apikey', 'apisecret', 'secret', 'secretkey', 'apisecretkey', 'token', 'apitoken', 'accesstoken', 'authtoken'],
  ...['bearer', 'password', 'xapikey', 'hrflowapikey', 'hrflowkey', 'hrflowsecret', 'authorization'],
]);

/**
 * @param {string[]} argv without Node and the file
 * @param {string} version
 * @returns {Asked | Printed}
 */
export function read(argv, version) {
  refuseKeys(argv);
  let text = '';
  /** @type {Asked | undefined} */
  let asked;
  const program = new Command(NAME)
    .description('The files of HrFlow’s profiles: listed, or in a folder.')
    .version(version, '--version', 'show the version')
    .helpOption('--help', 'show this help')
    .helpCommand('help [command]', 'show a command’s help')
    .addHelpText('before', examples(EXAMPLES))
    .addHelpText('after', `\n${ENVIRONMENT}`)
    .exitOverride()
    .showSuggestionAfterError(false)
    .configureOutput({
      writeOut: (written) => (text += written),
      writeErr: (written) => (text += written),
      outputError() {},
    });
  for (const [name, { words, examples: shown, argument, options }] of Object.entries(COMMANDS)) {
    const command = program.command(name).description(words).helpOption('--help', 'show this help');
    command.addHelpText('before', examples(shown));
    if (argument) command.argument(`<${argument}>`);
    for (const option of options) command.addOption(made(option));
    command.action((...given) => {
      asked = { command: name, argument: argument && given[0], values: byName(command.opts(), options) };
    });
  }
  try {
    program.parse(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0 || error.code === 'commander.help') return { text, isWrong: error.exitCode !== 0 };
    throw new WrongUsage(sentence(error, argv));
  }
  if (!asked) return { text: program.helpInformation(), isWrong: true };
  check(asked);
  return asked;
}

/** @param {string[]} lines */
const examples = (lines) => `Examples:\n${lines.map((line) => `  ${line}\n`).join('')}`;

/** @param {string} name @returns {Option} */
function made(name) {
  const { takes, words, isList } = OPTIONS[name];
  const option = new Option(`--${name}${takes ? ` <${takes}>` : ''}`, words);
  return isList
    ? option.argParser((given, before) => [.../** @type {any} */ (before ?? []), ...given.split(',')])
    : option;
}

/** @param {Values} given under the names that the library makes @param {string[]} names @returns {Values} */
const byName = (given, names) =>
  Object.fromEntries(
    names
      .map((name) => [name, given[name.replace(/-(.)/g, (_, letter) => letter.toUpperCase())]])
      .filter(([, value]) => value !== undefined),
  );

/** @param {string[]} argv */
function refuseKeys(argv) {
  const end = argv.indexOf('--');
  for (const word of end < 0 ? argv : argv.slice(0, end)) {
    const [name] = word.split('=', 1);
    const isNamed = /^-/.test(word) || word.includes('=');
    if (!isNamed || !KEYS.has(name.replace(/[-_]/g, '').toLowerCase())) continue;
    throw new WrongUsage(
      `\`${name}\` was given, and is refused: every process of this machine can read a command line. Put the key into the environment variable HRFLOW_API_KEY, or into a file for \`--env-file\`; and where others use this machine, make a new key.`,
    );
  }
}

/**
 * @param {CommanderError} error
 * @param {string[]} argv
 * @returns {string}
 */
function sentence({ code, message }, argv) {
  const command = argv.find((word) => Object.hasOwn(COMMANDS, word));
  const called = command ? `${NAME} ${command}` : NAME;
  const see = ` See \`${called} --help\`.`;
  // Of what was given, the name alone: a value may be anything.
  const [, quoted = ''] = /'([^'=\s]*)/.exec(message) ?? [];
  const word = withoutKeys(quoted);
  const flags = [...(command ? COMMANDS[command].options : Object.keys(OPTIONS)), 'help'].map((name) => `--${name}`);
  switch (code) {
    case 'commander.unknownOption':
      return `\`${word}\` is no option of \`${called}\`.${didYouMean(word, flags)}${see}`;
    case 'commander.unknownCommand':
      return `\`${word}\` is no command.${didYouMean(word, Object.keys(COMMANDS))}${see}`;
    case 'commander.optionMissingArgument':
      return `\`${word}\` was given without its value; give \`${word} ${OPTIONS[word.slice(2)]?.takes ?? 'VALUE'}\`.${see}`;
    case 'commander.missingArgument':
      return `The folder is missing; give it: \`${called} ${command && COMMANDS[command].argument}\`.${see}`;
    case 'commander.excessArguments':
      return `There are words that belong to no option; put quotes around a value that has spaces.${see}`;
    default:
      return `${withoutKeys(message.replace(/^error: /, ''))}.${see}`;
  }
}

/** @param {Asked} asked whose values become what they stand for */
function check({ command, values }) {
  const see = ` See \`${NAME} ${command} --help\`.`;
  for (const name of COMMANDS[command].wanted) {
    const { takes, words } = OPTIONS[name];
    if (values[name] === undefined)
      throw new WrongUsage(`\`--${name}\` is missing; give \`--${name} ${takes}\`, ${words}.${see}`);
  }
  for (const [name, value] of Object.entries(values)) {
    const { whole, choices, isDay, takes, words } = OPTIONS[name];
    const given = takes ? `\`--${name}\` was given as ${value === '' ? 'nothing' : `\`${value}\``}` : '';
    if (whole) values[name] = wholeNumber(value, whole, given);
    else if (value === '') throw new WrongUsage(`${given}; give ${words}.${see}`);
    if (isDay && !isDate(value)) throw new WrongUsage(`${given}; give a day as YYYY-MM-DD, such as 2026-01-31.`);
    if (choices && !choices.includes(value)) {
      throw new WrongUsage(
        `${given}; give ${choices.join(', ').replace(/, (\w+)$/, ' or $1')}.${didYouMean(value, choices)}`,
      );
    }
  }
  if (values.type) values.type = typesOf(values.type);
  if (values.shard) values.shard = shardOf(values.shard);
  if (command === 'attachments') oneSelector(values, see);
}

/**
 * @param {string} text
 * @param {[number, number]} range
 * @param {string} given
 */
function wholeNumber(text, [least, most], given) {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= most) return number;
  throw new WrongUsage(`${given}; give a whole number from ${least}${most < 2 ** 31 - 1 ? ` to ${most}` : ''}.`);
}

/** @param {string} text @returns {boolean} whether there is such a day */
function isDate(text) {
  const date = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** @param {string[]} given */
function typesOf(given) {
  const types = given.map((type) => type.trim());
  if (types.includes(''))
    throw new WrongUsage('`--type` has an empty type; give types with commas between: `--type resume,original`.');
  return types;
}

/** @param {string} text */
function shardOf(text) {
  const [, index, count] = /^(\d{1,9})\/(\d{1,9})$/.exec(text)?.map(Number) ?? [];
  if (index >= 1 && index <= count) return { index, count };
  throw new WrongUsage(
    `\`--shard\` was given as \`${text}\`; give I/N, whole numbers, I from 1 to N: \`--shard 1/4\`.`,
  );
}

/** @param {Values} values @param {string} see */
function oneSelector(values, see) {
  const given = ['key', 'reference', 'email'].filter((name) => values[name] !== undefined);
  if (given.length === 1) return;
  const said =
    given.length === 0 ? 'No profile was named' : `${given.map((name) => `\`--${name}\``).join(' and ')} were given`;
  throw new WrongUsage(`${said}; give exactly one of \`--key\`, \`--reference\` and \`--email\`.${see}`);
}
