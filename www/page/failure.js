// What the page shows in place of attachments: which state it is in, what that means, and what to do next.

import { HrflowError } from '/hrflow-wasm/index.mjs';
import { element } from './element.js';
import { amount, known, say } from './language.js';
import { plain } from './shown-text.js';

/** @typedef {import('./call.js').Outcome} Outcome */

/**
 * @param {Partial<Outcome>} outcome
 * @returns {string} the state's name, as words.js has it
 */
export function stateOf({ cancelled, error, attachments }) {
  if (cancelled) return 'cancelled';
  if (attachments) return attachments.length === 0 ? 'empty' : 'found';
  if (!error) return 'none';
  if (!(error instanceof HrflowError)) return 'unexpected';
  if (error.kind !== 'api') return error.kind;
  const state = `api-${Number(error.status) >= 500 ? '5xx' : error.status}`;
  return known(`state.${state}.title`) ? state : 'api';
}

/**
 * @param {Partial<Outcome>} outcome
 * @param {{ again: () => void, good?: () => void }} next what the reader can do: the same once more, or a profile that works
 */
export function notice(outcome, { again, good }) {
  const state = stateOf(outcome);
  const { error } = outcome;
  const wait = error instanceof HrflowError && error.kind === 'api' ? error.retry_after : undefined;
  const repeats = state === 'cancelled' || (error instanceof HrflowError && error.retryable);
  return element(
    'div',
    { class: `notice ${error ? 'bad' : ''}` },
    element('h3', {}, say(`state.${state}.title`)),
    element('p', {}, say(`state.${state}.next`)),
    wait !== undefined && element('p', {}, say('wait', { time: amount(wait, 'second') })),
    error !== undefined &&
      element(
        'p',
        { class: 'said' },
        `${say('said')} `,
        element('code', { lang: 'en' }, element('bdi', {}, plain(String(error)))),
      ),
    element(
      'div',
      { class: 'actions' },
      repeats && button(say('again'), again),
      state === 'environment' && location.search && element('a', { href: location.pathname }, say('wasm-again')),
      state !== 'environment' && good && button(say('a-good-one'), good),
    ),
  );
}

/** @param {string} words @param {() => void} act */
function button(words, act) {
  const made = element('button', { type: 'button' }, words);
  made.addEventListener('click', act);
  return made;
}
