// The command `hrflow-wasm`, installed and run as users run it, against the stand-in.

import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { parse } from 'csv-parse/sync';
import { listen } from '../../www/listen.js';
import { API_SECRET, API_SECRET_OVER_QUOTA, API_USER } from '../../www/standin/api.js';
import { command, environment, folder, listed, run, start } from '../support/command.js';
import { startHolding } from '../support/holding.js';
import { project } from '../support/installed.js';
import { root } from '../support/root.js';
import { SECRET, traces } from '../support/secret.js';
import { startStandin } from '../support/standin.js';

const COMMANDS = ['attachments', 'profiles', 'export', 'verify'];

/** @type {Awaited<ReturnType<typeof startStandin>>} */
let standin;
/** @type {Record<string, string | undefined>} */
let env;
before(async () => {
  standin = await startStandin();
  env = environment(standin.api_url);
});
after(() => standin.close());

/** The first profiles of the source `many`: 48 of a day. */
const FIRST_DAY = ['--source', 'many', '--created-at-max', '2020-01-01'];

/** @param {string[]} args @param {RegExp} message */
async function refused(args, message, options = { env }) {
  const before = standin.requests.length;
  const { code, stdout, stderr } = await run(args, options);
  assert.match(stderr, message);
  assert.deepEqual([code, stdout], [2, ''], args.join(' '));
  assert.equal(standin.requests.length, before, 'nothing was sent');
  return stderr;
}

describe('help', () => {
  for (const name of COMMANDS) {
    test(`of ${name}, with examples first`, async () => {
      for (const args of [
        [name, '--help'],
        ['help', name],
      ]) {
        const { code, stdout, stderr } = await run(args);
        assert.deepEqual([code, stderr], [0, '']);
        assert.ok(stdout.startsWith(`Examples:\n  hrflow-wasm ${name} `), stdout);
        assert.match(stdout, new RegExp(`Usage: hrflow-wasm ${name}`));
      }
    });
  }

  test('of all, with every command, the environment and the exit codes', async () => {
    const { code, stdout, stderr } = await run(['--help']);
    assert.deepEqual([code, stderr], [0, '']);
    assert.ok(stdout.startsWith('Examples:\n  hrflow-wasm '), stdout);
    for (const word of [...COMMANDS, 'HRFLOW_API_KEY', 'HRFLOW_USER_EMAIL', 'HRFLOW_API_URL', '130']) {
      assert.ok(stdout.includes(word), word);
    }
  });

  test('to nothing is on stderr, as wrong usage', async () => {
    await refused([], /^Examples:[\s\S]*Usage:/);
  });

  test('every option of a call has its flag', async () => {
    const types = ['api', 'bulk-api', 'export-api'].map((name) => readFileSync(join(root, `pkg/${name}.d.ts`), 'utf8'));
    const given = [...types.join('').matchAll(/^ {2}(\w+)\?: (?:string|number|boolean|readonly|\{ index)/gm)];
    const flags = new Map(
      given.map(([, name]) => [name, { source_key: 'source', directory: 'to', types: 'type' }[name] ?? name]),
    );
    // What is the environment's, a page's, nothing to an export, or no option.
    const others = ['api_secret', 'api_user', 'dangerously_allow_browser', 'in_order'];
    const ofErrors = ['status', 'code', 'path', 'request_id', 'retry_after', 'name', 'email'];
    const { stdout } = await run(['export', '--help']);
    let count = 0;
    for (const [name, flag] of flags) {
      if ([...others, ...ofErrors].includes(name)) continue;
      assert.ok(stdout.includes(`--${flag.replaceAll('_', '-')}`), name);
      count++;
    }
    assert.ok(count >= 11, `${count} options`);
  });

  test('the version is the package’s, also by npx', async () => {
    const { version } = JSON.parse(readFileSync(join(project, 'node_modules/hrflow-wasm/package.json'), 'utf8'));
    assert.deepEqual(await run(['--version']), { code: 0, stdout: `${version}\n`, stderr: '' });
    const { code, stdout } = await run(['--no-install', 'hrflow-wasm', '--version'], { file: 'npx' });
    assert.deepEqual([code, stdout], [0, `${version}\n`]);
  });
});

describe('what is typed wrong', () => {
  const rows = /** @type {[string, RegExp][]} */ ([
    ['exprot --source S', /`exprot` is no command\. Did you mean `export`\?/],
    ['export --sorce S', /`--sorce` is no option of `hrflow-wasm export`\. Did you mean `--source`\?/],
    ['export --source S --to D --dryrun', /Did you mean `--dry-run`\?/],
    ['verify D --to E', /`--to` is no option of `hrflow-wasm verify`\./],
    ['profiles', /`--source` is missing; give `--source S`/],
    ['export --source S', /`--to` is missing; give `--to DIR`/],
    ['export --source', /`--source` was given without its value/],
    ['verify', /The folder is missing; give it: `hrflow-wasm verify DIR`/],
    ['profiles --source S more', /words that belong to no option/],
    [
      'profiles --source S --format jsn',
      /`--format` was given as `jsn`; give table, json, ndjson or csv\. Did you mean `json`\?/,
    ],
    ['profiles --source S --log json', /`--log` was given as `json`; give ndjson\./],
    ['profiles --source S --concurrency 65', /`--concurrency` was given as `65`; give a whole number from 1 to 64\./],
    ['profiles --source S --concurrency 1.5', /was given as `1\.5`; give a whole number/],
    ['profiles --source S --page-size 0', /was given as `0`; give a whole number from 1 to 1000\./],
    ['profiles --source S --max-requests-per-minute many', /was given as `many`; give a whole number from 1\./],
    ['profiles --source S --timeout -1', /was given as `-1`; give a whole number from 0\./],
    ['profiles --source S --max-retries=', /was given as nothing; give a whole number from 0\./],
    ['export --source S --to D --max-file-bytes 1e3', /was given as `1e3`; give a whole number from 1\./],
    ['profiles --source S --created-at-min 2020-02-31', /was given as `2020-02-31`; give a day as YYYY-MM-DD/],
    ['export --source S --to D --shard 3/2', /was given as `3\/2`; give I\/N, whole numbers, I from 1 to N/],
    ['export --source S --to D --shard 0/2', /`0\/2`/],
    ['export --source S --to D --type resume,', /has an empty type/],
    ['attachments --source S', /No profile was named; give exactly one of `--key`, `--reference` and `--email`/],
    ['attachments --source S --key K --email E', /`--key` and `--email` were given; give exactly one/],
    ['profiles --source S --api-url http://hrflow.example', /`--api-url`/],
    ['export --source S --to D --profiles /nowhere', /`\/nowhere` could not be read: there is no such file/],
  ]);
  for (const [args, message] of rows) {
    test(args, async () => {
      await refused(args.split(' '), message);
    });
  }

  test('shows no control to the terminal', async () => {
    const said = await refused(['profiles', '--source', 'S', '--format', 'a\u001b[2J\u202eb'], /`--format` was given/);
    assert.doesNotMatch(said.trimEnd(), /[\p{Cc}\u202e]/u);
  });
});

describe('the key', () => {
  const names = [
    'api-key',
    'api-secret',
    'secret',
    'token',
    'x-api-key',
    'X-API-KEY',
    'apikey',
    'api_key',
    'hrflow-api-key',
  ];
  for (const name of names) {
    test(`as --${name} is refused with the reason, and not shown`, async () => {
      for (const args of [[`--${name}`, SECRET], [`--${name}=${SECRET}`]]) {
        for (const around of [
          [...args, 'profiles', '--source', 'S'],
          ['profiles', '--source', 'S', ...args],
        ]) {
          const said = await refused(around, /every process of this machine can read a command line.*HRFLOW_API_KEY/);
          assert.deepEqual(traces(said), []);
        }
      }
    });
  }

  test('as HRFLOW_API_KEY=… behind the command is refused, too', async () => {
    const said = await refused([`HRFLOW_API_KEY=${SECRET}`, 'profiles'], /refused/);
    assert.deepEqual(traces(said), []);
  });

  test('is shown by no other message', async () => {
    for (const args of [
      [`--api-kye=${SECRET}`],
      [SECRET],
      ['export', SECRET],
      ['profiles', '--source', 'S', '--format', SECRET],
      ['profiles', '--source', 'S', '--timeout', SECRET],
      ['export', '--source', 'S', '--to', 'D', '--shard', SECRET],
    ]) {
      const said = await refused(args, /./, { env: { ...env, HRFLOW_API_KEY: SECRET } });
      assert.deepEqual(traces(said), [], said);
    }
    const plain = 'correct horse battery';
    const said = await refused(['profiles', '--source', 'S', '--format', plain], /as `\*\*\*`/, {
      env: { ...env, HRFLOW_API_KEY: plain },
    });
    assert.ok(!said.includes(plain));
    const own = await refused(['profiles', '--source', 'S', '--format', 'ask_0123456789abcdef'], /\*\*\*/);
    assert.doesNotMatch(own, /0123456789/);
  });

  test('that is wrong stops all, and is not shown though HrFlow shows it', async () => {
    for (const log of [[], ['--log', 'ndjson']]) {
      const { code, stdout, stderr } = await run(['profiles', '--source', 'many', ...log], {
        env: { ...env, HRFLOW_API_KEY: SECRET },
      });
      assert.deepEqual([code, stdout, traces(stderr)], [3, '', []]);
      assert.match(stderr, /401.*HRFLOW_API_KEY/);
    }
  });

  test('that is missing is told with where to put it', async () => {
    await refused(['profiles', '--source', 'S'], /^HRFLOW_API_KEY is missing; .*`--env-file`/, { env: environment() });
  });

  test('from a file, where the environment has none', async (context) => {
    const into = folder(context);
    const file = join(into, 'hrflow.env');
    writeFileSync(
      file,
      `# ours\nexport HRFLOW_API_KEY="${API_SECRET}"\nHRFLOW_USER_EMAIL='${API_USER}' # account\r\nHRFLOW_API_URL=${standin.api_url}\nOTHER=1\n`,
    );
    const args = ['profiles', '--source', 'candidates', '--env-file', file];
    assert.deepEqual((await run(args)).code, 0);
    // As Node's own `--env-file`: what is set is not overridden.
    assert.equal((await run(args, { env: { ...environment(), HRFLOW_API_KEY: 'another key' } })).code, 3);
    const [{ headers }] = standin.requests.slice(-1);
    assert.equal(headers['x-api-key'], 'another key');
    // What is typed goes before both.
    const { code } = await run([...args, '--api-url', 'http://127.0.0.1:9/v1', '--max-retries', '0']);
    assert.equal(code, 3);
    // Node 20 looks for `--env-file` behind the file that it runs, too, and says itself that there is none; behind `--` it does not.
    const missing = await run(
      ['--', join(project, 'node_modules/hrflow-wasm/dist/command.mjs'), ...args, '--env-file', into],
      {
        file: process.execPath,
      },
    );
    assert.equal(missing.code, 2);
    assert.match(missing.stderr, /could not be read: it is a folder\. `--env-file` wants a file/);
  });
});

describe('formats', () => {
  const asked = ['attachments', '--source', 'candidates', '--reference', 'R&D #1'];

  test('of attachments', async () => {
    const json = await run([...asked, '--format', 'json'], { env });
    const rows = JSON.parse(json.stdout);
    assert.deepEqual(
      rows.map((/** @type {any} */ { type }) => type),
      ['resume', 'other', 'cover'],
    );
    const ndjson = await run([...asked, '--format', 'ndjson'], { env });
    assert.deepEqual(
      ndjson.stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
      rows,
    );
    const csv = await run([...asked, '--format', 'csv'], { env });
    assert.match(csv.stdout, /^\ufeff"alt",.*\r\n/);
    const cells = parse(csv.stdout, { bom: true, columns: true });
    assert.deepEqual(
      cells.map((/** @type {any} */ row) => row.original_file_name),
      rows.map((/** @type {any} */ row) => row.original_file_name),
    );
    const table = await run(asked, { env });
    const [header, ...lines] = table.stdout.trimEnd().split('\n');
    assert.match(header, /^TYPE +ORIGINAL_FILE_NAME +FILE_SIZE +UPDATED_AT +PUBLIC_URL$/);
    assert.equal(lines.length, 3);
    for (const { code, stderr } of [json, ndjson, csv, table]) assert.deepEqual([code, stderr], [0, '']);
  });

  test('of a profile without files', async () => {
    const none = ['attachments', '--source', 'candidates', '--key', 'candidate-2', '--format'];
    assert.deepEqual(await run([...none, 'json'], { env }), {
      code: 0,
      stdout: '[]\n',
      stderr: 'The profile has no files.\n',
    });
    assert.equal((await run([...none, 'ndjson', '--quiet'], { env })).stderr, '');
    assert.match((await run([...none, 'csv'], { env })).stdout, /^\ufeff"alt"[^\n]*\r\n$/);
  });

  test('of profiles: each once, in every format', async () => {
    const of = async (/** @type {string} */ format) => {
      const { code, stdout, stderr } = await run(
        ['profiles', '--source', 'many', '--page-size', '100', '--format', format],
        { env },
      );
      assert.deepEqual([code, stderr], [0, '']);
      return stdout;
    };
    const rows = JSON.parse(await of('json'));
    assert.equal(new Set(rows.map((/** @type {any} */ { key }) => key)).size, 2_000);
    assert.deepEqual(
      (await of('ndjson'))
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
      rows,
    );
    const cells = parse(await of('csv'), { bom: true, columns: true });
    assert.deepEqual(
      cells.map((/** @type {any} */ { key }) => key),
      rows.map((/** @type {any} */ { key }) => key),
    );
    const [header, ...lines] = (await of('table')).trimEnd().split('\n');
    assert.match(header, /^KEY +REFERENCE +CREATED_AT +UPDATED_AT$/);
    assert.equal(lines.length, 2_000);
  });

  test('the options of a walk arrive', async () => {
    standin.requests.length = 0;
    const options = ['--created-at-min', '2020-01-02', '--created-at-max', '2020-01-03', '--page-size', '7'];
    const { stdout } = await run(['profiles', '--source', 'many', ...options, '--format', 'ndjson'], { env });
    assert.equal(stdout.trimEnd().split('\n').length, 96);
    const { searchParams } = new URL(standin.requests[0].url);
    assert.deepEqual(
      ['created_at_min', 'created_at_max', 'limit'].map((name) => searchParams.get(name)),
      ['2020-01-02', '2020-01-03', '7'],
    );
  });

  test('no text of a stranger’s moves the cursor or turns the order of a table; JSON keeps it as escapes', async (context) => {
    const name = 'a\u001b[2J\u009b1m\nb\u202efdp.exe';
    const server = await listen(() => Response.json({ code: 200, data: [{ original_file_name: name, file_size: 3 }] }));
    context.after(() => server.close());
    const own = { env: environment(server.url) };
    const one = ['attachments', '--source', 'S', '--key', 'K'];
    const table = await run(one, own);
    assert.doesNotMatch(table.stdout.replaceAll('\n', ''), /[\p{Cc}\u202e]/u);
    assert.equal(table.stdout.split('\n').length, 3);
    for (const format of ['json', 'ndjson']) {
      const { stdout } = await run([...one, '--format', format], own);
      assert.doesNotMatch(stdout.replaceAll('\n', ''), /[\p{Cc}\u202e]/u);
      assert.equal([JSON.parse(stdout)].flat()[0].original_file_name, name);
    }
  });

  test('a long name and a deep answer cost no more than they weigh', async (context) => {
    let body = '';
    const server = await listen(() => new Response(body));
    context.after(() => server.close());
    const own = { env: environment(server.url) };
    const ask = (/** @type {string} */ format) =>
      run(['attachments', '--source', 'S', '--key', 'K', '--format', format], own);
    const names = ['é'.repeat(1_000_000), ...Array.from({ length: 500 }, (_, row) => `${row}.pdf`)];
    body = JSON.stringify({ code: 200, data: names.map((original_file_name) => ({ original_file_name })) });
    const { stdout } = await ask('table');
    assert.match(stdout, /é…$/m);
    assert.ok(stdout.length < 200_000, `${stdout.length}`);

    body = `{"code":200,"data":[{"type":"x","more":${'['.repeat(50)}${'0,'.repeat(1_000)}0${']'.repeat(50)}}]}`;
    assert.ok((await ask('json')).stdout.length < 10_000);
    body = `{"code":200,"data":[{"type":"x","more":${'['.repeat(2_000)}${']'.repeat(2_000)}}]}`;
    for (const format of ['json', 'ndjson']) {
      const deep = await ask(format);
      assert.equal(deep.code, 0, deep.stderr);
      assert.ok(deep.stdout.length < 10_000, `${deep.stdout.length}`);
      assert.equal([JSON.parse(deep.stdout)].flat()[0].type, 'x');
    }
    body = body.replace('[]', `${'['.repeat(50_000)}${']'.repeat(50_000)}`);
    const deeper = await ask('json');
    assert.equal(deeper.code, 3);
    assert.match(deeper.stderr, /nested too deeply to be written as JSON; take the formats `table` or `csv`/);
    assert.equal((await ask('csv')).code, 0);
  });

  test('no cell of a CSV is a formula: each is as the folder’s own list has it', async (context) => {
    const to = folder(context);
    const range = ['--source', 'many', '--created-at-max', '2020-01-03'];
    assert.equal((await run(['export', ...range, '--to', to], { env })).code, 0);
    const rows = /** @type {any[]} */ (parse(readFileSync(join(to, 'attachments.csv')), { bom: true, columns: true }));
    const odd = rows.filter(
      ({ type, original_file_name }) => type === 'original' && !original_file_name.startsWith('CV of'),
    );
    assert.equal(odd.length, 14);
    for (const row of odd) {
      const { stdout } = await run(['attachments', '--source', 'many', '--key', row.profile_key, '--format', 'csv'], {
        env,
      });
      const [, original] = /** @type {any[]} */ (parse(stdout, { bom: true, columns: true }));
      for (const [column, cell] of Object.entries(original))
        assert.equal(cell, row[column], `${row.profile_key} ${column}`);
    }
  });

  test('an unknown profile is a sentence, nothing on stdout, exit code 1', async () => {
    for (const format of ['table', 'json', 'ndjson', 'csv']) {
      const unknown = ['attachments', '--source', 'candidates', '--key', 'nobody', '--format', format];
      const { code, stdout, stderr } = await run(unknown, { env });
      assert.deepEqual([code, stdout], [1, '']);
      assert.match(stderr, /^[^\n]*Profile not found[^\n]*\.\n$/);
    }
  });
});

describe('export and verify', () => {
  test('all done, kept the second time, and verified', async (context) => {
    const to = join(folder(context), 'made');
    const args = ['export', ...FIRST_DAY, '--to', to];
    const first = await run(args, { env });
    assert.deepEqual([first.code, first.stdout], [0, '']);
    assert.match(
      first.stderr,
      /^48 profiles gone through: 96 fetched, 0 kept, 0 removed, 0 failed\. 96 files \(\d+ kB\) in .*made\.\n$/,
    );
    const second = await run(args, { env });
    assert.match(second.stderr, /0 fetched, 96 kept/);
    assert.deepEqual(await run([...args, '--quiet'], { env }), { code: 0, stdout: '', stderr: '' });
    const verified = await run(['verify', to]);
    assert.deepEqual([verified.code, verified.stdout], [0, '']);
    assert.match(verified.stderr, /^96 files \(\d+ kB\) in .*: all as they were\.\n$/);
  });

  test('--type and --shard', async (context) => {
    const into = folder(context);
    /** @type {string[]} */
    const keys = [];
    for (const share of ['1/3', '2/3', '3/3']) {
      const to = join(into, share.replace('/', '-'));
      const args = ['export', ...FIRST_DAY, '--to', to, '--shard', share, '--type', 'resume,cover'];
      assert.equal((await run(args, { env })).code, 0);
      for (const { profile, attachment } of listed(to)) {
        keys.push(profile.key);
        assert.equal(attachment.type, 'resume');
      }
    }
    assert.deepEqual([keys.length, new Set(keys).size], [48, 48]);
    const { stderr } = await run(['export', ...FIRST_DAY, '--to', join(into, 'x'), '--type', 'resme'], { env });
    assert.match(stderr, /No type `resme` is known; `resume` is\./);
  });

  test('--dry-run writes nothing and fetches nothing; --delete-missing removes', async (context) => {
    const to = join(folder(context), 'made');
    standin.requests.length = 0;
    const args = ['export', '--source', 'many', '--to', to, '--profiles', '-'];
    const all = { env, input: 'key\nmany-0001\nmany-0002\n' };
    const dry = await run([...args, '--dry-run'], all);
    assert.equal(dry.code, 0);
    assert.match(dry.stderr, /nothing was written: 4 would be fetched, 0 kept, 0 removed/);
    assert.ok(!existsSync(to));
    assert.ok(standin.requests.every(({ url }) => !url.includes('/files/')));
    assert.equal((await run(args, all)).code, 0);
    const source = await startStandin({ sources: [{ key: 'many', profiles: [] }] });
    context.after(() => source.close());
    const gone = ['export', '--source', 'many', '--to', to, '--delete-missing'];
    const said = await run([...gone, '--dry-run'], { env: environment(source.api_url) });
    assert.match(said.stderr, /0 would be fetched, 0 kept, 4 removed/);
    assert.equal(listed(to).length, 4);
    const removed = await run(gone, { env: environment(source.api_url) });
    assert.match(removed.stderr, /4 removed/);
    assert.equal(listed(to).length, 0);
  });

  test('some failed: the count, and where they are listed; also to the quiet', async (context) => {
    const to = folder(context);
    for (const quiet of [[], ['--quiet']]) {
      const { code, stdout, stderr } = await run(['export', '--source', 'candidates', '--to', to, ...quiet], { env });
      const { length } = listed(to, 'failures.ndjson');
      assert.ok(length > 0);
      assert.deepEqual([code, stdout], [1, '']);
      assert.ok(stderr.includes(`${length} failed. They are listed in ${join(to, 'failures.ndjson')}`), stderr);
      assert.equal(stderr.split('\n').length, quiet.length > 0 ? 2 : 3);
    }
  });

  test('what would fail for all stops it', async (context) => {
    const to = folder(context);
    writeFileSync(join(to, 'file'), '');
    const args = ['export', ...FIRST_DAY, '--max-retries', '0', '--to'];
    const rows = /** @type {[string, Record<string, string>, RegExp][]} */ ([
      [to, { HRFLOW_API_KEY: API_SECRET_OVER_QUOTA }, /402/],
      [to, { HRFLOW_API_KEY: 'another key' }, /401/],
      [to, { HRFLOW_API_URL: 'http://127.0.0.1:9/v1' }, /network|reach|connect/i],
      [join(to, 'file', 'below'), {}, /file.* could not be written or read: a file stands where a folder is needed/],
    ]);
    for (const [directory, own, message] of rows) {
      const { code, stdout, stderr } = await run([...args, directory], { env: { ...env, ...own } });
      assert.deepEqual([code, stdout], [3, ''], stderr);
      assert.match(stderr, message);
      assert.match(stderr, /run the same command again\.\n$/);
    }
  });

  test('a folder that another run holds: who holds it, exit code 2', async (context) => {
    const held = await startHolding(context, (path) => path.startsWith('/files/'));
    const to = folder(context);
    const options = { env: environment(held.api_url) };
    const first = start(['export', ...FIRST_DAY, '--to', to], options);
    await held.holding(1);
    const { code, stderr } = await run(['export', ...FIRST_DAY, '--to', to], options);
    assert.equal(code, 2);
    assert.match(stderr, new RegExp(`is in use by process ${first.child.pid} on `));
    held.open();
    assert.equal((await first.ended).code, 0);
  });

  test('verify names what differs, one a line, exit code 1', async (context) => {
    const to = folder(context);
    await run(['export', '--source', 'many', '--to', to, '--profiles', '-'], {
      env,
      input: 'key\nmany-0001\nmany-0002\n',
    });
    const [one, other, third] = listed(to).map(({ path }) => path);
    appendFileSync(join(to, one), 'x');
    rmSync(join(to, other));
    writeFileSync(join(to, third), Buffer.alloc(statSync(join(to, third)).size));
    const { code, stdout, stderr } = await run(['verify', to]);
    assert.equal(code, 1);
    assert.deepEqual(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.split(/ {2,}/)),
      [
        ['size', one],
        ['missing', other],
        ['sha256', third],
      ],
    );
    assert.match(stderr, /^1 file .* as they were, 3 not/);
    const quiet = await run(['verify', to, '--quiet']);
    assert.equal(quiet.code, 1);
    await refused(
      ['verify', folder(context)],
      /has no attachments\.ndjson; give a folder that `hrflow-wasm export` has filled/,
    );
  });

  test('--log ndjson: each line of stderr is JSON, the last ones say how it ended', async (context) => {
    const to = folder(context);
    const lines = async (/** @type {string[]} */ args, own = env) =>
      (await run([...args, '--log', 'ndjson'], { env: own })).stderr
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
    const [end, ...more] = await lines(['export', ...FIRST_DAY, '--to', to]);
    assert.equal(more.length, 0);
    const { message, ...details } = end;
    const counts = { profiles: 48, files: 96, fetched: 96, kept: 0, removed: 0, failed: 0 };
    assert.deepEqual({ ...details, bytes: 0 }, { event: 'end', bytes: 0, ...counts, exit_code: 0 });
    assert.match(message, /96 fetched/);
    const [stopped] = await lines(['profiles', '--source', 'many'], { ...env, HRFLOW_API_KEY: 'another key' });
    assert.deepEqual([stopped.event, stopped.kind, stopped.status, stopped.exit_code], ['error', 'api', 401, 3]);
    const [verified] = await lines(['verify', to]);
    assert.deepEqual([verified.event, verified.files, verified.differences, verified.exit_code], ['end', 96, 0, 0]);
  });

  test('nothing of a candidate is said beyond keys', async (context) => {
    const to = folder(context);
    const input = '{"email":"a+b@x.io"}\n{"email":"mallory@example.com"}\n{"email":"nobody@example.com"}\n';
    const args = ['export', '--source', 'candidates', '--to', to, '--profiles', '-'];
    for (const log of [[], ['--log', 'ndjson']]) {
      const { code, stderr } = await run([...args, ...log], { env, input });
      assert.equal(code, 1);
      assert.doesNotMatch(stderr, /@|Résumé|invoice/);
    }
  });
});

describe('--profiles', () => {
  const KEYS = ['many-0001', 'many-0007'];
  const lists = /** @type {Record<string, string | Uint8Array>} */ ({
    'as Excel writes it':
      '\ufeffName;"key";Note\r\nDoe;many-0001;"two\r\nlines; ""quoted"""\r\n;;\r\nRoe;many-0007;\r\n',
    'with commas, and one row twice': 'key,name\nmany-0001,"Doe, Jane"\nmany-0007,Roe\nmany-0001,again\n',
    'with tabs, by reference': 'Reference\tName\nR/0001\tDoe\nR/0007\tRoe\n',
    'by e-mail': 'id,EMAIL\n1,candidate+0001@many.example\n2,candidate+0007@many.example',
    'with several names, of which the first that is there counts':
      'email,key\nx@y.example,many-0001\ncandidate+0007@many.example,\n',
    'in UTF-16, as Excel’s Unicode text': Buffer.from('\ufeffkey\tname\r\nmany-0001\té\r\nmany-0007\t\r\n', 'utf16le'),
    'as NDJSON': '{"key":"many-0001","name":1}\r\n\n{"reference":"R/0007","key":null}',
    'with old Mac line ends': 'key\rmany-0001\rmany-0007\r',
    'with a quoted name of a column before':
      '"Name, first",key,manager_key\r\n"Doe, Jane",many-0001,x\r\n,many-0007,y\r\n',
    'with semicolons, and a name of a column over two lines':
      '"Name, \r\nfirst";key\r\nDoe;many-0001\r\nRoe;many-0007\r\n',
    'of one column, with a row that was cleared': 'key\r\nmany-0001\r\n,\r\nmany-0007\r\n',
    'of one column, whose names have what elsewhere stands between cells': 'reference\r\nR/0001\r\n"R/0007"\r\n',
    'with lines of several programs': 'key,name\r\nmany-0001,Doe\r\nmany-0007,Roe\nmany-0001,Doe\rmany-0007,Roe\n',
  });
  for (const [name, input] of Object.entries(lists)) {
    test(`${name}, from a file and from stdin`, async (context) => {
      const into = folder(context);
      const file = join(into, 'list');
      writeFileSync(file, input);
      for (const from of [file, '-']) {
        const to = join(into, from === '-' ? 'b' : 'a');
        const { code, stderr } = await run(['export', '--source', 'many', '--to', to, '--profiles', from], {
          env,
          input,
        });
        assert.equal(code, 0, stderr);
        assert.match(stderr, /^2 profiles gone through: 4 fetched/);
        const paths = listed(to).map(({ attachment }) => attachment.public_url);
        for (const key of KEYS)
          assert.ok(
            paths.some((path) => path.includes(key.replace('-', '/'))),
            key,
          );
      }
    });
  }

  test('what `profiles` and a spreadsheet wrote is a list, too', async (context) => {
    const { stdout } = await run(['profiles', ...FIRST_DAY, '--format', 'csv'], { env });
    const args = ['export', '--source', 'many', '--to', folder(context), '--profiles', '-', '--dry-run'];
    assert.match((await run(args, { env, input: stdout })).stderr, /^48 profiles/);
    standin.requests.length = 0;
    // In a list of one column a comma is a letter, for spreadsheets of many countries put no quotes there.
    await run(args, { env, input: 'reference\r\n2024,17\r\nDupont; "Jean"\r\n'.replaceAll('"', '') });
    const asked = standin.requests.splice(0).map(({ url }) => new URL(url).searchParams.get('reference'));
    assert.deepEqual(asked.sort(), ['2024,17', 'Dupont; Jean']);
    // Marked for a spreadsheet, it is a name as before.
    await run(args, { env, input: 'reference\r\n"\'=1"\r\n"\'007"\r\n' });
    const references = standin.requests.map(({ url }) => new URL(url).searchParams.get('reference'));
    assert.deepEqual(references.sort(), ['007', '=1']);
  });

  const bad = /** @type {[string, string | Uint8Array, RegExp][]} */ ([
    ['a row without a name', 'key,name\nmany-0001,Doe\n,Roe\n', /Line 3 of stdin has nothing in `key`/],
    [
      'a row without a name behind one of two lines',
      'name,key\r\n"Doe\r\nJane",many-0001\r\nRoe,\n',
      /Line 4 of stdin has nothing in `key`/,
    ],
    [
      'a row with more cells than names',
      'reference,name\nR/0001,Doe\nDupont, Jean,Dupont\n',
      /Line 3 of stdin has more cells than line 1 has names/,
    ],
    [
      'a row with a cell that no name is for',
      'reference\r\nR/0001\r\nR/0007,\r\n',
      /Line 3 of stdin ends with a comma, a semicolon or a tab/,
    ],
    ['a quote that is missing', 'key,name\nmany-0001,"Doe\nmany-0007,Roe\n', /Line \d of stdin is no CSV/],
    ['a column that is missing', 'name,city\nDoe,Lyon\n', /Line 1 of stdin has no names of columns that are known/],
    [
      'a list without names of columns',
      'jane@example.com\njoe@example.com\n',
      /Line 1 of stdin has no names of columns/,
    ],
    ['JSON that is torn', '{"key":"many-0001"}\n{"key":"many-0\n', /Line 2 of stdin is no JSON object/],
    ['JSON with a number', '{"key":"many-0001"}\n\n{"key":7}\n', /Line 3 of stdin is no JSON object/],
    ['nobody', 'key,name\n', /stdin names no profile/],
    ['nothing', '', /stdin/],
    ['another encoding', Buffer.from('key,name\nmany-0001,\xe9t\xe9\n', 'latin1'), /not in UTF-8/],
  ]);
  for (const [name, input, message] of bad) {
    test(`${name} is named before anything is sent`, async (context) => {
      standin.requests.length = 0;
      const to = join(folder(context), 'made');
      const { code, stdout, stderr } = await run(['export', '--source', 'many', '--to', to, '--profiles', '-'], {
        env,
        input,
      });
      assert.match(stderr, message);
      assert.deepEqual([code, stdout, standin.requests.length], [2, '', 0]);
      assert.ok(!existsSync(to));
      assert.doesNotMatch(stderr, /Doe|Roe|example\.com|many-/);
    });
  }
});

describe('pipes', () => {
  test('whoever has read enough is no error', async () => {
    for (const format of ['table', 'json', 'ndjson', 'csv']) {
      const args = ['profiles', '--source', 'many', '--format', format];
      const { child, said, until, ended } = start(args, { env });
      await until(() => said.stdout !== '');
      child.stdout.destroy();
      const { code, stderr } = await ended;
      assert.deepEqual([code, stderr], [0, '']);
    }
    const script = `"$0" profiles --source many --format ndjson | head -n 1; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = await run(['-c', script, command], { file: 'bash', env });
    assert.match(stdout, /^\{.*\}\n0\n$/);
    assert.equal(stderr, '');
  });

  test('who is interrupted waits for no reader', { timeout: 60_000 }, async (context) => {
    const { child, ended, until, said } = start(['profiles', '--source', 'many', '--format', 'ndjson'], { env });
    context.after(() => child.kill('SIGKILL'));
    await until(() => said.stdout !== '');
    child.stdout.pause();
    // The pipe is full by then.
    await delay(1_500);
    child.kill('SIGINT');
    await until(() => /Interrupted/.test(said.stderr));
    child.stdout.resume();
    assert.equal((await ended).code, 130);
  });

  test('what differs differs, whoever reads of it', async (context) => {
    const to = folder(context);
    await run(['export', ...FIRST_DAY, '--to', to], { env });
    const [{ path }] = listed(to);
    writeFileSync(join(to, path), 'x');
    const script = `set -o pipefail; "$0" verify "$1" | true; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = await run(['-c', script, command, to], { file: 'bash', env });
    assert.equal(stdout, '1\n');
    assert.match(stderr, /1 not/);
  });

  test('words that nobody reads stop no export', async (context) => {
    const to = folder(context);
    const { child, ended } = start(['export', ...FIRST_DAY, '--to', to], { env });
    child.stderr.destroy();
    assert.equal((await ended).code, 0);
    assert.equal(listed(to).length, 96);
  });

  test('a disk that is full under stdout is told', { skip: !existsSync('/dev/full') && 'no /dev/full' }, async () => {
    const script = '"$0" profiles --source candidates > /dev/full';
    const { code, stderr } = await run(['-c', script, command], { file: 'bash', env });
    assert.equal(code, 3);
    assert.equal(stderr, 'The output could not be written: the disk is full.\n');
  });
});

describe('interrupted', () => {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    test(`by ${signal}: exit code 130, what is whole is kept, and the same command completes it`, async (context) => {
      let files = 0;
      const held = await startHolding(context, (path) => path.startsWith('/files/') && ++files > 20);
      const to = folder(context);
      const args = ['export', ...FIRST_DAY, '--to', to, '--concurrency', '4'];
      const options = { env: environment(held.api_url) };
      const { child, ended } = start(args, options);
      // All that may be in flight: what came before is whole.
      await held.holding(4);
      child.kill(signal);
      const { code, stdout, stderr } = await ended;
      assert.deepEqual([code, stdout], [130, '']);
      assert.match(
        stderr,
        /^Stopping: .*Press Ctrl-C again to end at once\.\nInterrupted\. What is whole is kept; to go on, run the same command again\.\n$/,
      );
      const kept = listed(to).length;
      assert.equal(kept, 20);
      assert.equal((await run(['verify', to])).code, 0);
      assert.deepEqual(readdirSync(join(to, '.hrflow-export/parts')), []);
      held.open();
      const again = await run(args, options);
      assert.equal(again.code, 0, again.stderr);
      assert.equal(listed(to).length, 96);
      assert.equal((await run(['verify', to])).code, 0);
    });
  }

  test('while it lists, or waits for stdin', async (context) => {
    const held = await startHolding(context, () => true);
    const options = { env: environment(held.api_url) };
    for (const args of [
      ['attachments', '--source', 'many', '--key', 'many-0001'],
      ['profiles', '--source', 'many'],
    ]) {
      const before = held.requests.length;
      const { child, ended } = start(args, options);
      await held.holding(before + 1);
      child.kill('SIGINT');
      const { code, stdout, stderr } = await ended;
      assert.deepEqual([code, stdout], [130, '']);
      assert.match(stderr, /Interrupted\.\n$/);
    }
    const waiting = start(['export', '--source', 'many', '--to', folder(context), '--profiles', '-'], options);
    waiting.child.stdin.write('key\n');
    // Its handlers are there before it reads.
    await delay(1_000);
    waiting.child.kill('SIGINT');
    assert.equal((await waiting.ended).code, 130);
  });

  test('twice: the second one ends it at once; one that npx passes on is the first one still', async () => {
    // What has been asked to stop does not, here.
    const url = new URL('../../pkg/source/command/interruption.mjs', import.meta.url).href;
    const code = `import { interruption } from '${url}'; interruption(() => console.log('first')); setInterval(() => {}, 9); console.log('ready')`;
    const { child, said, until, ended } = start(['--input-type=module', '-e', code], { file: process.execPath });
    await until(() => said.stdout.includes('ready'));
    child.kill('SIGINT');
    await until(() => said.stdout.includes('first'));
    child.kill('SIGTERM');
    await delay(500);
    assert.equal(child.exitCode, null);
    child.kill('SIGINT');
    assert.deepEqual(await ended, { code: 130, stdout: 'ready\nfirst\n', stderr: '' });
  });
});

describe('how far it is, where there is no terminal', () => {
  test('a line every ten seconds, in words or as JSON, and none to the quiet', async (context) => {
    const logs = [[], ['--log', 'ndjson'], ['--quiet']];
    const held = await startHolding(context, (path) => path.startsWith('/files/many/0005'));
    const runs = logs.map((log) => {
      const args = ['export', ...FIRST_DAY, '--to', folder(context), ...log];
      return start(args, { env: environment(held.api_url) });
    });
    const [words, json, quiet] = runs;
    await Promise.all([words, json].map(({ said, until }) => until(() => said.stderr.includes('\n'))));
    held.open();
    const ended = await Promise.all(runs.map((one) => one.ended));
    assert.deepEqual(
      ended.map(({ code }) => code),
      [0, 0, 0],
    );
    assert.match(words.said.stderr.split('\n')[0], /^\[=* *\] \d+ of 48 profiles, \d+ files?, \d+ (kB|bytes)/);
    const line = JSON.parse(json.said.stderr.split('\n')[0]);
    assert.deepEqual(Object.keys(line), ['event', 'profiles', 'total', 'files', 'bytes', 'failed', 'waiting']);
    assert.deepEqual([line.event, line.total, line.failed], ['progress', 48, 0]);
    assert.equal(quiet.said.stderr, '');
    assert.doesNotMatch(
      ended
        .map(({ stderr }) => stderr)
        .join('')
        .replaceAll('\n', ''),
      /\p{Cc}/u,
    );
  });
});

test('the command loads the package’s own files, and of them what it needs', () => {
  const bundle = readFileSync(join(project, 'node_modules/hrflow-wasm/dist/command.mjs'), 'utf8');
  assert.ok(bundle.startsWith('#!/usr/bin/env node\n'));
  for (const name of ['index', 'bulk', 'export']) assert.match(bundle, new RegExp(`["']\\./${name}\\.mjs["']`));
  for (const name of ['bulk', 'export']) assert.match(bundle, new RegExp(`import\\(["']\\./${name}\\.mjs["']\\)`));
  assert.ok(bundle.length < 120_000, `${bundle.length} bytes`);
});
