// The page: which view it shows, who asks, and what is said around the element.

import './hrflow-wasm/element.mjs';
import { API_URL, isInBrowser, measuring } from './call.js';
import { CODE, escaped } from './code.js';
import { FAULTS } from './faults.js';
import { HrflowError } from './hrflow-wasm/index.mjs';
import { choose, chosen, inWords, recall, say } from './language.js';
import { handOverPdfjs } from './pdfjs.js';

/**
 * @typedef {import('./call.js').Call} Call
 * @typedef {import('./call.js').Outcome} Outcome
 */

/** @type {<T extends Element = HTMLElement>(selector: string) => T} */
const find = (selector) => /** @type {any} */ (document.querySelector(selector));

const form = /** @type {HTMLFormElement} */ (find('form'));
const results = find('#results');
const attachments = /** @type {import('../../pkg/element-api.js').HrflowAttachments} */ (find('#results > *'));
const fields = /** @type {Record<'source_key' | 'value' | 'selector', HTMLInputElement>} */ (
  /** @type {unknown} */ (form.elements)
);
const code = /** @type {HTMLFieldSetElement} */ (find('#call fieldset'));

/** How much of an answer is shown. */
const MAX_CHARACTERS = 20_000;
const SELECTORS = ['key', 'reference', 'email'];
/** The element's property for each of them. */
const PROPERTIES = /** @type {const} */ ({ key: 'profileKey', reference: 'reference', email: 'email' });

/** @type {NodeListOf<HTMLElement>} */
const profiles = document.querySelectorAll('#profiles button');
/** @type {NodeListOf<HTMLElement>} */
const faults = document.querySelectorAll('#faults button');
/** @type {NodeListOf<HTMLElement>} */
const views = document.querySelectorAll('[data-view]');
/** Whether the server asks HrFlow itself: then there are no profiles to choose from. */
const live = 'live' in document.body.dataset;

/** @type {Call | undefined} */
let call;
/** @type {Outcome | undefined} what came of it; nothing while it is under way, or where it was ended */
let outcome;
/** @type {ReturnType<typeof measuring>} */
let measured;
/** Ends what was pressed, from where it was pressed. */
const cancel = document.createElement('button');
cancel.type = 'button';
cancel.className = 'cancel';
cancel.dataset.words = 'cancel';
cancel.hidden = true;
cancel.addEventListener('click', () => attachments.cancel());

/** @param {Call} next @param {HTMLElement} [pressed] */
function list(next, pressed) {
  [call, outcome] = [next, undefined];
  fill(next);
  attachments.apiUrl = next.options?.api_url ?? API_URL;
  attachments.sourceKey = next.source_key;
  for (const [selector, property] of Object.entries(PROPERTIES)) {
    attachments[/** @type {'email'} */ (property)] = selector === next.selector ? next.value : null;
  }
  attachments.options = next.options ?? null;
  attachments.refresh();
  pressed?.after(cancel);
  showFields();
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

/** Which fields are wanted, once a call was made without them. */
function showFields() {
  const isCalled = call !== undefined && !call.options;
  for (const name of /** @type {const} */ (['source_key', 'value'])) {
    const isMissing = isCalled && fields[name].value === '';
    fields[name].setAttribute('aria-invalid', String(isMissing));
    find(`#${name}-missing`).hidden = !isMissing;
  }
}

attachments.addEventListener('hrflow-state', (event) => {
  const { state } = /** @type {CustomEvent<{ state: string }>} */ (event).detail;
  results.dataset.state = state;
  if (state === 'loading') {
    measured = measuring();
    outcome = undefined;
  }
  show();
});
attachments.addEventListener('hrflow-load', ({ detail }) => ended(detail));
attachments.addEventListener('hrflow-error', ({ detail }) => ended(detail));

/** @param {Pick<Outcome, 'attachments' | 'error'>} came */
function ended(came) {
  outcome = measured(came);
  if (came.attachments) handOverPdfjs(attachments, came.attachments);
  show();
}

/**
 * Where the answer is out of sight, a press of a button would seem to do nothing. The keyboard's place is not scrolled away.
 * @param {Event} event
 */
function scrollToAnswer(event) {
  if (!(event instanceof PointerEvent) || event.detail === 0) return;
  const { top } = find('.answer').getBoundingClientRect();
  if (top >= 0 && top < innerHeight / 2) return;
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  find('.answer').scrollIntoView({ behavior: calm ? 'instant' : 'smooth', block: 'start' });
}

function show() {
  const { state = 'none' } = results.dataset;
  const isLoading = state === 'loading';
  const isFound = state === 'found';
  const held = document.activeElement === cancel;
  if (held && !isLoading) /** @type {HTMLElement | null} */ (cancel.previousElementSibling)?.focus();
  cancel.hidden = !isLoading;
  const { known } = inWords();
  find('#advice').hidden = isLoading || isFound;
  find('#advice span').textContent = say(known(`advice.${state}`) ? `advice.${state}` : 'advice.api');
  find('#advice code').hidden = state !== 'environment';
  find('#next').hidden = isLoading || isFound;
  find('#good').hidden = live || state === 'environment';
  find('#allowed').hidden = !(state === 'environment' && document.body.dataset.without === 'wasm');
  showCall();
  showPressed();
}

function showCall() {
  const form = /** @type {HTMLInputElement} */ (code.querySelector(':checked')).value;
  find('#code code').textContent = call ? escaped(CODE[form](call)) : '';
  find('#measured').textContent = outcome ? took(outcome) : say('waiting');
  const text = answer();
  find('#json code').textContent = text.slice(0, MAX_CHARACTERS);
  find('#copy-json').hidden = text === '';
  find('#cut').hidden = text.length <= MAX_CHARACTERS;
  find('#cut').textContent = say('json.cut', { count: text.length - MAX_CHARACTERS });
}

/** @param {Outcome} outcome */
function took({ took, bytes: size, attempts }) {
  const { amount, bytes } = inWords();
  const parts = [
    amount(took, 'millisecond'),
    size === undefined ? '' : bytes(size),
    say('attempts', { count: attempts }),
  ];
  return parts.filter(Boolean).join(' · ');
}

function answer() {
  if (!outcome) return '';
  const { attachments, error } = outcome;
  const shown = attachments ?? (error instanceof HrflowError ? error : String(error));
  return escaped(JSON.stringify(shown, null, 2) ?? '');
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

/** What stands above each view: what it is, and the way past what is the same in both. */
function showTitle() {
  const isSource = find('#one').hidden;
  const words = {
    h1: isSource ? 'source.title' : 'title',
    '.skip': isSource ? 'source.skip' : 'skip',
    '#lead': isSource ? 'source.lead' : live ? 'lead.live' : isInBrowser ? 'lead.worker' : 'lead',
  };
  for (const [selector, key] of Object.entries(words)) find(selector).textContent = say(key);
  /** @type {HTMLAnchorElement} */ (find('.skip')).href = isSource ? '#source-title' : '#results-title';
  document.title = `hrflow-wasm: ${say(words.h1)}`;
}

function showWords() {
  document.documentElement.lang = chosen();
  for (const marked of [...document.querySelectorAll('[data-words]'), cancel]) {
    marked.textContent = say(/** @type {HTMLElement} */ (marked).dataset.words ?? '');
  }
  /** @type {HTMLInputElement} */ (find(`#language [value=${chosen()}]`)).checked = true;
  showTitle();
  const { bytes } = inWords();
  const { core, element } = document.body.dataset;
  find('#size').textContent = say('size', { size: bytes(Number(core)), more: bytes(Number(element)) });
  show();
}

// The address says what is shown: it can be shared, and gone back to.

/** @returns {Call | undefined} */
function callOfAddress() {
  const query = new URLSearchParams(location.search);
  const fault = query.get('fault') ?? '';
  if (!live && Object.hasOwn(FAULTS, fault)) return FAULTS[fault];
  const selector = SELECTORS.find((name) => query.has(name));
  if (!selector || !query.has('source_key')) return undefined;
  return { source_key: query.get('source_key') ?? '', selector, value: query.get(selector) ?? '' };
}

/** @param {Call} call */
function addressOf(call) {
  const [fault] = Object.entries(FAULTS).find(([, one]) => one === call) ?? [];
  const query = new URLSearchParams(fault ? { fault } : { source_key: call.source_key, [call.selector]: call.value });
  return `?${query}`;
}

/** @param {Call} next @param {HTMLElement} [pressed] */
function goTo(next, pressed) {
  if (addressOf(next) !== location.search) history.pushState(null, '', addressOf(next));
  list(next, pressed);
}

async function showAddress() {
  const isSource = new URLSearchParams(location.search).get('view') === 'source';
  find('#one').hidden = isSource;
  find('#source').hidden = !isSource;
  showTitle();
  for (const link of views) {
    const isShown = (link.dataset.view === 'source') === isSource;
    if (isShown) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  if (isSource) {
    const { showSource } = await import('./whole-source/view.js');
    return showSource(find('#source'));
  }
  const next = callOfAddress() ?? (live ? undefined : callOf(profiles[0]));
  if (next && (!call || addressOf(next) !== addressOf(call))) list(next);
  else show();
}

document.querySelector('nav')?.addEventListener('click', (event) => {
  const link = /** @type {HTMLElement} */ (event.target).closest('a');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  history.pushState(null, '', link.dataset.view === 'one' && call ? addressOf(call) : link.getAttribute('href'));
  showAddress();
});
addEventListener('popstate', showAddress);

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const { source_key, selector, value } = fields;
  goTo(
    { source_key: source_key.value, selector: selector.value, value: value.value },
    /** @type {HTMLElement} */ (form.querySelector('[type=submit]')),
  );
  /** @type {HTMLElement | null} */ (form.querySelector('[aria-invalid=true]'))?.focus();
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

for (const button of [...profiles, ...faults]) {
  button.addEventListener('click', (event) => {
    goTo(FAULTS[button.dataset.fault ?? ''] ?? callOf(button), button);
    scrollToAnswer(event);
  });
}
find('#good').addEventListener('click', () => goTo(callOf(profiles[0])));
addEventListener('keydown', ({ key }) => key === 'Escape' && attachments.cancel());

find('#language').addEventListener('change', ({ target }) => {
  choose(/** @type {HTMLInputElement} */ (target).value);
  showWords();
});

code.addEventListener('change', showCall);

/** @param {string} selector of the button @param {string} key of its words @param {() => string} text */
function copies(selector, key, text) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let restoring;
  const button = find(selector);
  button.addEventListener('click', async () => {
    const words = await navigator.clipboard.writeText(text()).then(
      () => 'copied',
      () => 'copy.failed',
    );
    button.textContent = say(words);
    find('#copied').textContent = say(words);
    clearTimeout(restoring);
    restoring = setTimeout(() => {
      button.textContent = say(key);
    }, 2_000);
  });
}
copies('#copy', 'copy', () => find('#code').textContent ?? '');
copies('#copy-json', 'copy.json', answer);

// A page that comes back from the browser's memory may have been left in another language.
addEventListener('pageshow', ({ persisted }) => {
  if (persisted && recall()) showWords();
});

for (const id of ['#profiles', '#faults']) find(id).hidden = live;
results.dataset.state = live ? 'none' : 'loading';
showWords();
showAddress();
