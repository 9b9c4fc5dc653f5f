// What is told of one attachment. Everything in it was written by somebody else, and may be anything.

import { dotted, ending, hides, shown, visible } from './shown-text.mjs';
import { webAddress } from './web-address.mjs';

/**
 * @typedef {import('../../api.js').Attachment} Attachment
 * @typedef {import('./language.mjs').Language} Language
 * @typedef {object} Facts
 * @property {string} name that a person knows it by
 * @property {string} type in the reader's language, or as HrFlow has it
 * @property {string} extension with its dot; empty where there is none
 * @property {string[]} warnings
 * @property {number | undefined} size in bytes
 * @property {string | undefined} sized the same in words
 * @property {Moment} added
 * @property {Moment | string} changed in words where it never was
 * @property {import('./web-address.mjs').WebAddress | undefined} address
 * @property {string} unsafe what stands in the place of an address; empty where nothing does
 * @typedef {{ text: string, day?: string, iso?: string, title?: string } | undefined} Moment
 */

/** What a system runs when it is opened, by the endings of Windows, macOS and Linux. */
const PROGRAMS = new Set(
  (
    '.apk .app .appimage .appx .bat .cmd .com .command .cpl .deb .dmg .exe .gadget .hta .inf .iso .jar .js .jse .lnk .msc .msi .msix ' +
    '.msp .pif .pkg .ps1 .psm1 .py .rb .reg .rpm .run .scf .scr .sct .sh .sys .url .vb .vbe .vbs .ws .wsf .wsh .xll'
  ).split(' '),
);

/** @param {Attachment} attachment @returns {string} the name that a person knows it by, as it was written; empty where none can be seen */
const writtenName = ({ original_file_name, file_name }) => [original_file_name, file_name].find(visible) ?? '';

/**
 * @param {Attachment} attachment
 * @param {Language} language
 * @returns {string} the same as it may be shown
 */
export const shownName = (attachment, { say }) => shown(writtenName(attachment) || say('unnamed'));

/**
 * @param {Attachment} attachment
 * @param {Language} language
 * @param {string} [api] the back end's absolute URL
 * @returns {Facts}
 */
export function factsOf(attachment, language, api) {
  const { say } = language;
  const { extension: given, type, created_at, updated_at, public_url } = attachment;
  const written = writtenName(attachment);
  const found = ending(written);
  const extension = dotted(given) || found;
  const texts = [written, given, type].filter((text) => typeof text === 'string');
  const program = [found, extension].find((end) => PROGRAMS.has(ending(end)));
  const size = sizeOf(attachment);
  return {
    name: shownName(attachment, language),
    type: typeOf(type, language),
    extension: shown(extension),
    warnings: [
      program && say('program', { ending: shown(program) }),
      texts.some(hides) && say('hides'),
      found && found !== extension && say('ends', { ending: shown(found) }),
    ].flatMap((warning) => warning || []),
    size,
    sized: size === undefined ? undefined : language.bytes(size),
    added: momentOf(created_at, language),
    changed: visible(updated_at) && updated_at === created_at ? say('never') : momentOf(updated_at, language),
    address: webAddress(public_url, api),
    unsafe: visible(public_url) ? shown(public_url) : '',
  };
}

/**
 * @param {Attachment} attachment
 * @returns {number | undefined} its size in bytes, if it has one
 */
export function sizeOf({ file_size }) {
  return Number.isFinite(file_size) && Number(file_size) >= 0 ? Number(file_size) : undefined;
}

/**
 * @param {Attachment[]} attachments
 * @returns {number} the bytes of all whose size is known
 */
export function total(attachments) {
  return attachments.reduce((sum, attachment) => sum + (sizeOf(attachment) ?? 0), 0);
}

const TELLING = /** @type {const} */ (['alt', 'file_name', 'original_file_name', 'created_at', 'file_size']);

/**
 * @param {Attachment} attachment
 * @param {Attachment | undefined} other
 * @returns {other is Attachment} whether it is the same file, listed another time
 */
export function isSame(attachment, other) {
  return other !== undefined && TELLING.every((field) => other[field] === attachment[field]);
}

/**
 * @param {unknown} type
 * @param {Language} language
 */
export function typeOf(type, { known, say }) {
  if (!visible(type)) return say('untyped');
  return known(`type.${type}`) ? say(`type.${type}`) : shown(type);
}

/**
 * @param {unknown} text a moment as HrFlow writes it
 * @param {Language} language
 * @returns {Moment} the moment in the reader's own words; the text itself where it is none
 */
function momentOf(text, language) {
  if (!visible(text)) return undefined;
  const read = language.moment(text);
  return read ? { ...read, title: shown(text) } : { text: shown(text) };
}
