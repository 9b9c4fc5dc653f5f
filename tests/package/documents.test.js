// README and guide: in order, held together, and leading somewhere.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';
import { PAGES } from '../../www/guide/pages.js';
import { codeAfter, DOCUMENTS, PIECES, rowsUnder } from '../support/documents.js';
import { root } from '../support/root.js';

const read = (/** @type {string} */ path) => readFileSync(join(root, path), 'utf8');

/** @param {string} markdown @returns {string} it as it is read */
const plain = (markdown) => markdown.replace(/`([^`]*)`/g, '$1');

test('each page is in the order of pages, under its own title', () => {
  const pages = PAGES.flatMap((page) => [page, ...(page.pages ?? [])]);
  const paths = pages.map(({ file }) => `www/guide/${file}`);
  const guide = DOCUMENTS.filter(({ path }) => path !== 'README.md');
  assert.deepEqual(
    paths.toSorted(),
    guide.map(({ path }) => path),
  );
  for (const { file, title } of pages) {
    const [heading, ...others] = read(`www/guide/${file}`).match(/^# .*$/gm) ?? [];
    assert.deepEqual([plain(String(heading)), others], [`# ${title}`, []]);
  }
});

test('what README shows, the guide shows too, letter for letter', () => {
  const [readme, guide] = [true, false].map((own) => PIECES.filter(({ path }) => (path === 'README.md') === own));
  /** What is about a clone of the repository, and what every package has. */
  const alone = (/** @type {string} */ code) => /^npm (start|install) /.test(code);
  const shown = readme.map(({ code }) => code).filter((code) => !alone(code));
  assert.ok(shown.length > 8);
  for (const code of shown)
    assert.ok(
      guide.some((piece) => piece.code.includes(code)),
      code,
    );
});

test('every link leads to a file that is there, and to a heading of it', () => {
  const others = ['CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', 'www/examples/README.md'];
  const documents = [...DOCUMENTS, ...others.map((path) => ({ path, text: read(path) }))];
  let links = 0;
  for (const { path, text } of documents) {
    const prose = text.replace(/^```[\s\S]*?^```$/gm, '').replace(/`[^`\n]*`/g, 'code');
    const found = [
      ...prose.matchAll(/\]\(([^)\s]+)\)/g),
      ...prose.matchAll(/(?:src|srcset|href)="([^"\s]+)"/g),
      ...prose.matchAll(/^\[[^\]]+\]: (\S+)$/gm),
    ];
    for (const [, link] of found) {
      if (/^https:/.test(link)) continue;
      const [file, heading] = link.split('#');
      const target = file ? normalize(join(dirname(path), file)) : path;
      assert.ok(existsSync(join(root, target)) && statSync(join(root, target)).isFile(), `${path}: ${link}`);
      if (heading !== undefined) assert.ok(anchors(read(target)).includes(heading), `${path}: ${link}`);
      links += 1;
    }
  }
  assert.ok(links > 40, `${links}`);
});

/** @param {string} text @returns {string[]} of its headings, as GitHub writes them */
function anchors(text) {
  const headings = text.replace(/^```[\s\S]*?^```$/gm, '').matchAll(/^#+ (.*)$/gm);
  return Array.from(headings, ([, heading]) =>
    plain(heading)
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

test('README counts the ways of the table of environments', () => {
  const ways = rowsUnder('| where | what | ways |').map((row) => {
    const [, , what, ways] = row.split('|');
    const versions = what.match(/\d+(?:\.\d+)+/g)?.length ?? 1;
    return versions * ways.split(';').length;
  });
  const total = ways.reduce((sum, count) => sum + count, 0);
  assert.deepEqual(read('README.md').match(/in \d+ ways/g), [`in ${total} ways`]);
});

test('README’s download is what the guide says', () => {
  const [row] = rowsUnder('| | `hrflow-wasm` | ky + valibot | ky + zod | ofetch, which checks nothing |');
  const [, , own] = row.split('|').map((cell) => cell.trim());
  assert.match(own, /^[\d.]+ kB$/);
  assert.ok(read('README.md').replaceAll(/\s+/g, ' ').includes(`The download is ${own}`));
});

test('the Rust that is shown is the crate’s own example', () => {
  const [, example] = /^\/\/! ```no_run\n([\s\S]*?)^\/\/! ```$/m.exec(read('src/lib.rs')) ?? [];
  const lines = String(example)
    .replaceAll(/^\/\/! ?/gm, '')
    .split('\n');
  assert.equal(
    lines.filter((line) => !/^# ?/.test(line)).join('\n'),
    codeAfter('for Rust applications that are themselves compiled'),
  );
});
