// Sources of any size: profiles made by their number, the same each time, with files that differ in name only.

import { served } from './candidates.js';

/** @typedef {import('./candidates.js').Profile} Profile */

/** The day of the first profile. */
const FIRST = Date.UTC(2020, 0, 1);

const MINUTE = 60_000;

/** As an import in bulk leaves them: this many profiles have the same date. */
const TOGETHER = 3;

/** Every so many profiles a second file has an odd name. */
const ODD_EVERY = 10;

/** Names that a folder does not take as they are, on one system or another. */
export const ODD_NAMES = [
  'Résumé.pdf'.normalize('NFD'),
  // Like the first file's but for its case: one file on macOS and Windows.
  'RESUME.PDF',
  // Like the first file's in every letter.
  'resume.pdf',
  '../../outside.pdf',
  'C:\\Users\\resume.pdf',
  'CON.pdf',
  'trailing dots and spaces. . .',
  'line\nbreak\tand \u0000.pdf',
  'invoice-\u202efdp.exe',
  `${'long '.repeat(60)}.pdf`,
  '',
  '🚀 50% #1 & more?.pdf',
  '=HYPERLINK("https://h.example").pdf',
];

/** The names under which each profile's files stand at the stand-in: those of odd names, too, in an address. */
const RESUME = 'resume.pdf';
const ORIGINAL = 'original file #1 (été).pdf';

/** One profile; what is attached is made when it is asked for. */
class NumberedProfile {
  /**
   * @param {string} source its key
   * @param {number} number from 1
   * @param {number} digits of the greatest number
   */
  constructor(source, number, digits) {
    const written = String(number).padStart(digits, '0');
    this.key = `${source}-${written}`;
    // A reference is what its owner gave, or not.
    this.reference = number % 20 === 0 ? null : `R/${written}`;
    this.email = `candidate+${written}@${source}.example`;
    const created = FIRST + Math.floor((number - 1) / TOGETHER) * 90 * MINUTE;
    this.created_at = time(created);
    // Out of step with the order of creation.
    this.updated_at = time(created + ((number * 7_919) % 1_000) * 60 * MINUTE);
  }

  /** @returns {Profile['attachments']} */
  get attachments() {
    const number = Number(this.key.slice(this.key.lastIndexOf('-') + 1));
    const odd = number % ODD_EVERY === 0 ? ODD_NAMES[(number / ODD_EVERY - 1) % ODD_NAMES.length] : undefined;
    const dates = { created_at: this.created_at, updated_at: this.updated_at };
    const folder = `/files/${this.key.replace(/-(?=\d+$)/, '/')}`;
    return [
      served(RESUME, { ...dates, type: 'resume', original_file_name: RESUME, public_url: `${folder}/${RESUME}` }),
      served(ORIGINAL, {
        ...dates,
        type: 'original',
        original_file_name: odd ?? `CV of candidate ${number}.pdf`,
        public_url: `${folder}/${encodeURIComponent(ORIGINAL)}`,
      }),
    ];
  }
}

/** @param {number} milliseconds */
const time = (milliseconds) => new Date(milliseconds).toISOString().replace('.000Z', '+0000');

/**
 * @param {string} source its key
 * @param {number} number from 1
 * @param {number} [digits] of the greatest number
 * @returns {Profile} the same for the same number
 */
export function numberedProfile(source, number, digits = 4) {
  return new NumberedProfile(source, number, digits);
}

/**
 * @param {string} key
 * @param {number} count of its profiles
 * @returns {import('./candidates.js').Source}
 */
export function manyProfiles(key, count) {
  const digits = Math.max(4, String(count).length);
  /** @type {Profile[] | undefined} */
  let made;
  return {
    key,
    get profiles() {
      made ??= Array.from({ length: count }, (_, index) => numberedProfile(key, index + 1, digits));
      return made;
    },
  };
}

/**
 * @param {string} path below `/files/`
 * @returns {string} the name in files.js of the file whose bytes stand there
 */
export function fileAt(path) {
  const [, name] = /^[^/]+\/\d+\/([^/]+)$/.exec(path) ?? [];
  return name === RESUME || name === ORIGINAL ? RESUME : path;
}
