// What npm and Cargo say to a release, short of making it; and which files they would take.

import { spawnSync } from 'node:child_process';
import { root } from '../build/command.mjs';
import { TARGET } from '../build/crates.mjs';
import { version } from './versions.mjs';

/**
 * @param {string} command
 * @param {string[]} args
 */
function asked(command, args) {
  const shell = process.platform === 'win32' && command === 'npm';
  const options = { cwd: root, encoding: /** @type {const} */ ('utf8'), shell, maxBuffer: 2 ** 26 };
  const { status, stdout, stderr } = spawnSync(command, args, options);
  return { status, stdout: stdout ?? '', stderr: stderr ?? '' };
}

/** npm mends a manifest on its way, and says so; what is published should be what is committed. */
const MENDED = /auto-corrected|errors corrected/;

/** @param {string} tarball @returns {string[]} */
export function npm(tarball) {
  const args = ['publish', tarball, '--dry-run', '--ignore-scripts', '--access', 'public', ...tagged(version())];
  return judged(asked('npm', args));
}

/** @param {{ status: number | null, stderr: string }} npm what it said @returns {string[]} */
export function judged({ status, stderr }) {
  if (status !== 0) return [`\`npm publish --dry-run\` failed:\n${stderr}`];
  return MENDED.test(stderr)
    ? [`npm would change pkg/package.json: run \`npm pkg fix\` in pkg/. It says:\n${stderr}`]
    : [];
}

/** @param {string} version @returns {string[]} what is before a release must not become what `npm install` takes */
export const tagged = (version) => (version.includes('-') ? ['--tag', 'next'] : []);

/** Where the crate is compiled before it is published: on this machine, and for what it is for. */
const TARGETS = [[], ['--target', TARGET]];

/** @returns {string[]} */
export function cargo() {
  return TARGETS.flatMap((target) => {
    const args = ['publish', '--dry-run', '--locked', '--quiet', ...target];
    const { status, stderr } = asked('cargo', args);
    return status === 0 ? [] : [`\`cargo ${args.join(' ')}\` failed:\n${stderr}`];
  });
}

/** What a crate has beside its source. */
const OF_CRATE = [
  '.cargo_vcs_info.json',
  'CHANGELOG.md',
  'Cargo.lock',
  'Cargo.toml',
  'Cargo.toml.orig',
  'LICENSE',
  'pkg/README.md',
];

/** @returns {string[]} whether the crate has its source, and nothing but that and what is said of it */
export function crateFiles() {
  const sources = asked('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'src'])
    .stdout.trim()
    .split('\n');
  const packed = asked('cargo', ['package', '--list', '--locked', '--allow-dirty']);
  if (packed.status !== 0) return [`\`cargo package --list\` failed:\n${packed.stderr}`];
  return unexpected(packed.stdout.trim().split('\n'), [...OF_CRATE, ...sources]);
}

/**
 * @param {string[]} files that it has
 * @param {string[]} wanted
 * @returns {string[]}
 */
export function unexpected(files, wanted) {
  const more = files.filter((file) => !wanted.includes(file));
  const less = wanted.filter((file) => !files.includes(file));
  return [
    ...more.map((file) => `The crate would have ${file}: take it out of \`include\` in Cargo.toml.`),
    ...less.map((file) => `The crate lacks ${file}: commit it, and name it in \`include\` of Cargo.toml.`),
  ];
}
