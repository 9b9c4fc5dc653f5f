// One attachment as a card. Everything in it was written by somebody else: it is shown as text, and followed only if harmless.

import { element } from './element.js';
import { bytes, known, moment, say } from './language.js';
import { preview } from './preview.js';
import { dotted, ending, fileName, hides, shown, visible } from './shown-text.js';
import { webAddress } from './web-address.js';

/** @typedef {import('../../pkg/index.d.mts').Attachment} Attachment */

/** @param {Attachment} attachment the name that a person knows it by, as it was written; nothing where none can be seen */
function givenName({ original_file_name, file_name }) {
  return [original_file_name, file_name].find(visible) ?? '';
}

/** @param {Attachment} attachment the same, as it may be shown */
export function nameOf(attachment) {
  return shown(givenName(attachment) || say('unnamed'));
}

/** @param {Attachment} attachment */
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
  const given = givenName(attachment);
  const name = nameOf(attachment);
  const extension = shown(dotted(attachment.extension) || ending(given));
  const url = webAddress(public_url);
  const hidden = [given, attachment.extension, attachment.type].some((text) => text && hides(text));
  const warnings = [hidden && say('hides'), ends(given, extension)];
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
    url ? links(url, name, fileName(given, extension)) : address(public_url),
  );
}

/** @param {string} name @param {string} extension what a file is called in truth, where the card says another thing */
function ends(name, extension) {
  const found = ending(name);
  return found && found !== extension && say('ends', { ending: shown(found) });
}

/** @param {string} key @param {Node | string} [value] */
function fact(key, value = say('unknown')) {
  return [element('dt', {}, say(key)), element('dd', {}, value)];
}

/** @param {string | null} text */
function time(text) {
  if (!text) return undefined;
  const read = moment(text);
  return read
    ? element('time', { datetime: read.iso, title: shown(text) }, read.text)
    : element('bdi', {}, shown(text));
}

/** @param {URL} url @param {string} name @param {string} file */
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

/** @param {string | null} text of no use as a link */
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
