// A document of the repository as a page: Markdown to HTML, with code coloured as it is built, so that the page needs no script.

import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import rust from 'highlight.js/lib/languages/rust';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';
import MarkdownIt from 'markdown-it';

/** @typedef {import('markdown-it').Token} Token */

/**
 * @typedef {object} Section what stands under one heading
 * @property {string} heading in plain text
 * @property {string} anchor '' for the page's own heading
 * @property {number} level
 * @property {string} [under] what it belongs to, where that says more than the page's title
 * @property {string} text in plain text
 */

/**
 * @typedef {object} Document
 * @property {string} title
 * @property {string} description its first paragraph
 * @property {string} html
 * @property {Section[]} sections
 */

/** The languages of the documents, by the name that a piece of code has there. */
const LANGUAGES = {
  js: javascript,
  json,
  html: xml,
  rust,
  sh: bash,
  svelte: xml,
  ts: typescript,
  tsx: typescript,
  vue: xml,
  yaml,
};
for (const [name, language] of Object.entries(LANGUAGES)) hljs.registerLanguage(name, language);

/**
 * @param {string} code
 * @param {string} language as the document names it
 * @returns {string} HTML; it scrolls where it is wide, and the keyboard must reach what scrolls
 */
export function codeBlock(code, language) {
  if (language && !(language in LANGUAGES)) throw new Error(`No colours for code in ${language}: add it to LANGUAGES.`);
  const html = language ? hljs.highlight(code, { language }).value : escaped(code);
  return `<pre tabindex="0"><code>${html}</code></pre>\n`;
}

/** @param {string} text @returns {string} */
export const escaped = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/**
 * @param {string} heading in plain text
 * @param {Set<string>} [taken] by the headings before it
 * @returns {string} as GitHub writes it
 */
export function anchorOf(heading, taken = new Set()) {
  const name = heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
  let anchor = name;
  for (let count = 1; taken.has(anchor); count++) anchor = `${name}-${count}`;
  taken.add(anchor);
  return anchor;
}

const markdown = new MarkdownIt({ html: true });
const { rules } = markdown.renderer;

rules.fence = (tokens, index) => codeBlock(tokens[index].content, tokens[index].info.trim());

// A table is as wide as it is: it scrolls, not the page.
rules.table_open = (_tokens, _index, _options, env) =>
  `<div class="scrolling" tabindex="0" role="group" aria-label="${escaped(env.heading(_tokens[_index]))}"><table>\n`;
rules.table_close = () => '</table></div>\n';

// A cell without words is no heading of anything.
for (const rule of ['th_open', 'th_close']) {
  rules[rule] = (tokens, index, options, _env, self) => {
    const words = tokens[rule === 'th_open' ? index + 1 : index - 1].content;
    if (words === '') tokens[index].tag = 'td';
    return self.renderToken(tokens, index, options);
  };
}

/** @param {Token[]} tokens @returns {string} */
const plain = (tokens) =>
  tokens
    .map(({ type, content, children }) => {
      if (type === 'inline') return plain(children ?? []);
      if (type === 'softbreak' || type === 'hardbreak') return ' ';
      return ['text', 'code_inline', 'fence', 'code_block'].includes(type) ? content : '';
    })
    .join('');

/**
 * Where links lead: their targets as the document writes them to those of the page; undefined where the site has nothing there.
 * @typedef {(target: string) => string | undefined} LeadsTo
 */

/**
 * @param {string} text Markdown
 * @param {LeadsTo} leadsTo
 * @returns {Document}
 */
export function documentOf(text, leadsTo) {
  const tokens = markdown.parse(text.replace(/<!--[\s\S]*?-->\n?/g, ''), {});
  /** @type {Set<string>} */
  const taken = new Set();
  /** @type {Section[]} */
  const sections = [];
  let description = '';
  /** @type {Map<Token, string>} the heading that a table stands under */
  const above = new Map();
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1];
    if (token.type === 'heading_open') {
      const heading = plain([next]);
      const level = Number(token.tag.slice(1));
      const anchor = anchorOf(heading, taken);
      token.attrSet('id', anchor);
      sections.push({ heading, anchor: level === 1 ? '' : anchor, level, text: '' });
    } else if (token.type === 'table_open') {
      above.set(token, sections.at(-1)?.heading ?? '');
    } else if (token.type === 'inline') {
      if (token.children) token.children = led(token.children, leadsTo);
      if (tokens[index - 1].type !== 'heading_open') said(plain([token]));
      if (description === '' && tokens[index - 1].type === 'paragraph_open') description = plain([token]);
    } else if (token.type === 'fence') said(token.content);
    else if (token.type === 'html_block') token.content = pictured(token.content, leadsTo);
  }
  const html = markdown.renderer.render(tokens, markdown.options, {
    heading: (/** @type {Token} */ table) => above.get(table),
  });
  return { title: sections[0].heading, description, html, sections };

  /** @param {string} words of the section that is read */
  function said(words) {
    const section = sections.at(-1);
    if (section) section.text += `${section.text && ' '}${words.replaceAll(/\s+/g, ' ').trim()}`;
  }
}

/**
 * @param {Token[]} tokens of a line
 * @param {LeadsTo} leadsTo
 * @returns {Token[]} links to where they lead; those that lead nowhere are their text alone
 */
function led(tokens, leadsTo) {
  let isBare = false;
  return tokens.filter((token) => {
    if (token.type === 'link_open') {
      const target = leadsTo(String(token.attrGet('href')));
      isBare = target === undefined;
      if (target !== undefined) token.attrSet('href', target);
      return !isBare;
    }
    return !(token.type === 'link_close' && isBare);
  });
}

/**
 * @param {string} html of a document
 * @param {LeadsTo} leadsTo
 * @returns {string} with its pictures where the site has them
 */
const pictured = (html, leadsTo) =>
  html.replace(/\b(src|srcset|href)="([^"]+)"/g, (_, name, target) => {
    const address = leadsTo(target);
    if (address === undefined) throw new Error(`The site has no ${target}.`);
    return `${name}="${escaped(address)}"`;
  });
