// `attachments` and `profiles`: rows, in a format.

import { listAttachments } from '../client.mjs';
import { DONE } from './exit-code.mjs';
import { FORMATS } from './formats.mjs';

/** @typedef {import('../command.mjs').Task} Task */

const PROFILE = ['key', 'reference', 'created_at', 'updated_at'];

const ATTACHMENT = [
  ...['alt', 'created_at', 'extension', 'file_name', 'file_size', 'original_file_name', 'public_url', 'type'],
  'updated_at',
];

/** @param {Task} task */
export async function attachments({ values, call, signal, output, voice }) {
  const { source, key, reference, email } = values;
  const selector = /** @type {any} */ ({ key, reference, email });
  const listed = await listAttachments(source, selector, { ...call, signal });
  const shown = ['type', 'original_file_name', 'file_size', 'updated_at', 'public_url'];
  await write(output, values.format, listed, { all: ATTACHMENT, shown });
  if (listed.length === 0) voice.say('The profile has no files.');
  return DONE;
}

/** @param {Task} task */
export async function profiles({ values, call, signal, output, voice }) {
  const { source, format } = values;
  const { listProfiles } = await import('../bulk.mjs');
  let count = 0;
  // Rows in the same terminal show how far it is.
  if (!process.stdout.isTTY) voice.begin({ profiles: 0 });
  const listed = listProfiles(source, { ...call, signal, on_progress: (progress) => voice.hear(progress) });
  await write(
    output,
    format,
    (async function* () {
      for await (const profile of listed) {
        count++;
        yield profile;
      }
    })(),
    { all: PROFILE, shown: PROFILE },
  );
  voice.end();
  if (count === 0) voice.say('The source has no such profiles.');
  return DONE;
}

/**
 * @param {import('./output.mjs').Output} output
 * @param {string | undefined} format
 * @param {Iterable<any> | AsyncIterable<any>} rows
 * @param {import('./formats.mjs').Columns} columns
 */
async function write(output, format, rows, columns) {
  for await (const text of FORMATS[format ?? 'table'](/** @type {any} */ (rows), columns)) await output.write(text);
}
