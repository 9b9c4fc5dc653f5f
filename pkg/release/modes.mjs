// npm packs the modes that files have, and those depend on the umask of whoever cloned and built: each file becomes readable to all, and
// the command executable.

import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../build/command.mjs';

const args = ['pack', './pkg', '--dry-run', '--json', '--ignore-scripts', '--loglevel=error'];
const listed = execFileSync('npm', args, { cwd: root, shell: process.platform === 'win32', encoding: 'utf8' });
const [{ files }] = Object.values(JSON.parse(listed));
for (const { path } of files) chmodSync(join(root, 'pkg', path), path === 'dist/command.mjs' ? 0o755 : 0o644);
