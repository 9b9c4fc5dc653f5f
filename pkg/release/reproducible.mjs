// Whether anybody who builds the same commit gets the same bytes: two clean clones are built and packed, in folders of another length, by
// another user where that is possible, each with a home, an umask, a time zone and a language of its own.

import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { root, say } from '../build/command.mjs';
import { digest, PACKING, packedIn } from './ready.mjs';

/** The user of the second clone, where root may choose: nobody. */
const NOBODY = 65_534;

/**
 * @typedef {object} Place
 * @property {string} home
 * @property {string} clone
 * @property {number} [user] another than the one who asks
 * @property {string} umask
 * @property {Record<string, string>} env
 */

/** Of the environment, what would make a clone know of the other, or of this process. */
const OWN = /^(npm_|cargo|rustflags|rustup|rustc|node_|init_cwd|hrflow)/i;

/**
 * @param {Place} place
 * @param {string} command
 * @param {string[]} args
 * @returns {string | undefined} what failed
 */
function run({ home, clone, user, umask, env }, command, args) {
  const kept = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OWN.test(name)));
  const as = user === undefined ? [] : ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups'];
  const line = ['-c', `umask ${umask}; exec "$@"`, 'sh', ...as, command, ...args];
  const { status, stdout, stderr, error } = spawnSync('sh', line, {
    cwd: clone,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    env: {
      ...kept,
      HOME: home,
      CARGO_HOME: join(home, '.cargo'),
      RUSTUP_HOME: process.env.RUSTUP_HOME ?? join(homedir(), '.rustup'),
      ...env,
    },
  });
  return status === 0
    ? undefined
    : `\`${command} ${args.join(' ')}\` failed in ${clone}:\n${error ?? ''}${stdout}${stderr}`;
}

/** Whether this process may become another user. */
const isRoot = () => process.getuid?.() === 0 && spawnSync('setpriv', ['--version']).status === 0;

/** @param {string} parent @returns {Place[]} */
function places(parent) {
  const long = join(parent, 'a-folder-whose-name-is-a-good-deal-longer', 'and one with a space');
  /** @type {Place[]} */
  const all = [
    { home: join(parent, 'h'), clone: join(parent, 'c'), umask: '022', env: { TZ: 'UTC', LANG: 'C', LC_ALL: 'C' } },
    {
      home: join(long, 'home'),
      clone: join(long, 'clone'),
      umask: '077',
      env: { TZ: 'Asia/Kathmandu', LANG: 'fr_FR.UTF-8', LC_ALL: 'C.UTF-8', PATH: pathOfCopy(parent) },
      ...(isRoot() && { user: NOBODY }),
    },
  ];
  for (const { home, clone } of all) for (const folder of [home, clone]) mkdirSync(folder, { recursive: true });
  return all;
}

/**
 * Copies the compiler, which is part of what is built from, to where another user can read it.
 * @param {string} parent
 * @returns {string} what finds it, and nothing in the home of who asks
 */
function pathOfCopy(parent) {
  const from = spawnSync('rustc', ['--print', 'sysroot'], { cwd: root, encoding: 'utf8' }).stdout.trim();
  const to = join(parent, 'toolchain');
  const manual = join(from, 'share/doc/rust/html');
  cpSync(from, to, { recursive: true, filter: (path) => path !== manual });
  const others = String(process.env.PATH).split(delimiter);
  return [join(to, 'bin'), ...others.filter((path) => !path.startsWith(homedir()))].join(delimiter);
}

/** What is built with, and does not ship: compiled in the first clone, copied to the second; for Cargo takes it as it is only beside the very crates that it is made of. */
const TOOLS = 'target/tools';
const CRATES = '.cargo/registry';

/**
 * @param {Place} place
 * @param {string} commit
 * @param {Place} [before] the one that has the tools
 * @returns {string | undefined} what failed
 */
function build(place, commit, before) {
  const { home, clone, user } = place;
  // By who asks: git lets nobody else read this repository.
  const asking = { ...place, user: undefined };
  const cloned =
    run(asking, 'git', ['clone', '--quiet', '--no-local', '--no-checkout', root, '.']) ??
    run(asking, 'git', ['checkout', '--quiet', '--detach', commit]);
  if (cloned) return cloned;
  if (before) {
    const copied = { recursive: true, preserveTimestamps: true };
    cpSync(join(before.clone, TOOLS), join(clone, TOOLS), copied);
    cpSync(join(before.home, CRATES), join(home, CRATES), copied);
  }
  if (user !== undefined) spawnSync('chown', ['-R', `${user}:${user}`, clone, home]);
  const steps = /** @type {[string, string[]][]} */ ([['npm', ['run', '--silent', 'build']], ...PACKING]);
  for (const [command, args] of steps) {
    const failed = run(place, command, args);
    if (failed) return failed;
  }
  return undefined;
}

/** @typedef {import('./ready.mjs').Packages} Packages */

/**
 * @param {Packages[]} packed each time from the same commit
 * @returns {{ said: string[], problems: string[] }}
 */
export function compared(packed) {
  const found = /** @type {const} */ (['npm', 'crate']).map((which) => {
    const sums = [...new Set(packed.map((paths) => digest(paths[which])))].join(', ');
    return { which, sums, isSame: !sums.includes(', ') };
  });
  return {
    said: found.filter(({ isSame }) => isSame).map(({ which, sums }) => `${which}: sha256 ${sums}`),
    problems: found
      .filter(({ isSame }) => !isSame)
      .map(
        ({ which, sums }) =>
          `The ${which} package has other bytes from another clone (sha256 ${sums}): find what of the machine is in it.`,
      ),
  };
}

/**
 * @param {Packages} ready those of this clone, which have to be the same, too
 * @returns {{ said: string[], problems: string[] }}
 */
export function reproduced(ready) {
  const commit = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).stdout.trim();
  const parent = mkdtempSync(join(tmpdir(), 'hrflow-reproduced-'));
  // Another user has to get in.
  chmodSync(parent, 0o755);
  try {
    const [first, second] = places(parent);
    const by =
      second.user === undefined ? 'the same user in another home, for this one may not become another' : 'another user';
    say(`Building two clean clones of ${commit.slice(0, 12)}, the second by ${by} (about five minutes)`);
    const failed = build(first, commit) ?? build(second, commit, first);
    if (failed) return { said: [], problems: [failed] };
    return compared([ready, packedIn(first.clone), packedIn(second.clone)]);
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}
