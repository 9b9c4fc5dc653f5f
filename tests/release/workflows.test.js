// The workflows are what GitHub can run, and what an attacker cannot use: its own parser, a linter, and rules of this repository.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { environment, found } from '../support/python.js';
import { root } from '../support/root.js';
import { skipUnless } from '../support/skip.js';
import { schema, steps, workflow, workflows } from '../support/workflow-files.js';

const skip = skipUnless(found, 'No python3 with venv was found: the linter of the workflows was skipped.');
const { program, install } = environment('zizmor', join(root, 'tests', 'release', 'requirements.txt'));

/** @type {(text: string) => Promise<string[]>} */
let faults;
before(async () => {
  faults = await schema();
  if (found) await install();
});

/** @param {string} path @returns {string[]} what the linter finds, by the names of its rules; it asks nobody */
function findings(path) {
  const strictly = ['--offline', '--no-config', '--persona=pedantic', '--strict-collection'];
  const { stdout, stderr, status } = spawnSync(program('zizmor'), [...strictly, '--format=json', path], {
    encoding: 'utf8',
  });
  // From 10 on it tells how grave what it found is.
  assert.ok(status === 0 || (status && status > 10), stderr);
  return JSON.parse(stdout).map((/** @type {{ ident: string }} */ { ident }) => ident);
}

test('GitHub’s own parser reads every workflow', async () => {
  for (const { name, text } of workflows()) assert.deepEqual(await faults(text), [], name);
});

test('the linter finds nothing, in the workflows and in what Dependabot is told', { skip }, () => {
  assert.deepEqual(findings(join(root, '.github')), []);
});

/** @type {[what: string, from: string | RegExp, to: string, finds: string][]} */
const WRONG = [
  ['an action by its tag', /checkout@\w{40} # (v[\d.]+)/, 'checkout@$1', 'unpinned-uses'],
  ['an image by its tag', /@sha256:\w+/, '', 'unpinned-images'],
  ['every permission', 'permissions: {}', 'permissions: write-all', 'excessive-permissions'],
  [
    'what a stranger wrote, in a command',
    'bash .ci/run',
    `echo "\${{ github.event.issue.title }}"`,
    'template-injection',
  ],
  ['a token that stays', 'persist-credentials: false', 'fetch-depth: 1', 'artipacked'],
  ['a stranger’s code beside secrets', '\n  pull_request:', '\n  pull_request_target:', 'dangerous-triggers'],
  [
    'a permission that is not explained',
    'contents: read # to check it out',
    'id-token: write',
    'undocumented-permissions',
  ],
];

for (const [what, from, to, finds] of WRONG) {
  test(`the linter finds ${what}`, { skip }, (context) => {
    const { text } = workflow('ci.yml');
    const changed = text.replace(from, to);
    assert.notEqual(changed, text);
    const folder = mkdtempSync(join(tmpdir(), 'hrflow-workflows-'));
    context.after(() => rmSync(folder, { recursive: true }));
    mkdirSync(join(folder, '.github/workflows'), { recursive: true });
    writeFileSync(join(folder, '.github/workflows/ci.yml'), changed);
    assert.ok(findings(folder).includes(finds), findings(folder).join(', '));
  });
}

test('the parser finds a word that GitHub does not know', async () => {
  const { text } = workflow('ci.yml');
  assert.match((await faults(text.replace('timeout-minutes', 'timeout'))).join('\n'), /Unexpected value 'timeout'/);
  assert.match((await faults(text.replace('github.ref', 'git.ref'))).join('\n'), /Unrecognized named-value: 'git'/);
  assert.match((await faults(text.replace('runs-on', 'needs'))).join('\n'), /Required property is missing: runs-on/);
});

test('bash reads every command', { skip: process.platform === 'win32' && 'The workflows’ shell is bash.' }, () => {
  for (const one of workflows()) {
    for (const { run = '' } of steps(one))
      assert.equal(spawnSync('bash', ['-n', '-c', run]).status, 0, `${one.name}: ${run}`);
  }
});

test('every command and file that a workflow names is there', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const lines = workflows()
    .flatMap((one) => steps(one).map(({ run = '' }) => run))
    .join('\n');
  for (const [, script] of lines.matchAll(/npm run ([\w:-]+)/g)) assert.ok(scripts[script], `npm run ${script}`);
  for (const [, file] of lines.matchAll(/(?:node|bash) (\S+)/g)) assert.ok(existsSync(join(root, file)), file);
  const locked = workflows().flatMap(({ text }) =>
    [...text.matchAll(/hashFiles\(([^)]*)\)/g)].map(([, files]) => files),
  );
  for (const [, file] of locked.join().matchAll(/'([^']+)'/g)) assert.ok(existsSync(join(root, file)), file);
});

test('each action has one version in all workflows, which its comment says', () => {
  /** @type {Map<string, string>} */
  const versions = new Map();
  for (const { name, text } of workflows()) {
    for (const [line, action] of text.matchAll(/^ *(?:- )?uses: ([^$@\s]+)\S*.*$/gm)) {
      if (line.includes('uses: $/')) continue;
      const [, version] = line.match(/@(\w{40} # v\d+\.\d+\.\d+)$/) ?? [];
      assert.ok(version, `${name}: ${line.trim()}`);
      assert.equal(versions.get(action) ?? version, version, `${name}: ${action}`);
      versions.set(action, version);
    }
  }
  assert.ok(versions.size > 0);
});

test('every job ends, has the permissions that it says, and beside a token nothing of others runs', () => {
  for (const { name, jobs, permissions, concurrency } of workflows()) {
    assert.deepEqual(permissions, {}, name);
    assert.ok(concurrency, name);
    for (const [id, job] of Object.entries(jobs)) {
      const where = `${name}: ${id}`;
      assert.ok(job.permissions, where);
      if (job.uses) continue;
      assert.ok(job['timeout-minutes'], where);
      assert.match(job['runs-on'] ?? '', /-\d/, `${where} runs on what changes under its name`);
      const writes = Object.values(job.permissions).includes('write');
      const lines = (job.steps ?? []).map(({ run = '' }) => run).join('\n');
      if (!writes) continue;
      assert.doesNotMatch(lines, /npm (?:ci|install|run|test|exec)|npx|cargo (?:build|test|run|install)/, where);
      if (job.permissions['id-token'])
        assert.ok(job.environment, `${where} has no environment that could hold it back`);
    }
  }
});

test('what is published is built of nothing that another run left', () => {
  for (const name of ['release.yml', 'site.yml']) {
    for (const { uses = '', with: given } of steps(workflow(name))) {
      assert.doesNotMatch(uses, /^actions\/cache/, name);
      if (uses.startsWith('actions/setup-node')) assert.equal(given?.['package-manager-cache'], false, name);
    }
  }
});
