// A static host as anybody has one: `python3 -m http.server` over a folder, with a site below a path of its own.

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Below which path the site is. */
export const PLACE = '/a/b/';

/** @param {string} site its folder */
export async function startStaticHost(site) {
  const folder = mkdtempSync(join(tmpdir(), 'hrflow-host-'));
  const place = join(folder, PLACE);
  mkdirSync(join(place, '..'), { recursive: true });
  symlinkSync(site, place.slice(0, -1));

  /** @type {string[]} what was asked for, and with which status it was answered */
  const requests = [];
  // Unbuffered, so that it says its port at once.
  const child = spawn('python3', ['-u', '-m', 'http.server', '--bind', '127.0.0.1', '0'], { cwd: folder });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const port = await new Promise((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (text) => {
      said += text;
      const [, port] = /port (\d+)/.exec(said) ?? [];
      if (port) resolve(port);
    });
    child.once('error', reject);
    ended.then(() => reject(new Error('python3 -m http.server ended.')));
  });
  let logged = '';
  child.stderr.on('data', (text) => {
    logged += text;
    const lines = logged.split('\n');
    logged = lines.pop() ?? '';
    for (const line of lines) {
      const [, path, status] = /"GET (\S+) HTTP\/[\d.]+" (\d+)/.exec(line) ?? [];
      if (path) requests.push(`${status} ${path}`);
    }
  });

  const stop = async () => {
    child.kill();
    await ended;
  };
  return {
    url: `http://127.0.0.1:${port}${PLACE}`,
    /** The folder that is served, above the site. */
    folder,
    requests,
    stop,
    /** @param {string} other the folder of another version of the site, which is there from now on */
    replace(other) {
      rmSync(place.slice(0, -1));
      symlinkSync(other, place.slice(0, -1));
    },
    async close() {
      await stop();
      rmSync(folder, { recursive: true });
    },
  };
}
