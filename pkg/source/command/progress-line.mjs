// How far it is, in one line: as much of it as there is room for.

import stringWidth from 'string-width';
import { counted, grouped, lasting, sized } from './quantities.mjs';

/**
 * @typedef {object} State
 * @property {number} [profiles]
 * @property {number | null} [total] of profiles
 * @property {number} [files]
 * @property {number} [bytes]
 * @property {number} failed
 * @property {string} failedAs what that is called
 * @property {number} waiting milliseconds, where HrFlow asked to wait
 * @property {{ profiles: number, bytes: number } | undefined} perSecond
 */

/** How wide a bar is, its ends included. */
const BAR = 22;

/**
 * The parts in the order in which they stand, and how soon each is left out where there is no room.
 * @type {{ importance: number, write(state: State): string }[]}
 */
const PARTS = [
  {
    importance: 1,
    write({ profiles = 0, total }) {
      if (!total) return '';
      const filled = Math.min(BAR - 2, Math.floor(((BAR - 2) * profiles) / total));
      return `[${'='.repeat(filled)}${' '.repeat(BAR - 2 - filled)}]`;
    },
  },
  {
    importance: 8,
    write: ({ profiles, total }) =>
      profiles === undefined
        ? ''
        : total
          ? `${grouped(profiles)} of ${counted(Math.max(total, profiles), 'profile')}`
          : counted(profiles, 'profile'),
  },
  { importance: 5, write: ({ files }) => (files === undefined ? '' : counted(files, 'file')) },
  { importance: 3, write: ({ bytes }) => (bytes === undefined ? '' : sized(bytes)) },
  {
    importance: 2,
    write: ({ bytes, perSecond, waiting }) =>
      bytes !== undefined && perSecond && !waiting ? `${sized(perSecond.bytes)}/s` : '',
  },
  {
    importance: 4,
    write({ profiles = 0, total, perSecond, waiting }) {
      if (!total || !perSecond || !(perSecond.profiles > 0) || waiting || profiles >= total) return '';
      return `${lasting((total - profiles) / perSecond.profiles)} left`;
    },
  },
  { importance: 6, write: ({ failed, failedAs }) => (failed > 0 ? `${grouped(failed)} ${failedAs}` : '') },
  {
    importance: 7,
    write: ({ waiting }) => (waiting > 0 ? `waiting ${lasting(waiting / 1_000)}: HrFlow asked for it` : ''),
  },
];

/**
 * @param {State} state
 * @param {number} [columns]
 * @returns {string} at most so wide
 */
export function progressLine(state, columns = Number.POSITIVE_INFINITY) {
  let parts = PARTS.map(({ importance, write }) => ({ importance, text: write(state) })).filter(({ text }) => text);
  const line = () =>
    parts
      .map(({ text }) => text)
      .join(', ')
      .replace('],', ']');
  while (parts.length > 1 && stringWidth(line()) > columns) {
    const least = Math.min(...parts.map(({ importance }) => importance));
    parts = parts.filter(({ importance }) => importance > least);
  }
  return cut(line(), columns);
}

/**
 * @param {string} text
 * @param {number} columns
 * @returns {string} what of it is so wide
 */
export function cut(text, columns) {
  if (stringWidth(text) <= columns) return text;
  let kept = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (stringWidth(kept + segment) > columns - 1) break;
    kept += segment;
  }
  return columns > 0 ? `${kept}…` : '';
}
