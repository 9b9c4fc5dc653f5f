// What custom-elements.json tells editors of the element, beside its source and its types.

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { project } from '../support/installed.js';
import { root } from '../support/root.js';

const installed = join(project, 'node_modules/hrflow-wasm');
const read = (/** @type {string[]} */ ...path) => readFileSync(join(root, 'pkg', ...path), 'utf8');
const source = readdirSync(join(root, 'pkg/source/element')).filter((name) => name.endsWith('.mjs'));
const code = source.map((name) => read('source/element', name)).join('\n');
const style = read('source/element/style.css');
const types = read('element-api.d.ts');

const { customElements, exports } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
const manifest = JSON.parse(readFileSync(join(installed, customElements), 'utf8'));
const [{ declarations }] = manifest.modules;
const [told] = declarations;
/** @type {{ HrflowAttachments: typeof import('../../pkg/element-api.js').HrflowAttachments & { observedAttributes: string[] } }} */
const { HrflowAttachments } = await import(pathToFileURL(join(installed, exports['./element/class'].default)).href);
const members = Object.entries(Object.getOwnPropertyDescriptors(HrflowAttachments.prototype));

/** @param {{ name: string }[]} list */
const names = (list) => list.map(({ name }) => name).sort();
/** @param {string} kind */
const ofKind = (kind) => told.members.filter((/** @type {{ kind: string }} */ member) => member.kind === kind);
/** @param {string} text @param {RegExp} pattern @returns {string[]} what its first group finds */
const found = (text, pattern) => [...new Set([...text.matchAll(pattern)].map(([, name]) => name))].sort();
/** The fields of the types, with their types. @type {[string, string][]} */
const typed = [...types.matchAll(/^ {2}(\w+): (.* \| null);$/gm)].map(([, name, type]) => [name, type]);

test('its modules are in the package, and export what it says', async () => {
  for (const { path, exports } of manifest.modules) {
    assert.ok(existsSync(join(installed, path)), path);
    const names = Object.keys(await import(pathToFileURL(join(installed, path)).href));
    const js = exports.filter((/** @type {{ kind: string }} */ { kind }) => kind === 'js');
    assert.deepEqual(names.sort(), js.map((/** @type {{ name: string }} */ { name }) => name).sort());
  }
});

test('attributes', () => {
  assert.deepEqual(names(told.attributes), [...HrflowAttachments.observedAttributes].sort());
  for (const { name, fieldName, type } of told.attributes) {
    // Every element has that one.
    if (name === 'lang') continue;
    const field = ofKind('field').find((/** @type {{ name: string }} */ field) => field.name === fieldName);
    assert.equal(field?.attribute, name);
    assert.equal(field.type.text, type.text);
    assert.match(types, new RegExp(`\`${name}\`[^]{1,400}\n {2}${fieldName}: `), `${name} stands with ${fieldName}`);
  }
});

test('properties, with the types of the .d.ts', () => {
  assert.deepEqual(names(ofKind('field')), members.flatMap(([name, { get }]) => (get ? [name] : [])).sort());
  /** @param {[string, string][]} list */
  const sorted = (list) => [...list].sort(([one], [other]) => (one < other ? -1 : 1));
  const fields = ofKind('field').map((/** @type {any} */ { name, type }) => [name, type.text]);
  assert.deepEqual(sorted(fields), sorted(typed));
});

test('attributes and properties in templates', () => {
  const template = read('element/template.d.ts');
  /** @param {string} name of an interface */
  const fields = (name) =>
    found(template.match(new RegExp(`interface ${name}\\b[^{]*\\{([^}]*)\\}`))?.[1] ?? '', /^ {2}'?([\w-]+)'?\?: /gm);
  assert.deepEqual([...fields('Common'), ...fields('Properties')].sort(), names(ofKind('field')));
  const attributes = names(told.attributes).filter((name) => name !== 'lang');
  const alone = ofKind('field').filter((/** @type {{ attribute?: string }} */ { attribute }) => !attribute);
  assert.deepEqual([...fields('Common'), ...fields('InTemplates')].sort(), [...attributes, ...names(alone)].sort());
});

test('methods', () => {
  const own = members.filter(([name, { value }]) => value && !/^constructor$|Callback$/.test(name));
  assert.deepEqual(names(ofKind('method')), own.map(([name]) => name).sort());
  for (const { name, parameters = [], return: back } of ofKind('method')) {
    const given = parameters.map((/** @type {any} */ { name, type }) => `${name}: ${type.text}`).join(', ');
    assert.ok(types.includes(`  ${name}(${given}): ${back.type.text};`), name);
  }
});

test('events, with the types of HrflowAttachmentsEventMap', () => {
  const map = types.match(/HrflowAttachmentsEventMap extends HTMLElementEventMap \{([^}]*)\}/)?.[1] ?? '';
  const events = told.events.map((/** @type {any} */ { name, type }) => `'${name}': ${type.text};`);
  assert.deepEqual(events.sort(), found(map, /^ {2}(.*)$/gm));
  assert.deepEqual(names(told.events), found(code, /#emit\('([^']+)'/g));
});

test('slots and states', () => {
  assert.deepEqual(names(told.slots), found(code, /make\('slot', \{ name: '([^']+)'/g));
  const marks = code.match(/this\.#mark\(\{(.*)\}\)/)?.[1] ?? '';
  assert.deepEqual(names(told.cssStates), found(marks, /(\w+): /g));
});

test('parts: those that the modules make, and those that the style sheet names', () => {
  /** @type {Record<string, string[]>} what stands for a value */
  const values = { slot: ['empty', 'error'], index: ['0', '1', '2', '3', '4', '5'] };
  const made = found(code, /(?:\bpart: |\bbutton\()(?:'([^']+)'|(?=`))/g).filter(Boolean);
  const written = found(code, /\bpart: `([^`]+)`/g).flatMap((text) => {
    const [whole, name] = /\$\{(\w+)\}/.exec(text) ?? [];
    assert.ok(whole && values[name], `${text}: say in this test what stands there`);
    return values[name].map((value) => text.replace(whole, value));
  });
  const parts = [...new Set([...made, ...written].flatMap((part) => part.split(' ')))].sort();
  assert.deepEqual(names(told.cssParts), parts);
  for (const part of found(style, /\[part~="([^"]+)"\]/g)) assert.ok(parts.includes(part), part);
});

test('custom properties, with their defaults', () => {
  const properties = told.cssProperties.map((/** @type {any} */ { name, default: value }) => `${name}, ${value}`);
  assert.deepEqual(properties.sort(), found(style, /var\((--hrflow-.+)\);/g));
});

test('each is described', () => {
  for (const list of ['attributes', 'events', 'slots', 'cssParts', 'cssProperties', 'cssStates']) {
    for (const { name, description } of told[list]) assert.ok(description?.endsWith('.'), `${list}: ${name}`);
  }
});

test('the guide has the same tables', () => {
  const guide = readFileSync(join(root, 'www/guide/element.md'), 'utf8');
  const rows = guide.match(/^\| `.*\|$/gm) ?? [];
  const alone = ofKind('field').filter((/** @type {{ attribute?: string }} */ { attribute }) => !attribute);
  const lists = [alone, ofKind('method'), told.attributes, told.events, told.slots, told.cssProperties, told.cssParts];
  const all = [...lists, told.cssStates].flat();
  assert.equal(rows.length, all.length);
  for (const { name, description } of all) {
    const own = rows.filter((row) => row.endsWith(` | ${description} |`) && row.includes(name));
    assert.equal(own.length, 1, name);
  }
});
