import { HrflowError } from './hrflow-error.mjs';
import { instantiate } from './instantiate.mjs';

/** @typedef {typeof import('../api.js')} Api */
/** @typedef {Parameters<Api['listAttachments']>} Call */
/** @typedef {import('../api.js').Attachment[] | import('../api.js').HrflowErrorDetails} Outcome */

/**
 * Calls the core, and makes its description of an error an error.
 * @param {unknown} defaults options of the client
 * @param {Call} call
 * @returns {ReturnType<Api['listAttachments']>}
 */
async function list(defaults, [source_key, profile, options]) {
  const { listAttachments } = await instantiate();
  /** @type {Outcome} */
  const outcome = await new Promise((resolve, reject) => {
    listAttachments(defaults, source_key, profile, options, resolve, reject);
  });
  if (Array.isArray(outcome)) return outcome;
  // Made here and not in Rust: from here the stack leads back to the caller.
  throw new HrflowError(outcome);
}

let defaults = {};

/** @type {Api['configure']} */
export function configure(options) {
  defaults = { ...defaults, ...options };
}

/** @type {Api['listAttachments']} */
export async function listAttachments(...call) {
  return list(defaults, call);
}

export class Hrflow {
  static {
    // Minified classes lose their names, and logs show them.
    Object.defineProperty(Hrflow, 'name', { value: 'Hrflow', configurable: true });
  }

  /** @param {ConstructorParameters<Api['Hrflow']>[0]} [options] */
  constructor(options) {
    // Held by the closure alone: the secret shows up neither when the client is inspected nor when it is serialised.
    const own = typeof options === 'object' ? { ...options } : options;
    const attachments = {
      /** @type {Api['listAttachments']} */
      list: async (...call) => list(own, call),
    };
    this.profile = { attachment: attachments, attachments };
  }
}
