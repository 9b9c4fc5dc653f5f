// What the crate promises: its public items as rustdoc shows them to a Rust application's author, for WebAssembly and with no feature.
// Its pages are read, for rustdoc's JSON is not there on stable, and another version of Rust has another format of it.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'node-html-parser';
import { root, run } from '../build/command.mjs';
import { TARGET } from '../build/crates.mjs';

/** @returns {string} */
export function crate() {
  // Of its own, so that no page of an item is left that is gone.
  const folder = join(root, 'target/surface');
  run('cargo', ['doc', '--quiet', '--locked', '--no-deps', '--lib', '--target', TARGET, '--target-dir', folder]);
  const pages = join(folder, TARGET, 'doc/hrflow_wasm');
  const listed = parse(readFileSync(join(pages, 'all.html'), 'utf8')).querySelectorAll('#main-content .all-items a');
  const items = listed.map((link) => String(link.getAttribute('href')));
  return [manifest(), ...items.sort().map((page) => item(readFileSync(join(pages, page), 'utf8')))].join('\n\n');
}

/** What an application's own manifest meets. */
function manifest() {
  const text = readFileSync(join(root, 'Cargo.toml'), 'utf8');
  const lines = ['name', 'edition', 'rust-version', 'license'].map((name) =>
    new RegExp(`^${name} = .*$`, 'm').exec(text),
  );
  return lines.map((line) => line?.[0]).join('\n');
}

/** Of the traits that types have by themselves, those that applications ask for. */
const ASKED = /^impl(<.*>)? (Send|Sync|Unpin) for /;

/**
 * @param {string} html
 * @returns {string} the item's declaration, its own methods, and the traits that it has
 */
export function item(html) {
  // What stands in a line of its own by CSS.
  const lined = html
    .replace(/(?=<div class="where">)/g, '\n')
    .replace(/(<div class="code-attribute">.*?<\/div>)/g, '$1\n');
  const page = parse(lined, { blockTextElements: { script: false, style: false } });
  for (const folded of page.querySelectorAll('.item-decl summary')) folded.remove();
  const declaration = page.querySelector('.item-decl');
  if (!declaration)
    throw new Error('A page of rustdoc has no `.item-decl`: pkg/release/crate.mjs has to be told what it has now.');
  const lists = ['#implementations-list', '#trait-implementations-list', '#synthetic-implementations-list'];
  const [own, ofTraits, auto] = lists.map((list) => page.querySelector(list));
  const methods = own?.querySelectorAll('h4.code-header') ?? [];
  const headings = (/** @type {import('node-html-parser').HTMLElement | null | undefined} */ list) =>
    (list?.querySelectorAll('h3.code-header') ?? []).map(inOneLine);
  const written = headings(ofTraits).filter((trait) => !trait.includes(' StructuralPartialEq '));
  const traits = [...written, ...headings(auto).filter((trait) => ASKED.test(trait))];
  return [textOf(declaration), ...methods.map((method) => `  ${inOneLine(method)}`), ...traits.sort()].join('\n');
}

/** @param {import('node-html-parser').HTMLElement} element */
const textOf = (element) =>
  element.text
    .replaceAll('\u00A0', ' ')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{2,}/g, '\n')
    .trim();

/** @param {import('node-html-parser').HTMLElement} element */
const inOneLine = (element) => textOf(element).replace(/\s+/g, ' ');
