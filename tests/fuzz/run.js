// `npm run fuzz [seconds]`: libFuzzer over the response rules, for a minute unless told otherwise. It works on a copy of the
// corpus; what it finds stays under target/.

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, say } from '../../pkg/build/command.mjs';

const seconds = Number(process.argv[2] ?? 60);

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
say('Building the fuzz target');
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
const corpus = join(target, 'corpus');
mkdirSync(corpus, { recursive: true });
cpSync(join(root, 'tests/fuzz/corpus'), corpus, { recursive: true });
say(`Fuzzing for ${seconds} s`);
run(join(target, host, 'release', 'response'), [
  corpus,
  `-max_total_time=${seconds}`,
  `-artifact_prefix=${target}/`,
  '-print_final_stats=1',
  '-verbosity=0',
]);
