// What is said around the rows: how far it is, what is shown, who is chosen. Written several times a second at most.

import { make, noticeOf, typeOf } from '../hrflow-wasm/element-parts.mjs';
import { inWords, say } from '../language.js';
import { isNobody } from './choice.js';
import { isEverything } from './filter.js';
import { byType } from './totals.js';

/**
 * @typedef {import('./totals.js').Totals} Totals
 * @typedef {import('./totals.js').Sum} Sum
 * @typedef {object} Now
 * @property {import('./address.js').Asked} asked
 * @property {import('./listing.js').Listing} listing
 * @property {Totals} shown
 * @property {Totals} chosen
 * @property {Totals} types of all candidates
 * @property {number} late how many rows are not in order
 * @property {import('./taking.js').Taken} taking
 */

/** The types that are named; a source may have as many as files. */
const TYPES_SHOWN = 6;
const TYPES_OFFERED = 50;
const WORTH_SKIPPING = 7;

/**
 * @param {import('./parts.js').Parts} parts
 * @returns {(now: Now) => string} writes what is so now, and gives it in the words for whoever does not see the page
 */
export const saidOf = (parts) => (now) => {
  const sentences = [sayProgress(parts, now), sayShown(parts, now), sayChosen(parts, now), sayTaking(parts, now)];
  offerTypes(parts.type, now.types, now.asked.filter.type);
  offerTypes(parts.take, now.types, now.asked.take);
  return sentences.filter(Boolean).join('. ');
};

/** Texts are written where they are others only: what has not changed is not drawn again. @param {HTMLElement} node @param {string} text */
function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** @param {HTMLElement} node @param {boolean} isShown @param {HTMLElement} [next] has the focus where this one had it */
function show(node, isShown, next) {
  if (node.hidden === !isShown) return;
  if (!isShown && node === document.activeElement) next?.focus();
  node.hidden = !isShown;
}

/** @param {import('./parts.js').Parts} parts @param {Now} now */
function sayProgress({ progress, bar, counted, toggle, againAll, notice }, { listing }) {
  const { counts, total, isRunning, isUnfinished, error, source_key } = listing;
  show(progress, source_key !== '');
  if (source_key === '') return '';
  const done = counts.loaded + counts.failed;
  const count = Math.max(total ?? 0, listing.candidates.size);
  const isOver = !isRunning && !isUnfinished;
  const held = Math.ceil((listing.heldUntil - performance.now()) / 1_000);
  // Without a number it moves to and fro, which says that nobody knows yet.
  if (count > 0 || isOver) bar.value = isOver ? 1 : done / count;
  else if (isRunning) bar.removeAttribute('value');
  else bar.value = 0;
  bar.setAttribute('aria-label', say('source.bar'));
  const parts = isOver
    ? [count === 0 ? say('source.empty') : say('source.done', { count })]
    : [
        (count > 0 || isRunning) && say('source.progress', { done, count }),
        count > done && say('source.left', { count: count - done }),
      ];
  if (counts.failed > 0) parts.push(say('source.failed', { count: counts.failed }));
  const words = parts.filter(Boolean).join(', ');
  const more = [
    isRunning && held > 0 && say('source.hold', { time: inWords().amount(held, 'second') }),
    !isRunning && !isOver && !error && say('source.stopped'),
  ];
  write(counted, [words, ...more].filter(Boolean).join('. '));
  write(toggle, say(isRunning ? 'source.stop' : error ? 'source.again' : 'source.on'));
  toggle.dataset.state = isRunning ? 'running' : 'stopped';
  show(toggle, isRunning || !isOver, againAll);
  write(againAll, say('source.again.all', { count: counts.failed }));
  show(againAll, counts.failed > 0);
  return [sayFailure(notice, error), counted.textContent].filter(Boolean).join(' ');
}

/** @param {HTMLElement} notice @param {unknown} error that ended all of it */
function sayFailure(notice, error) {
  const said = error === undefined ? undefined : noticeOf({ error }, inWords());
  show(notice, said !== undefined);
  const lines = said ? [said.title, said.next, said.wait, said.report && `${say('report')} ${said.report}`] : [];
  const texts = lines.filter((line) => line !== undefined);
  if (notice.innerText !== texts.join('\n')) {
    notice.replaceChildren(...texts.map((line, index) => make(index === 0 ? 'strong' : 'p', {}, String(line))));
  }
  return said?.title ?? '';
}

/** @param {import('./parts.js').Parts} parts @param {Now} now */
function sayShown({ shown: node, totals, nothing, sortAgain, skip, clear, title }, { asked, listing, shown, late }) {
  const all = listing.candidates.size;
  const isAll = isEverything(asked.filter);
  const words = isAll
    ? say('source.shown', { count: all })
    : say('source.shown.of', { shown: shown.candidates, count: all });
  write(node, all === 0 ? '' : words);
  show(nothing, shown.candidates === 0);
  write(nothing, say(all === 0 ? 'source.nothing' : 'source.nobody'));
  show(clear, !isAll);
  show(sortAgain, late > 0 && !listing.isRunning, title);
  write(sortAgain, say('source.sort.again', { count: late }));
  show(skip, shown.candidates >= WORTH_SKIPPING);
  write(skip, say('source.past', { count: shown.candidates }));
  totals.setAttribute('aria-label', say('source.totals'));
  const types = byType(shown);
  const lines = types.slice(0, TYPES_SHOWN).map(([type, sum]) => [typeOf(type, inWords()), amountOf(sum)]);
  if (types.length > TYPES_SHOWN) lines.push([say('source.others', { count: types.length - TYPES_SHOWN }), '']);
  const before = [...totals.children].map(({ textContent }) => textContent).join('\n');
  if (before !== lines.map((line) => line.join(' ')).join('\n')) {
    totals.replaceChildren(
      ...lines.map(([type, sum]) => make('li', {}, make('bdi', {}, type), ' ', make('span', {}, sum))),
    );
  }
  return isAll || all === 0 ? '' : words;
}

/** @param {Sum} sum */
function amountOf({ count, size, unsized }) {
  const files = say('source.files', { count });
  const parts = [
    files,
    size > 0 && inWords().bytes(size),
    unsized > 0 && say('source.unsized.count', { count: unsized }),
  ];
  return parts.filter(Boolean).join(', ');
}

/** @param {import('./parts.js').Parts} parts @param {Now} now */
function sayChosen({ chosen: node, chooseAll, chooseNone, zip }, { asked, shown, chosen, taking }) {
  const isNone = isNobody(asked.choice) || chosen.candidates === 0;
  const parts = [
    say('source.chosen', { count: chosen.candidates }),
    amountOf(chosen.files),
    chosen.waiting > 0 && say('source.chosen.waiting', { count: chosen.waiting }),
    chosen.failed > 0 && say('source.chosen.failed', { count: chosen.failed }),
  ];
  write(node, isNone ? say('source.chosen.none') : parts.filter(Boolean).join(', '));
  write(chooseAll, say('source.choose.all', { count: shown.candidates }));
  // What cannot be pressed now stays where it is, and keeps the focus.
  chooseAll.setAttribute('aria-disabled', String(shown.candidates === 0));
  chooseNone.setAttribute('aria-disabled', String(isNone));
  zip.setAttribute('aria-disabled', String(chosen.files.count === 0 && taking.state !== 'running'));
  return isNone ? '' : parts[0] || '';
}

/** @param {import('./parts.js').Parts} parts @param {Now} now */
function sayTaking({ zip, zipBar, zipSaid }, { taking }) {
  const { state, count, all, bytes, failed } = taking;
  const isRunning = state === 'running';
  zip.dataset.state = state;
  write(zip, say(isRunning ? 'source.zip.cancel' : 'source.zip'));
  show(zipBar, isRunning);
  zipBar.setAttribute('aria-label', say('source.zip.bar'));
  zipBar.value = all ? count / all : 0;
  const size = inWords().bytes(bytes);
  const had = count - failed;
  const words = {
    none: [],
    running: [say('source.zip.progress', { done: count, count: all, size })],
    done: [say('source.zip.done', { count: had, size }), failed > 0 && say('source.zip.failed', { count: failed })],
    cancelled: [say('source.zip.cancelled')],
    broken: [say('source.zip.broken')],
  }[state];
  write(zipSaid, words.filter(Boolean).join(' '));
  return zipSaid.textContent ?? '';
}

/**
 * Offers the types that there are, and the one that is asked for.
 * @param {HTMLSelectElement} select
 * @param {Totals} totals
 * @param {string | undefined} wanted
 */
function offerTypes(select, totals, wanted) {
  const types = byType(totals)
    .map(([type]) => type)
    .slice(0, TYPES_OFFERED);
  if (wanted !== undefined && !types.includes(wanted)) types.push(wanted);
  const texts = [say('source.types'), ...types.map((type) => typeOf(type, inWords()))];
  const isSame =
    select.options.length === texts.length &&
    texts.every((text, index) => {
      const { textContent, value } = select.options[index];
      return textContent === text && (index === 0 || value === types[index - 1]);
    });
  if (!isSame) {
    select.replaceChildren(
      ...texts.map((text, index) => make('option', { value: index === 0 ? '' : types[index - 1] }, text)),
    );
  }
  const index = wanted === undefined ? 0 : types.indexOf(wanted) + 1;
  if (select.selectedIndex !== index) select.selectedIndex = index;
}
