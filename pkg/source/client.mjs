import { call } from './core.mjs';
import { write, writeCall } from './snapshot.mjs';

/** @typedef {typeof import('../api.js')} Api */

const defaults = write('c', {});

/** What {@link configure} has set, for calls of other entries: a function, for it holds the secret. */
export const configured = () => defaults;

/** @type {Api['configure']} */
export function configure(options) {
  const { problem, members } = write('c', options ?? {});
  defaults.problem = problem;
  for (const [name, member] of members) defaults.members.set(name, member);
}

/** @type {Api['listAttachments']} */
export const listAttachments = (...given) => list(defaults, given);

/**
 * @param {import('./snapshot.mjs').Written} client its options
 * @param {Parameters<Api['listAttachments']>} given
 */
function list(client, given) {
  try {
    const { snapshot, options } = writeCall(client, given);
    return call('listAttachments', snapshot, { signal: options.signal });
  } catch (error) {
    return Promise.reject(error);
  }
}

export class Hrflow {
  static {
    // Minified classes lose their names, and logs show them.
    Object.defineProperty(Hrflow, 'name', { value: 'Hrflow', configurable: true });
  }

  /** @param {ConstructorParameters<Api['Hrflow']>[0]} [options] */
  constructor(options) {
    // Held by the closure alone: the secret shows up neither when the client is inspected nor when it is serialised.
    const own = write('c', options ?? {});
    const attachments = {
      /** @type {Api['listAttachments']} */
      list: (...given) => list(own, given),
    };
    this.profile = { attachment: attachments, attachments };
  }
}
