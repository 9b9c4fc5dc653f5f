// `export` and `verify`: a folder that holds a source's files. What they need is loaded for them alone.

import { resolve } from 'node:path';
import { DONE, SOME } from './exit-code.mjs';
import { nearest } from './nearest.mjs';
import { NobodyReads } from './output.mjs';
import { readProfiles } from './profiles-file.mjs';
import { counted, grouped, sized } from './quantities.mjs';
import { harmless } from './shown.mjs';

/** @typedef {import('../command.mjs').Task} Task */

/** The types that HrFlow is known to have; it may add others. */
const TYPES = ['resume', 'cover', 'other', 'original'];

/** @param {Task} task */
export async function exporting({ values, call, signal, voice }) {
  const { exportAttachments } = await import('../export.mjs');
  const { source, to, type, shard } = values;
  if (values.profiles === '-' && process.stdin.isTTY)
    voice.say('Reading profiles from the terminal; Ctrl-D ends the list.');
  const profiles = values.profiles === undefined ? undefined : await readProfiles(values.profiles, signal);
  const isDry = Boolean(values['dry-run']);
  for (const unknown of (type ?? []).filter((/** @type {string} */ one) => !TYPES.includes(one))) {
    const meant = nearest(unknown, TYPES);
    if (meant) voice.say(`No type \`${unknown}\` is known; \`${meant}\` is.`);
  }
  voice.begin({ profiles: 0, files: 0, bytes: 0 });
  const summary = await exportAttachments({
    ...call,
    source_key: source,
    directory: to,
    profiles,
    types: type,
    shard,
    delete_missing: Boolean(values['delete-missing']),
    dry_run: isDry,
    max_file_bytes: values['max-file-bytes'],
    signal,
    on_progress({ profiles: done, total: listed, failed, waiting, files, bytes }) {
      const all = profiles?.length ?? listed;
      // Nobody knows how many fall to one share: about as many as to each other.
      const total = all === null ? null : Math.max(done, Math.ceil(all / (shard?.count ?? 1)));
      voice.hear({ profiles: done, total, failed, waiting, files, bytes });
    },
  });
  voice.end();
  const code = summary.failed === 0 ? DONE : SOME;
  voice.say(isDry ? dry(summary, to) : done(summary, to), { event: 'end', ...summary, exit_code: code });
  if (code === DONE) return code;
  const listed = isDry
    ? ''
    : ` They are listed in ${resolve(to, 'failures.ndjson')}; the same command tries them again.`;
  voice.complain(`${grouped(summary.failed)} failed.${listed}`, { failed: summary.failed });
  return code;
}

/** @typedef {import('../../export-api.js').ExportSummary} Summary */

/** @param {Summary} summary @param {string} to */
const done = ({ profiles, files, bytes, fetched, kept, removed, failed }, to) =>
  `${counted(profiles, 'profile')} gone through: ${grouped(fetched)} fetched, ${grouped(kept)} kept, ${grouped(removed)} removed, ${grouped(failed)} failed. ${counted(files, 'file')} (${sized(bytes)}) in ${resolve(to)}.`;

/** @param {Summary} summary @param {string} to */
const dry = ({ profiles, fetched, kept, removed }, to) =>
  `${counted(profiles, 'profile')} gone through; nothing was written: ${grouped(fetched)} would be fetched, ${grouped(kept)} kept, ${grouped(removed)} removed, in ${resolve(to)}.`;

/** @param {Task} task */
export async function verifying({ argument = '', signal, output, voice }) {
  const { verifyExport } = await import('../export.mjs');
  voice.begin({ files: 0, bytes: 0 });
  const { files, bytes, differences } = await verifyExport(argument, {
    signal,
    on_progress: (progress) =>
      voice.hear({ files: progress.files, bytes: progress.bytes, failed: progress.differences, failedAs: 'differ' }),
  });
  voice.end();
  try {
    for (const { path, problem } of differences) await output.write(`${problem.padEnd(10)}  ${harmless(path)}\n`);
  } catch (error) {
    // What differs differs, whoever reads of it.
    if (!(error instanceof NobodyReads) || signal.aborted) throw error;
  }
  const whole = `${counted(files, 'file')} (${sized(bytes)}) in ${resolve(argument)}`;
  if (differences.length === 0) {
    voice.say(`${whole}: all as they were.`, { event: 'end', files, bytes, differences: 0, exit_code: DONE });
    return DONE;
  }
  const count = differences.length;
  // A run goes by the size alone: to hash all would take as long as to fetch it.
  const isSameSize = differences.some(({ problem }) => ['sha256', 'unreadable'].includes(problem));
  const first = isSameSize ? 'Remove what has another sha256 or cannot be read, then export again' : 'Export again';
  voice.complain(
    `${whole} as they were, ${grouped(count)} not: ${count === 1 ? 'it is' : 'they are'} named above. ${first} to fetch ${count === 1 ? 'it' : 'them'}.`,
    { event: 'end', files, bytes, differences: count, exit_code: SOME },
  );
  return SOME;
}
