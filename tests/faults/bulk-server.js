// A server that does to a whole source what a row of its fault table says, and watches: what is asked for, how many at once, and
// whether all of it has ended.

import { startRawServer } from '../support/raw-server.js';
import { CORS, startStray } from './server.js';

/** @typedef {import('./bulk-table.js').BulkRow} BulkRow */

/** What a row's requests came to. */
class Seen {
  /** The pages and the keys that were asked for, in order. @type {(number | string)[]} */
  asked = [];

  /** How many requests have no whole answer yet. */
  open = 0;

  /** The most that had none at one time. */
  atOnce = 0;

  /** The longest time in which no request came, after the first, in milliseconds. */
  pause = 0;

  /** When the last one came. @type {number | undefined} */
  last = undefined;

  /**
   * @param {number | string} what a page's number, or a profile's key
   * @param {import('node:http').ServerResponse} response
   * @returns {number} how many times that was asked for
   */
  note(what, response) {
    const now = performance.now();
    this.pause = Math.max(this.pause, now - (this.last ?? now));
    this.last = now;
    this.asked.push(what);
    this.atOnce = Math.max(this.atOnce, ++this.open);
    response.once('close', () => this.open--);
    return this.asked.filter((asked) => asked === what).length;
  }
}

/**
 * @param {BulkRow[]} rows each is found by the request's source
 */
export async function startBulkFaults(rows) {
  /** @type {{ url: string, headers: import('node:http').IncomingHttpHeaders }[]} */
  const requests = [];
  /** @type {Map<string, Seen>} */
  const seen = new Map();
  const stray = await startStray();

  const seenOf = (/** @type {string} */ name) => {
    const of = seen.get(name) ?? new Seen();
    seen.set(name, of);
    return of;
  };

  const server = await startRawServer((request, response) => {
    // Else Chromium sends a request again by itself where a connection breaks on which another was answered.
    response.shouldKeepAlive = false;
    for (const [name, value] of Object.entries(CORS)) response.setHeader(name, value);
    if (request.method === 'OPTIONS') return response.writeHead(204).end();
    requests.push({ url: String(request.url), headers: request.headers });
    const { pathname, searchParams } = new URL(String(request.url), 'http://x');
    const isPage = pathname === '/storing/profiles';
    const name = isPage ? JSON.parse(String(searchParams.get('source_keys')))[0] : searchParams.get('source_key');
    const row = rows.find((row) => row.name === name);
    if (!row) return response.writeHead(400).end();
    const what = isPage ? Number(searchParams.get('page')) : String(searchParams.get('key'));
    const nth = seenOf(name).note(what, response);
    const answer = isPage
      ? row.page({ page: Number(what), limit: Number(searchParams.get('limit')), nth })
      : row.list({ key: String(what), nth });
    answer(response, request, stray.url);
  });

  return {
    api_url: server.url,
    requests,
    strays: stray.strays,
    /** @param {string} name */
    seen: seenOf,
    /** Rows begin anew. */
    forget: () => seen.clear(),
    close: () => Promise.all([server.close(), stray.close()]),
  };
}
