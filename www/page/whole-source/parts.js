// What the view is made of: the parts that stay while what is in them changes. Words that are fixed carry their key (`data-words`), by
// which the page writes them again in another language.

import { make } from '../hrflow-wasm/element-parts.mjs';
import { say } from '../language.js';
import { ORDERS } from './order.js';

/** @typedef {ReturnType<typeof partsOfView>} Parts */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} key of its words
 * @param {Record<string, string | number | boolean | undefined>} [attributes]
 */
const worded = (tag, key, attributes = {}) => make(tag, { ...attributes, 'data-words': key }, say(key));

/** @param {string} key @param {HTMLElement} field */
const labelled = (key, field) => make('label', {}, worded('span', key), field);

/** @param {Record<string, string>} [attributes] */
const pressed = (attributes = {}) => make('button', { type: 'button', ...attributes });

export function partsOfView() {
  const parts = {
    form: make('form', { novalidate: true, 'aria-labelledby': 'source-own' }),
    key: make('input', {
      name: 'source',
      autocomplete: 'off',
      spellcheck: 'false',
      'aria-describedby': 'source-missing',
    }),
    missing: worded('p', 'source_key.missing', { class: 'missing', id: 'source-missing', hidden: true }),
    progress: make('div', { class: 'progress', hidden: true }),
    bar: make('progress', { max: 1, value: 0 }),
    counted: make('p', { class: 'counted' }),
    toggle: pressed({ class: 'toggle' }),
    againAll: pressed({ class: 'again-all' }),
    notice: make('div', { class: 'failure', hidden: true }),
    filter: make('details', { class: 'panel', id: 'source-filter' }),
    text: make('input', { type: 'search', name: 'text', autocomplete: 'off', spellcheck: 'false' }),
    type: make('select', { name: 'type' }),
    from: make('input', { type: 'date', name: 'from' }),
    to: make('input', { type: 'date', name: 'to' }),
    order: make(
      'select',
      { name: 'order' },
      ...Object.keys(ORDERS).map((name) => worded('option', `source.sort.${name}`, { value: name })),
    ),
    clear: worded('button', 'source.clear', { type: 'button', class: 'clear' }),
    chooseAll: pressed({ class: 'choose-all' }),
    chooseNone: worded('button', 'source.choose.none', { type: 'button', class: 'choose-none' }),
    chosen: make('p', { class: 'choice-said' }),
    long: worded('p', 'source.long', { class: 'long', hidden: true }),
    take: make('select', { name: 'take' }),
    zip: pressed({ class: 'zip' }),
    zipBar: make('progress', { max: 1, value: 0, hidden: true }),
    zipSaid: make('p', { class: 'zip-said' }),
    title: worded('h2', 'source.candidates', { id: 'source-title', tabindex: -1 }),
    shown: make('span', { class: 'shown' }),
    totals: make('ul', { class: 'totals' }),
    sortAgain: pressed({ class: 'sort-again', hidden: '' }),
    skip: pressed({ class: 'skip' }),
    nothing: make('p', { class: 'nothing' }),
    rows: make('div', { class: 'rows', 'aria-labelledby': 'source-title', role: 'list' }),
    end: make('span', { tabindex: -1, class: 'end' }),
    status: make('p', { class: 'unseen', role: 'status' }),
  };
  parts.form.append(
    labelled('source_key', parts.key),
    parts.missing,
    worded('button', 'source.start', { type: 'submit', class: 'main' }),
  );
  parts.progress.append(parts.bar, parts.counted, make('div', { class: 'row-of' }, parts.toggle, parts.againAll));
  parts.filter.append(
    make('summary', {}, worded('h2', 'source.filter')),
    make(
      'div',
      { class: 'fields' },
      labelled('source.name', parts.text),
      labelled('source.type', parts.type),
      make('div', { class: 'days' }, labelled('source.from', parts.from), labelled('source.to', parts.to)),
      labelled('source.sort', parts.order),
      parts.clear,
    ),
  );
  const source = make(
    'section',
    { class: 'panel', 'aria-labelledby': 'source-own' },
    worded('h2', 'source.own', { id: 'source-own' }),
    parts.form,
    parts.progress,
    parts.notice,
  );
  const take = make(
    'section',
    { class: 'panel take', 'aria-labelledby': 'source-take' },
    worded('h2', 'source.take', { id: 'source-take' }),
    parts.chosen,
    parts.long,
    parts.chooseAll,
    parts.chooseNone,
    labelled('source.take.type', parts.take),
    parts.zip,
    parts.zipBar,
    parts.zipSaid,
  );
  const answer = make(
    'section',
    { class: 'listed', 'aria-labelledby': 'source-title' },
    make('div', { class: 'head' }, parts.title, parts.shown, parts.sortAgain),
    parts.totals,
    parts.skip,
    parts.nothing,
    parts.rows,
    parts.end,
  );
  const nodes = [
    make('div', { class: 'ask' }, source, parts.filter),
    make('div', { class: 'answer' }, take, answer),
    parts.status,
  ];
  return { ...parts, nodes };
}
