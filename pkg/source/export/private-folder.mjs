// A folder whose files nobody else may read, and outside which nothing is written: through no symbolic link either.

import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, realpath, rename, rm, unlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { failure } from './failure.mjs';

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/** Where the journal, the lock and what is not whole yet are. */
const OWN = '.hrflow-export';

/** A file that is made, and never one that a link leads to. */
const ANEW = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);
const APPENDED = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | (constants.O_NOFOLLOW ?? 0);
const READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0);

export class PrivateFolder {
  /** How many parts were begun. */
  parts = 0;

  /** Folders that were seen to be folders, and nothing else. @type {Set<string>} */
  made = new Set();

  /** @param {string} path absolute, with no symbolic link in it */
  constructor(path) {
    this.path = path;
  }

  /**
   * Makes the folder where it is missing.
   * @param {string} directory
   */
  static async open(directory) {
    const path = resolve(directory);
    await told(path, () => mkdir(path, { recursive: true, mode: FOLDER_MODE }));
    const folder = new PrivateFolder(await told(path, () => realpath(path)));
    await folder.folder(OWN);
    await folder.folder(`${OWN}/parts`);
    return folder;
  }

  /** @param {string} name below the folder, with `/` */
  at(name) {
    return join(this.path, ...name.split('/'));
  }

  /** @param {string} name of a file of our own */
  own(name) {
    return this.at(`${OWN}/${name}`);
  }

  /**
   * Makes a folder below this one, or sees that there is one and no link in its place.
   * @param {string} name
   */
  async folder(name) {
    const path = this.at(name);
    await told(path, async () => {
      await mkdir(path, { mode: FOLDER_MODE }).catch((error) => {
        if (error.code !== 'EEXIST') throw error;
      });
      if (!(await lstat(path)).isDirectory()) throw inTheWay(path, 'a folder');
    });
    this.made.add(name);
    return path;
  }

  /** A new file, to be written to under a name of its own. */
  async part() {
    const path = this.own(`parts/${++this.parts}`);
    return told(path, async () => {
      await rm(path, { force: true });
      return { path, handle: await open(path, ANEW, FILE_MODE) };
    });
  }

  /** Takes away what an earlier run did not finish. */
  async clearParts() {
    const folder = this.own('parts');
    await told(folder, async () => {
      for (const name of await readdir(folder)) await rm(join(folder, name), { force: true, recursive: true });
    });
  }

  /**
   * Puts a part in its place, whole.
   * @param {string} part its path
   * @param {string} name where it belongs
   * @param {boolean} isOurs whether what may be there is ours
   */
  async put(part, name, isOurs) {
    const path = this.at(name);
    await told(path, async () => {
      // Looked at right before: somebody may have put a link in its place meanwhile.
      if (dirname(name) !== '.') await this.folder(dirname(name));
      const there = await lstat(path).catch(() => undefined);
      if (there && (!isOurs || !there.isFile())) throw inTheWay(path, 'what was to be fetched');
      await rename(part, path);
    });
  }

  /**
   * Writes a file whole: under another name first.
   * @param {string} name
   * @param {AsyncIterable<string> | Iterable<string>} texts
   */
  async write(name, texts) {
    const { path, handle } = await this.part();
    await told(this.at(name), async () => {
      try {
        let pending = '';
        for await (const text of texts) {
          pending += text;
          if (pending.length < 65_536) continue;
          await handle.write(pending);
          pending = '';
        }
        await handle.write(pending);
        await handle.sync();
      } finally {
        await handle.close();
      }
    });
    await this.put(path, name, true);
  }

  /**
   * @param {string} name
   * @returns {Promise<import('node:fs').Stats | undefined>} of a file; nothing where there is none
   */
  async file(name) {
    const parent = dirname(name) === '.' ? undefined : await lstat(this.at(dirname(name))).catch(() => undefined);
    if (dirname(name) !== '.' && !parent?.isDirectory()) return undefined;
    const there = await lstat(this.at(name)).catch(() => undefined);
    return there?.isFile() ? there : undefined;
  }

  /** @param {string} name of a file that is ours */
  async remove(name) {
    if (!(await this.file(name))) return;
    await told(this.at(name), () => unlink(this.at(name)));
    // The last one takes its folder along.
    if (dirname(name) !== '.') await rm(this.at(dirname(name)), { recursive: false }).catch(() => rmdirIfEmpty(this.at(dirname(name))));
  }

  /** @param {string} name of a file of our own */
  append(name) {
    return told(this.own(name), () => open(this.own(name), APPENDED, FILE_MODE));
  }

  /** @param {string} path of a file @returns {Promise<import('node:fs/promises').FileHandle>} */
  static read(path) {
    return open(path, READ);
  }
}
