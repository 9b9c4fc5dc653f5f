// One attachment as a card: what is told of it, and what can be done with it.

import { button, make } from './make.mjs';

/**
 * @typedef {import('./facts.mjs').Facts} Facts
 * @typedef {import('./language.mjs').Language} Language
 * @typedef {{ loaded: number, share: number | undefined } | 'failed' | undefined} Transfer how a download goes on
 * @typedef {object} Acts
 * @property {(event: Event) => void} open
 * @property {() => void} download starts it, or ends the one that is under way
 */

/**
 * @param {Facts} facts
 * @param {Language} language
 * @param {{ level: number, preview?: HTMLElement, reach: HTMLElement, own: Node[] }} how
 */
export function card(facts, language, { level, preview, reach, own }) {
  const { name, type, extension, warnings, sized, added, changed } = facts;
  const kind = make(
    'p',
    { part: 'kind' },
    make('bdi', { part: 'type' }, type),
    extension ? make('bdi', { part: 'extension' }, extension) : undefined,
  );
  const heading = make(/** @type {'h3'} */ (`h${level}`), { part: 'name' }, make('bdi', {}, name));
  return make(
    'article',
    { part: 'card' },
    preview,
    kind,
    heading,
    ...warnings.map((warning) => make('p', { part: 'warning' }, warning)),
    make(
      'dl',
      { part: 'facts' },
      ...fact('size', sized, language),
      ...fact('added', moment(added), language),
      ...fact('changed', typeof changed === 'string' ? changed : moment(changed), language),
    ),
    reach,
    own.length > 0 && make('div', { part: 'own-actions' }, ...own),
  );

  /** @param {import('./facts.mjs').Moment} read */
  function moment(read) {
    if (!read) return undefined;
    const { text, iso, title } = read;
    return iso ? make('time', { datetime: iso, title }, text) : make('bdi', {}, text);
  }

  /** @param {string} key of the words that name it @param {Node | string | undefined} value @param {Language} language */
  function fact(key, value, { say }) {
    return [make('dt', {}, say(key)), make('dd', {}, value ?? say('unknown'))];
  }
}

/**
 * @param {Facts} facts
 * @param {Language} language
 * @param {Transfer} transfer
 * @param {Acts} acts
 * @returns {HTMLElement} a link that opens the file and a button that saves it; what stands in the place of its address, where that
 *   is none
 */
export function reach({ name, address, unsafe }, language, transfer, acts) {
  const { say } = language;
  if (!address) {
    const words = unsafe ? [`${say('not-a-link')} `, make('bdi', {}, unsafe)] : [say('no-link')];
    return make('div', { part: 'reach' }, make('p', { part: 'no-link' }, ...words));
  }
  const { url, isOwn } = address;
  const isRunning = typeof transfer === 'object';
  const key = isRunning ? 'download.cancel' : 'download';
  const saves = button('button download', say(key), acts.download, {
    'aria-label': say(`${key}.name`, { name }),
    'data-control': 'download',
  });
  const target = {
    href: url.href,
    title: url.host,
    target: '_blank',
    rel: 'noopener noreferrer',
    referrerpolicy: 'no-referrer',
  };
  const labels = { part: 'button open', 'aria-label': say('open.name', { name }), 'data-control': 'open' };
  // A back end of one's own has every file saved, and none opened.
  const opens = isOwn ? undefined : make('a', { ...target, ...labels }, say('open'));
  opens?.addEventListener('click', acts.open);
  return make(
    'div',
    { part: 'reach' },
    isRunning && progress(transfer, name, language),
    make('div', { part: 'actions' }, opens, saves),
    transfer === 'failed' && make('p', { part: 'failed' }, say(isOwn ? 'download.failed.own' : 'download.failed')),
  );
}

/**
 * @param {{ loaded: number, share: number | undefined }} transfer
 * @param {string} name
 * @param {Language} language
 */
function progress({ loaded, share }, name, { say, bytes }) {
  const bar = make('progress', {
    part: 'progress',
    'aria-label': say('download.progress', { name }),
    max: 1,
    value: share,
  });
  return make('p', { part: 'progress-line' }, bar, make('span', {}, bytes(loaded)));
}
