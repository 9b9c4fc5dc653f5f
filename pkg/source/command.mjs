#!/usr/bin/env node
// The command `hrflow-wasm`: what was typed, done; data to stdout, words to stderr, and how it went as the exit code.

import { createRequire } from 'node:module';
import { read } from './command/arguments.mjs';
import { variables } from './command/environment-file.mjs';
import { DONE, exitCodeOf, INTERRUPTED, STOPPED, WRONG } from './command/exit-code.mjs';
import { exporting, verifying } from './command/folder.mjs';
import { interruption } from './command/interruption.mjs';
import { attachments, profiles } from './command/list.mjs';
import { ofThePackage } from './command/options.mjs';
import { NobodyReads, Output } from './command/output.mjs';
import { hide } from './command/shown.mjs';
import { Voice } from './command/voice.mjs';
import { inWords } from './command/words.mjs';
import { WrongUsage } from './command/wrong-usage.mjs';

/**
 * @typedef {object} Task
 * @property {string} [argument]
 * @property {import('./command/arguments.mjs').Values} values
 * @property {Record<string, any>} call the options of each call
 * @property {AbortSignal} signal
 * @property {Output} output
 * @property {Voice} voice
 */

/** What each command does. @type {Record<string, (task: Task) => Promise<number>>} */
const TASKS = { attachments, profiles, export: exporting, verify: verifying };

const { argv, env, stdout, stderr } = process;
const output = new Output(stdout);
let voice = new Voice({ stream: stderr });

const code = await run();
await voice.said();
process.exit(code);

/** @returns {Promise<number>} the exit code */
async function run() {
  /** @type {AbortSignal | undefined} */
  let signal;
  let command = '';
  try {
    hide(env.HRFLOW_API_KEY);
    const { version } = createRequire(import.meta.url)('../package.json');
    const asked = read(argv.slice(2), version);
    if ('text' in asked) {
      if (!asked.isWrong) await output.write(asked.text);
      else stderr.write(asked.text);
      return asked.isWrong ? WRONG : DONE;
    }
    const { values, argument } = asked;
    command = asked.command;
    voice = new Voice({
      stream: stderr,
      isQuiet: Boolean(values.quiet),
      isJson: values.log === 'ndjson',
      terminal: env.TERM,
    });
    signal = interruption(() =>
      voice.say('Stopping: what is whole is kept. Press Ctrl-C again to end at once.', { event: 'stopping' }),
    );
    output.signal = signal;
    const set = await variables(values['env-file'], env);
    hide(set.api_secret);
    const given = ofThePackage.filter((name) => values[name] !== undefined && name !== 'max-file-bytes');
    const call = { ...set, ...Object.fromEntries(given.map((name) => [name.replaceAll('-', '_'), values[name]])) };
    return await TASKS[command]({ argument, values, call, signal, output, voice });
  } catch (error) {
    voice.end();
    return failed(error, command, Boolean(signal?.aborted));
  }
}

/**
 * @param {any} error
 * @param {string} command
 * @param {boolean} isInterrupted
 * @returns {number} the exit code
 */
function failed(error, command, isInterrupted) {
  const goOn = command === 'export' ? ' What is whole is kept; to go on, run the same command again.' : '';
  const end = (/** @type {string} */ sentence, /** @type {number} */ code, /** @type {object} */ details = {}) => {
    voice.complain(sentence, { ...details, exit_code: code });
    return code;
  };
  if (isInterrupted) return end(`Interrupted.${goOn}`, INTERRUPTED);
  if (error instanceof NobodyReads) return DONE;
  if (error instanceof WrongUsage) return end(error.message, WRONG);
  if (error?.name === 'HrflowError') {
    const { kind, status } = error;
    const code = exitCodeOf(error, { isOfOne: command === 'attachments' });
    return end(inWords(error) + (code === STOPPED ? goOn : ''), code, { kind, status });
  }
  const said = error?.code === 'ENOSPC' ? 'the disk is full' : `the system says ${error?.code ?? error}`;
  if (error?.syscall === 'write') return end(`The output could not be written: ${said}.`, STOPPED);
  return end(`This should not happen: ${error?.message ?? error}. Please report it.`, STOPPED);
}
