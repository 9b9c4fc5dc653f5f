// Many files as one ZIP, streamed: what goes in is let go of before the next one is asked for.

import { makeZip } from 'client-zip';
import { fileRules } from '../files/rules.mjs';

/**
 * @typedef {object} Packed a file of an archive; its name is made safe, and one that no other has
 * @property {Parameters<import('../files/rules.mjs').Names['folder']>} [profile] whose folder it is in; without one it is beside the folders
 * @property {Partial<Pick<import('../../api.js').Attachment, 'original_file_name' | 'file_name' | 'type' | 'extension'>>} attachment what
 *   names it
 * @property {Blob} body
 * @property {Date} [modified]
 * @property {(path: string) => void} [placed] hears where in the archive it is
 */

/**
 * @param {AsyncIterable<Packed>} files
 * @returns {Promise<ReadableStream<Uint8Array>>}
 */
export async function zipOf(files) {
  const { fileName, names } = await fileRules();
  const { folder, unique } = await names();
  return makeZip(
    (async function* () {
      for await (const { profile, attachment, body, modified, placed } of files) {
        const { original_file_name, file_name, type, extension } = attachment;
        const place = profile ? folder(...profile) : '';
        const name = unique(place, fileName(original_file_name, file_name, type, extension));
        const path = place ? `${place}/${name}` : name;
        placed?.(path);
        yield { name: path, input: body, lastModified: modified, size: body.size };
      }
    })(),
  );
}

export { fileRules };
