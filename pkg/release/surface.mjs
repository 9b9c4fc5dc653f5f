// What a version promises, as text: a report for each entry, for the command, for files on disk and for the crate. They are committed in
// pkg/release/api, so that who changes one sees it in the diff. `npm run release:api` writes them anew.

import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fail, root } from '../build/command.mjs';
import { crate } from './crate.mjs';
import { formats } from './formats.mjs';
import { declarations } from './types.mjs';

/** Where the reports are committed. */
export const REPORTS = join(root, 'pkg/release/api');

/** @typedef {Map<string, string>} Surface what each report says, by its name */

/**
 * @param {string} installed the folder of the package, as users get it
 * @returns {Promise<Surface>}
 */
export async function surface(installed) {
  const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  const { command, files } = await formats(installed);
  /** @type {Surface} */
  const reports = new Map([['package', ofManifest(manifest)]]);
  /** @type {Set<string>} */
  const told = new Set();
  for (const [entry, conditions] of Object.entries(manifest.exports)) {
    if (entry.endsWith('.json')) continue;
    reports.set(
      entry === '.' ? 'index' : entry.slice(2).replaceAll('/', '-'),
      ofEntry(installed, entry, conditions, told),
    );
  }
  reports.set('custom-elements', ofElement(JSON.parse(readFileSync(join(installed, manifest.customElements), 'utf8'))));
  reports.set('command', command);
  reports.set('files', files);
  reports.set('crate', crate());
  return new Map(Array.from(reports, ([name, text]) => [name, `${text}\n`]));
}

/** What of the manifest users' tools go by; where the files lie is no promise. */
const MANIFEST = ['name', 'type', 'engines', 'bin', 'sideEffects', 'dependencies', 'peerDependencies'];

/** @param {any} manifest @returns {string} */
export function ofManifest(manifest) {
  const lines = MANIFEST.map((name) => `${name}: ${JSON.stringify(manifest[name])}`);
  const entries = Object.entries(manifest.exports).map(
    ([entry, conditions]) => `  ${entry}: ${waysOf(conditions).join(', ')}`,
  );
  return [...lines, 'exports:', ...entries].join('\n');
}

/**
 * @param {any} conditions
 * @returns {string[]} each way to a file, as `edge-light import`
 */
const waysOf = (conditions) =>
  typeof conditions === 'string'
    ? ['']
    : Object.entries(conditions)
        .filter(([name]) => name !== 'types')
        .flatMap(([name, inner]) => waysOf(inner).map((way) => `${name} ${way}`.trim()));

/** @param {any} conditions @returns {string[]} the files of types that they lead to, each once */
const typesOf = (conditions) =>
  typeof conditions === 'string'
    ? []
    : [
        ...new Set(
          Object.entries(conditions).flatMap(([name, inner]) => (name === 'types' ? [inner] : typesOf(inner))),
        ),
      ];

/**
 * @param {string} installed
 * @param {string} entry
 * @param {any} conditions
 * @param {Set<string>} told the declarations that stand in another report
 */
function ofEntry(installed, entry, conditions, told) {
  const name = join('hrflow-wasm', entry).replaceAll('\\', '/');
  const all = declarations(installed, typesOf(conditions)).join('\n');
  const kinds = (/** @type {string} */ given, /** @type {string} */ code) => {
    const print = "console.log(names.map((name) => name + ': ' + kindOf(given[name])).join('\\n'));";
    const kindOf = "function kindOf(value) { return /^class\\b/.test(value) ? 'class' : typeof value; }";
    const printed = node(installed, `${code}; const names = Object.keys(given).sort(); ${print} ${kindOf}`);
    const lines = printed
      .trim()
      .split('\n')
      .map((line) => (isDeclared(line, all) ? `  ${line}` : `  ${line}${UNDECLARED}`));
    return `${given}:\n${lines.join('\n')}`;
  };
  const parts = [kinds(`import from '${name}'`, `import * as given from '${name}'`)];
  if (conditions.require) {
    const make = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)";
    parts.push(kinds(`require('${name}')`, `${make}; const given = require('${name}')`));
  }
  return [...parts, ...declarations(installed, typesOf(conditions), told)].join('\n\n');
}

/** What follows names that no type declares: one entry has them for another. */
const UNDECLARED = ' (not declared: no promise)';

/**
 * @param {string} line that names what is exported
 * @param {string} types
 */
const isDeclared = (line, types) =>
  new RegExp(`\\b${line.split(':')[0]}\\b`).test(types) || line.startsWith('default:');

/**
 * @param {string} installed
 * @param {string} code of a module, run where users' own is
 * @returns {string} what it prints
 */
function node(installed, code) {
  const args = ['--input-type=module', '--eval', code];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: join(installed, '../..'),
    encoding: 'utf8',
  });
  if (status !== 0) fail(`An entry of the package in ${installed} cannot be loaded: ${stderr}`);
  return stdout;
}

/** @param {any} manifest of custom elements @returns {string} */
export function ofElement({ modules }) {
  const [element] = modules.flatMap((/** @type {any} */ { declarations }) => declarations ?? []).filter(isElement);
  const lists = Object.entries(element).filter(([, list]) => Array.isArray(list));
  const told = lists.map(([list, members]) => `${list}:\n${members.map(memberOf).sort().join('\n')}`);
  return [`<${element.tagName}>: ${element.name} extends ${element.superclass.name}`, ...told].join('\n\n');
}

/** @param {any} declaration */
const isElement = ({ customElement }) => customElement;

/** @param {any} member of a list of the manifest; its words and its default are no promise */
function memberOf({ name, type, return: returned, parameters, attribute }) {
  const takes =
    parameters && `(${parameters.map((/** @type {any} */ one) => `${one.name}: ${one.type?.text}`).join(', ')})`;
  const parts = [
    `  ${name || '(default)'}${takes ?? ''}`,
    (type ?? returned?.type) && `: ${(type ?? returned.type).text}`,
    attribute && `, attribute ${attribute}`,
  ];
  return parts.filter(Boolean).join('');
}

/** @returns {Surface} as it is committed */
export function committed(folder = REPORTS) {
  const names = readdirSync(folder).filter((name) => name.endsWith('.txt'));
  return new Map(names.sort().map((name) => [name.slice(0, -4), readFileSync(join(folder, name), 'utf8')]));
}

/** @param {Surface} reports @param {string} [folder] */
export function write(reports, folder = REPORTS) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of reports) writeFileSync(join(folder, `${name}.txt`), text);
}

/** @typedef {{ report: string, gone: string[], come: string[] }} Difference lines that one surface has, and the other has not */

/**
 * @param {Surface} before
 * @param {Surface} after
 * @returns {Difference[]}
 */
export function differences(before, after) {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((report) => {
    const [was, is] = [before, after].map((reports) => (reports.get(report) ?? '').split('\n'));
    const [gone, come] = [without(was, is), without(is, was)];
    const isMoved = gone.length + come.length === 0 && before.get(report) !== after.get(report);
    return gone.length + come.length > 0 || isMoved ? [{ report, gone, come }] : [];
  });
}

/**
 * @param {string[]} lines
 * @param {string[]} others
 * @returns {string[]} the lines that are there more often than in the others
 */
function without(lines, others) {
  /** @type {Map<string, number>} */
  const left = new Map();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}

/** @param {Difference} difference @returns {string} */
export const said = ({ report, gone, come }) =>
  [
    `${report}.txt:`,
    ...gone.map((line) => `  - ${line}`),
    ...come.map((line) => `  + ${line}`),
    ...(gone.length + come.length === 0 ? ['  the same lines in another order'] : []),
  ].join('\n');

/** @param {Surface} found @returns {string[]} what the committed reports do not say, or say in vain */
export function stale(found, kept = committed()) {
  const told = differences(kept, found).map(said);
  if (told.length === 0) return [];
  return [
    `The reports in pkg/release/api are not what the package and the crate have:\n${told.join('\n')}\n` +
      'If that is meant, run `npm run release:api`, read the diff and commit it.',
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { build } = await import('../build/build.mjs');
  await build();
  const { install, project } = await import('../../tests/support/installed.js');
  install();
  write(await surface(join(project, 'node_modules/hrflow-wasm')));
}
