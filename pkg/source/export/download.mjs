// One file from its address, as a stream: never whole in memory, never from where nothing of HrFlow's is, never with a key.

import { createHash } from 'node:crypto';
import { lookup } from 'node:dns';
import { Agent as PlainAgent, request as plainRequest } from 'node:http';
import { Agent, request } from 'node:https';
import { setTimeout as wait } from 'node:timers/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { judged, REDIRECTS, written } from '../files/address.mjs';
import { encodingsOf } from '../files/encodings.mjs';
import { HrflowError } from '../hrflow-error.mjs';
import { failure, told } from './failure.mjs';

/**
 * @typedef {import('node:http').IncomingMessage} Incoming
 * @typedef {import('./private-folder.mjs').PrivateFolder} PrivateFolder
 * @typedef {{ rules: import('./rules.mjs').Rules, api: string, timeout: number, max_retries: number,
 *   max_file_bytes: number, signal: AbortSignal }} Limits
 * @typedef {{ bytes: number, sha256: string }} Fetched
 */

/** What servers do to a body on the way, and what undoes it. @type {Record<string, () => import('node:stream').Duplex>} */
const DECODERS = { gzip: createGunzip, 'x-gzip': createGunzip, deflate: createInflate, br: createBrotliDecompress };

/** The statuses of a file that is all there: 204 has none, and 206 a part that was not asked for. */
const WHOLE = [200, 203];

/** So many bytes are written at once: each write goes to another thread. */
const BLOCK = 262_144;

export class Downloads {
  /**
   * @param {Limits} limits
   * @param {import('./slots.mjs').Slots} slots for what is asked for at once, of which these are not all
   */
  constructor(limits, slots) {
    this.limits = limits;
    this.slots = slots;
    const keep = { keepAlive: true, lookup: this.lookup.bind(this) };
    this.agents = { 'http:': new PlainAgent(keep), 'https:': new Agent(keep) };
  }

  close() {
    for (const agent of Object.values(this.agents)) agent.destroy();
  }

  /**
   * Fetches a file into a new part, with as many attempts as the options allow.
   * @param {any} attachment
   * @param {PrivateFolder} folder
   * @param {(bytes: number) => void} hear how many bytes came
   * @returns {Promise<Fetched & { name: string }>} the part, whole and synced
   */
  async fetch(attachment, folder, hear) {
    const { rules, max_retries, signal } = this.limits;
    for (let attempts = 1; ; attempts++) {
      try {
        return await this.attempt(attachment, folder, hear);
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof HrflowError)) throw error;
        const { kind, status = 0, retry_after } = /** @type {any} */ (error);
        const delay = rules.fileDelay(kind, status, retry_after, attempts, max_retries, Math.random());
        if (delay === undefined) throw Object.assign(error, { attempts });
        await wait(delay, undefined, { signal });
      }
    }
  }

  /**
   * @param {any} attachment
   * @param {PrivateFolder} folder
   * @param {(bytes: number) => void} hear
   */
  async attempt(attachment, folder, hear) {
    const { name, handle } = await folder.part();
    const path = folder.pathOf(name);
    try {
      const received = await this.slots.run(async () => {
        const response = await this.open(attachment.public_url);
        try {
          return await this.receive(response, attachment, path, handle, hear);
        } finally {
          // Read to its end, it leaves the connection to the next.
          if (!response.complete) response.destroy();
        }
      });
      // Meanwhile something else may be asked for.
      await told(path, () => handle.sync());
      return { name, ...received };
    } catch (error) {
      await folder.discard(name);
      throw error;
    } finally {
      await handle.close();
    }
  }

  /**
   * Follows an address to where its body begins.
   * @param {unknown} address
   * @returns {Promise<Incoming>}
   */
  async open(address) {
    let to = this.judged(address, undefined, 0);
    for (let followed = 0; ; followed++) {
      const response = await this.ask(to);
      const { statusCode = 0, headers } = response;
      if (WHOLE.includes(statusCode)) return response;
      response.destroy();
      if (!REDIRECTS.includes(statusCode) || !headers.location) {
        const { rules } = this.limits;
        throw failure('api', `The file's server answered with status ${statusCode}.`, {
          status: statusCode,
          retry_after: rules.retryAfter(headers['retry-after'] ?? '', Math.floor(Date.now() / 1_000)),
          retryable: rules.isRetryable('api', statusCode),
        });
      }
      const location = headers.location;
      const next = URL.canParse(location, to.href) ? new URL(location, to.href).href : location;
      to = this.judged(next, to, followed);
    }
  }

  /**
   * @param {unknown} address
   * @param {URL | undefined} from where a redirect leads from
   * @param {number} followed how many redirects were followed
   * @returns {URL} the address, where a file may be fetched from there
   */
  judged(address, from, followed) {
    const { rules, api } = this.limits;
    const { to, refusal } = judged(rules, api, address, from, followed);
    if (!to) throw failure('response', refusal, { path: 'public_url' });
    return to;
  }

  /**
   * Every address that a name leads to is judged before anything connects.
   * @param {string} hostname
   * @param {import('node:dns').LookupOptions} options
   * @param {(error: Error | null, address?: any, family?: number) => void} callback
   */
  lookup(hostname, options, callback) {
    const { rules, api } = this.limits;
    const hear = (/** @type {Error | null} */ error, /** @type {import('node:dns').LookupAddress[]} */ found) => {
      if (error) return callback(error);
      const to = written({ protocol: 'https:', hostname });
      const refusals = found.map(({ address }) => rules.addressRefusal(api, to, undefined, 0, address));
      const refusal = refusals.find(Boolean);
      if (refusal) return callback(failure('response', refusal, { path: 'public_url' }));
      if (options.all) return callback(null, found);
      callback(null, found[0]?.address, found[0]?.family);
    };
    lookup(hostname, { ...options, all: true }, guarded(hear, callback));
  }

  /**
   * @param {URL} to
   * @returns {Promise<Incoming>} the answer, its body still to come
   */
  ask(to) {
    const { signal, timeout } = this.limits;
    const agent = this.agents[/** @type {'http:'} */ (to.protocol)];
    const send = to.protocol === 'https:' ? request : plainRequest;
    return new Promise((resolve, reject) => {
      // No key, no cookie, nothing that says who asks.
      const headers = { Accept: '*/*', 'Accept-Encoding': 'identity' };
      const asking = send(to, { agent, signal, headers });
      // What an event throws is the request's own failure.
      const on = (/** @type {string} */ event, /** @type {(...values: any[]) => void} */ hear) =>
        asking.on(event, guarded(hear, reject));
      let isAnswered = false;
      // Until the answer begins, whatever comes before it.
      const timer =
        timeout > 0
          ? setTimeout(
              guarded(() => asking.destroy(late(timeout)), reject),
              timeout,
            )
          : undefined;
      on('response', (response) => {
        isAnswered = true;
        resolve(response);
        clearTimeout(timer);
      });
      on('upgrade', (_, socket) => {
        socket.destroy();
        reject(failure('response', 'The file’s server answered in another protocol, which was not asked for.'));
      });
      on('close', () => {
        clearTimeout(timer);
        if (!isAnswered) reject(brokenOff(new Error('The connection was closed.')));
      });
      on('error', (error) => {
        // The server closed a connection that was kept just as it was used again.
        if (!isAnswered && asking.reusedSocket && error.code === 'ECONNRESET') resolve(this.ask(to));
        else reject(brokenOff(error));
      });
      asking.end();
    });
  }

  /**
   * Writes the body down, and hashes it on the way.
   * @param {Incoming} response
   * @param {any} attachment
   * @param {string} path of the part
   * @param {import('node:fs/promises').FileHandle} handle
   * @param {(bytes: number) => void} hear
   * @returns {Promise<Fetched>}
   */
  async receive(response, attachment, path, handle, hear) {
    const { max_file_bytes, timeout } = this.limits;
    const { headers } = response;
    const promised = headers['content-length'] === undefined ? undefined : Number(headers['content-length']);
    const [encoding, ...more] = encodingsOf(headers['content-encoding']);
    const tooLong = () =>
      failure('response', `The file is longer than ${max_file_bytes} bytes; raise \`max_file_bytes\` to fetch it.`);
    if (promised !== undefined && promised > max_file_bytes) throw tooLong();
    const decoder = encoding && Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding]() : undefined;
    const transfer = (headers['transfer-encoding'] ?? '').split(',').map((one) => one.trim().toLowerCase());
    const isPlain = transfer.every((one) => ['', 'chunked', 'identity'].includes(one));
    if ((encoding && !decoder) || more.length > 0 || !isPlain) {
      throw failure('response', 'The file’s server sent it in an encoding that was not asked for.');
    }
    let compressed_bytes = 0;
    if (decoder) {
      // A decoder may take for ever what comes to nothing.
      const count = (/** @type {Buffer} */ chunk) => {
        compressed_bytes += chunk.length;
        if (compressed_bytes > max_file_bytes) response.destroy(tooLong());
      };
      response.on(
        'data',
        guarded(count, (error) => response.destroy(error)),
      );
    }
    const hash = createHash('sha256');
    let bytes = 0;
    /** @type {Buffer[]} */
    let unwritten = [];
    let unwritten_bytes = 0;
    const write = async () => {
      const block = Buffer.concat(unwritten);
      unwritten = [];
      unwritten_bytes = 0;
      await told(path, () => handle.writeFile(block));
    };
    // From one piece of the file to the next: a large one may take longer than one answer of an API.
    /** @type {NodeJS.Timeout | undefined} */
    let timer;
    const breakOff = guarded(
      () => response.destroy(late(timeout)),
      (error) => response.destroy(error),
    );
    const expect = () => {
      if (timeout > 0) timer = setTimeout(breakOff, timeout);
    };
    try {
      expect();
      const body = decoder ? response.once('error', (error) => decoder.destroy(error)).pipe(decoder) : response;
      for await (const chunk of body) {
        clearTimeout(timer);
        bytes += chunk.length;
        if (bytes > max_file_bytes) throw tooLong();
        hash.update(chunk);
        unwritten.push(chunk);
        unwritten_bytes += chunk.length;
        if (unwritten_bytes >= BLOCK) await write();
        hear(chunk.length);
        expect();
      }
      clearTimeout(timer);
      await write();
    } catch (error) {
      if (error instanceof HrflowError) throw error;
      throw brokenOff(/** @type {Error} */ (error));
    } finally {
      clearTimeout(timer);
    }
    if (!decoder && promised !== undefined && bytes !== promised) throw brokenOff(new Error('The body ended early.'));
    const { file_size } = attachment;
    if (typeof file_size === 'number' && file_size !== bytes) {
      throw failure('response', `The file has ${bytes} bytes; HrFlow says ${file_size}.`, { path: 'file_size' });
    }
    return { bytes, sha256: hash.digest('hex') };
  }
}

/**
 * @template {any[]} V
 * @param {(...values: V) => void} act what is called from nowhere
 * @param {(error: any) => void} fail is told what it throws
 * @returns {(...values: V) => void}
 */
const guarded =
  (act, fail) =>
  (...values) => {
    try {
      act(...values);
    } catch (error) {
      fail(error);
    }
  };

/** @param {number} timeout */
const late = (timeout) =>
  failure('timeout', `Nothing of the file came within ${timeout} ms; raise \`timeout\`, or try again later.`, {
    retryable: true,
  });

/** @param {Error & { code?: string }} error */
function brokenOff(error) {
  if (error instanceof HrflowError) return error;
  const { name, code = '', message } = error;
  return failure('network', 'The file did not come, or not whole; check the network, and try again later.', {
    retryable: true,
    cause: { name, code, message },
  });
}
