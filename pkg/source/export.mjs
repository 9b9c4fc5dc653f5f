// The entry for a folder that holds a source's files, whole or not at all: Node, Deno and Bun.

import { createHash } from 'node:crypto';
import { failure } from './export/failure.mjs';
import { readList } from './export/lists.mjs';
import { readOptions } from './export/options.mjs';
import { bytesOf, isFile, PrivateFolder } from './export/private-folder.mjs';
import { rulesOfAFolder } from './export/rules.mjs';
import { run } from './export/run.mjs';
import { outcomeOf } from './outcome.mjs';
import { members } from './snapshot.mjs';

/** @typedef {typeof import('../export-api.js')} Api */

/** @type {Api['exportAttachments']} */
export async function exportAttachments(options) {
  return run(readOptions(options));
}

/** @type {Api['verifyExport']} */
export async function verifyExport(directory, options) {
  /** @type {import('../export-api.js').VerifyOptions} */
  const { signal, on_progress } = members(options);
  if (typeof directory !== 'string' || directory === '') {
    throw failure('configuration', '`directory` is missing; give the path of a folder.');
  }
  const folder = await PrivateFolder.at(directory);
  const lines = await readList(folder);
  if (!lines) {
    const message = `\`${folder.path}\` has no attachments.ndjson; give a folder that \`exportAttachments\` has filled.`;
    throw failure('configuration', message);
  }
  /** @type {Awaited<ReturnType<Api['verifyExport']>>} */
  const summary = { files: 0, bytes: 0, differences: [] };
  for await (const { number, listed } of lines) {
    if (signal?.aborted) throw signal.reason;
    if (listed) {
      const problem = await differenceOf(folder, listed, signal);
      if (problem) summary.differences.push({ path: listed.path, problem });
      else {
        summary.files++;
        summary.bytes += listed.bytes;
      }
    } else summary.differences.push({ path: `attachments.ndjson:${number}`, problem: 'unreadable' });
    on_progress?.({ files: summary.files, bytes: summary.bytes, differences: summary.differences.length });
  }
  return summary;
}

/** @type {import('./export/rules.mjs').Rules | undefined} */
let rules;

/**
 * The command's, and documented nowhere.
 * @param {string} text
 * @returns {string} as a spreadsheet's cell may hold it
 */
export function marked(text) {
  rules ??= rulesOfAFolder();
  return rules.spreadsheetText(text);
}

/**
 * @param {PrivateFolder} folder
 * @param {import('./export/lists.mjs').Listed} listed
 * @param {import('../export-api.js').VerifyOptions['signal']} signal whose reason it throws
 * @returns {Promise<import('../export-api.js').VerifyDifference['problem'] | undefined>} nothing where the file is as it was
 */
async function differenceOf(folder, { path, bytes, sha256 }, signal) {
  // A list that somebody wrote anew leads nowhere else.
  const there = isFile(path) ? folder.file(path) : undefined;
  if (!there) return 'missing';
  if (there.size !== bytes) return 'size';
  const hash = createHash('sha256');
  const { error } = await outcomeOf(hashed(folder, path, hash, signal));
  if (signal?.aborted) throw signal.reason;
  if (error) return 'unreadable';
  return hash.digest('hex') === sha256 ? undefined : 'sha256';
}

/**
 * @param {PrivateFolder} folder
 * @param {string} path of a file that is there
 * @param {import('node:crypto').Hash} hash takes what is in it
 * @param {import('../export-api.js').VerifyOptions['signal']} signal which ends it
 */
async function hashed(folder, path, hash, signal) {
  const handle = await folder.read(path);
  if (!handle) throw new Error('It went away.');
  try {
    for await (const chunk of bytesOf(handle)) {
      if (signal?.aborted) return;
      hash.update(chunk);
    }
  } finally {
    await handle.close();
  }
}
