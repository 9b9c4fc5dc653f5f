import { call } from './core.mjs';
import { write, writeCall } from './snapshot.mjs';

/** @typedef {typeof import('../api.js')} Api */

const defaults = write('c', {});

/** @type {Api['configure']} */
export function configure(options) {
  const { problem, members } = write('c', options ?? {});
  defaults.problem = problem;
  for (const [name, member] of members) defaults.members.set(name, member);
}

/** @type {Api['listAttachments']} */
export const listAttachments = (...given) => call(writeCall(defaults, given));

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
      list: (...given) => call(writeCall(own, given)),
    };
    this.profile = { attachment: attachments, attachments };
  }
}
