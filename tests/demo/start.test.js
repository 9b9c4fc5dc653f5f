// What `npm start` says and does, once everything is built.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { listen } from '../../www/listen.js';
import { root } from '../support/root.js';

/** @param {import('node:test').TestContext} context @param {string} [account] */
async function started(context, account = '') {
  const script = `const { serve } = await import('./www/serve.js'); await serve(${account});`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { cwd: root });
  context.after(() => child.kill());
  let said = '';
  child.stdout.on('data', (text) => {
    said += text;
  });
  while (!/The demo is at .*\n.*\n/.test(said)) await once(child.stdout, 'data');
  const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? assert.fail(said);
  return { child, url, said: () => said };
}

test('a busy port: the next one, and it is said; Ctrl-C ends it', { timeout: 60_000 }, async (context) => {
  const taken = await listen(() => new Response(), 8420).catch(() => undefined);
  context.after(() => taken?.close());
  const { child, url, said } = await started(context);
  assert.match(said(), /Port 8420 is taken; trying 8421\./);
  assert.notEqual(new URL(url).port, '8420');
  const asked = '/api/hrflow/profile/indexing/attachments?source_key=candidates&key=candidate-1';
  assert.equal((await (await fetch(url + asked)).json()).data.length, 3);
  child.kill('SIGINT');
  const [code] = await once(child, 'exit');
  assert.equal(code, 0);
});

test('the line for Node lists attachments', { timeout: 60_000 }, async (context) => {
  const { said } = await started(context);
  while (!said().includes('.then(console.log)')) await new Promise((resolve) => setTimeout(resolve, 50));
  const [, script] = /node -e '(.*)'/.exec(said()) ?? assert.fail(said());
  const child = spawn(process.execPath, ['-e', script], { cwd: root });
  let printed = '';
  child.stdout.on('data', (text) => {
    printed += text;
  });
  await once(child, 'close');
  assert.match(printed, /original_file_name: 'resume'/);
});

test('the line for a whole source puts its files on disk', { timeout: 120_000 }, async (context) => {
  const directory = mkdtempSync(join(tmpdir(), 'hrflow-'));
  context.after(() => rmSync(directory, { recursive: true }));
  const { said } = await started(context);
  while (!said().includes('target/many\n')) await new Promise((resolve) => setTimeout(resolve, 50));
  const [line] = /HRFLOW_API_URL=.*/.exec(said()) ?? assert.fail(said());
  const child = spawn(line.replace('target/many', directory), { cwd: root, shell: true });
  const [code] = await once(child, 'close');
  assert.equal(code, 0);
  assert.equal(readFileSync(join(directory, 'attachments.ndjson'), 'utf8').split('\n').length, 4_001);
});

test('with an account it asks HrFlow itself, and says who else can', { timeout: 60_000 }, async (context) => {
  const { url, said } = await started(context, "{ api_secret: 'a key', api_user: 'user@example.com' }");
  assert.match(said(), /every program of this machine/);
  assert.match(await (await fetch(url)).text(), /<body [^>]*data-live>/);
  assert.equal((await fetch(`${url}/api/unchecked/profile/indexing/attachments`)).status, 404);
});

test('--live without an account says what it needs', () => {
  const env = { PATH: process.env.PATH ?? '' };
  const { status, stderr } = spawnSync(process.execPath, ['www/start.js', '--live'], {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  assert.equal(status, 1);
  assert.match(stderr, /HRFLOW_API_KEY.*READ.*HRFLOW_USER_EMAIL/);
});
