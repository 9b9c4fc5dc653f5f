// The README as npm and crates.io show it: nothing of the repository is beside it there.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { addressOf, readmeOfThePackage, standingAlone } from '../../pkg/build/readme.mjs';
import { project } from '../support/installed.js';
import { root } from '../support/root.js';

const read = (/** @type {string} */ path) => readFileSync(join(root, path), 'utf8');
const readme = read('README.md');
const address = 'https://forge.example/owner/name';

/** @param {string} text @returns {string[]} every address that its prose names, of links and pictures */
function addresses(text) {
  const prose = text.replace(/^```[\s\S]*?^```$/gm, '').replace(/(?<!\[)`[^`\n]*`/g, 'code');
  const found = prose.matchAll(/\]\(([^)]*)\)|^\[[^\]]+\]: (\S+)|(?:src|srcset|href)="([^"]*)"/gm);
  return Array.from(found, ([, ...groups]) => String(groups.find(Boolean)));
}

test('in the repository it leads to files beside it', () => {
  const relative = addresses(readme).filter((link) => !link.startsWith('https:'));
  assert.ok(relative.length > 12, `${relative.length}`);
  assert.ok(relative.some((link) => link.endsWith('.png')));
});

test('without an address of the repository, links are their text and pictures are gone', () => {
  const text = standingAlone(readme, addressOf(undefined));
  for (const link of addresses(text)) assert.match(link, /^https:/);
  assert.doesNotMatch(text, /<picture|<img|!\[/);
  // What is said is all there.
  const words = (/** @type {string} */ text) =>
    text.replace(/<picture>[\s\S]*?<\/picture>/g, '').replace(/[[\]]|\([^()\s]*\)/g, '');
  const [own] = readme.split('<!-- The package’s README ends here. -->');
  assert.equal(
    words(text)
      .replace(/\n\nLicence: MIT\.\n$/, '')
      .replace(/\s+/g, ' '),
    words(own).trimEnd().replace(/\s+/g, ' '),
  );
});

test('with one, every link and picture leads there, to a file that is there', () => {
  for (const repository of [address, { url: `git+${address}.git` }, { url: `${address}.git` }]) {
    const text = standingAlone(readme, addressOf(repository));
    const there = addresses(text).filter((link) => !/^https:\/\/(hrflow\.ai|rustup\.rs)/.test(link));
    assert.ok(there.length > 12);
    for (const link of there) {
      const [, kind, path] = new RegExp(`^${address}/(blob|raw)/HEAD/([^#]+)`).exec(link) ?? assert.fail(link);
      assert.equal(kind, /\.png$/.test(path) ? 'raw' : 'blob', link);
      assert.ok(existsSync(join(root, path)), link);
    }
  }
});

test('code is left as it is', () => {
  const code = '```js\nconst first = list[0](www);\n```';
  const end = '\n<!-- The package’s README ends here. -->\n';
  for (const where of [undefined, address]) assert.ok(standingAlone(code + end, where).includes(code));
});

test('both packages have it, and the changelog, which has no relative link either', () => {
  const { packages } = JSON.parse(
    String(spawnSync('cargo', ['metadata', '--no-deps', '--offline', '--format-version', '1'], { cwd: root }).stdout),
  );
  const crate = packages.find((/** @type {{ name: string }} */ { name }) => name === 'hrflow-wasm');
  const installed = join(project, 'node_modules/hrflow-wasm');
  assert.equal(crate.readme, 'pkg/README.md');
  assert.equal(read(crate.readme), readmeOfThePackage(), '`npm run readme` writes pkg/README.md anew; commit it');
  assert.equal(readFileSync(join(installed, 'README.md'), 'utf8'), read(crate.readme));
  const { stdout } = spawnSync(
    'cargo',
    ['package', '--list', '--allow-dirty', '--offline', '--package', 'hrflow-wasm'],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  for (const file of [crate.readme, 'CHANGELOG.md', 'LICENSE']) assert.ok(stdout.split('\n').includes(file), stdout);
  assert.equal(readFileSync(join(installed, 'CHANGELOG.md'), 'utf8'), read('CHANGELOG.md'));
  for (const link of addresses(read('CHANGELOG.md'))) assert.match(link, /^https:/);
});
