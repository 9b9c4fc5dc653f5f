// The page: who asks, what is shown, and in which language.

import { card } from './attachment.js';
import { run } from './call.js';
import { CODE } from './code.js';
import { element } from './element.js';
import { notice, stateOf } from './failure.js';
import { FAULTS } from './faults.js';
import { amount, bytes, choose, chosen, recall, say } from './language.js';
import { escaped } from './shown-text.js';
import { sizeBar, total } from './sizes.js';

/**
 * @typedef {import('./call.js').Call} Call
 * @typedef {import('./call.js').Outcome} Outcome
 */

/** @type {<T extends Element = HTMLElement>(selector: string) => T} */
const find = (selector) => /** @type {any} */ (document.querySelector(selector));

const form = /** @type {HTMLFormElement} */ (find('form'));
const status = find('#status');
const results = find('#results');
const fields = /** @type {Record<'source_key' | 'value' | 'selector', HTMLInputElement>} */ (
  /** @type {unknown} */ (form.elements)
);
const code = /** @type {HTMLFieldSetElement} */ (find('#call fieldset'));

/** How much of an answer is shown. */
const MAX_CHARACTERS = 20_000;

/** What is shown while a call is under way: as much room as the cards will take. */
const waiting = find('#results > .waiting');
/** @type {NodeListOf<HTMLElement>} */
const profiles = document.querySelectorAll('#profiles button');
/** @type {NodeListOf<HTMLElement>} */
const faults = document.querySelectorAll('#faults button');
/** Whether the server asks HrFlow itself: then there are no profiles to choose from. */
const live = 'live' in document.body.dataset;

/** @type {Call | undefined} */
let call;
/** @type {Outcome | undefined} what came of it; nothing while it is under way */
let outcome;
/** @type {AbortController | undefined} */
let controller;
/** Of what the cards that are shown still fetch. */
let previews = new AbortController();

/** @param {Call} next */
async function list(next) {
  controller?.abort();
  const mine = new AbortController();
  controller = mine;
  [call, outcome] = [next, undefined];
  fill(next);
  show();
  scrollToAnswer();
  const came = await run(next, mine.signal);
  // A later call took the place of this one.
  if (controller !== mine) return;
  outcome = came;
  show();
}

/** A notice is less tall than the cards that were waited for: what stands below keeps out of sight, if it was. */
function keepBelow() {
  const { top, height } = results.getBoundingClientRect();
  results.style.minBlockSize = `${Math.min(height, innerHeight - Math.max(0, top))}px`;
}

/** Where the answer is out of sight, a press of a button would seem to do nothing. */
function scrollToAnswer() {
  // A visitor who has not touched the page yet wants to see its top.
  if (!navigator.userActivation?.hasBeenActive) return;
  const { top } = find('.answer').getBoundingClientRect();
  if (top >= 0 && top < innerHeight / 2) return;
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  find('.answer').scrollIntoView({ behavior: calm ? 'instant' : 'smooth', block: 'start' });
}

/**
 * Puts a call into the form, so that it can be changed from there.
 * @param {Call} call
 */
function fill({ source_key, selector, value }) {
  fields.source_key.value = source_key;
  fields.selector.value = selector;
  fields.value.value = value;
}

function show() {
  const state = outcome ? stateOf(outcome) : call || !live ? 'loading' : 'none';
  results.dataset.state = state;
  results.setAttribute('aria-busy', String(state === 'loading'));
  previews.abort();
  previews = new AbortController();
  if (state !== 'loading' && state !== 'found' && state !== 'none') keepBelow();
  const held = results.contains(document.activeElement);
  const attachments = outcome?.attachments ?? [];
  if (state === 'loading' || state === 'found') results.style.minBlockSize = '';
  if (state === 'loading') {
    status.textContent = say('loading');
    results.replaceChildren(waiting);
  } else if (state === 'found') {
    const size = total(attachments);
    status.textContent = say(size ? 'found' : 'found.unsized', { count: attachments.length, size: bytes(size) });
    const cards = attachments.map((attachment) => element('li', {}, card(attachment, previews.signal)));
    results.replaceChildren(...sizeBar(attachments), element('ul', { class: 'cards' }, ...cards));
  } else {
    status.textContent = say(`state.${state}.title`);
    const good = live ? undefined : () => list(callOf(profiles[0]));
    results.replaceChildren(notice(outcome ?? {}, { again: () => call && list(call), good }));
  }
  // What was pressed in there is gone: the keyboard goes on from the heading.
  if (held) find('#results-title').focus();
  showCall();
  showPressed();
}

function showCall() {
  const chosen = /** @type {HTMLInputElement} */ (code.querySelector(':checked')).value;
  find('#code code').textContent = call ? escaped(CODE[chosen](call)) : '';
  find('#measured').textContent = outcome ? measured(outcome) : say('waiting');
  find('#json code').textContent = outcome ? escaped(answer(outcome)) : '';
}

/** @param {Outcome} outcome */
function measured({ took, bytes: size, attempts }) {
  const parts = [
    amount(took, 'millisecond'),
    size === undefined ? '' : bytes(size),
    say('attempts', { count: attempts }),
  ];
  return parts.filter(Boolean).join(' · ');
}

/** @param {Outcome} outcome */
function answer({ attachments, error }) {
  const shown = attachments ?? (error instanceof Error ? Object.assign({ message: error.message }, error) : error);
  const text = JSON.stringify(shown, null, 2) ?? '';
  return text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text;
}

/** @param {HTMLElement} button of a profile @returns {Call} */
function callOf({ dataset }) {
  const selector = fields.selector.value;
  return { source_key: dataset.source_key ?? '', selector, value: dataset[selector] ?? '' };
}

/** Which of the buttons made the call that is shown. */
function showPressed() {
  for (const button of profiles) {
    const { source_key, selector = '', value } = call ?? {};
    const made = button.dataset.source_key === source_key && button.dataset[selector] === value && !call?.options;
    button.setAttribute('aria-pressed', String(made));
  }
  for (const button of faults) {
    button.setAttribute('aria-pressed', String(call === FAULTS[button.dataset.fault ?? '']));
  }
}

function showWords() {
  document.documentElement.lang = chosen();
  document.title = `hrflow-wasm: ${say('title')}`;
  const marks = [document, waiting].flatMap((place) => [...place.querySelectorAll('[data-words]')]);
  for (const marked of marks) {
    marked.textContent = say(/** @type {HTMLElement} */ (marked).dataset.words ?? '');
  }
  /** @type {HTMLInputElement} */ (find(`#language [value=${chosen()}]`)).checked = true;
  find('#lead').textContent = say(live ? 'lead.live' : 'lead');
  show();
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const { source_key, selector, value } = fields;
  list({ source_key: source_key.value, selector: selector.value, value: value.value });
});

// The same profile by its other name, where it is known.
form.addEventListener('change', ({ target }) => {
  if (live || /** @type {HTMLInputElement} */ (target).name !== 'selector') return;
  const { source_key, value } = fields;
  const profile = [...profiles].find(
    ({ dataset: { source_key: source, key, reference, email } }) =>
      source === source_key.value && [key, reference, email].includes(value.value),
  );
  if (profile) fields.value.value = profile.dataset[fields.selector.value] ?? '';
});

for (const button of profiles) button.addEventListener('click', () => list(callOf(button)));
for (const button of faults) button.addEventListener('click', () => list(FAULTS[button.dataset.fault ?? '']));
waiting.querySelector('button')?.addEventListener('click', () => controller?.abort());

find('#language').addEventListener('change', ({ target }) => {
  choose(/** @type {HTMLInputElement} */ (target).value);
  showWords();
});

code.addEventListener('change', showCall);

/** @type {ReturnType<typeof setTimeout> | undefined} */
let restoring;
find('#copy').addEventListener('click', async ({ currentTarget }) => {
  const copy = /** @type {HTMLElement} */ (currentTarget);
  const words = await navigator.clipboard.writeText(find('#code').textContent ?? '').then(
    () => 'copied',
    () => 'copy.failed',
  );
  copy.textContent = say(words);
  find('#copied').textContent = say(words);
  clearTimeout(restoring);
  restoring = setTimeout(() => {
    copy.textContent = say('copy');
  }, 2_000);
});

// A page that comes back from the browser's memory may have been left in another language.
addEventListener('pageshow', ({ persisted }) => {
  if (persisted && recall()) showWords();
});

for (const id of ['#profiles', '#faults']) find(id).hidden = live;
showWords();
if (!live) list(callOf(profiles[0]));
