// One attachment as a card. Everything in it was written by somebody else: it is shown as text, and followed only if it is safe.

import { element } from './element.js';
import { bytes, known, moment, say } from './language.js';
import { preview } from './preview.js';
import { dotted, ending, fileName, hides, shown, visible } from './shown-text.js';
import { webAddress } from './web-address.js';

/** @typedef {import('../../pkg/index.d.mts').Attachment} Attachment */

/**
 * @param {Attachment} attachment
 * @returns {string} the name that a person knows it by, as it was written; empty where none can be seen
 */
function rawNameOf({ original_file_name, file_name }) {
  return [original_file_name, file_name].find(visible) ?? '';
}

/**
 * @param {Attachment} attachment
 * @returns {string} the name that a person knows it by, as it may be shown
 */
export function nameOf(attachment) {
  return shown(rawNameOf(attachment) || say('unnamed'));
}

/**
 * @param {Attachment} attachment
 * @returns {string} its type in the reader's language, or as HrFlow has it
 */
function typeOf({ type }) {
  if (!type) return say('untyped');
  return known(`type.${type}`) ? say(`type.${type}`) : shown(type);
}

/**
 * @param {Attachment} attachment
 * @param {AbortSignal} signal ends what its preview still fetches
 */
export function card(attachment, signal) {
  const { file_size, created_at, updated_at, public_url } = attachment;
  const rawName = rawNameOf(attachment);
  const name = nameOf(attachment);
  const extension = shown(dotted(attachment.extension) || ending(rawName));
  const url = webAddress(public_url);
  const hidden = [rawName, attachment.extension, attachment.type].some((text) => text && hides(text));
  const warnings = [hidden && say('hides'), ends(rawName, extension)];
  return element(
    'article',
    { class: 'card' },
    preview({ url, extension, name, file_size }, signal),
    element(
      'p',
      { class: 'kind' },
      element('bdi', { class: 'type' }, typeOf(attachment)),
      extension ? element('bdi', { class: 'extension' }, extension) : undefined,
    ),
    element('h3', {}, element('bdi', {}, name)),
    ...warnings.map((warning) => (warning ? element('p', { class: 'warning' }, warning) : undefined)),
    element(
      'dl',
      {},
      ...fact('size', file_size === null ? undefined : bytes(file_size)),
      ...fact('added', time(created_at)),
      ...fact('changed', updated_at !== null && updated_at === created_at ? say('never') : time(updated_at)),
    ),
    url ? links(url, name, fileName(rawName, extension)) : address(public_url),
  );
}

/**
 * @param {string} name of the file
 * @param {string} extension the one that the card shows
 * @returns {string | false} a warning, where the name ends in another one
 */
function ends(name, extension) {
  const found = ending(name);
  return found && found !== extension && say('ends', { ending: shown(found) });
}

/**
 * @param {string} key of the words that name it
 * @param {Node | string} [value]
 * @returns {HTMLElement[]} a term and what it is
 */
function fact(key, value = say('unknown')) {
  return [element('dt', {}, say(key)), element('dd', {}, value)];
}

/**
 * @param {string | null} text a moment as HrFlow writes it
 * @returns {HTMLElement | undefined} the moment in the reader's own words; the text itself where it is none
 */
function time(text) {
  if (!text) return undefined;
  const read = moment(text);
  return read
    ? element('time', { datetime: read.iso, title: shown(text) }, read.text)
    : element('bdi', {}, shown(text));
}

/**
 * @param {URL} url
 * @param {string} name what the card calls the file
 * @param {string} file what it is saved as
 * @returns {HTMLElement} a link that opens the file and a button that saves it
 */
function links({ href, host }, name, file) {
  const said = element('span', { role: 'status' });
  const download = element('button', { type: 'button', 'aria-label': say('download.name', { name }) }, say('download'));
  download.addEventListener('click', async () => {
    said.textContent = '';
    try {
      await save(href, file);
    } catch {
      said.textContent = say('download.failed');
    }
  });
  const label = say('open.name', { name });
  const target = { href, title: host, target: '_blank', rel: 'noopener noreferrer', 'aria-label': label };
  return element('div', { class: 'actions' }, element('a', target, say('open')), download, said);
}

/**
 * @param {string | null} text an address that is of no use as a link
 * @returns {HTMLElement} the address as text
 */
function address(text) {
  const words = text ? [say('not-a-link'), ' ', element('bdi', {}, shown(text))] : [say('no-link')];
  return element('p', { class: 'actions plain' }, ...words);
}

/**
 * Browsers open a file of another origin instead of saving it, so it is fetched first.
 * @param {string} href
 * @param {string} name
 */
async function save(href, name) {
  const response = await fetch(href, { credentials: 'omit', referrerPolicy: 'no-referrer' });
  if (!response.ok) throw new Error(`status ${response.status}`);
  // Of a type that says nothing: else Chromium goes by the server's, and a `.pdf` is saved as `.html`.
  const object = URL.createObjectURL(new Blob([await response.blob()], { type: 'application/octet-stream' }));
  element('a', { href: object, download: name }).click();
  URL.revokeObjectURL(object);
}
