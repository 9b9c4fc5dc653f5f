// A disk that does something else than it is asked to, for the time of one test.

import disk from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

/**
 * @template {'open' | 'rename' | 'unlink'} Name
 * @param {{ after(put: () => void): void }} owner at whose end it is the system's again
 * @param {Name} name of a function
 * @param {(before: typeof disk[Name]) => typeof disk[Name]} make what stands in its place
 */
export function onDisk(owner, name, make) {
  const before = disk[name];
  disk[name] = make(before);
  syncBuiltinESMExports();
  owner.after(() => {
    disk[name] = before;
    syncBuiltinESMExports();
  });
}
