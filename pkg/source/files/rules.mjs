// The rules about files, which are Rust's, for pages and for the proxy: what files and folders are called, where a file may be
// fetched from, and what a spreadsheet may hold. No entry of the package: its own files ask for it.

import { glue } from 'wasm-bindgen-glue';
import { instance } from '../module/inline.mjs';
import { judged, written } from './address.mjs';

/** @typedef {string | null | undefined} Text */

/**
 * @typedef {object} Names the names of one archive, which no two of its files share on any system
 * @property {(selector: 'key' | 'reference' | 'email', value: string, key?: string | null) => string} folder the folder of a profile, by
 *   what it is known by, as an export names it; with the profile's key, where that is known, it is nobody else's
 * @property {(folder: string, name: string) => string} unique the first safe name like this one that is free in that folder (an empty
 *   text is the archive itself): `cv.pdf`, then `cv (2).pdf`; it is taken then
 */

/**
 * @typedef {object} FileRules
 * @property {(original_file_name: Text, file_name: Text, type: Text, extension: Text) => string} fileName a name that is safe on every
 *   system, whatever strangers gave: of these fields of an attachment
 * @property {() => Promise<Names>} names those of a new archive
 * @property {(address: unknown, visit: { api: string, from?: URL, followed?: number }) => { to: URL, refusal?: undefined }
 *   | { to?: undefined, refusal: string }} judged the parsed address where a file may be fetched from there, else why not; `api` is
 *   what `apiOf` gives
 * @property {(address: unknown, visit: { api: string, from?: URL, followed?: number }) => string | undefined} addressRefusal the same,
 *   less the address: why a file may not be fetched from there
 * @property {(to: URL, ip: string, api: string) => string | undefined} resolvedRefusal why not, where its name leads to that IP address
 * @property {(api_url: string, base?: string) => string} apiOf where `api_url` is: a file may be on this machine where that is
 * @property {(text: string) => string} spreadsheetText a cell's text, with an apostrophe before what a spreadsheet program would run
 * @property {() => string} spreadsheetBeginning what the file of a spreadsheet begins with: programs know UTF-8 by it
 * @property {(cells: readonly (string | number | null | undefined)[]) => string} spreadsheetRow cells as a row of CSV, with its end;
 *   texts are made harmless, and numbers are whole ones from 0
 */

/** @returns {Promise<any>} the functions of src/platform/files.rs and questions.rs, of an instance of their own */
async function started() {
  const { imports, entries, start } = glue();
  start((await instance(imports)).exports);
  return entries;
}

/** @type {Promise<FileRules> | undefined} */
let loaded;

/**
 * The rules, loaded at the first call; where that fails, the next call tries again.
 * @returns {Promise<FileRules>}
 */
export function fileRules() {
  const loading = loaded ?? loadedRules();
  loaded = loading;
  loading.catch(() => {
    if (loaded === loading) loaded = undefined;
  });
  return loading;
}

/** @returns {Promise<FileRules>} */
async function loadedRules() {
  const rules = await started();
  const { fileName, spreadsheetText, spreadsheetBeginning, spreadsheetRow } = rules;
  /** @type {FileRules['judged']} */
  const judge = (address, visit) => {
    // Nothing from the root of all objects.
    const { api, from, followed } = Object.assign(Object.create(null), visit);
    return judged(rules, api, address, from, followed);
  };
  return {
    fileName: (...names) => fileName(...names.map((name) => name ?? undefined)),
    async names() {
      // The names that are taken go with the instance.
      const { folder, unique } = await started();
      return { folder: (selector, value, key) => folder(selector, value, key ?? undefined), unique };
    },
    judged: judge,
    addressRefusal: (address, visit) => judge(address, visit).refusal,
    resolvedRefusal: (to, ip, api) => rules.addressRefusal(api, written(to), undefined, 0, ip),
    apiOf: (api_url, base) => written(new URL(api_url, base)),
    spreadsheetText,
    spreadsheetBeginning,
    spreadsheetRow: (cells) => spreadsheetRow([...cells]),
  };
}
