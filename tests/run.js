// `npm test`: builds what is missing, then runs every check. It may be the first command ever run here.

import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { bindgenTestRunner, installPackages, root, run, say } from '../pkg/build/install.mjs';

installPackages();
const { build } = await import('../pkg/build/build.mjs');
await build();

const bin = (/** @type {string} */ path) => [join(root, 'node_modules', path)];

say('Formatters and linters: rustfmt, clippy, biome, tsc');
run('cargo', ['fmt', '--all', '--check']);
const warnings = ['--', '--deny', 'warnings'];
run('cargo', ['clippy', '--quiet', '--locked', '--all-targets', ...warnings]);
const wasm = ['--target', 'wasm32-unknown-unknown'];
run('cargo', ['clippy', '--quiet', '--locked', '--all-targets', ...wasm, '--features', 'npm', ...warnings]);
run('cargo', ['doc', '--quiet', '--locked', '--no-deps', ...wasm], { env: { RUSTDOCFLAGS: '--deny warnings' } });
run(process.execPath, [...bin('@biomejs/biome/bin/biome'), 'ci', '--error-on-warnings', '.']);
run(process.execPath, [...bin('typescript/bin/tsc'), '-p', root]);

say('The rules, natively');
run('cargo', ['test', '--quiet', '--locked', '--test', 'rules']);

say('The crate as a Rust application calls it, in Node');
const { createApi } = await import('../www/standin/api.js');
const { listen } = await import('../www/listen.js');
const { fetch } = await createApi();
const standin = await listen((request) => fetch(request));
await finished('cargo', ['test', '--locked', ...wasm, '--test', 'crate'], {
  HRFLOW_STANDIN: standin.url,
  CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: bindgenTestRunner,
});
await standin.close();

say('The package, packed and installed: in Node, in Chromium, its types, and the vendor’s SDK beside it');
const { install } = await import('./installed.js');
install();
const tests = readdirSync(join(root, 'tests'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.js'))
  .map((name) => join('tests', name));
await finished(process.execPath, ['--test', '--test-reporter=spec', ...tests]);

/**
 * Runs a command while this process goes on serving.
 * @param {string} command
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 */
async function finished(command, args, env = {}) {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) process.exit(1);
}
