// A page of the profiles of some sources: what is asked for, and what is on it.

/**
 * @typedef {import('./candidates.js').Profile} Profile
 * @typedef {import('./candidates.js').Source} Source
 * @typedef {{ profile: Profile, source: Source }} Listed
 * @typedef {{
 *   source_keys: string[], page: number, limit: number, order_by: string, sort_by: 'created_at' | 'updated_at',
 *   created_at_min?: string, created_at_max?: string, return_profile: boolean, key?: string, reference?: string,
 * }} Asked
 */

/** More are not on one page, whatever was asked for. */
export const GREATEST_LIMIT = 100;

const BOOLEANS = new Map([
  ['True', true],
  ['true', true],
  ['False', false],
  ['false', false],
]);

/**
 * @param {Record<string, string>} query
 * @returns {Asked | string} or what is wrong with it
 */
export function read(query) {
  const { page = '1', limit = '30', order_by = 'desc', sort_by = 'created_at', return_profile = 'False' } = query;
  const { created_at_min, created_at_max, key, reference } = query;
  const source_keys = keys(query.source_keys);
  if (!source_keys) return 'Invalid parameters. source_keys: a JSON array of strings is required';
  for (const [name, value] of Object.entries({ page, limit })) {
    if (!/^0*[1-9]\d{0,8}$/.test(value)) return `Invalid parameters. ${name}: a whole number from 1 is required`;
  }
  if (!['asc', 'desc'].includes(order_by)) return 'Invalid parameters. order_by: asc or desc is required';
  if (sort_by !== 'created_at' && sort_by !== 'updated_at') {
    return 'Invalid parameters. sort_by: created_at or updated_at is required';
  }
  for (const [name, value] of Object.entries({ created_at_min, created_at_max })) {
    if (value !== undefined && !isDay(value)) return `Invalid parameters. ${name}: a date YYYY-MM-DD is required`;
  }
  const full = BOOLEANS.get(return_profile);
  if (full === undefined) return 'Invalid parameters. return_profile: a boolean is required';
  return {
    ...{ source_keys, page: Number(page), limit: Math.min(Number(limit), GREATEST_LIMIT), order_by, sort_by },
    ...{ created_at_min, created_at_max, return_profile: full, key, reference },
  };
}

/**
 * @param {string | undefined} text
 * @returns {string[] | undefined}
 */
function keys(text) {
  try {
    const keys = JSON.parse(text ?? '');
    const isList = Array.isArray(keys) && keys.length > 0 && keys.every((key) => typeof key === 'string');
    return isList ? keys : undefined;
  } catch {
    return undefined;
  }
}

/** @param {string} text */
function isDay(text) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  // The 31st of February is another day, or none.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/**
 * @param {Source[]} sources
 * @param {Asked} asked
 * @returns {{ meta: { page: number, maxPage: number, count: number, total: number }, listed: Listed[] }}
 */
export function page(sources, { page, limit, order_by, sort_by, created_at_min, created_at_max, key, reference }) {
  const day = ({ created_at = '' }) => created_at.slice(0, 10);
  const all = sources
    .flatMap((source) => source.profiles.map((profile) => ({ profile, source })))
    .filter(({ profile }) => key === undefined || profile.key === key)
    .filter(({ profile }) => reference === undefined || profile.reference === reference)
    .filter(({ profile }) => created_at_min === undefined || day(profile) >= created_at_min)
    .filter(({ profile }) => created_at_max === undefined || (day(profile) !== '' && day(profile) <= created_at_max));
  // Times of one form: their letters are in the order of time. What is equal stays in its order, or is turned with the rest.
  all.sort(({ profile: { [sort_by]: a = '' } }, { profile: { [sort_by]: b = '' } }) => (a < b ? -1 : a > b ? 1 : 0));
  if (order_by === 'desc') all.reverse();
  const listed = all.slice((page - 1) * limit, page * limit);
  const maxPage = Math.max(1, Math.ceil(all.length / limit));
  return { meta: { page, maxPage, count: listed.length, total: all.length }, listed };
}
