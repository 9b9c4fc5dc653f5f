// What every page of the site has around its own words.

import { posix } from 'node:path';
import { NOTICES } from '../../pkg/build/notices.mjs';
import { escaped } from './document.mjs';

/**
 * @typedef {object} Entry of the contents
 * @property {string} address below the site's root
 * @property {string} title
 * @property {Entry[]} [pages] what stands under it
 */

/**
 * @typedef {object} Page
 * @property {string} address below the site's root
 * @property {string} title
 * @property {string} description
 * @property {string} body HTML, with its heading
 * @property {import('./document.mjs').Section[]} sections
 * @property {string[]} [scripts] modules, below the site's root
 * @property {string} [connects] what it may ask for, as `connect-src` has it
 */

/**
 * @typedef {object} Site
 * @property {Entry[]} parts what the head of each page names
 * @property {Entry[]} contents the pages, in the order in which they are read
 * @property {string} version
 * @property {string} description of the package
 */

/** @param {string} from a page @param {string} to what it names: both below the root @returns {string} */
export const relative = (from, to) => posix.relative(posix.dirname(from), to) || posix.basename(to);

/** What a page of ours may do. Nothing of it is elsewhere. */
const POLICY = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self'",
  'worker-src': "'self'",
  'form-action': "'self'",
  'base-uri': "'none'",
};

/** @param {Record<string, string>} [changes] @returns {string} an element, for a static host sends no headers of ours */
export function policy(changes = {}) {
  const words = Object.entries({ ...POLICY, ...changes }).map(([name, value]) => `${name} ${value}`);
  return `<meta http-equiv="Content-Security-Policy" content="${words.join('; ')}">`;
}

/** @param {Entry[]} entries @returns {Entry[]} those under others, too */
export const flat = (entries) => entries.flatMap((entry) => [entry, ...flat(entry.pages ?? [])]);

/**
 * A page that leads on at once: for a folder that has no page of its own.
 * @param {string} title
 * @param {string} to
 * @returns {string} the file
 */
export const leadingOn = (title, to) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="0; url=${to}">
<title>${title}</title>
</head>
<body><main><h1>${title}</h1><p><a href="${to}">Go on</a></p></main></body>
</html>
`;

/** As long as search engines show it. */
const DESCRIPTION = 160;

/** @param {string} text @returns {string} its first words */
function shortened(text) {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  if (line.length <= DESCRIPTION) return line;
  return `${line.slice(0, line.lastIndexOf(' ', DESCRIPTION - 1))}…`;
}

/**
 * @param {Page} page
 * @param {Site} site
 * @param {{ style?: string, policy?: string }} [own] in the place of what the others have
 * @returns {string} the file
 */
export function fileOf(page, site, own = {}) {
  const to = (/** @type {string} */ address) => escaped(relative(page.address, address));
  const order = flat(site.contents);
  const place = order.findIndex(({ address }) => address === page.address);
  const title = page.address === 'index.html' ? `${page.title}: ${site.description}` : `${page.title} – hrflow-wasm`;
  const scripts = page.scripts ?? [];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
${own.policy ?? policy(page.connects ? { 'connect-src': page.connects } : {})}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="description" content="${escaped(shortened(page.description))}">
<title>${escaped(title)}</title>
${own.style ?? `<link rel="icon" href="${to('icon.svg')}" type="image/svg+xml">\n<link rel="stylesheet" href="${to('site.css')}">`}
${scripts.map((script) => `<script type="module" src="${to(script)}"></script>`).join('\n')}
</head>
<body>
<a class="skip" href="#main">Skip to the text</a>
<header>
<a class="brand" href="${to('index.html')}">hrflow-wasm</a>
<nav class="parts" aria-label="Parts of the site">${site.parts.map((part) => link(part)).join('')}</nav>
${page.address === 'search.html' ? '' : search(to('search.html'))}
<button type="button" popovertarget="contents">Contents</button>
</header>
<div class="columns">
<nav id="contents" class="contents" popover aria-label="Contents">
${list(site.contents)}
</nav>
<main id="main" tabindex="-1">
${withHeadings(page)}
${around()}
</main>
</div>
<footer><p>hrflow-wasm ${escaped(site.version)}. Licence: MIT. <a href="${to(NOTICES)}">The code of others</a></p></footer>
</body>
</html>
`;

  /** @param {Entry} entry */
  function link({ address, title }) {
    const current = address === page.address ? ' aria-current="page"' : '';
    return `<a href="${to(address)}"${current}>${escaped(title)}</a>`;
  }

  /** @param {Entry} entry @returns {boolean} whether the page is under it */
  function unfolds(entry) {
    return entry.pages !== undefined && flat([entry]).some(({ address }) => address === page.address);
  }

  /** @param {Entry[]} entries @returns {string} */
  function list(entries) {
    const items = entries.map((entry) => {
      const headings = entry.address === page.address ? headingsOf(page, 'headings') : '';
      return `<li>${link(entry)}${headings}${unfolds(entry) ? list(entry.pages ?? []) : ''}</li>`;
    });
    return `<ul>\n${items.join('\n')}\n</ul>`;
  }

  function around() {
    if (place < 0) return '';
    const [before, after] = [order[place - 1], order[place + 1]];
    const one = (/** @type {Entry | undefined} */ entry, /** @type {string} */ rel, /** @type {string} */ words) =>
      entry ? `<a rel="${rel}" href="${to(entry.address)}"><span>${words}</span> ${escaped(entry.title)}</a>` : '';
    return `<nav class="around" aria-label="Previous and next page">${one(before, 'prev', 'Previous')}${one(after, 'next', 'Next')}</nav>`;
  }
}

/** @param {string} address of the page that searches */
const search = (address) => `<form role="search" action="${address}" method="get">
<input type="search" name="q" aria-label="Search the site" placeholder="Search" autocomplete="off" spellcheck="false">
<button type="submit">Search</button>
</form>`;

/** @param {Page} page @param {string} name of its class @returns {string} */
function headingsOf({ sections }, name) {
  const headings = sections.filter(({ level }) => level === 2);
  if (headings.length < 2) return '';
  const items = headings.map(({ heading, anchor }) => `<li><a href="#${escaped(anchor)}">${escaped(heading)}</a></li>`);
  return `<ul class="${name}">${items.join('')}</ul>`;
}

/** @param {Page} page @returns {string} its body, with its headings folded up under the first, for who has no room beside it */
function withHeadings(page) {
  const headings = headingsOf(page, 'inside');
  if (!headings) return page.body;
  return page.body.replace('</h1>', `</h1>\n<details><summary>On this page</summary>${headings}</details>`);
}
