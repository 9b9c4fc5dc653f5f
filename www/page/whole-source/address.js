// What the address says of this view: which source, what of it is shown and how, and who is chosen.

import { choiceIn, nobody, parametersOfChoice } from './choice.js';
import { filterIn, parametersOf } from './filter.js';
import { LISTED, ORDERS } from './order.js';

/**
 * @typedef {object} Asked
 * @property {string} source_key empty where none was asked for
 * @property {import('./filter.js').Filter} filter
 * @property {string} order
 * @property {import('./choice.js').Choice} choice
 * @property {string | undefined} take the type of the files that are taken; nothing for all of them
 */

/** Servers refuse longer ones. */
const LONGEST = 8_000;

/** @param {string} search of an address @returns {Asked} */
export function askedIn(search) {
  const query = new URLSearchParams(search);
  const order = query.get('sort') ?? '';
  return {
    source_key: query.get('source_key') ?? '',
    filter: filterIn(query),
    order: Object.hasOwn(ORDERS, order) ? order : LISTED,
    choice: choiceIn(query),
    take: query.get('take') ?? undefined,
  };
}

/**
 * @param {Asked} asked
 * @returns {{ address: string, isWhole: boolean }} and whether those who are chosen are in it: of too many none are, for some would
 *   be another choice
 */
export function addressOf(asked) {
  const whole = written(asked);
  return whole.length <= LONGEST
    ? { address: whole, isWhole: true }
    : { address: written({ ...asked, choice: nobody() }), isWhole: false };
}

/** @param {Asked} asked */
function written({ source_key, filter, order, choice, take }) {
  const query = new URLSearchParams({ view: 'source' });
  if (source_key) query.set('source_key', source_key);
  for (const [name, value] of [...parametersOf(filter), ...parametersOfChoice(choice)]) query.append(name, value);
  if (order !== LISTED) query.set('sort', order);
  if (take !== undefined) query.set('take', take);
  return `?${query}`;
}
