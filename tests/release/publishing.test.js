// The release's jobs, run as they stand in the workflow, against registries on this machine: a version is published once, as it was
// checked, however often a job is run.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, test } from 'node:test';
import { listen } from '../../www/listen.js';
import { tarball } from '../support/installed.js';
import { crateRegistry, npmRegistry } from '../support/registries.js';
import { root } from '../support/root.js';
import { workflow } from '../support/workflow-files.js';

const TOKEN = 'made-for-one-run';
/** What the jobs and cargo read. */
const COPIED = [
  'Cargo.toml',
  'Cargo.lock',
  'CHANGELOG.md',
  'LICENSE',
  'src',
  'tests/rules',
  'tests/crate',
  'pkg/build',
  'pkg/release',
  'pkg/README.md',
  'pkg/package.json',
];
const { version } = JSON.parse(readFileSync(join(root, 'pkg/package.json'), 'utf8'));
const CRATE = `hrflow-wasm-${version}.crate`;
const ONLY_IF_NEW = "steps.before.outputs.published == 'false'";

const skip = process.platform === 'win32' && 'The workflows’ shell is bash.';

/** A checkout, in which files may be changed. */
const checkout = mkdtempSync(join(tmpdir(), 'hrflow-publishing-'));
const checked = join(checkout, 'target', 'checked');
before(() => {
  for (const path of COPIED) cpSync(join(root, path), join(checkout, path), { recursive: true });
  mkdirSync(checked, { recursive: true });
});
after(() => rmSync(checkout, { recursive: true }));

/** Without what `npm test` tells its own children. */
const ours = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));

/**
 * Runs what a job runs, but for what GitHub's machines do beforehand.
 * @param {string} id of the job
 * @param {Record<string, string>} machine its environment, in the place of what GitHub gives
 * @returns {Promise<{ failed?: string, ran: string[], said: string }>} the step that failed, and those that were run
 */
async function job(id, machine) {
  const outputs = join(checkout, 'target', 'outputs');
  writeFileSync(outputs, '');
  /** @type {string[]} */
  const ran = [];
  let said = '';
  for (const { name = '', run, if: condition, env = {} } of workflow('release.yml').jobs[id].steps ?? []) {
    if (!run || name === 'Rust') continue;
    assert.ok(condition === undefined || condition === ONLY_IF_NEW, `${name}: ${condition}`);
    if (condition && readFileSync(outputs, 'utf8').trim() !== 'published=false') continue;
    ran.push(name);
    // What GitHub fills in is the machine's; so is provenance, which is GitHub's word for it.
    const own = Object.entries(env).filter(
      ([key, value]) => !`${value}`.includes('${{') && key !== 'NPM_CONFIG_PROVENANCE',
    );
    const child = spawn('bash', ['-e', '-o', 'pipefail', '-c', run], {
      cwd: checkout,
      env: {
        ...ours,
        ...Object.fromEntries(own.map(([key, value]) => [key, `${value}`])),
        ...machine,
        GITHUB_OUTPUT: outputs,
      },
    });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
    const code = await new Promise((resolve) => child.once('close', resolve));
    if (code !== 0) return { failed: name, ran, said };
  }
  return { ran, said };
}

const ALL_OF_NPM = ['Is it there already?', 'Publish', 'The registry has what was checked'];
const ALL_OF_CRATES = ['Is it there already?', 'What cargo packs is what was checked', ...ALL_OF_NPM.slice(1)];
const SKIPPED = ['Is it there already?', 'The registry has what was checked'];

/**
 * @param {string} url of a registry
 * @param {string} [token]
 * @returns {Record<string, string>} what makes npm know it, and nothing else
 */
function npmOf(url, token) {
  const config = join(checkout, 'target', 'npmrc');
  writeFileSync(config, `registry=${url}/\n${token ? `//${new URL(url).host}/:_authToken=${token}\n` : ''}`);
  const cache = join(checkout, 'target', 'npm');
  return { NPM_CONFIG_USERCONFIG: config, NPM_CONFIG_CACHE: cache, NPM_CONFIG_FETCH_RETRIES: '0' };
}

/**
 * A first run publishes the file, a second finds it, and one with another file fails; then the registry is closed.
 * @param {string} id of the job
 * @param {Record<string, string>} machine
 * @param {Awaited<ReturnType<typeof npmRegistry | typeof crateRegistry>>} registry
 * @param {string} file that was checked
 * @param {string[]} all steps of a first run
 * @param {RegExp} digests as they are told, the registry's and the other file's
 */
async function publishesOnce(id, machine, registry, file, all, digests) {
  const first = await job(id, machine);
  assert.equal(first.failed, undefined, first.said);
  assert.deepEqual(first.ran, all);
  const [bytes] = registry.published.values();
  assert.deepEqual(bytes, readFileSync(file));

  const second = await job(id, machine);
  assert.equal(second.failed, undefined, second.said);
  assert.deepEqual(second.ran, SKIPPED);
  assert.equal(registry.requests.filter((request) => request.startsWith('PUT')).length, 1);

  writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.from('x')]));
  const other = await job(id, machine);
  assert.equal(other.failed, 'Is it there already?');
  const told = new RegExp(`The registry has hrflow-wasm \\S+ with other bytes, ${digests.source}`);
  assert.match(other.said, told);

  await registry.close();
}

test('npm gets the tarball that was checked, once', { skip }, async (context) => {
  const registry = await npmRegistry(TOKEN);
  context.after(() => registry.close());
  const machine = npmOf(registry.url, TOKEN);
  const file = join(checked, basename(tarball()));
  copyFileSync(tarball(), file);

  await publishesOnce('npm', machine, registry, file, ALL_OF_NPM, /sha512-\S+; this file has sha512-/);
  const silent = await job('npm', machine);
  assert.equal(silent.failed, 'Is it there already?');
  assert.match(
    silent.said,
    /The registry did not say whether it has hrflow-wasm \S+; run this again\.[\s\S]*ECONNREFUSED/,
  );
});

const [major, minor] = execFileSync('npm', ['--version'], { encoding: 'utf8', shell: process.platform === 'win32' })
  .split('.')
  .map(Number);
const isOld = major < 11 || (major === 11 && minor < 6);

test('npm publishes without a token, by what GitHub says of the run', {
  skip: skip || (isOld && 'This npm is too old for trusted publishing.'),
}, async (context) => {
  // As GitHub’s, but for what is in it: of a repository that is not public npm asks for no provenance.
  const identity = ['{}', '{"repository_visibility":"private"}', 'signed']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');
  const registry = await npmRegistry(TOKEN, identity);
  context.after(() => registry.close());
  /** @type {(string | null)[]} */
  const audiences = [];
  const github = await listen((request) => {
    audiences.push(new URL(request.url).searchParams.get('audience'));
    const isOfTheRun = request.headers.get('authorization') === 'Bearer of-the-run';
    return Response.json(isOfTheRun ? { value: identity } : {}, { status: isOfTheRun ? 200 : 401 });
  });
  context.after(() => github.close());
  const machine = {
    ...npmOf(registry.url),
    GITHUB_ACTIONS: 'true',
    ACTIONS_ID_TOKEN_REQUEST_URL: `${github.url}/?v=1`,
  };
  copyFileSync(tarball(), join(checked, basename(tarball())));

  const refused = await job('npm', { ...machine, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'of-another-run' });
  assert.equal(refused.failed, 'Publish');
  assert.equal(registry.published.size, 0);

  const { failed, said } = await job('npm', { ...machine, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'of-the-run' });
  assert.equal(failed, undefined, said);
  assert.equal(registry.published.size, 1);
  assert.deepEqual(audiences, ['npm:127.0.0.1', 'npm:127.0.0.1']);
});

test('crates.io gets the crate that was checked, once', { skip }, async (context) => {
  const registry = await crateRegistry(TOKEN);
  context.after(() => registry.close());
  const machine = {
    CARGO_REGISTRY_DEFAULT: 'here',
    CARGO_REGISTRIES_HERE_INDEX: `sparse+${registry.url}/`,
    CARGO_REGISTRIES_HERE_TOKEN: TOKEN,
    CARGO_NET_RETRY: '0',
    CARGO_TARGET_DIR: join(checkout, 'target'),
  };
  const file = join(checked, CRATE);
  execFileSync('cargo', ['package', '--locked', '--no-verify', '--quiet'], {
    cwd: checkout,
    env: { ...ours, ...machine },
  });
  renameSync(join(checkout, 'target/package', basename(file)), file);

  await publishesOnce('crates', machine, registry, file, ALL_OF_CRATES, /\w{64}; this file has \w{64}\./);
  const silent = await job('crates', machine);
  assert.equal(silent.failed, 'Is it there already?');
  assert.match(silent.said, /The registry did not say whether it has hrflow-wasm \S+; run this again/);
});

test('a crate that cargo packs otherwise than it was checked is not published', { skip }, async (context) => {
  const registry = await crateRegistry(TOKEN);
  context.after(() => registry.close());
  const machine = { CARGO_REGISTRY_DEFAULT: 'here', CARGO_REGISTRIES_HERE_INDEX: `sparse+${registry.url}/` };
  writeFileSync(join(checked, CRATE), 'other bytes');
  const { failed } = await job('crates', machine);
  assert.equal(failed, 'What cargo packs is what was checked');
  assert.equal(registry.published.size, 0);
});
