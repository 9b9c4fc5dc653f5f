// The page: who asks, what is shown, and in which language.

import { card } from './attachment.js';
import { run } from './call.js';
import { CODE } from './code.js';
import { element } from './element.js';
import { button, notice, stateOf, withoutWasm } from './failure.js';
import { FAULTS } from './faults.js';
import { amount, bytes, choose, chosen, known, say } from './language.js';
import { sizeBar, total } from './sizes.js';

/**
 * @typedef {import('./call.js').Call} Call
 * @typedef {import('./call.js').Outcome} Outcome
 * @typedef {{ key: string, profiles: Record<string, string>[] }} Source
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

const SKELETONS = 3;
/** How much of an answer is shown, in characters. */
const LONGEST = 20_000;

/** @type {Source[]} */
let sources = [];
/** Whether the server asks HrFlow itself: then it has no profiles to choose from. */
let live = false;
/** @type {Call | undefined} */
let call;
/** @type {Outcome | undefined} what came of it; nothing while it is under way */
let outcome;
/** @type {AbortController | undefined} */
let controller;

/** @param {Call} wanted */
async function list(wanted) {
  controller?.abort();
  const mine = new AbortController();
  controller = mine;
  [call, outcome] = [wanted, undefined];
  fill(wanted);
  show();
  const came = await run(wanted, mine.signal);
  // A later call took the place of this one.
  if (controller !== mine) return;
  outcome = came;
  show();
}

/** @param {Call} call put into the form, so that it can be changed from there */
function fill({ source_key, selector, value }) {
  fields.source_key.value = source_key;
  fields.selector.value = selector;
  fields.value.value = value;
}

function show() {
  const state = outcome || live ? stateOf(outcome ?? {}) : 'loading';
  results.dataset.state = state;
  results.setAttribute('aria-busy', String(state === 'loading'));
  const attachments = outcome?.attachments ?? [];
  if (state === 'loading') {
    status.textContent = say('loading');
    results.replaceChildren(skeleton());
  } else if (state === 'found') {
    status.textContent = say('found', { count: attachments.length, size: bytes(total(attachments)) });
    const cards = attachments.map((attachment) => element('li', {}, card(attachment)));
    results.replaceChildren(sizeBar(attachments), element('ul', { class: 'cards' }, ...cards));
  } else {
    status.textContent = say(`state.${state}.title`);
    const good = sources.length > 0 ? () => list(profileCall(sources[0], sources[0].profiles[0])) : undefined;
    results.replaceChildren(notice(outcome ?? {}, { again: () => call && list(call), good }));
  }
  showCall();
  showPressed();
}

/** As much room as the cards will take. */
function skeleton() {
  const cards = Array.from({ length: SKELETONS }, () =>
    element('li', {}, element('div', { class: 'card' }, element('div', { class: 'preview' }))),
  );
  return element(
    'div',
    {},
    element(
      'div',
      { class: 'sizes' },
      button(say('cancel'), () => controller?.abort()),
    ),
    element('ul', { class: 'cards waiting', 'aria-hidden': 'true' }, ...cards),
  );
}

function showCall() {
  const chosen = /** @type {HTMLInputElement} */ (code.querySelector(':checked')).value;
  find('#code code').textContent = call ? CODE[chosen](call) : '';
  find('#measured').textContent = outcome ? measured(outcome) : say('waiting');
  find('#json code').textContent = outcome ? answer(outcome) : '';
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
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** @param {Source} source @param {Record<string, string>} profile @returns {Call} */
function profileCall(source, profile) {
  const selector = fields.selector.value;
  return { source_key: source.key, selector, value: profile[selector] };
}

/** The buttons, and which of them made the call that is shown. */
function showButtons() {
  const profiles = sources.flatMap((source) => source.profiles.map((profile) => ({ source, profile })));
  find('#profiles ul').replaceChildren(
    ...profiles.map(({ source, profile }) => {
      const words = `profile.${profile.key}`;
      const name = known(words) ? say(words) : profile.key;
      const made = button(name, () => list(profileCall(source, profile)));
      made.dataset.profile = profile.key;
      return element('li', {}, made);
    }),
  );
  find('#faults ul').replaceChildren(
    ...Object.entries(FAULTS).map(([name, call]) => {
      const made = button(say(`fault.${name}`), () => list(call));
      made.dataset.fault = name;
      return element('li', {}, made);
    }),
    element('li', {}, withoutWasm()),
  );
  for (const id of ['#profiles', '#faults']) find(id).hidden = live;
}

function showPressed() {
  for (const made of document.querySelectorAll('.buttons button')) {
    const { fault, profile } = /** @type {HTMLElement} */ (made).dataset;
    const one = sources.flatMap(({ key, profiles }) => (key === call?.source_key ? profiles : []));
    const found = one.find(({ key }) => key === profile);
    const pressed = fault ? call === FAULTS[fault] : !call?.options && found?.[call?.selector ?? ''] === call?.value;
    made.setAttribute('aria-pressed', String(Boolean(call) && pressed));
  }
}

function showWords() {
  document.documentElement.lang = chosen();
  document.title = `hrflow-wasm: ${say('title')}`;
  for (const marked of document.querySelectorAll('[data-words]')) {
    marked.textContent = say(/** @type {HTMLElement} */ (marked).dataset.words ?? '');
  }
  /** @type {HTMLInputElement} */ (find(`#language [value=${chosen()}]`)).checked = true;
  find('#lead').textContent = say(live ? 'lead.live' : 'lead');
  showButtons();
  show();
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const { source_key, selector, value } = fields;
  list({ source_key: source_key.value, selector: selector.value, value: value.value });
});

// The same profile by its other name, where it is known.
form.addEventListener('change', ({ target }) => {
  if (/** @type {HTMLInputElement} */ (target).name !== 'selector') return;
  const profiles = sources.flatMap(({ profiles }) => profiles);
  const profile = profiles.find((profile) => Object.values(profile).includes(fields.value.value));
  if (profile) fields.value.value = profile[fields.selector.value];
});

find('#language').addEventListener('change', ({ target }) => {
  choose(/** @type {HTMLInputElement} */ (target).value);
  showWords();
});

code.addEventListener('change', showCall);

find('#copy').addEventListener('click', async ({ currentTarget }) => {
  const copy = /** @type {HTMLElement} */ (currentTarget);
  const words = await navigator.clipboard.writeText(find('#code').textContent ?? '').then(
    () => 'copied',
    () => 'copy.failed',
  );
  copy.textContent = say(words);
  setTimeout(() => {
    copy.textContent = say('copy');
  }, 2_000);
});

const asked = fetch('/profiles.json').then((response) => response.json());
showWords();
sources = await asked;
live = sources.length === 0;
showWords();
if (!live) list(profileCall(sources[0], sources[0].profiles[0]));
