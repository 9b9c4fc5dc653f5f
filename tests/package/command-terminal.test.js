// The command in a terminal: a pseudo-terminal that Python makes.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import stringWidth from 'string-width';
import { Pace } from '../../pkg/source/command/pace.mjs';
import { cut, progressLine } from '../../pkg/source/command/progress-line.mjs';
import { lasting, sized } from '../../pkg/source/command/quantities.mjs';
import { environment, folder, listed, startInTerminal } from '../support/command.js';
import { startHolding } from '../support/holding.js';
import { skipUnless } from '../support/skip.js';
import { startStandin } from '../support/standin.js';

const skip = skipUnless(spawnSync('python3', ['-c', 'import pty']).status === 0, 'python3 with pty is missing');

const FIRST_DAY = ['--source', 'many', '--created-at-max', '2020-01-01'];

/** How the line is begun anew. */
const CLEARED = '\r\u001b[2K';

/** What stands on the line after each time it was written anew. @param {string} shown */
const drawn = (shown) =>
  shown
    .split(CLEARED)
    .slice(1)
    .map((text) => text.split('\r\n')[0])
    .filter(Boolean);

/** @param {ReturnType<typeof startInTerminal>} terminal @param {RegExp} line */
const until = ({ said, until }, line) => until(() => line.test(drawn(said.stdout).at(-1) ?? ''));

/** @type {Awaited<ReturnType<typeof startStandin>>} */
let standin;
before(async () => {
  standin = await startStandin();
});
after(() => standin.close());

describe('in a terminal', { skip }, () => {
  for (const [columns, held, expected] of /** @type {[number, RegExp, RegExp][]} */ ([
    [120, /^\[=* *\] \d+ of 48 profiles, \d+ files, \d+ kB, [\d.]+ \w+\/s, \d+ \w+ left$/, /profiles/],
    [80, /^(\[=* *\] )?\d+ of 48 profiles, \d+ files/, /profiles/],
    [40, /^\d+ of 48 profiles, \d+ files/, /profiles/],
    [12, /^\d\d of 4.*…$/, /profiles|…$/],
  ])) {
    test(`one line that is written anew and fits in ${columns} columns`, async (context) => {
      const server = await startHolding(context, (path) => path.startsWith('/files/many/0040'));
      const args = ['export', ...FIRST_DAY, '--to', folder(context)];
      const env = { ...environment(server.api_url), TERM: 'xterm' };
      const { said, until, ended } = startInTerminal(args, { columns, env });
      await until(() => held.test(drawn(said.stdout).at(-1) ?? ''));
      server.open();
      const { code, stdout } = await ended;
      assert.equal(code, 0);
      const lines = drawn(stdout);
      assert.ok(
        lines.some((line) => held.test(line)),
        stdout,
      );
      assert.match(lines[0], expected);
      for (const line of lines.slice(0, -1)) assert.ok(stringWidth(line) < columns, line);
      // What is left is the summary alone.
      assert.match(stdout.replaceAll(CLEARED, '<anew>'), /<anew>48 profiles gone through: 96 fetched[^\r]*\r\n$/);
    });
  }

  test('a dumb one gets no bar and no escapes; NO_COLOR, no colours', async (context) => {
    for (const own of [{ TERM: 'dumb' }, { TERM: 'xterm', NO_COLOR: '1' }]) {
      const env = { ...environment(standin.api_url), ...own };
      const args = ['export', ...FIRST_DAY, '--to', folder(context)];
      const { code, stdout } = await startInTerminal(args, { columns: 80, env }).ended;
      assert.equal(code, 0);
      assert.ok(!(own.TERM === 'dumb' ? stdout : stdout.replaceAll(CLEARED, '')).includes('\u001b'), stdout);
      for (const asked of [['--help'], ['profiles', '--source', 'candidates'], ['exprot']]) {
        const said = await startInTerminal(asked, { columns: 80, env }).ended;
        assert.ok(!said.stdout.includes('\u001b'), said.stdout);
      }
    }
  });

  test('quiet: nothing at all; as JSON: no bar', async (context) => {
    const env = { ...environment(standin.api_url), TERM: 'xterm' };
    const to = folder(context);
    const quiet = startInTerminal(['export', ...FIRST_DAY, '--to', to, '--quiet'], { columns: 80, env });
    assert.deepEqual(await quiet.ended, { code: 0, stdout: '', stderr: '' });
    const json = startInTerminal(['export', ...FIRST_DAY, '--to', to, '--log', 'ndjson'], { columns: 80, env });
    assert.equal(JSON.parse((await json.ended).stdout).event, 'end');
  });

  test('profiles that go to a file: the bar is beside them; in the same terminal the rows are enough', async (context) => {
    const server = await startHolding(context, (_, count) => count === 3);
    const env = { ...environment(server.api_url), TERM: 'xterm' };
    const args = ['profiles', '--source', 'many'];
    const beside = startInTerminal(args, { columns: 80, env, to: join(folder(context), 'rows') });
    await until(beside, /^\[=* *\] \d+ of 2 000 profiles$/);
    server.open();
    assert.equal((await beside.ended).code, 0);
    const { stdout } = await startInTerminal(args, { columns: 80, env }).ended;
    assert.ok(!stdout.includes(CLEARED));
    assert.equal(stdout.split('\r\n').length, 2_002);
  });

  test('a clock that jumps: the pace and what is left are shown as ever', async (context) => {
    const server = await startHolding(context, (path) => path.startsWith('/files/many/0040'));
    const into = folder(context);
    const jumping = join(into, 'jumping.mjs');
    writeFileSync(jumping, 'const { now } = Date; let jumps = 0; Date.now = () => now() - 3_600_000 * jumps++;');
    const env = { ...environment(server.api_url), TERM: 'xterm', NODE_OPTIONS: `--import=${jumping}` };
    const terminal = startInTerminal(['export', ...FIRST_DAY, '--to', join(into, 'made')], { columns: 120, env });
    await until(terminal, / (bytes|kB)\/s, \d+ s left$/);
    server.open();
    assert.equal((await terminal.ended).code, 0);
  });

  test('HrFlow asks to wait: the bar says so, and counts down', async (context) => {
    const server = await startStandin({ rate: { requests: 12, seconds: 3 } });
    context.after(() => server.close());
    const args = ['export', '--source', 'throttled', '--created-at-max', '2020-01-01', '--to', folder(context)];
    const env = { ...environment(server.api_url), TERM: 'xterm' };
    const { said, until, child } = startInTerminal(args, { columns: 120, env });
    await until(() => /waiting \d s: HrFlow asked for it/.test(said.stdout));
    assert.match(said.stdout, /waiting \d s: HrFlow asked for it/);
    await until(() => said.stdout.includes('waiting 1 s: HrFlow asked for it'));
    assert.match(said.stdout, /waiting 1 s/);
    child.kill('SIGKILL');
  });

  for (const by of ['hrflow-wasm', 'npx hrflow-wasm']) {
    test(`Ctrl-C at \`${by}\`: it says how to go on, and the same command completes it`, async (context) => {
      let files = 0;
      const server = await startHolding(context, (path) => path.startsWith('/files/') && ++files > 20);
      const args = ['export', ...FIRST_DAY, '--to', folder(context)];
      const env = { ...environment(server.api_url), TERM: 'xterm' };
      const isByNpx = by.startsWith('npx');
      const { child, said, until, ended } = startInTerminal(args, { columns: 80, env, isByNpx });
      await until(() => drawn(said.stdout).some((line) => line.includes('files')));
      await server.holding(1);
      child.stdin.write('\u0003');
      const { code, stdout } = await ended;
      assert.equal(code, 130);
      assert.match(stdout.replaceAll(CLEARED, '<anew>'), /<anew>Stopping: [^\r]*\r\n/);
      assert.match(stdout, /Interrupted\. What is whole is kept; to go on, run the same command again\.\r\n$/);
      server.open();
      assert.equal((await startInTerminal(args, { columns: 80, env }).ended).code, 0);
      assert.equal(listed(args[args.length - 1]).length, 96);
    });
  }
});

describe('the line', () => {
  const state = {
    ...{ profiles: 1_234, total: 20_000, files: 2_468, bytes: 123_456_789, failed: 7, failedAs: 'failed', waiting: 0 },
    perSecond: { profiles: 20, bytes: 4_000_000 },
  };

  test('has all of it where there is room', () => {
    assert.equal(
      progressLine(state),
      '[=                   ] 1 234 of 20 000 profiles, 2 468 files, 123 MB, 4.0 MB/s, 16 min left, 7 failed',
    );
    assert.equal(
      progressLine({ ...state, waiting: 11_001 }),
      '[=                   ] 1 234 of 20 000 profiles, 2 468 files, 123 MB, 7 failed, waiting 12 s: HrFlow asked for it',
    );
    assert.equal(
      progressLine({ ...state, total: null, perSecond: undefined, failed: 0 }),
      '1 234 profiles, 2 468 files, 123 MB',
    );
  });

  test('is never wider than the terminal, and keeps what counts most', () => {
    for (let columns = 0; columns < 140; columns++) {
      for (const waiting of [0, 12_000]) {
        const line = progressLine({ ...state, waiting }, columns);
        assert.ok(stringWidth(line) <= columns, `${columns}: ${line}`);
        assert.ok(columns < 40 || line.includes('1 234 of 20 000 profiles'), line);
      }
    }
    assert.match(progressLine({ ...state, waiting: 12_000 }, 70), /waiting 12 s: HrFlow asked for it$/);
    assert.equal(progressLine(state, 39), '1 234 of 20 000 profiles, 7 failed');
  });

  test('is cut by what is shown, not by letters', () => {
    assert.equal(cut('候補者のファイル', 7), '候補者…');
    assert.equal(cut('👩‍👩‍👧 files', 3), '👩‍👩‍👧…');
    assert.equal(cut('short', 5), 'short');
  });

  test('numbers that make no sense are not shown', () => {
    const odd = { ...state, profiles: 30_000, perSecond: { profiles: 0, bytes: 0 } };
    assert.equal(
      progressLine(odd),
      '[====================] 30 000 of 30 000 profiles, 2 468 files, 123 MB, 0 bytes/s, 7 failed',
    );
  });

  test('the pace is that of the last half minute, and nothing where there is none', () => {
    const pace = new Pace();
    assert.equal(pace.perSecond(0, { profiles: 0, bytes: 0 }), undefined);
    for (let second = 0; second <= 100; second++) {
      const so = { profiles: second < 60 ? second * 100 : 6_000 + (second - 60), bytes: 0 };
      pace.hear(second * 1_000, so);
    }
    assert.deepEqual(pace.perSecond(100_000, { profiles: 6_040, bytes: 0 }), { profiles: 1, bytes: 0 });
    assert.equal(pace.perSecond(-100_000, { profiles: 0, bytes: 0 }), undefined);
    assert.equal(pace.perSecond(Number.NaN, { profiles: 0, bytes: 0 }), undefined);
  });

  test('quantities', () => {
    assert.deepEqual([0, 1, 999, 1_000, 99_950, 999_999, 1.5e9].map(sized), [
      ...['0 bytes', '1 byte', '999 bytes', '1.0 kB', '100 kB', '1.0 MB', '1.5 GB'],
    ]);
    assert.deepEqual([0.1, 59, 60, 3_599, 3_600, 11_100].map(lasting), [
      ...['1 s', '59 s', '1 min', '1 h 0 min', '1 h 0 min', '3 h 5 min'],
    ]);
  });
});
