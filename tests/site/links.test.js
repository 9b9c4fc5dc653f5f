// The built site holds together: every link leads to a file of it, and to a place in that file; nothing of elsewhere is loaded.

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { test } from 'node:test';
import { parse } from 'parse5';
import { site } from '../support/site.js';

const folder = await site();
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => statSync(join(folder, name)).isFile());
const pages = files.filter((name) => name.endsWith('.html')).sort();

/**
 * @typedef {object} Read a page
 * @property {Set<string>} anchors
 * @property {{ tag: string, name: string, value: string }[]} addresses what its elements name
 * @property {string[]} policies
 */

/** The attributes that name an address, and those of them that a reader follows by a press alone. */
const NAMING = ['href', 'src', 'srcset', 'action', 'poster', 'data', 'xlink:href', 'formaction', 'ping', 'background'];
const isFollowed = (/** @type {string} */ tag, /** @type {string} */ name) => tag === 'a' && name === 'href';

/** @param {string} name @returns {Read} */
function read(name) {
  /** @type {Read} */
  const found = { anchors: new Set(), addresses: [], policies: [] };
  /** @param {any} node of parse5's */
  const visit = (node) => {
    const attributes = Object.fromEntries(
      (node.attrs ?? []).map((/** @type {any} */ { name, value }) => [name, value]),
    );
    if (attributes.id) found.anchors.add(attributes.id);
    if (node.tagName === 'a' && attributes.name) found.anchors.add(attributes.name);
    for (const name of NAMING) {
      const value = attributes[name];
      if (value === undefined) continue;
      const values =
        name === 'srcset' ? value.split(',').map((/** @type {string} */ one) => one.trim().split(/\s/)[0]) : [value];
      for (const value of values) found.addresses.push({ tag: node.tagName, name, value });
    }
    if (node.tagName === 'meta') {
      const kind = attributes['http-equiv']?.toLowerCase();
      if (kind === 'content-security-policy') found.policies.push(attributes.content);
      if (kind === 'refresh') {
        const [, value] = /url=(.+)$/i.exec(attributes.content) ?? [];
        if (value) found.addresses.push({ tag: 'meta', name: 'content', value });
      }
    }
    for (const child of [...(node.childNodes ?? []), ...(node.content?.childNodes ?? [])]) visit(child);
  };
  visit(parse(readFileSync(join(folder, name), 'utf8')));
  return found;
}

const all = new Map(pages.map((name) => [name, read(name)]));

/** A place in a file of source code, which its page makes of the lines. */
const LINES = /^rust\/src\/.*\.html$/;

test('every link leads to a file of the site, and to a place in it', () => {
  /** @type {string[]} */
  const broken = [];
  let links = 0;
  for (const [name, { addresses }] of all) {
    for (const { value } of addresses) {
      if (/^[a-z][a-z+.-]*:/i.test(value)) continue;
      links += 1;
      const [path, fragment] = value.split('#');
      const [file] = path.split('?');
      const named = file === '' ? name : posix.join(posix.dirname(name), decodeURIComponent(file));
      const target = named.endsWith('/') ? posix.join(named, 'index.html') : named;
      const isThere =
        !target.startsWith('..') && existsSync(join(folder, target)) && statSync(join(folder, target)).isFile();
      if (value.startsWith('/') || !isThere) broken.push(`${name}: ${value}`);
      else if (fragment && target.endsWith('.html') && !LINES.test(target)) {
        // Browsers look for it as it stands first, and decoded then.
        const anchors = all.get(target)?.anchors;
        if (![fragment, decodeURIComponent(fragment)].some((anchor) => anchors?.has(anchor)))
          broken.push(`${name}: ${value}`);
      }
    }
  }
  assert.deepEqual(broken, []);
  assert.ok(links > 2_000, `${links}`);
});

test('what the search finds leads there, too', () => {
  /** @type {import('../../www/site/build.mjs').Found[]} */
  const found = JSON.parse(readFileSync(join(folder, 'search.json'), 'utf8'));
  const broken = found.filter(({ address }) => {
    const [file, fragment] = address.split('#');
    return !all.has(file) || (fragment !== undefined && !all.get(file)?.anchors.has(fragment));
  });
  assert.deepEqual(broken, []);
  assert.ok(found.length > 150, `${found.length}`);
});

test('nothing of another host is loaded: it is linked to, at most', () => {
  const loaded = [...all].flatMap(([name, { addresses }]) =>
    addresses
      .filter(({ tag, name, value }) => /^((?!data:)[a-z][a-z+.-]*:|\/\/)/i.test(value) && !isFollowed(tag, name))
      .map(({ tag, value }) => `${name}: ${tag} ${value}`),
  );
  assert.deepEqual(loaded, []);
  const sheets = files.filter((name) => name.endsWith('.css'));
  assert.ok(sheets.length > 3);
  for (const name of sheets) {
    const text = readFileSync(join(folder, name), 'utf8');
    const named = Array.from(
      text.matchAll(/url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)/g),
      ([, url, sheet]) => url ?? sheet,
    );
    assert.deepEqual(
      named.filter((address) => /^(https?:|\/)/i.test(address)),
      [],
      name,
    );
  }
});

test('links to elsewhere are to https', () => {
  const others = [...all].flatMap(([, { addresses }]) => addresses.map(({ value }) => value));
  const odd = others.filter((value) => /^[a-z][a-z+.-]*:/i.test(value) && !/^(https:\/\/|data:)/.test(value));
  assert.deepEqual([...new Set(odd)], []);
});

test('every page has one policy, which lets nothing of elsewhere in', () => {
  // A page that goes on to another at once has nothing to protect.
  const without = pages.filter((name) => all.get(name)?.policies.length !== 1);
  assert.deepEqual(
    without.filter((name) => !goesOn(name)),
    [],
  );
  for (const [name, { policies }] of all) {
    if (policies.length === 0) continue;
    assert.match(policies[0], /^default-src 'none'; /, name);
    assert.doesNotMatch(policies[0], /https?:|\*|'unsafe-/, name);
  }
});

/** @param {string} name @returns {boolean} */
const goesOn = (name) => /<meta http-equiv="refresh"/i.test(readFileSync(join(folder, name), 'utf8'));
