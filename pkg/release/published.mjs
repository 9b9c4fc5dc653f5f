// `node pkg/release/published.mjs [--wait] <file>`: whether a registry has this very tarball or `.crate`. It prints
// `published=true` or `published=false`, and fails where the registry has other bytes under this version. `--wait` asks until
// they are there, for at most five minutes.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { fail } from '../build/command.mjs';

const ASK_EVERY_MS = 5_000;
const ASK_AT_MOST = 60;

/** @typedef {{ digest(bytes: Buffer): string, registered(name: string, version: string, folder: string): Promise<string | undefined> }} Registry */

/**
 * By the end of the file's name. Each is asked by its own client, so that it is the registry to which that client publishes, in an
 * empty folder.
 */
const registries = /** @type {Record<string, Registry>} */ ({
  tgz: {
    digest: (bytes) => `sha512-${createHash('sha512').update(bytes).digest('base64')}`,
    async registered(name, version, folder) {
      // With a cache of its own: npm takes what it remembers where a registry does not answer.
      const asked = ['view', `${name}@${version}`, 'dist.integrity', '--json', '--cache', folder];
      const { failed, stdout, stderr } = await ran('npm', asked, folder);
      const answer = JSON.parse(stdout || 'null');
      if (!failed && typeof answer === 'string') return answer;
      if (answer?.error?.code === 'E404') return undefined;
      throw new Error(stderr || stdout);
    },
  },
  crate: {
    digest: (bytes) => createHash('sha256').update(bytes).digest('hex'),
    // What cargo would lock: it has no command that shows a checksum.
    async registered(name, version, folder) {
      const registry = process.env.CARGO_REGISTRY_DEFAULT ?? 'crates-io';
      const wanted = `${name} = { version = "=${version}", registry = "${registry}" }`;
      const manifest = `[package]\nname = "asks"\nedition = "2021"\n[dependencies]\n${wanted}\n`;
      writeFileSync(join(folder, 'Cargo.toml'), manifest);
      mkdirSync(join(folder, 'src'));
      writeFileSync(join(folder, 'src/lib.rs'), '');
      const { failed, stderr } = await ran('cargo', ['generate-lockfile', '--quiet'], folder);
      if (failed) {
        const missing = [`no matching package named \`${name}\``, `for the requirement \`${name} = "=${version}"\``];
        if (missing.some((words) => stderr.includes(words))) return undefined;
        throw new Error(stderr);
      }
      const locked = readFileSync(join(folder, 'Cargo.lock'), 'utf8').split('[[package]]');
      return locked.find((one) => one.includes(`name = "${name}"`))?.match(/^checksum = "(\w+)"$/m)?.[1];
    },
  },
});

/** @param {string} command @param {string[]} args @param {string} cwd */
async function ran(command, args, cwd) {
  try {
    return { failed: false, ...(await promisify(execFile)(command, args, { cwd })) };
  } catch (error) {
    const { stdout, stderr, message } = /** @type {{ stdout?: string, stderr?: string, message: string }} */ (error);
    return { failed: true, stdout: stdout ?? '', stderr: stderr || message };
  }
}

const paths = process.argv.slice(2).filter((argument) => argument !== '--wait');
const waits = process.argv.includes('--wait');
const [, name, version, kind] = basename(paths[0] ?? '').match(/^(.+?)-(\d+\.\d+\.\d+.*)\.(tgz|crate)$/) ?? [];
if (paths.length !== 1 || !kind) {
  fail(`${paths.length === 0 ? 'No file' : paths.join(', ')} was given: give one, <name>-<version>.tgz or .crate.`);
}
const { digest, registered } = registries[kind];
const wanted = digest(readFileSync(paths[0]));

for (let left = waits ? ASK_AT_MOST : 1; ; left--) {
  const folder = mkdtempSync(join(tmpdir(), 'hrflow-published-'));
  const asking = registered(name, version, folder).finally(() => rmSync(folder, { recursive: true }));
  const found = await asking.catch((error) =>
    fail(`The registry did not say whether it has ${name} ${version}; run this again.\n${error.message}`),
  );
  if (found !== undefined && found !== wanted) {
    fail(
      `The registry has ${name} ${version} with other bytes, ${found}; this file has ${wanted}. A version cannot be published twice: raise it, and release that.`,
    );
  }
  if (found || left === 1) {
    if (waits && !found) fail(`The registry does not have ${name} ${version} yet; look at it, and run this again.`);
    console.log(`published=${found !== undefined}`);
    break;
  }
  await setTimeout(ASK_EVERY_MS);
}
