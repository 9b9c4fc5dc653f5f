// What README and guide say about files on disk, as it stands there.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, before, test } from 'node:test';
import { codeAfter, PIECES } from '../support/documents.js';
import { project } from '../support/installed.js';
import { skipUnless } from '../support/skip.js';
import { startStandin } from '../support/standin.js';

const folder = mkdtempSync(join(tmpdir(), 'hrflow-'));

/** @type {Awaited<ReturnType<typeof startStandin>>} */
let standin;
before(async () => {
  standin = await startStandin();
});
after(async () => {
  await standin.close();
  rmSync(folder, { recursive: true });
});

/**
 * Runs a line of a shell where the package is installed.
 * @param {string} line
 * @returns {Promise<{ code: number | null, stdout: string, stderr: string }>}
 */
async function ran(line) {
  const env = {
    ...process.env,
    PATH: [join(project, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
    HRFLOW_API_URL: standin.api_url,
    HRFLOW_API_KEY: standin.credentials.api_secret,
    HRFLOW_USER_EMAIL: standin.credentials.api_user,
  };
  const child = spawn(line, { cwd: folder, env, shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr] = [child.stdout, child.stderr].map((stream) => stream.toArray());
  const [code] = await once(child, 'close');
  const text = async (/** @type {Promise<Buffer[]>} */ chunks) => Buffer.concat(await chunks).toString();
  return { code, stdout: await text(stdout), stderr: await text(stderr) };
}

/** @param {string} directory @returns {string[]} the paths of its list */
const listed = (directory) =>
  readFileSync(join(folder, directory, 'attachments.ndjson'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).path);

test('the guide’s command, and its program after that', { timeout: 120_000 }, async () => {
  const shown = codeAfter('One line puts every file of a source into a folder');
  const [, line] = /^npx (hrflow-wasm export --source source_key .*)$/m.exec(shown) ?? assert.fail(shown);
  const { code, stderr } = await ran(line.replace('source_key', 'many'));
  assert.equal(code, 0, stderr);
  assert.equal(listed('attachments').length, 4_000);

  const script = codeAfter('The same from a program, in Node, Deno and Bun:');
  const path = join(project, 'on-disk.mjs');
  const set = `import { configure } from 'hrflow-wasm';\nconfigure({ api_url: process.env.HRFLOW_API_URL });\n`;
  writeFileSync(path, set + script.replace("'source_key'", "'many'"));
  const { stdout } = await ran(`"${process.execPath}" "${path}"`);
  assert.equal(stdout, '4000 files, 0 of them fetched now; 0 failed\n');
});

test('the guide’s line for GNU parallel: the shares are all of the source, each once', {
  timeout: 120_000,
  skip: skipUnless(spawnSync('parallel', ['--version']).status === 0, 'GNU parallel is not installed.'),
}, async () => {
  const line = codeAfter('With GNU parallel, four at a time on one machine:').trim();
  const { code, stderr } = await ran(line.replace('--source S', '--source many'));
  assert.equal(code, 0, stderr);
  const shares = [1, 2, 3, 4].map((index) => listed(`shares/${index}`));
  for (const share of shares) assert.ok(share.length > 700, `${share.length}`);
  const all = shares.flat();
  assert.equal(all.length, 4_000);
  assert.equal(new Set(all).size, 4_000);
});

test('every command that README and guide show is one that the command takes', async () => {
  const shown = PIECES.filter(({ language }) => language === 'sh').map(({ code }) => code);
  const lines = [...shown.join('').matchAll(/^(?:npx )?(hrflow-wasm .*)$/gm)];
  assert.ok(lines.length > 8);
  for (const [, line] of lines) {
    const [command] = line.split('#');
    const words = command.split('>')[0].trim();
    // What is asked for does not matter: the options are read first, and a key on the command line is refused before all else.
    const { stderr } = await ran(`${words} --api-key x`);
    assert.match(stderr, /every process/, stderr);
  }
});
