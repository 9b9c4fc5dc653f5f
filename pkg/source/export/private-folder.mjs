// A folder whose files nobody else may read, and outside which nothing is written: through no symbolic link either.

import { randomUUID } from 'node:crypto';
import { constants, lstatSync } from 'node:fs';
import { chmod, link, mkdir, open, readdir, realpath, rename, rm, rmdir, unlink } from 'node:fs/promises';
import { join, posix, resolve } from 'node:path';
import { inTheWay, told } from './failure.mjs';

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/** Where the journal, the lock and what is not whole yet are. */
const OWN = '.hrflow-export';
const PARTS = `${OWN}/parts`;

// Windows has no such flag, and asks for rights before it makes a link.
const NO_LINK = constants.O_NOFOLLOW ?? 0;
const ANEW = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | NO_LINK;
// A pipe in its place would be waited for without end.
const APPENDED = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | NO_LINK | (constants.O_NONBLOCK ?? 0);

/** So many letters of a list are written at once, and so many bytes of a file are read. */
const BLOCK = 65_536;

/** What a disk says that knows no hard links. */
const WITHOUT_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EISDIR', 'UNKNOWN'];

/** @typedef {import('node:fs/promises').FileHandle} FileHandle */

/**
 * At once: to hand a look to another thread takes ten times as long.
 * @param {string} path
 * @returns {import('node:fs').Stats | undefined} of what is there itself, be it a link
 */
function look(path) {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/**
 * @param {unknown} path
 * @returns {path is string} whether it is a file's of a profile: what is in a list or a journal may have been written by anybody
 */
export function isFile(path) {
  const parts = typeof path === 'string' ? path.split('/') : [];
  return (
    parts.length === 2 &&
    parts[0] !== OWN &&
    parts.every((part) => !['', '.', '..'].includes(part) && !/[\\\0]/.test(part))
  );
}

/**
 * Not by a stream: Node's takes options from the root of all objects.
 * @param {FileHandle} handle
 * @returns {AsyncGenerator<Buffer>} what is in the file; each piece is good until the next one is asked for
 */
export async function* bytesOf(handle) {
  const buffer = Buffer.alloc(BLOCK);
  for (;;) {
    const { bytesRead } = await handle.read(buffer, 0, BLOCK, null);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}

/** Names below the folder are written with `/`. */
export class PrivateFolder {
  /** How many parts were begun. */
  parts = 0;

  /** What they are named by: no run takes another's for its own, whatever becomes of the lock. */
  own = randomUUID();

  /** @param {string} path absolute, with no symbolic link in it */
  constructor(path) {
    this.path = path;
  }

  /**
   * Makes the folder where it is missing.
   * @param {string} directory
   */
  static async make(directory) {
    const path = resolve(directory);
    await told(path, () => mkdir(path, { recursive: true, mode: FOLDER_MODE }));
    const folder = new PrivateFolder(await told(path, () => realpath(path)));
    await folder.folder(OWN);
    await folder.ours(OWN);
    await folder.folder(PARTS);
    return folder;
  }

  /**
   * @param {string} directory
   * @returns {Promise<PrivateFolder>} the folder as it is, be it there or not
   */
  static async at(directory) {
    const path = resolve(directory);
    return new PrivateFolder(await realpath(path).catch(() => path));
  }

  /** @param {string} name */
  pathOf(name) {
    return join(this.path, ...name.split('/'));
  }

  /** @param {string} name of a file of our own */
  static own(name) {
    return `${OWN}/${name}`;
  }

  /**
   * Makes a folder below this one, or sees that there is one, and no link in its place.
   * @param {string} name
   */
  async folder(name) {
    const path = this.pathOf(name);
    await told(path, async () => {
      await mkdir(path, { mode: FOLDER_MODE }).catch((error) => {
        if (error.code !== 'EEXIST') throw error;
      });
      if (!this.holds(name)) throw inTheWay(path, 'a folder');
    });
  }

  /**
   * Makes a profile's folder, or takes it from the eyes of others.
   * @param {string} name
   */
  async profile(name) {
    const there = look(this.pathOf(name));
    if (!there?.isDirectory()) await this.folder(name);
    // Disks without such rights refuse it.
    else if (process.getuid && there.mode & 0o077) await quietly(() => chmod(this.pathOf(name), FOLDER_MODE));
  }

  /**
   * What stands there says where files are: nobody else may have written it.
   * @param {string} name of a folder
   */
  async ours(name) {
    const path = this.pathOf(name);
    if (process.getuid && look(path)?.uid !== process.getuid()) throw inTheWay(path, 'a folder of your own');
    await told(path, () => chmod(path, FOLDER_MODE));
  }

  /**
   * @param {string} name
   * @returns {boolean} whether a folder is there itself, and no link
   */
  holds(name) {
    return Boolean(look(this.pathOf(name))?.isDirectory());
  }

  /**
   * A new file, to be written to before it is put in its place.
   * @returns {Promise<{ name: string, handle: FileHandle }>}
   */
  async part() {
    const name = `${PARTS}/${this.own}-${++this.parts}`;
    return { name, handle: await this.anew(name) };
  }

  /**
   * @param {string} name among the parts
   * @returns {Promise<FileHandle>} of a new file
   */
  anew(name) {
    const path = this.pathOf(name);
    return told(path, async () => {
      const handle = await open(path, ANEW, FILE_MODE);
      // Somebody may have put a link in the folder's place: nothing was written there yet.
      if (this.holds(OWN) && this.holds(PARTS)) return handle;
      await handle.close();
      await unlink(path);
      throw inTheWay(this.pathOf(PARTS), 'a folder');
    });
  }

  /** @param {string} name of a part that did not become whole */
  discard(name) {
    return quietly(() => rm(this.pathOf(name), { force: true }));
  }

  /** Takes away what an earlier run did not finish. */
  async clearParts() {
    const path = this.pathOf(PARTS);
    await told(path, async () => {
      for (const name of await readdir(path)) await rm(join(path, name), { force: true, recursive: true });
    });
  }

  /**
   * Puts a part, which is whole, in its place.
   * @param {string} part
   * @param {string} name
   * @param {boolean} isOurs whether what may be there is ours
   */
  async put(part, name, isOurs) {
    const path = this.pathOf(name);
    const parent = posix.dirname(name);
    await told(path, async () => {
      if (parent !== '.') await this.profile(parent);
      this.free(name, isOurs);
      await rename(this.pathOf(part), path);
      // Somebody may have put a link in the folder's place meanwhile: what went there is taken back.
      if (parent !== '.' && !this.holds(parent)) {
        await rename(path, this.pathOf(part));
        throw inTheWay(this.pathOf(parent), 'a folder');
      }
    });
  }

  /**
   * Sees that a file can be put there.
   * @param {string} name
   * @param {boolean} isOurs whether what may be there is ours
   */
  free(name, isOurs) {
    const there = look(this.pathOf(name));
    if (there && !(isOurs && there.isFile())) throw inTheWay(this.pathOf(name), 'what was fetched');
  }

  /**
   * Begins a file, which is there once it ends, whole, or as it was.
   * @param {string} name
   */
  async begin(name) {
    const path = this.pathOf(name);
    const part = await this.part();
    let pending = '';
    const flush = () => {
      const text = pending;
      pending = '';
      return told(path, () => part.handle.writeFile(text));
    };
    return {
      /** @param {string} text */
      add: async (text) => {
        pending += text;
        if (pending.length >= BLOCK) await flush();
      },
      /** Puts it in its place. */
      end: async () => {
        await flush();
        await told(path, () => part.handle.sync());
        await part.handle.close();
        await this.put(part.name, name, true);
      },
      /** Whatever became of it. */
      leave: () => part.handle.close(),
    };
  }

  /**
   * Writes a file, which is there whole or as it was.
   * @param {string} name
   * @param {AsyncIterable<string> | Iterable<string>} texts
   */
  async write(name, texts) {
    const file = await this.begin(name);
    try {
      for await (const text of texts) await file.add(text);
      await file.end();
    } finally {
      await file.leave();
    }
  }

  /**
   * @param {string} name
   * @returns {import('node:fs').Stats | undefined} of the file there; nothing where there is none, or a link leads there
   */
  file(name) {
    for (let parent = posix.dirname(name); parent !== '.'; parent = posix.dirname(parent)) {
      if (!this.holds(parent)) return undefined;
    }
    const there = look(this.pathOf(name));
    return there?.isFile() ? there : undefined;
  }

  /** @param {string} name @returns {boolean} whether anything is there, be it a link */
  isThere(name) {
    return look(this.pathOf(name)) !== undefined;
  }

  /** Removes a file of ours, and its folder with the last one. @param {string} name */
  async remove(name) {
    if (!this.file(name)) return;
    await told(this.pathOf(name), () => unlink(this.pathOf(name)));
    const parent = posix.dirname(name);
    if (parent !== '.') await rmdir(this.pathOf(parent)).catch(() => {});
  }

  /**
   * @param {string} name of a file that is made where it is missing
   * @returns {Promise<FileHandle>}
   */
  append(name) {
    const path = this.pathOf(name);
    return told(path, () => open(path, APPENDED, FILE_MODE));
  }

  /**
   * Makes a file with its text in it: nobody sees it without.
   * @param {string} name
   * @param {string} text
   * @returns {Promise<boolean>} whether there was none
   */
  create(name, text) {
    const path = this.pathOf(name);
    return this.complete(path, text, async (part) => {
      try {
        await link(part, path);
        return true;
      } catch (error) {
        const { code } = /** @type {any} */ (error);
        // Who holds the lock takes away what lies among the parts.
        if (['EEXIST', 'ENOENT'].includes(code)) return false;
        if (!WITHOUT_LINKS.includes(code)) throw error;
        return await written(path, text);
      }
    });
  }

  /**
   * Puts a file with its text in it in the place of what is there, be it a link.
   * @param {string} name
   * @param {string} text
   * @returns {Promise<boolean>} whether it came to that
   */
  replace(name, text) {
    const path = this.pathOf(name);
    return this.complete(path, text, async (part) => {
      try {
        await rename(part, path);
        return true;
      } catch (error) {
        if (/** @type {any} */ (error).code === 'ENOENT') return false;
        throw error;
      }
    });
  }

  /**
   * @template T
   * @param {string} path that it is for
   * @param {string} text
   * @param {(part: string) => Promise<T>} act takes the path of a file that has it, which is gone afterwards
   * @returns {Promise<T>} what that says, whatever becomes of the file
   */
  complete(path, text, act) {
    return told(path, async () => {
      const name = `${PARTS}/${randomUUID()}`;
      const handle = await this.anew(name);
      try {
        await handle.writeFile(text);
        await handle.close();
        return await act(this.pathOf(name));
      } finally {
        await quietly(() => handle.close());
        await this.discard(name);
      }
    });
  }

  /**
   * @param {string} name
   * @returns {Promise<FileHandle | undefined>} nothing where there is no file
   */
  async read(name) {
    if (!this.file(name)) return undefined;
    const path = this.pathOf(name);
    return told(path, () => open(path, constants.O_RDONLY | NO_LINK));
  }
}

/** @param {() => Promise<unknown>} act whatever becomes of it */
async function quietly(act) {
  try {
    await act();
  } catch {
    // It was not what mattered.
  }
}

/**
 * @param {string} path
 * @param {string} text
 * @returns {Promise<boolean>} whether there was no file
 */
async function written(path, text) {
  try {
    const handle = await open(path, ANEW, FILE_MODE);
    await handle.writeFile(text).finally(() => handle.close());
    return true;
  } catch (error) {
    if (/** @type {any} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}
