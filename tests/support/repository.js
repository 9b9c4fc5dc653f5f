// A git repository of a test's own.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * @param {{ after(act: () => void): void }} context what removes it at its end
 * @returns {{ folder: string, git(...args: string[]): string }}
 */
export function repository(context) {
  const folder = mkdtempSync(join(tmpdir(), 'hrflow-repository-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const author = { GIT_AUTHOR_NAME: 'test', GIT_AUTHOR_EMAIL: 'test@example.com' };
  const committer = { GIT_COMMITTER_NAME: 'test', GIT_COMMITTER_EMAIL: 'test@example.com' };
  const env = { ...process.env, ...author, ...committer, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  const git = (/** @type {string[]} */ ...args) => execFileSync('git', args, { cwd: folder, env, encoding: 'utf8' });
  git('init', '--quiet', '--initial-branch', 'main');
  return { folder, git };
}
