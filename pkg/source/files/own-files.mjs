// The files that the proxy serves itself: each under an address of the proxy's own, in the place of its public one.

import { LONGEST } from '../secrecy.mjs';
import { hidden, LONGEST_ADDRESS } from './hidden.mjs';
import { failed, passedOn } from './passed-on.mjs';
import { fileRules } from './rules.mjs';
import { sealsOf } from './sealed.mjs';
import { typeOf } from './types.mjs';

/** @typedef {{ files_valid_for: number, max_file_bytes: number }} OwnOptions */

/**
 * The options about files: the default, the most, and in words what is wanted.
 * @type {Record<keyof OwnOptions, [value: number, most: number, wanted: string]>}
 */
const OPTIONS = {
  files_valid_for: [900_000, 86_400_000, 'a whole number of milliseconds from 1 to 86400000 (a day)'],
  max_file_bytes: [1_073_741_824, Number.MAX_SAFE_INTEGER, 'a whole number of bytes from 1'],
};

/** As those of the rules in Rust, which speak up in a list. */
const TIMEOUT = 30_000;
const API_URL = 'https://api.hrflow.ai/v1';

/** What the addresses of one list come to at most: four times the longest list. */
const LONGEST_IN_ALL = 4 * LONGEST;

/** What each takes besides what it repeats: its name, its seal and the work. */
const EACH = 1_024;

/** The parameters that name a profile. */
const SELECTORS = ['key', 'reference', 'email'];

/**
 * @param {Record<string, any>} options of the proxy, which the client is not to see
 * @returns {OwnOptions} taken out of them
 */
export function takeOptions(options) {
  /** @type {any} */
  const own = {};
  for (const [name, [value, most, wanted]] of Object.entries(OPTIONS)) {
    const given = options[name] ?? value;
    delete options[name];
    if (!Number.isSafeInteger(given) || given < 1 || given > most) {
      throw failed('configuration', `\`${name}\` is wrong; give ${wanted}.`);
    }
    own[name] = given;
  }
  return own;
}

/**
 * @param {Record<string, any>} client its options
 * @param {OwnOptions} own
 * @param {(error: unknown) => unknown} tell
 */
export function ownFiles({ api_url = null, timeout = null }, { files_valid_for, max_file_bytes }, tell) {
  /** The last secret's: it may change in the environment. */
  let last = { secret: '', seals: /** @type {ReturnType<typeof sealsOf> | undefined} */ (undefined) };

  /** @param {string} secret */
  const seals = (secret) => {
    // As in a header: something that is seen, in ASCII.
    if (!/[!-~]/.test(secret)) {
      throw failed('configuration', 'Files are sealed with the key: give `api_secret`, or leave `files` out.');
    }
    if (last.secret !== secret || !last.seals) {
      const mine = { secret, seals: sealsOf(secret) };
      last = mine;
      // A failure is not kept.
      mine.seals.catch(() => {
        if (last === mine) last = { secret: '', seals: undefined };
      });
    }
    return /** @type {ReturnType<typeof sealsOf>} */ (last.seals);
  };

  const loaded = async () => {
    const rules = await fileRules();
    /** @type {string} */
    let api;
    try {
      api = rules.apiOf(String(api_url ?? API_URL));
    } catch {
      api = rules.apiOf(API_URL);
    }
    return { rules, api };
  };

  return {
    /**
     * @param {string} json an answer to a page
     * @param {{ source_key: string, selectorOf: import('../endpoints.mjs').SelectorOf }} owners
     * @param {string} mount the path at which the proxy is
     * @param {string} secret
     * @param {{ isAborted: boolean }} client who may wait for it no longer
     * @returns {Promise<string>} it, with no public address
     */
    async hide(json, { source_key, selectorOf }, mount, secret, client) {
      const { seal } = await seals(secret);
      const { rules, api } = await loaded();
      const expires = Date.now() + files_valid_for;
      const text = (/** @type {unknown} */ name) => (typeof name === 'string' ? name : null);
      // Each address repeats what the visitor sent.
      let room = LONGEST_IN_ALL;
      return hidden(json, selectorOf, async (attachment, selector) => {
        if (client.isAborted) throw new Error('The request was aborted.');
        const { length } = attachment.public_url;
        const query = `${new URLSearchParams([['source_key', source_key], selector])}`;
        room -= EACH + mount.length + query.length + length;
        if (room < 0) {
          throw failed('response', 'The files of the list are too many: list fewer profiles at once.');
        }
        // A longer address would make a path that servers refuse; and it is not even read.
        if (length > LONGEST_ADDRESS) return null;
        const { to } = rules.judged(attachment.public_url, { api });
        if (!to || to.href.length > LONGEST_ADDRESS) return null;
        const { original_file_name, file_name, type, extension } = attachment;
        const name = rules.fileName(text(original_file_name), text(file_name), text(type), text(extension));
        const file = { address: to.href, expires, name, type: typeOf(name) };
        const sealed = await seal(file, [source_key, ...selector]);
        return `${mount}/files/${sealed}?${query}`;
      });
    },

    /**
     * @param {URL} url of a request
     * @param {Parameters<typeof passedOn>[1]} asked
     * @param {string} secret
     * @returns {Promise<Awaited<ReturnType<typeof passedOn>>>}
     */
    async serve({ pathname, searchParams }, asked, secret) {
      const { unseal } = await seals(secret);
      const binding = bindingOf([...searchParams]);
      const sealed = pathname.slice(pathname.lastIndexOf('/') + 1);
      const file = binding && (await unseal(sealed, binding));
      if (!file || file.expires <= Date.now()) {
        const why = file ? 'is too old' : 'was not sealed with this key for this profile';
        tell(failed('argument', `The address of a file that was asked for ${why}.`));
        return { status: 404, headers: {} };
      }
      const limits = { ...(await loaded()), max_file_bytes, timeout: Number(timeout ?? TIMEOUT), tell };
      return passedOn({ ...file, type: typeOf(file.name) }, asked, limits);
    },
  };
}

/**
 * @param {[name: string, value: string][]} query
 * @returns {import('./sealed.mjs').Binding | undefined} whose file it is; nothing for any other parameters
 */
function bindingOf(query) {
  // Nothing from the root of all objects.
  /** @type {Record<string, string>} */
  const parameters = Object.assign(Object.create(null), Object.fromEntries(query));
  const { source_key, ...selector } = parameters;
  const [[name, value] = []] = Object.entries(selector);
  const isOne = query.length === 2 && source_key !== undefined && name !== undefined && SELECTORS.includes(name);
  return isOne ? [source_key, name, String(value)] : undefined;
}
