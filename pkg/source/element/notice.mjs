// What stands in the place of cards, where there are none.

import { button, make } from './make.mjs';

/**
 * @param {import('./state.mjs').Notice} notice
 * @param {import('./language.mjs').Language} language
 * @param {{ level: number, again: () => void }} how
 */
export function noticeBox({ slot, title, next, wait, report, repeats }, { say }, { level, again }) {
  return make(
    'div',
    { part: `notice ${slot}` },
    make(/** @type {'h3'} */ (`h${level}`), { part: 'notice-title' }, title),
    make('p', {}, next),
    wait !== undefined && make('p', {}, wait),
    report !== undefined && make('p', { part: 'report' }, `${say('report')} `, make('code', { lang: 'en' }, report)),
    repeats && button('button again', say('again'), again, { 'data-control': 'again' }),
  );
}
