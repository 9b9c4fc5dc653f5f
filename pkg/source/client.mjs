import { call } from './core.mjs';
import { text, write, writeCall, writeOptions } from './snapshot.mjs';

/** @typedef {typeof import('../api.js')} Api */
/** @typedef {Parameters<Api['listAttachments']>} Call */

/**
 * @param {string} client its options, written
 * @param {Call} call
 * @returns {ReturnType<Api['listAttachments']>}
 */
async function list(client, [source_key, profile, options]) {
  const { snapshot, signal } = writeCall(client, source_key, profile, options);
  return call(snapshot, signal);
}

const defaults = write('c', {});

/** @type {Api['configure']} */
export function configure(options) {
  const { problem, members } = writeOptions('c', options);
  defaults.problem = problem;
  for (const [name, member] of members) defaults.members.set(name, member);
}

/** @type {Api['listAttachments']} */
export async function listAttachments(...call) {
  return list(text(defaults), call);
}

export class Hrflow {
  static {
    // Minified classes lose their names, and logs show them.
    Object.defineProperty(Hrflow, 'name', { value: 'Hrflow', configurable: true });
  }

  /** @param {ConstructorParameters<Api['Hrflow']>[0]} [options] */
  constructor(options) {
    // Held by the closure alone: the secret shows up neither when the client is inspected nor when it is serialised.
    const own = text(writeOptions('c', options));
    const attachments = {
      /** @type {Api['listAttachments']} */
      list: async (...call) => list(own, call),
    };
    this.profile = { attachment: attachments, attachments };
  }
}
