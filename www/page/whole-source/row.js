// One candidate's row: who it is, what is attached, and what can be done with it. Few nodes each, for there are thousands.

import { factsOf, make, nameOf } from '../hrflow-wasm/element-parts.mjs';
import { inWords, say } from '../language.js';

/**
 * @typedef {import('./candidate.js').Candidate} Candidate
 * @typedef {import('./candidate.js').SourceFile} SourceFile
 */

/** More are seen in the cards. */
const FILES_SHOWN = 6;

/**
 * @param {Candidate} candidate
 * @returns {HTMLElement} the row, with nothing in it that may change
 */
export function rowOf({ key, who }) {
  return make(
    'div',
    { class: 'row', role: 'listitem', 'data-key': key },
    make('label', { class: 'pick' }, make('input', { type: 'checkbox' })),
    make('p', { class: 'who' }, make('bdi', {}, who)),
    make('div', { class: 'what' }),
    make('div', { class: 'acts' }),
  );
}

/**
 * Writes into a row what is known now.
 * @param {HTMLElement} row
 * @param {Candidate} candidate
 * @param {{ isWanted: (file: SourceFile) => boolean, isOpen: boolean, api: string }} how
 */
export function fill(row, candidate, { isWanted, isOpen, api }) {
  const [pick, , what, acts] = row.children;
  const { who, state, error } = candidate;
  row.dataset.state = state === 'loaded' && candidate.files.length === 0 ? 'none' : state;
  /** @type {HTMLElement} */ (pick.firstElementChild).setAttribute('aria-label', say('source.choose', { name: who }));
  what.replaceChildren(...contents(candidate, isWanted, api));
  const action = ACTIONS[row.dataset.state];
  if (!action) return acts.replaceChildren();
  const name = action === 'open' && isOpen ? 'close' : action;
  const words = { 'aria-label': say(`source.${name}.name`, { name: who }) };
  const more = action === 'open' ? { 'aria-expanded': String(isOpen) } : {};
  const title = state === 'failed' ? { title: reasonOf(error) } : {};
  acts.replaceChildren(
    make('button', { type: 'button', class: action, ...words, ...more, ...title }, say(`source.${name}`)),
  );
}

/** @type {Record<string, string | undefined>} what can be pressed, by the state */
const ACTIONS = { loaded: 'open', failed: 'again' };

/** @param {unknown} error @returns {string} in fixed words: what a server wrote is nobody's to read */
export function reasonOf(error) {
  const { known } = inWords();
  const key = `state.${nameOf({ error })}.title`;
  return say(known(key) ? key : 'source.unlisted');
}

/** @param {Candidate} candidate @param {(file: SourceFile) => boolean} isWanted @param {string} api */
function contents({ state, files, error }, isWanted, api) {
  if (state === 'waiting') return [make('p', { class: 'state' }, say('source.waiting'))];
  if (state === 'failed') return [make('p', { class: 'state bad' }, reasonOf(error))];
  if (files.length === 0) return [make('p', { class: 'state' }, say('source.none'))];
  const wanted = files.filter(isWanted);
  const more = files.length - Math.min(wanted.length, FILES_SHOWN);
  return [
    make('ul', {}, ...wanted.slice(0, FILES_SHOWN).map((file) => line(file, api))),
    more > 0 && make('p', { class: 'state' }, say('source.more', { count: more })),
  ].filter((part) => part !== false);
}

/** @param {SourceFile} file @param {string} api */
function line({ attachment }, api) {
  const { name, type, sized, added, warnings } = factsOf(attachment, inWords(), api);
  const about = [sized ?? say('source.unsized'), added?.day ?? added?.text].filter((text) => text !== undefined);
  return make(
    'li',
    { class: 'file' },
    make('bdi', {}, name),
    make('span', { class: 'about' }, make('bdi', {}, type), ` · ${about.join(' · ')}`),
    warnings.length > 0 && make('span', { class: 'warned' }, warnings.join(' ')),
  );
}
