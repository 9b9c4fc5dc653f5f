// The command's manual: what its own `--help` says, as a page.

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../../pkg/build/command.mjs';
import { codeBlock, escaped } from './document.mjs';

/** @typedef {import('./document.mjs').Section} Section */

/** @param {string} [command] the command itself without one @returns {string} what it prints */
export function help(command) {
  const args = [join(root, 'pkg/dist/command.mjs'), ...(command ? [command] : []), '--help'];
  return execFileSync(process.execPath, args, { encoding: 'utf8' });
}

/** @param {string} printed by the command itself @returns {string[]} the commands that it lists, but for the one that prints help */
export function commandsOf(printed) {
  const [, listed] = /^Commands:\n((?: .*\n)*)/m.exec(printed) ?? [];
  const names = String(listed).matchAll(/^ {2}(\S+)/gm);
  return Array.from(names, ([, name]) => name).filter((name) => name !== 'help');
}

/** @returns {{ title: string, description: string, html: string, sections: Section[] }} */
export function manual() {
  const own = help();
  const parts = [part('hrflow-wasm', own), ...commandsOf(own).map((name) => part(`hrflow-wasm ${name}`, help(name)))];
  const title = 'The command’s manual';
  const description = 'Every command and option of hrflow-wasm, as its own --help has it, with its exit codes.';
  const lead = `<p>What <code>hrflow-wasm --help</code> prints, and <code>--help</code> after each command. <a href="guide/on-disk.html">The guide</a> shows it at work.</p>`;
  return {
    title,
    description,
    html: `<h1>${title}</h1>\n${lead}\n${parts.map(({ html }) => html).join('\n')}`,
    sections: [
      { heading: title, anchor: '', level: 1, text: description },
      ...parts.flatMap(({ sections }) => sections),
    ],
  };
}

/**
 * @param {string} name of a command
 * @param {string} printed its help
 * @returns {{ html: string, sections: Section[] }}
 */
function part(name, printed) {
  const id = name.replaceAll(' ', '-');
  /** @type {Section[]} */
  const sections = [{ heading: name, anchor: id, level: 2, text: '' }];
  const blocks = printed
    .trimEnd()
    .split('\n\n')
    .map((block) => {
      const [first, ...lines] = block.split('\n');
      if (first.startsWith('Usage: ')) return codeBlock(`${first}\n`, '');
      if (!first.endsWith(':')) {
        sections[0].text = block.replaceAll('\n', ' ');
        return `<p>${escaped(sections[0].text)}</p>`;
      }
      const title = `<h3>${first.slice(0, -1)}</h3>\n`;
      if (first === 'Examples:') return title + codeBlock(lines.map((line) => `${line.trim()}\n`).join(''), '');
      const entries = first === 'Exit codes:' ? codes(lines) : columns(lines);
      const rows = entries.map(({ term, words }) => {
        const anchor = anchorOf(id, term);
        const explained = `<code>${escaped(term)}</code>`;
        // Each command has a part of its own.
        if (first === 'Commands:' && term.startsWith('help ')) return `<dt>${explained}</dt><dd>${escaped(words)}</dd>`;
        if (first === 'Commands:') return `<dt><a href="#${anchor}">${explained}</a></dt><dd>${escaped(words)}</dd>`;
        sections.push({ heading: term, under: name, anchor, level: 3, text: words });
        return `<dt id="${anchor}">${explained}</dt><dd>${escaped(words)}</dd>`;
      });
      return `${title}<dl>\n${rows.join('\n')}\n</dl>`;
    });
  return { html: `<h2 id="${id}"><code>${name}</code></h2>\n${blocks.join('\n')}`, sections };
}

/** @param {string} id of its command @param {string} term @returns {string} */
const anchorOf = (id, term) => `${id}-${term.replace(/^--/, '').split(' ')[0]}`;

/** @typedef {{ term: string, words: string }} Explained */

/** @param {string[]} lines a term, two spaces or more, and words that may go on in the next @returns {Explained[]} */
function columns(lines) {
  /** @type {Explained[]} */
  const entries = [];
  for (const line of lines) {
    const [, term, words] = /^ {2}(\S.*?) {2,}(\S.*)$/.exec(line) ?? [];
    const last = entries.at(-1);
    if (term) entries.push({ term, words });
    else if (last && /^ {4,}\S/.test(line)) last.words += ` ${line.trim()}`;
    else throw new Error(`The manual cannot read this line of --help: ${line}`);
  }
  return entries;
}

/** @param {string[]} lines numbers with their words, and semicolons between @returns {Explained[]} */
const codes = (lines) =>
  lines
    .join(' ')
    .split(';')
    .map((code) => {
      const [, term, words] = /^\s*(\d+) (.*)$/.exec(code) ?? [];
      if (!term) throw new Error(`The manual cannot read this exit code of --help: ${code}`);
      return { term, words };
    });
