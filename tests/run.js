// `npm test [-- path or word]`: builds what is missing, then runs every check, or those whose file or name has the words in
// it. It may be the first command ever run here.

import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, say } from '../pkg/build/command.mjs';
import { bindgenTestRunner, installPackages } from '../pkg/build/install.mjs';

const words = process.argv.slice(2);
const tests = readdirSync(join(root, 'tests'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.js'))
  .map((name) => join('tests', name));

installPackages();
const { build } = await import('../pkg/build/build.mjs');
await build();
await (words.length > 0 ? some(words) : all());

async function all() {
  await import('./lint.js');
  say('The rules, natively');
  run('cargo', ['test', '--quiet', '--locked', '--test', 'rules']);
  await theCrate();
  say('The package, packed and installed: in Node, in Chromium, its types, and the vendor’s SDK beside it');
  await thePackage(tests);
}

/**
 * Files are found by their path, other tests by their name: those of the rules, too.
 * @param {string[]} words
 */
async function some(words) {
  const named = words.flatMap((word) => tests.filter((path) => path.includes(word)));
  if (words.includes('crate')) await theCrate();
  else if (named.length > 0) await thePackage([...new Set(named)]);
  else {
    const phrase = words.join(' ');
    const speaking = tests.filter((path) => readFileSync(join(root, path), 'utf8').includes(phrase));
    run('cargo', ['test', '--locked', '--test', 'rules', phrase.replaceAll(' ', '_').replace(/^(tests_)?rules.*/, '')]);
    if (speaking.length > 0) await thePackage(speaking, ['--test-name-pattern', phrase]);
  }
}

async function theCrate() {
  say('The crate as a Rust application calls it, in Node');
  const { createApi } = await import('../www/standin/api.js');
  const { listen } = await import('../www/listen.js');
  const { fetch } = await createApi();
  const standin = await listen((request) => fetch(request));
  const wasm = ['--target', 'wasm32-unknown-unknown'];
  await finished('cargo', ['test', '--locked', ...wasm, '--test', 'crate'], {
    HRFLOW_STANDIN: standin.url,
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: bindgenTestRunner,
  });
  await standin.close();
  run('cargo', ['test', '--quiet', '--locked', ...wasm, '--doc']);
}

/**
 * @param {string[]} files
 * @param {string[]} [options] of Node's test runner
 */
async function thePackage(files, options = []) {
  const { install } = await import('./support/installed.js');
  install();
  // Two at a time: most of the time they wait for a browser, a timer or a server.
  await finished(process.execPath, ['--test', '--test-concurrency=2', '--test-reporter=spec', ...options, ...files]);
}

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
