// `npm run lint`: formatters and linters: rustfmt, clippy, rustdoc, biome, tsc.

import { join } from 'node:path';
import { root, run, say } from '../pkg/build/command.mjs';
import { installPackages, installRustTools } from '../pkg/build/install.mjs';

installPackages();
installRustTools();
const bin = (/** @type {string} */ path) => [join(root, 'node_modules', path)];

say('Formatters and linters: rustfmt, clippy, rustdoc, biome, tsc');
const warnings = ['--', '--deny', 'warnings'];
const wasm = ['--target', 'wasm32-unknown-unknown'];
run('cargo', ['fmt', '--all', '--check']);
run('cargo', ['clippy', '--quiet', '--locked', '--all-targets', ...warnings]);
for (const feature of ['npm', 'bulk', 'export', 'files']) {
  run('cargo', ['clippy', '--quiet', '--locked', '--all-targets', ...wasm, '--features', feature, ...warnings]);
}
run('cargo', ['clippy', '--quiet', '--locked', '--all-targets', ...wasm, ...warnings]);
run('cargo', ['doc', '--quiet', '--locked', '--no-deps', ...wasm], { env: { RUSTDOCFLAGS: '--deny warnings' } });
run(process.execPath, [...bin('@biomejs/biome/bin/biome'), 'ci', '--error-on-warnings', '.']);
run(process.execPath, [...bin('typescript/bin/tsc'), '-p', root]);
