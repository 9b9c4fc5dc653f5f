// The search, in the page: nothing of what is typed leaves it.

import MiniSearch from 'minisearch';

/** @typedef {import('../build.mjs').Found & { id: number }} Section */

/** @template {Element} T @param {string} id @param {new () => T} type @returns {T} */
function byId(id, type) {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error(`The page has no ${id}.`);
  return element;
}

const form = byId('search', HTMLFormElement);
const input = byId('q', HTMLInputElement);
const status = byId('status', HTMLElement);
const results = byId('results', HTMLOListElement);

/** More than anybody looks through. */
const MOST = 30;

/** How much of a text is shown before and behind the word that was found. */
const AROUND = 90;

/** @type {MiniSearch<Section>} */
const index = new MiniSearch({
  fields: ['heading', 'page', 'text'],
  storeFields: ['heading', 'page', 'text', 'address'],
  searchOptions: {
    boost: { heading: 4, page: 2 },
    prefix: true,
    // Short words have too many like them.
    fuzzy: (term) => (term.length > 4 ? 0.2 : false),
    combineWith: 'AND',
    // Who looks for a word wants to read of it before its types.
    boostDocument: (_id, _term, { page } = {}) => (String(page).startsWith('Reference') ? 0.5 : 1),
  },
});

input.value = new URLSearchParams(location.search).get('q') ?? '';
try {
  const response = await fetch(new URL('./search.json', import.meta.url));
  /** @type {import('../build.mjs').Found[]} */
  const sections = await response.json();
  index.addAll(sections.map((section, id) => ({ ...section, id })));
  input.addEventListener('input', show);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    results.querySelector('a')?.focus();
  });
  form.addEventListener('keydown', among);
  results.addEventListener('keydown', among);
  if (!location.hash) input.focus();
  show();
} catch {
  status.textContent = 'The search could not be loaded. Load the page again, or look through the contents.';
}

/** Down and up lead from the words to what was found, and back. @param {KeyboardEvent} event */
function among(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  /** @type {(Element | null)[]} */
  const stops = [input, ...results.querySelectorAll('a')];
  const next = stops[stops.indexOf(document.activeElement) + step];
  if (!(next instanceof HTMLElement)) return;
  event.preventDefault();
  next.focus();
}

function show() {
  const words = input.value.trim();
  const address = new URL(location.href);
  if (words) address.searchParams.set('q', words);
  else address.searchParams.delete('q');
  history.replaceState(null, '', address);
  const found = words ? index.search(words) : [];
  results.replaceChildren(...found.slice(0, MOST).map(row));
  status.textContent = said(words, found.length);
}

/** @param {string} words @param {number} count @returns {string} */
function said(words, count) {
  if (!words) return 'Type a word: an option, an error, a name.';
  if (count === 0) return `Nothing was found for “${words}”. Try fewer or shorter words, or look through the contents.`;
  if (count > MOST) return `${count} places for “${words}”; these are the best ${MOST}.`;
  return `${count} ${count === 1 ? 'place' : 'places'} for “${words}”.`;
}

/** @param {import('minisearch').SearchResult} result @returns {HTMLLIElement} */
function row({ heading, page, text, address, terms }) {
  const item = document.createElement('li');
  const link = document.createElement('a');
  link.href = address;
  link.textContent = heading;
  const where = document.createElement('p');
  where.className = 'where';
  where.textContent = page === heading ? '' : page;
  const words = document.createElement('p');
  words.append(...marked(text, terms));
  item.append(link, where, words);
  return item;
}

/** @param {string} text @param {string[]} terms in lower case @returns {(string | HTMLElement)[]} the part of it that has them */
function marked(text, terms) {
  const pattern = new RegExp(`(${terms.map((term) => term.replace(/[^\p{L}\p{N}]/gu, '\\$&')).join('|')})`, 'giu');
  const first = text.search(pattern);
  const start = first > AROUND ? text.indexOf(' ', first - AROUND) + 1 : 0;
  const end = start + 2 * AROUND >= text.length ? text.length : text.lastIndexOf(' ', start + 2 * AROUND);
  const parts = text.slice(start, end).split(pattern);
  return [
    start > 0 ? '… ' : '',
    ...parts.map((part, place) => {
      if (place % 2 === 0) return part;
      const mark = document.createElement('mark');
      mark.textContent = part;
      return mark;
    }),
    end < text.length ? ' …' : '',
  ];
}
