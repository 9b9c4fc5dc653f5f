// The view of a whole source: what the address asks for, what is shown of it, and what is done with it.

import { addressOf, askedIn } from './address.js';
import { isChosenBy, nobody, withAll, withOne } from './choice.js';
import { EVERYTHING } from './filter.js';
import { Listing } from './listing.js';
import { partsOfView } from './parts.js';
import { Rows } from './rows.js';
import { saidOf } from './said.js';
import { speaker } from './speech.js';
import { Taking } from './taking.js';
import { totalsOf } from './totals.js';

/**
 * @typedef {import('./address.js').Asked} Asked
 * @typedef {import('./candidate.js').Candidate} Candidate
 */

/** What the stand-in has; with HrFlow itself nobody knows one. */
const FIRST_SOURCE = 'many';

/** What of a filter is about files. */
const LOOKED_FOR = /** @type {const} */ (['type', 'from', 'to']);

/** Sums are made so often at most while candidates come. */
const SUMS_MS = 250;
/** What is typed comes into the address so long after the last letter: browsers take no more. */
const TYPING_MS = 250;

/** @type {Promise<ReturnType<typeof viewIn>> | undefined} */
let view;

/**
 * Shows what the address says.
 * @param {HTMLElement} place
 */
export async function showSource(place) {
  view ??= styled().then(() => viewIn(place));
  (await view).showAddress();
}

/** Resolves once the style is there, so that nothing is seen without it. */
function styled() {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = new URL('./view.css', import.meta.url).href;
  return new Promise((resolve) => {
    for (const event of ['load', 'error']) link.addEventListener(event, () => resolve(undefined));
    document.head.append(link);
  });
}

/** @param {HTMLElement} place */
function viewIn(place) {
  const live = 'live' in document.body.dataset;
  const tab = /** @type {HTMLAnchorElement} */ (document.querySelector('[data-view=source]'));
  const parts = partsOfView();
  place.replaceChildren(...parts.nodes);
  parts.key.value = live ? '' : FIRST_SOURCE;
  parts.filter.open = innerWidth >= 960;

  /** @type {Asked} */
  let asked = { ...askedIn(''), source_key: '' };
  let listing = new Listing('', () => {});
  let isChosen = isChosenBy(asked.choice);
  let summed = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let summing;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let typing;
  let wasRunning = false;

  const rows = new Rows(parts.rows, {
    choose: (candidate, is) => to({ choice: withOne(asked.choice, candidate.key, is) }, 'replace'),
    again: (candidate) => listing.again([candidate]),
    renew: (candidate) => listing.renew(candidate),
  });
  const said = saidOf(parts);
  const taking = new Taking(parts, {
    chosen: () => [...listing.candidates.values()].filter(isChosen),
    take: () => asked.take,
    renew: (candidate, signal) => listing.renew(candidate, signal),
    changed: () => later(),
    turned: () => sum(),
  });
  const speak = speaker(parts.status);

  /** @param {string} source_key lists it from its beginning */
  function start(source_key) {
    listing.stop();
    taking.cancel();
    rows.clear();
    const mine = new Listing(source_key, (candidate) => {
      if (listing !== mine) return;
      if (candidate) rows.change(candidate);
      later();
    });
    listing = mine;
    wasRunning = true;
    mine.goOn();
    sum();
  }

  function later() {
    summing ??= setTimeout(sum, Math.max(0, summed + SUMS_MS - performance.now()));
  }

  /** Writes everything but the rows. */
  function sum() {
    clearTimeout(summing);
    summing = undefined;
    const shown = totalsOf(listing.candidates.values(), rows.isShown, asked.filter);
    const chosen = totalsOf(listing.candidates.values(), isChosen, { ...EVERYTHING, type: asked.take });
    const types = totalsOf(listing.candidates.values(), () => true, EVERYTHING);
    if (wasRunning && !listing.isRunning) {
      wasRunning = false;
      rows.whenWritten(() => {
        if (rows.late > 0 && !rows.isRead) to({ order: asked.order }, 'none');
        else sum();
      });
    }
    wasRunning = listing.isRunning;
    speak(said({ asked, listing, shown, chosen, types, late: rows.late, taking: taking.progress }));
    summed = performance.now();
    // It counts down by itself.
    if (listing.heldUntil > summed) summing = setTimeout(sum, 1_000);
  }

  /**
   * @param {Partial<Asked>} change
   * @param {'push' | 'replace' | 'none'} how it comes into the address: what can be gone back to is pushed
   */
  function to(change, how) {
    const before = asked.filter;
    asked = { ...asked, ...change };
    if (change.filter) rows.filter(asked.filter);
    if (change.choice) {
      isChosen = isChosenBy(asked.choice);
      rows.choose(isChosen);
    }
    // Each row shows the files that are looked for; of a text it shows all.
    if (LOOKED_FOR.some((name) => asked.filter[name] !== before[name])) rows.changeAll();
    if (change.order) rows.order(asked.order);
    if (how !== 'none') write(how);
    sum();
  }

  /** @param {'push' | 'replace'} how */
  function write(how) {
    clearTimeout(typing);
    typing = undefined;
    const { address, isWhole } = addressOf(asked);
    parts.long.hidden = isWhole;
    tab.href = address;
    if (address !== location.search) history[how === 'push' ? 'pushState' : 'replaceState'](null, '', address);
  }

  /** The address in what can be typed and chosen. */
  function fillIn() {
    const { source_key, filter, order } = asked;
    if (source_key) parts.key.value = source_key;
    parts.text.value = filter.text;
    parts.from.value = filter.from;
    parts.to.value = filter.to;
    parts.order.value = order;
  }

  function showAddress() {
    const next = askedIn(location.search);
    // Without a source it is the tab that was pressed, or the first time.
    if (!next.source_key) {
      if (asked.source_key) write('replace');
      return sum();
    }
    const isOther = next.source_key !== listing.source_key;
    to(next, 'none');
    tab.href = addressOf(asked).address;
    fillIn();
    if (isOther) start(next.source_key);
  }

  parts.form.addEventListener('submit', (event) => {
    event.preventDefault();
    const source_key = parts.key.value;
    parts.missing.hidden = source_key !== '';
    parts.key.setAttribute('aria-invalid', String(source_key === ''));
    if (source_key === '') return parts.key.focus();
    const isFirst = asked.source_key === '';
    const isOther = !isFirst && source_key !== asked.source_key;
    // Keys of another source are nobody's here.
    to({ source_key, ...(isOther ? { choice: nobody() } : {}) }, isOther ? 'push' : 'replace');
    start(source_key);
  });
  parts.toggle.addEventListener('click', () => (listing.isRunning ? listing.stop() : listing.goOn()));
  parts.againAll.addEventListener('click', () => {
    parts.toggle.focus();
    listing.again([...listing.candidates.values()].filter(({ state }) => state === 'failed'));
  });

  for (const name of /** @type {const} */ (['text', 'from', 'to'])) {
    parts[name].addEventListener('input', () => {
      to({ filter: { ...asked.filter, [name]: parts[name].value } }, 'none');
      clearTimeout(typing);
      typing = setTimeout(write, TYPING_MS, 'replace');
    });
  }
  parts.type.addEventListener('change', () => to({ filter: { ...asked.filter, type: typeIn(parts.type) } }, 'push'));
  parts.order.addEventListener('change', () => to({ order: parts.order.value }, 'push'));
  parts.clear.addEventListener('click', () => {
    to({ filter: EVERYTHING }, 'push');
    fillIn();
  });
  parts.sortAgain.addEventListener('click', () => {
    parts.title.focus();
    to({ order: asked.order }, 'replace');
  });
  parts.take.addEventListener('change', () => to({ take: typeIn(parts.take) }, 'push'));
  parts.chooseAll.addEventListener('click', () =>
    to({ choice: withAll(asked.choice, asked.filter, listing.candidates.values()) }, 'push'),
  );
  parts.chooseNone.addEventListener('click', () => to({ choice: nobody() }, 'push'));
  parts.skip.addEventListener('click', () => parts.end.focus());

  new MutationObserver(() => {
    rows.changeAll();
    sum();
  }).observe(document.documentElement, { attributeFilter: ['lang'] });

  return { showAddress };
}

/** @param {HTMLSelectElement} select @returns {string | undefined} the type that is chosen in it; nothing for all of them */
const typeIn = (select) => (select.selectedIndex <= 0 ? undefined : select.value);
