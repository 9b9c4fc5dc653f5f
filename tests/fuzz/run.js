// `npm run fuzz [seconds] [target]`: libFuzzer over the rules that read what strangers wrote, for a minute unless told
// otherwise, which the targets share. It works on a copy of the corpus; what it finds stays under target/.

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fail, root, run, say } from '../../pkg/build/command.mjs';

const TARGETS = ['response', 'file_name', 'file_address'];

const words = process.argv.slice(2);
const named = words.filter((word) => Number.isNaN(Number(word)));
const unknown = named.find((word) => !TARGETS.includes(word));
if (unknown !== undefined) fail(`\`${unknown}\` is not a fuzz target; the targets are ${TARGETS.join(', ')}.`);
const chosen = named.length > 0 ? named : TARGETS;
const seconds = Math.ceil(Number(words.find((word) => !named.includes(word)) ?? 60) / chosen.length);

const COVERAGE = [
  '-Cpasses=sancov-module',
  '-Cllvm-args=-sanitizer-coverage-level=4',
  '-Cllvm-args=-sanitizer-coverage-inline-8bit-counters',
  '-Cllvm-args=-sanitizer-coverage-pc-table',
  '-Cllvm-args=-sanitizer-coverage-trace-compares',
  '-Ccodegen-units=1',
  '-Cdebug-assertions',
  '-Coverflow-checks',
  '--cfg=fuzzing',
];

const host = /^host: (.*)$/m.exec(execFileSync('rustc', ['-vV'], { encoding: 'utf8' }))?.[1] ?? '';
const target = join(root, 'target', 'fuzz');
say('Building the fuzz targets');
run(
  'cargo',
  // A target by its name keeps the flags away from build scripts.
  [
    'build',
    '--quiet',
    '--locked',
    '--release',
    '--manifest-path',
    'tests/fuzz/Cargo.toml',
    '--target',
    host,
    '--target-dir',
    target,
  ],
  { env: { RUSTFLAGS: COVERAGE.join(' ') } },
);
for (const name of chosen) {
  const corpus = join(target, 'corpus', name);
  mkdirSync(corpus, { recursive: true });
  cpSync(join(root, 'tests/fuzz/corpus', name), corpus, { recursive: true });
  say(`Fuzzing ${name} for ${seconds} s`);
  run(join(target, host, 'release', name), [
    corpus,
    `-max_total_time=${seconds}`,
    `-artifact_prefix=${target}/${name}-`,
    '-print_final_stats=1',
    '-verbosity=0',
  ]);
}
