// The list: real rows, so that the browser's own search finds them; groups of them that are out of sight are not
// laid out (content-visibility). Rows are made and written in batches, each in as many frames as it takes.

import '../hrflow-wasm/element.mjs';
import { API_URL } from '../call.js';
import { make } from '../hrflow-wasm/element-parts.mjs';
import { handOverPdfjs } from '../pdfjs.js';
import { candidatesOf, filesOf } from './filter.js';
import { LISTED, ordered } from './order.js';
import { fill, rowOf } from './row.js';

/** @typedef {import('./candidate.js').Candidate} Candidate */

/** So much of a frame is for rows: the rest is the reader's. */
const FRAME_MS = 6;

/** So many rows are laid out together: the browser looks at each group in each frame. */
const GROUP = 40;

/** Whatever is added has the browser look at every row: so often is soon enough for who reads. */
const EVERY_MS = 250;

/** The addresses of one's own back end hold for a quarter of an hour. */
const FRESH_MS = 10 * 60_000;

export class Rows {
  list;
  /** How many rows came since they were put in order. */
  late = 0;
  /** @type {(candidate: Candidate) => boolean} */
  isShown = () => true;
  /** @type {Map<Candidate, HTMLElement>} */
  #rows = new Map();
  /** @type {WeakMap<Element, Candidate>} */
  #candidates = new WeakMap();
  /** @type {Set<Candidate>} whose rows are to be written */
  #changed = new Set();
  /** @type {Set<Candidate>} whose cards are shown */
  #open = new Set();
  #api = new URL(API_URL, document.baseURI).href;
  #order = LISTED;
  #isWanted = filesOf({ text: '', type: undefined, from: '', to: '' });
  /** @type {(candidate: Candidate) => boolean} */
  #isChosen = () => false;
  /** Of a row, in pixels. */
  #height = 0;
  #isDue = false;
  #drawn = Number.NEGATIVE_INFINITY;
  /** @type {(() => void) | undefined} */
  #written;
  #acts;

  /**
   * @param {HTMLElement} list
   * @param {{ choose: (candidate: Candidate, isChosen: boolean) => void, again: (candidate: Candidate) => void,
   *   renew: (candidate: Candidate) => Promise<void> }} acts
   */
  constructor(list, acts) {
    this.list = list;
    this.#acts = acts;
    // One listener for all of them.
    list.addEventListener('change', ({ target }) => {
      const candidate = this.#at(target);
      if (candidate) acts.choose(candidate, /** @type {HTMLInputElement} */ (target).checked);
    });
    list.addEventListener('click', ({ target }) => {
      const pressed = /** @type {Element} */ (target).closest('.acts > button');
      const candidate = this.#at(pressed);
      if (!pressed || !candidate) return;
      if (pressed.className === 'again') acts.again(candidate);
      else this.#toggle(candidate);
    });
    list.addEventListener('keydown', (event) => this.#step(event));
  }

  /** @param {EventTarget | null} node @returns {Candidate | undefined} whose row it is in */
  #at(node) {
    const row = node instanceof Element ? node.closest('[data-key]') : null;
    return row ? this.#candidates.get(row) : undefined;
  }

  clear() {
    this.list.replaceChildren();
    for (const all of [this.#rows, this.#changed, this.#open]) all.clear();
    this.late = 0;
  }

  /** @param {Candidate} candidate whose row is to be made, or to be written again */
  change(candidate) {
    this.#changed.add(candidate);
    this.#later();
  }

  /** Writes all rows again, in another language for one. */
  changeAll() {
    for (const candidate of this.#rows.keys()) this.#changed.add(candidate);
    this.#later();
  }

  /** @param {import('./filter.js').Filter} filter */
  filter(filter) {
    this.isShown = candidatesOf(filter);
    this.#isWanted = filesOf(filter);
    for (const [candidate, row] of this.#rows) row.hidden = !this.isShown(candidate);
    this.#fit();
  }

  /** @param {(candidate: Candidate) => boolean} isChosen */
  choose(isChosen) {
    this.#isChosen = isChosen;
    for (const [candidate, row] of this.#rows) mark(row, isChosen(candidate));
  }

  /** Puts all rows in order. Whoever comes later stands at the end, so that nothing moves under the reader. @param {string} order */
  order(order) {
    this.#order = order;
    this.late = 0;
    const held = document.activeElement;
    this.list.replaceChildren();
    for (const candidate of ordered(this.#rows.keys(), order))
      this.#add(/** @type {HTMLElement} */ (this.#rows.get(candidate)));
    this.#fit();
    if (held instanceof HTMLElement && held.isConnected && held !== document.activeElement)
      held.focus({ preventScroll: true });
  }

  /** Whether the reader is among the rows: by the keyboard, or by having scrolled. */
  get isRead() {
    return this.list.contains(document.activeElement) || this.list.getBoundingClientRect().top < 0;
  }

  #later() {
    if (this.#isDue) return;
    this.#isDue = true;
    setTimeout(
      () => requestAnimationFrame(() => this.#draw()),
      Math.max(0, this.#drawn + EVERY_MS - performance.now()),
    );
  }

  #draw() {
    const start = performance.now();
    for (const candidate of this.#changed) {
      this.#changed.delete(candidate);
      this.#write(candidate);
      if (performance.now() - start > FRAME_MS) break;
    }
    if (this.#changed.size > 0) return requestAnimationFrame(() => this.#draw());
    this.#fit();
    this.#drawn = start;
    this.#isDue = false;
    this.#written?.();
    this.#written = undefined;
  }

  /** @param {() => void} act once every row is written */
  whenWritten(act) {
    if (this.#changed.size === 0) return act();
    this.#written = act;
    this.#later();
  }

  /** @param {Candidate} candidate */
  #write(candidate) {
    const before = this.#rows.get(candidate);
    const row = before ?? rowOf(candidate);
    const held = row.contains(document.activeElement);
    const isOpen = this.#open.has(candidate);
    fill(row, candidate, { isWanted: this.#isWanted, isOpen, api: this.#api });
    row.hidden = !this.isShown(candidate);
    mark(row, this.#isChosen(candidate));
    if (held && !row.contains(document.activeElement)) box(row).focus();
    if (before) return;
    this.#rows.set(candidate, row);
    this.#candidates.set(row, candidate);
    this.#add(row);
    if (this.#order !== LISTED) this.late++;
  }

  /** @param {HTMLElement} row */
  #add(row) {
    const last = this.list.lastElementChild;
    const group = last && last.children.length < GROUP ? last : this.list.appendChild(make('div', { class: 'group' }));
    group.append(row);
  }

  /** Gives each group the size that it has when it is laid out, as far as that can be told from the first row. */
  #fit() {
    this.#height ||= this.list.querySelector('.row:not([hidden])')?.getBoundingClientRect().height ?? 0;
    for (const group of /** @type {Iterable<HTMLElement>} */ (/** @type {unknown} */ (this.list.children))) {
      const count = [...group.children].filter((row) => !(/** @type {HTMLElement} */ (row).hidden)).length;
      group.hidden = count === 0;
      group.style.containIntrinsicBlockSize = `${Math.round(count * this.#height)}px`;
    }
  }

  /** @param {Candidate} candidate shows its cards, or puts them away */
  async #toggle(candidate) {
    const row = /** @type {HTMLElement} */ (this.#rows.get(candidate));
    const isOpen = !this.#open.delete(candidate);
    if (isOpen) this.#open.add(candidate);
    row.querySelector('hrflow-attachments')?.remove();
    fill(row, candidate, { isWanted: this.#isWanted, isOpen, api: this.#api });
    /** @type {HTMLElement | null} */ (row.querySelector('.acts > button'))?.focus();
    if (!isOpen) return;
    if (performance.now() - candidate.loadedAt > FRESH_MS) await this.#acts.renew(candidate).catch(() => {});
    if (!this.#open.has(candidate) || row.querySelector('hrflow-attachments')) return;
    const cards = make('hrflow-attachments', { 'api-url': API_URL });
    cards.label = candidate.who;
    cards.attachments = candidate.files.map(({ attachment }) => attachment);
    row.append(cards);
    handOverPdfjs(cards, cards.attachments);
  }

  /** The arrow keys go to the same control of the next row that is shown. @param {KeyboardEvent} event */
  #step(event) {
    const { key, target } = event;
    const from = /** @type {HTMLElement} */ (target).closest('.row');
    const way = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (!from || !way || !(/** @type {HTMLElement} */ (target).matches('.pick input, .acts > button'))) return;
    const isBox = /** @type {HTMLElement} */ (target).matches('input');
    const rows = /** @type {HTMLElement[]} */ ([...this.list.querySelectorAll('.row:not([hidden])')]);
    const row = rows[rows.indexOf(/** @type {HTMLElement} */ (from)) + way];
    if (!row) return;
    event.preventDefault();
    (isBox ? box(row) : /** @type {HTMLElement} */ (row.querySelector('.acts > button') ?? box(row))).focus();
  }
}

/** @param {HTMLElement} row */
const box = (row) => /** @type {HTMLInputElement} */ (row.querySelector('.pick > input'));

/** @param {HTMLElement} row @param {boolean} isChosen */
function mark(row, isChosen) {
  const { checked } = box(row);
  if (checked !== isChosen) box(row).checked = isChosen;
  if (row.classList.contains('chosen') !== isChosen) row.classList.toggle('chosen', isChosen);
}
