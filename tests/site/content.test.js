// The site says all that there is to say: the manual is what `--help` prints, the reference has every export of every entry, the
// errors have their pages, and no page lacks what each has.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'parse5';
import { PAGES } from '../../www/guide/pages.js';
import { command } from '../support/command.js';
import { project } from '../support/installed.js';
import { site } from '../support/site.js';

const folder = await site();
const installed = join(project, 'node_modules/hrflow-wasm');

/** @typedef {{ tag: string, attributes: Record<string, string>, inside: string, nodes: Node[] }} Node */

/** @param {any} node of parse5's @returns {Node} with the words in it */
function nodeOf(node) {
  const nodes = (node.childNodes ?? []).map(nodeOf);
  return {
    tag: node.tagName ?? '',
    attributes: Object.fromEntries((node.attrs ?? []).map((/** @type {any} */ { name, value }) => [name, value])),
    inside: node.value ?? nodes.map((/** @type {Node} */ { inside }) => inside).join(''),
    nodes,
  };
}

/** @param {string} name of a page */
const page = (name) => nodeOf(parse(readFileSync(join(folder, name), 'utf8')));

/** @param {Node} node @returns {Node[]} itself, and all in it */
const all = (node) => [node, ...node.nodes.flatMap(all)];

/** @param {string} text @returns {string[]} its words, without what stands between the entries of a list */
const words = (text) =>
  text
    .split(/\s+/)
    .map((word) => word.replace(/[;:]$/, ''))
    .filter((word) => word !== '');

test('the manual is what --help prints, of the command and of each of its own, word for word', () => {
  const help = (/** @type {string[]} */ ...args) => execFileSync(command, [...args, '--help'], { encoding: 'utf8' });
  const [, listed] = /^Commands:\n((?: .*\n)*)/m.exec(help()) ?? [];
  const names = Array.from(String(listed).matchAll(/^ {2}(\w+)/gm), ([, name]) => name).filter(
    (name) => name !== 'help',
  );
  assert.deepEqual(names, ['attachments', 'profiles', 'export', 'verify']);
  const [main] = all(page('manual.html')).filter(({ tag }) => tag === 'main');
  const parts = main.nodes.reduce(
    (parts, node) => {
      if (node.tag === 'h2') parts.push([]);
      if (node.tag !== 'nav') parts.at(-1)?.push(node);
      return parts;
    },
    /** @type {Node[][]} */ ([]),
  );
  const printed = [['hrflow-wasm', help()], ...names.map((name) => [`hrflow-wasm ${name}`, help(name)])];
  assert.equal(parts.length, printed.length);
  for (const [index, [name, text]] of printed.entries()) {
    const [heading, ...rest] = parts[index];
    assert.equal(heading.inside, name);
    // Each element ends a word.
    const shown = rest.flatMap(all).filter(({ nodes }) => nodes.length === 0);
    assert.deepEqual(words(shown.map(({ inside }) => inside).join(' ')), words(text));
  }
});

test('the reference has every export of every entry', () => {
  const { exports } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  // The others add types to a framework's templates, and export what `element` does.
  const entries = Object.keys(exports).filter((entry) => !/^\.\/element\/|json$/.test(entry));
  assert.deepEqual(entries, ['.', './bulk', './export', './proxy', './element']);
  for (const entry of entries) {
    const { types } = exports[entry].import ?? exports[entry];
    const listed = Array.from(
      readFileSync(join(installed, types), 'utf8').matchAll(/^export (?:type )?\{([^}]*)\}/gm),
      ([, names]) => names.split(',').map((name) => /** @type {string} */ (name.trim().split(' ').at(-1))),
    );
    const names = listed.flat().filter((name) => name && name !== 'default');
    assert.ok(names.length > 1, entry);
    const name = `hrflow-wasm${entry.slice(1).replace('/', '_')}`;
    const shown = all(page(`reference/modules/${name}.html`)).map(({ attributes }) => attributes.href ?? '');
    for (const exported of names) {
      const link = shown.find((href) => href.endsWith(`/${name}.${exported}.html`));
      assert.ok(link, `${entry} exports ${exported}: the reference has no page for it.`);
      assert.ok(existsSync(join(folder, 'reference/modules', link)), link);
    }
  }
});

const guide = PAGES.flatMap((page) => [page, ...(page.pages ?? [])]).map(
  ({ file }) => `guide/${file.replace('.md', '.html')}`,
);
const OWN = ['index.html', ...guide, 'manual.html', 'security.html', 'changelog.html', 'search.html', '404.html'];

test('each page has a language, a title and a description of its own, one h1, a way to its text, and its place marked', () => {
  const titles = new Set();
  const descriptions = new Set();
  for (const name of OWN) {
    const nodes = all(page(name));
    const of = (/** @type {string} */ tag) => nodes.filter((node) => node.tag === tag);
    assert.equal(of('html')[0].attributes.lang, 'en', name);
    assert.equal(of('h1').length, 1, name);
    const [description] = of('meta').filter(({ attributes }) => attributes.name === 'description');
    assert.match(description.attributes.content, /^.{20,160}$/, name);
    titles.add(of('title')[0].inside);
    descriptions.add(description.attributes.content);
    const [first] = of('a');
    assert.equal(first.attributes.href, '#main', name);
    assert.equal(of('main')[0].attributes.id, 'main', name);
    const marked = nodes.filter(({ attributes }) => attributes['aria-current'] === 'page');
    assert.equal(marked.length > 0, name !== '404.html', name);
    const ids = nodes.map(({ attributes }) => attributes.id).filter((id) => id !== undefined);
    assert.equal(new Set(ids).size, ids.length, name);
  }
  assert.deepEqual([titles.size, descriptions.size], [OWN.length, OWN.length]);
});

test('one page leads to the next, from the first to the last, and back', () => {
  /** @param {string} rel */
  const walked = (rel) => {
    const names = [rel === 'next' ? 'index.html' : 'changelog.html'];
    for (;;) {
      const name = /** @type {string} */ (names.at(-1));
      const link = all(page(name)).find(({ tag, attributes }) => tag === 'a' && attributes.rel === rel);
      if (!link) return names;
      names.push(new URL(link.attributes.href, `file:///${name}`).pathname.slice(1));
    }
  };
  const order = ['index.html', ...guide, 'manual.html', 'security.html', 'changelog.html'];
  assert.deepEqual(walked('next'), order);
  assert.deepEqual(walked('prev'), order.toReversed());
});

test('the tables of environments and of costs are there, with the day and the machine', () => {
  const environments = page('guide/environments.html').inside;
  for (const word of ['Node 20.', 'Chromium ', 'Firefox ', 'WebKit ', 'Next.js '])
    assert.ok(environments.includes(word), word);
  const costs = page('guide/costs.html').inside;
  assert.match(costs, /measured on \d{4}-\d{2}-\d{2} with Node [\d.]+, on \w+ cores/);
  assert.ok(all(page('guide/costs.html')).filter(({ tag }) => tag === 'table').length >= 4);
});
