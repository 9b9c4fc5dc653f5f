// The journal of a folder: a line for each thing that was done, from which the next run goes on. What the lines mean, Rust knows.

import { isDeep } from '../depth.mjs';
import { failure, told } from './failure.mjs';
import { bytesOf, isFile, PrivateFolder } from './private-folder.mjs';

const NAME = PrivateFolder.own('journal.ndjson');

/** How deeply a line may be nested: a deeper one could not be written again. Ours have fewer than a hundred levels. */
const DEEPEST = 4_096;

/**
 * @typedef {{ key: string | null, reference: string | null, email?: string }} Who
 * @typedef {object} Here a file that is there, whole
 * @property {'here'} line
 * @property {string} profile a text that is its own in every run
 * @property {Who} who the profile, as the lists have it
 * @property {{ path: string, attachment: any, occurrence: number }} entry
 * @property {number} bytes
 * @property {string} sha256
 * @typedef {{ line: 'began', source_key: string, wants: string }} Began
 * @typedef {Here | Began | { line: 'planned', profile: string, who?: Who, paths: string[] } | { line: 'left', profile: string, path: string } |
 *   { line: 'removed', profile: string, path: string } | { line: 'done', profile: string } | { line: 'finished' }} Line
 */

export class Journal {
  /**
   * Where the line of each file that is there begins in the journal, and how long it is; and how long the file is. All in bytes.
   * @type {Map<string, { position: number, length: number, bytes: number }>}
   */
  files = new Map();

  /** Whose files are here: the text that is a profile's own, by each text that it may be asked for by. @type {Map<string, string>} */
  known = new Map();

  /** Who they are, as the lists have them, by that text. @type {Map<string, Who>} */
  met = new Map();

  /** Which key a profile has that is known by its reference: two keys may have one. @type {Map<string, string>} */
  owners = new Map();

  /** The source whose files are here. @type {string | undefined} */
  source_key = undefined;

  /** How long the journal is, in bytes. */
  length = 0;

  /** What waits to be written, all of it at once. @type {{ text: string, is_synced: boolean, then?: (length: number) => void, settle: (error?: unknown) => void }[]} */
  waiting = [];

  /** What is being written. @type {Promise<void> | undefined} */
  writing = undefined;

  /** Whether what was written last may be there in part. */
  isTorn = false;

  /** @type {import('node:fs/promises').FileHandle | undefined} */
  handle = undefined;

  /**
   * @param {PrivateFolder} folder
   * @param {import('./rules.mjs').Rules} rules
   */
  constructor(folder, rules) {
    this.folder = folder;
    this.rules = rules;
  }

  /**
   * Reads what earlier runs wrote.
   * @param {AbortSignal} signal which leaves it read in part: it is not to be written then
   */
  async read(signal) {
    const handle = await this.folder.read(NAME);
    if (!handle) return;
    await told(this.folder.pathOf(NAME), async () => {
      try {
        for await (const line of linesOf(handle)) {
          if (signal.aborted) return;
          this.take(line.toString(), line.length);
          this.length += line.length;
        }
      } finally {
        await handle.close();
      }
    });
  }

  /**
   * @param {string} text of a line
   * @param {number} length in bytes
   */
  take(text, length) {
    /** @type {Line | undefined} */
    const line = parsed(text);
    if (line && isSound(line)) this.note(line, length);
  }

  /**
   * @param {Line} line
   * @param {number} length of its text, in bytes
   */
  note(line, length) {
    // Nothing but its own: what another line has may be anything; and nothing from the root of all objects.
    const given = Object.create(null);
    for (const name of ['line', ...Object.keys(LINES[line.line])]) given[name] = /** @type {any} */ (line)[name];
    if (!this.rules.take(given)) return;
    if (line.line === 'began') this.source_key = line.source_key;
    if (line.line === 'here') {
      this.files.set(line.entry.path, { position: this.length, length, bytes: line.bytes });
    }
    if ((line.line === 'here' || line.line === 'planned') && line.who) {
      const { profile, who } = line;
      this.met.set(profile, who);
      this.known.set(profile, profile);
      if (who.reference) this.known.set(`reference:${who.reference}`, profile);
    }
    if (line.line === 'removed') this.files.delete(line.path);
  }

  /**
   * @param {Who} who
   * @returns {string} a text that is the profile's own in every run, however it is asked for
   */
  identity({ key, reference, email }) {
    const { known, owners } = this;
    const byReference = `reference:${reference}`;
    const byKey = `key:${key}`;
    if (!key && !reference) return `email:${email}`;
    // Who is asked for in two ways in one run is met again before a file is there.
    if (reference && !known.has(byReference)) known.set(byReference, key ? byKey : byReference);
    if (!key) return known.get(byReference) ?? byReference;
    // A reference that is another key's is nothing that this one is known by.
    if (known.has(byKey) || known.get(byReference) !== byReference) return byKey;
    if (!owners.has(byReference)) owners.set(byReference, key);
    return owners.get(byReference) === key ? byReference : byKey;
  }

  /** Begins to write. */
  async open() {
    this.handle = await this.folder.append(NAME);
    // What was torn becomes a line of its own, which says nothing.
    if (this.length > 0) await this.text('\n');
  }

  /** @param {Line} line */
  async append(line) {
    const text = `${JSON.stringify(line)}\n`;
    // What it says outlives the machine, as what is put there does: else that would be in the way.
    await this.text(text, line.line === 'planned', (length) => this.note(line, length));
  }

  /**
   * @param {string} text
   * @param {boolean} [is_synced] whether it waits for the disk
   * @param {(length: number) => void} [then] before the next text; its length is in bytes
   */
  text(text, is_synced = false, then = undefined) {
    return new Promise((resolve, reject) => {
      const settle = (/** @type {unknown} */ error) => (error === undefined ? resolve(undefined) : reject(error));
      this.waiting.push({ text, is_synced, then, settle });
      this.writing ??= this.write();
    });
  }

  async write() {
    /** What is in hand. @type {Journal['waiting']} */
    let texts = [];
    // Whoever began this notes that it is under way before it can fail.
    await undefined;
    try {
      while (this.waiting.length > 0) {
        // A disk that is full may have room for one.
        texts = this.waiting.splice(0, this.isTorn ? 1 : Number.POSITIVE_INFINITY);
        try {
          await this.put(texts);
          this.isTorn = false;
        } catch (error) {
          if (this.isTorn) texts[0].settle(error);
          else this.waiting.unshift(...texts);
          this.isTorn = true;
          continue;
        }
        for (const { text, then, settle } of texts) {
          const length = Buffer.byteLength(text);
          let failure;
          try {
            then?.(length);
          } catch (error) {
            failure = error;
          }
          this.length += length;
          settle(failure);
        }
      }
    } catch (error) {
      // Whatever the platform throws, nobody waits for ever.
      for (const { settle } of [...texts, ...this.waiting]) settle(error);
      this.waiting = [];
    } finally {
      this.writing = undefined;
    }
  }

  /** @param {Journal['waiting']} texts */
  async put(texts) {
    const { handle } = this;
    await told(this.folder.pathOf(NAME), async () => {
      // What was torn becomes a line of its own.
      if (this.isTorn) await handle?.writeFile('\n');
      if (this.isTorn) this.length = (await handle?.stat())?.size ?? 0;
      await handle?.writeFile(texts.map(({ text }) => text).join(''));
      if (texts.some(({ is_synced }) => is_synced)) await handle?.datasync();
    });
  }

  /**
   * The files that are there, sorted by their paths. One that somebody took away is not. Nor is one that was about to be fetched anew: it
   * may be the former or the new.
   * @param {boolean} [isAll] whether that one counts, too: whose it is, is known
   * @returns {AsyncGenerator<Here>}
   */
  async *here(isAll = false) {
    const handle = await this.folder.read(NAME);
    if (!handle) return;
    try {
      for (const path of [...this.files.keys()].sort(byCodePoint)) {
        const { position = 0, length = 0 } = this.files.get(path) ?? {};
        const { buffer } = await handle.read(Buffer.alloc(length), 0, length, position);
        const line = /** @type {Here} */ (parsed(buffer.toString()));
        if (!line || !isSound(line)) throw changed(this.folder.pathOf(NAME));
        if ((isAll || !this.rules.isPlanned(line.profile, path)) && this.folder.file(path)) yield line;
      }
    } finally {
      await handle.close();
    }
  }

  /** Writes the journal anew, with nothing but what is there, or may be: the run came to its end. @param {Began} began */
  async compact(began) {
    await this.close();
    const { rules, met } = this;
    const here = this.here(true);
    await this.folder.write(
      NAME,
      (async function* () {
        yield `${JSON.stringify(began)}\n`;
        for await (const line of here) yield `${JSON.stringify(line)}\n`;
        for (const profile of rules.profiles()) {
          const paths = rules.unsettled(profile);
          if (paths.length > 0) yield `${JSON.stringify({ line: 'planned', profile, who: met.get(profile), paths })}\n`;
        }
        yield `${JSON.stringify({ line: 'finished' })}\n`;
      })(),
    );
  }

  /** What was written outlives the machine. */
  async sync() {
    await this.writing;
    await told(this.folder.pathOf(NAME), async () => this.handle?.sync());
  }

  async close() {
    await this.writing;
    await this.handle?.close();
    this.handle = undefined;
  }
}

/** @param {string} path */
const changed = (path) =>
  failure('environment', `\`${path}\` was changed by somebody else meanwhile; see who writes there, and run it again.`);

const isText = (/** @type {unknown} */ value) => typeof value === 'string';
const isTextOrNone = (/** @type {unknown} */ value) => value === null || value === undefined || isText(value);
const isCount = (/** @type {unknown} */ value) => Number.isSafeInteger(value) && Number(value) >= 0;
const isObject = (/** @type {unknown} */ value) => Object(value) === value && !Array.isArray(value);
const isWho = (/** @type {any} */ who) =>
  isObject(who) && ['key', 'reference', 'email'].every((name) => !Object.hasOwn(who, name) || isTextOrNone(who[name]));

/** @param {any} entry of a file that is there: Rust reads it as it is */
function isEntry(entry) {
  const { attachment, path, occurrence } = Object(entry);
  if (!isFile(path) || !isCount(occurrence) || occurrence >= 2 ** 32 || !isObject(attachment)) return false;
  const { alt, created_at, extension, file_name, file_size, original_file_name, public_url, type, updated_at } =
    attachment;
  const texts = [alt, created_at, extension, file_name, original_file_name, public_url, type, updated_at];
  return texts.every(isTextOrNone) && (file_size === null || file_size === undefined || isCount(file_size));
}

const isPaths = (/** @type {unknown} */ value) => Array.isArray(value) && value.every(isFile);
const isWhoOrNone = (/** @type {unknown} */ value) => value === undefined || isWho(value);

/**
 * What each line has, beside its name, and whether a value is one.
 * @type {Record<string, Record<string, (value: any) => boolean>>}
 */
const LINES = {
  __proto__: /** @type {any} */ (null),
  began: { source_key: isText, wants: isText },
  planned: { profile: isText, who: isWhoOrNone, paths: isPaths },
  here: { profile: isText, who: isWho, entry: isEntry, bytes: isCount, sha256: isText },
  left: { profile: isText, path: isFile },
  removed: { profile: isText, path: isFile },
  done: { profile: isText },
  finished: {},
};

/**
 * @param {any} line which somebody may have written
 * @returns {boolean} whether it is one, and leads to no other place than a file of a profile's
 */
const isSound = (line) =>
  isText(line.line) &&
  line.line in LINES &&
  Object.entries(LINES[line.line]).every(([name, isOne]) => isOne(line[name]));

/**
 * @param {string} text
 * @returns {any} nothing where it is torn, or nested too deeply to be written again
 */
function parsed(text) {
  try {
    const line = isDeep(text, DEEPEST) ? undefined : JSON.parse(text);
    return Object(line) === line ? line : undefined;
  } catch {
    return undefined;
  }
}

/**
 * By the byte of a line's end alone: names may hold what other tools take for one.
 * @param {import('node:fs/promises').FileHandle} handle
 * @returns {AsyncGenerator<Buffer>} each line with its end, which a torn last one has not
 */
export async function* linesOf(handle) {
  /** The pieces of a line whose end has not come. @type {Buffer[]} */
  let begun = [];
  for await (const chunk of bytesOf(handle)) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      yield Buffer.concat([...begun, chunk.subarray(start, end + 1)]);
      begun = [];
      start = end + 1;
    }
    if (start < chunk.length) begun.push(Buffer.from(chunk.subarray(start)));
  }
  if (begun.length > 0) yield Buffer.concat(begun);
}

/**
 * The order of the paths' UTF-8, which every tool has.
 * @param {string} one
 * @param {string} other
 */
const byCodePoint = (one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other));
