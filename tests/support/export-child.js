// An export in a process of its own: what it prints, how it ends, and whether it ends by itself.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { project } from './installed.js';

/**
 * @param {object} options of `exportAttachments`
 * @param {string} [before] code that runs before it
 * @returns {Promise<{ code: number, stdout: string, stderr: string }>} once it has ended; it exits with 1 and the error's kind and
 *   message in a line of JSON on stdout where the export failed, and says nothing where it did not
 */
export async function exportInChild(options, before = '') {
  const script = `
    import { exportAttachments } from 'hrflow-wasm/export';
    ${before};
    await exportAttachments(${JSON.stringify(options)}).catch(({ kind, message }) => {
      console.log(JSON.stringify({ kind, message }));
      process.exitCode = 1;
    });`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { cwd: project });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}
