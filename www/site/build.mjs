// `npm run site`: the site, of nothing but this repository, for any host of files, in target/site.

import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as esbuild, transform } from 'esbuild';
import { build } from '../../pkg/build/build.mjs';
import { root, say } from '../../pkg/build/command.mjs';
import { NOTICES, notices } from '../../pkg/build/notices.mjs';
import { addressOf } from '../../pkg/build/readme.mjs';
import { packages } from '../../pkg/build/third-party.mjs';
import { PAGES } from '../guide/pages.js';
import { buildDemo, writeWorker } from './demo.mjs';
import { documentOf } from './document.mjs';
import { fileOf, flat, leadingOn, policy, relative } from './layout.mjs';
import { digest, mend } from './made-elsewhere.mjs';
import { manual } from './manual.mjs';
import { SCRIPTS, writeReference } from './reference.mjs';
import { writeRustdoc } from './rustdoc.mjs';

/** @typedef {import('./layout.mjs').Entry} Entry */
/** @typedef {import('./layout.mjs').Page} Page */
/** @typedef {import('./layout.mjs').Site} Site */

const SITE = join(root, 'target/site');

const read = (/** @type {string} */ path) => readFileSync(join(root, path), 'utf8');

/** What follows in README is about a clone of the repository. */
const END_OF_THE_PACKAGE = '<!-- The package’s README ends here. -->';

/** @param {import('../guide/pages.js').Page[]} pages @returns {Entry[]} */
const ofTheGuide = (pages) =>
  pages.map(({ file, title, pages }) => ({
    address: `guide/${file.replace(/\.md$/, '.html')}`,
    title,
    ...(pages ? { pages: ofTheGuide(pages) } : {}),
  }));

/** @type {Entry[]} */
const CONTENTS = [
  { address: 'index.html', title: 'Overview' },
  ...ofTheGuide(PAGES),
  { address: 'manual.html', title: 'The command’s manual' },
  { address: 'security.html', title: 'Security' },
  { address: 'changelog.html', title: 'Changelog' },
];

/** The documents of the repository that the site has, by their paths. */
const DOCUMENTS = new Map([
  ['README.md', 'index.html'],
  ['SECURITY.md', 'security.html'],
  ['CHANGELOG.md', 'changelog.html'],
  ...flat(ofTheGuide(PAGES)).map(
    ({ address }) => /** @type {const} */ ([`www/${address.replace(/html$/, 'md')}`, address]),
  ),
]);

const PICTURES = 'www/pictures/';

/**
 * Builds the site. What was there is gone.
 * @param {string} [out]
 */
export async function buildSite(out = SITE) {
  await build();
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  await buildDemo(out);
  const names = writeReference(join(out, 'reference'));
  writeRustdoc(join(out, 'rust'));
  copyFileSync(join(root, 'www/site/page/rustdoc.css'), join(out, 'rust/site.css'));
  for (const maker of MAKERS) mend(out, maker);
  say('The site’s own pages');
  const { version, description } = JSON.parse(read('pkg/package.json'));
  /** @type {Site} */
  const site = {
    version,
    description,
    contents: CONTENTS,
    parts: [
      { address: 'guide/calls.html', title: 'Guide' },
      { address: 'demo/index.html', title: 'Demo' },
      { address: 'reference/index.html', title: 'Reference' },
      { address: 'rust/hrflow_wasm/index.html', title: 'Rust' },
      { address: 'manual.html', title: 'Command' },
      { address: 'search.html', title: 'Search' },
    ],
  };
  const pages = [...[...DOCUMENTS].map(([path, address]) => documentPage(path, address)), manualPage()];
  for (const page of [...pages, SEARCH]) {
    const path = join(out, page.address);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, fileOf({ ...page, scripts: ['offline.js', ...(page.scripts ?? [])] }, site));
  }
  writeFileSync(join(out, 'guide/index.html'), leadingOn('The guide', 'calls.html'));
  writeFileSync(join(out, 'guide/errors/index.html'), leadingOn('The errors', '../errors.html'));
  const style = await styleSheet();
  writeFileSync(join(out, 'site.css'), style);
  writeLost(out, site, style);
  writeFileSync(join(out, 'search.json'), JSON.stringify([...pages.flatMap(found), ...names.map(foundName)]));
  await writeSearch(out);
  cpSync(join(root, PICTURES), join(out, 'pictures'), { recursive: true });
  copyFileSync(join(root, 'www/page/icon.svg'), join(out, 'icon.svg'));
  // GitHub's own builder would leave out files whose names begin with an underscore.
  writeFileSync(join(out, '.nojekyll'), '');
  await writeWorker(out);
}

/** What other programs make, and what there is to mend in it. */
const MAKERS = /** @type {import('./made-elsewhere.mjs').Maker[]} */ ([
  {
    folder: 'reference',
    back: ['<div id="tsd-toolbar-links">', (home) => `<a href="${home}">The guide</a>`],
    mended: [
      ['<div class="col-content">', '<div class="col-content" role="main">'],
      ['<div class="col-sidebar">', '<div class="col-sidebar" role="complementary">'],
      // What opens and closes may hold no link.
      [/(?<=<summary(?:(?!<\/summary>)[\s\S])*)<a href="#[^"]*" aria-label="Permalink"[^>]*>.*?<\/a>/g, ''],
      // They stand right under the first heading.
      [/(?<=<section class="tsd-panel tsd-comment">(?:(?!<\/section>)[\s\S])*)<h4 /g, '<h4 aria-level="2" '],
      ['<h5 class="tsd-index-heading', '<h5 aria-level="2" class="tsd-index-heading'],
      ['<h4>Hierarchy', '<h4 aria-level="2">Hierarchy'],
      [/<pre>/g, '<pre tabindex="0">'],
    ],
    // For filters, of which there are none.
    styles: [''],
  },
  {
    folder: 'rust',
    sheet: 'site.css',
    back: ['<nav class="sidebar">', (home) => `<p class="home"><a href="${home}">The guide</a></p>`],
    mended: [
      // It asks for fonts early, in a way that browsers do not use.
      [/<script>if\(window\.location\.protocol[\s\S]*?<\/script>/g, ''],
      // A script in an attribute; browsers have a way back of their own.
      [/<a id="back"[^>]*>Back<\/a>/g, ''],
      ['<rustdoc-topbar>', '<rustdoc-topbar role="banner">'],
      ['<summary class="hideme">', '<summary class="hideme" aria-label="Description">'],
      [/<pre class="rust/g, '<pre tabindex="0" class="rust'],
    ],
  },
]);

/**
 * @param {string} path of a document
 * @param {string} address of its page
 * @returns {Page}
 */
function documentPage(path, address) {
  const { repository } = JSON.parse(read('pkg/package.json'));
  const at = addressOf(repository);
  const [text] = read(path).split(END_OF_THE_PACKAGE);
  const { html, ...rest } = documentOf(text, (target) => {
    if (/^(https:|#)/.test(target)) return target;
    const [file, fragment] = target.split('#');
    const named = posix.join(posix.dirname(path), file);
    const there = named.startsWith(PICTURES) ? named.replace(PICTURES, 'pictures/') : DOCUMENTS.get(named);
    if (there) return relative(address, there) + (fragment ? `#${fragment}` : '');
    return at && `${at}/blob/HEAD/${named}${fragment ? `#${fragment}` : ''}`;
  });
  return { ...rest, address, body: html };
}

/** @returns {Page} */
function manualPage() {
  const { html, ...rest } = manual();
  return { ...rest, address: 'manual.html', body: html };
}

/** @type {Page} */
const SEARCH = {
  address: 'search.html',
  title: 'Search',
  description: 'Searches the guide, the manual and the reference of hrflow-wasm, in the page.',
  sections: [],
  scripts: ['search.js'],
  connects: "'self'",
  body: `<h1>Search</h1>
<form role="search" method="get" id="search">
<label for="q">Words in the guide, the manual and the reference</label>
<input type="search" id="q" name="q" autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="search">
</form>
<noscript><p>The search is a script, and scripts are off. The contents name every page.</p></noscript>
<p id="status" role="status"></p>
<ol id="results"></ol>`,
};

/** @typedef {{ page: string, heading: string, address: string, text: string }} Found */

/** @param {Page} page @returns {Found[]} what a search finds of it */
const found = ({ address, title, sections }) =>
  sections.map(({ heading, under, anchor, text }) => ({
    page: under ?? title,
    heading,
    address: anchor ? `${address}#${anchor}` : address,
    text,
  }));

/** @param {import('./reference.mjs').Name} name @returns {Found} */
const foundName = ({ name, entry, address, words }) => ({
  page: `Reference, ${entry}`,
  heading: name,
  address: `reference/${address}`,
  text: words.replaceAll('`', '').replaceAll(/\s+/g, ' '),
});

/** @returns {Promise<string>} the site's style */
async function styleSheet() {
  const texts = ['www/page/look.css', 'www/site/page/site.css'].map(read);
  const { code } = await transform(texts.join('\n'), { loader: 'css', minify: true });
  return code;
}

/**
 * The page for what is not there. A host shows it at any address, so that nothing beside it can be named: it has all in itself.
 * @param {string} out
 * @param {Site} site
 * @param {string} style
 */
function writeLost(out, site, style) {
  const script = read('www/site/page/lost.js');
  /** @type {Page} */
  const page = {
    address: '404.html',
    title: 'There is no such page',
    description: 'There is no page at this address.',
    sections: [],
    body: `<h1>There is no such page</h1>
<p>Nothing of this site is at the address that was asked for. <a href="search.html">Search</a> it, look through the contents, or begin at <a href="index.html">the first page</a>.</p>
<noscript><p>Scripts are off, and so this page cannot tell where the site begins: its links may lead nowhere. Shorten the address, a part at a time.</p></noscript>
<script type="module">${script}</script>`,
  };
  const own = {
    style: `<link rel="icon" href="data:,">\n<style>${style}</style>`,
    policy: policy({
      'script-src': digest(script),
      'style-src': digest(style),
      'connect-src': "'self'",
      'img-src': 'data:',
    }),
  };
  writeFileSync(join(out, '404.html'), fileOf(page, site, own));
}

/** What is said of the code of others. */
const SAID = `The code of others in this site is under the licences below. That of the demo is in demo/${NOTICES}, and that of rustdoc's pages in
rust/static.files.`;

/** @param {string} out */
async function writeSearch(out) {
  const { metafile } = await esbuild({
    entryPoints: [join(root, 'www/site/page/search.js')],
    outdir: out,
    absWorkingDir: root,
    bundle: true,
    minify: true,
    metafile: true,
    format: 'esm',
    target: 'es2022',
    logLevel: 'warning',
  });
  const inputs = { 'search.js': Object.keys(metafile.inputs), 'reference/assets/main.js': SCRIPTS };
  writeFileSync(join(out, NOTICES), notices(SAID, packages(inputs)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildSite();
