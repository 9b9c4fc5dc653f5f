// A server that does what a row of the fault table says, and a second origin that nothing should ever reach.

import { startRawServer } from '../support/raw-server.js';

/** @typedef {import('./table.js').Row} Row */

export const CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Headers': 'Accept, X-API-KEY, X-USER-EMAIL',
  'Access-Control-Expose-Headers': 'Retry-After, X-Request-Id',
};

/** The second origin, with a note of what reached it. */
export async function startStray() {
  /** @type {string[]} */
  const strays = [];
  const stray = await startRawServer((request, response) => {
    strays.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`);
    response.writeHead(200, { 'Access-Control-Allow-Origin': '*' }).end('{"data":[]}');
  });
  return { ...stray, strays };
}

/**
 * @param {Row[]} rows each is found by the request's `source_key`
 */
export async function startFaults(rows) {
  /** @type {{ url: string, headers: import('node:http').IncomingHttpHeaders }[]} */
  const requests = [];
  /** @type {Map<string, number>} */
  const attempts = new Map();

  const stray = await startStray();
  const { url: other, strays } = stray;

  const server = await startRawServer((request, response) => {
    for (const [name, value] of Object.entries(CORS)) response.setHeader(name, value);
    if (request.method === 'OPTIONS') return response.writeHead(204).end();
    requests.push({ url: String(request.url), headers: request.headers });
    const name = new URL(String(request.url), 'http://x').searchParams.get('source_key') ?? '';
    const row = rows.find((row) => row.name === name);
    if (!row) return response.end('{"code":200,"message":"","data":[{"alt":"fine"}]}');
    const attempt = (attempts.get(name) ?? 0) + 1;
    attempts.set(name, attempt);
    return row.answer(response, attempt, request, other);
  });

  return {
    api_url: server.url,
    other,
    requests,
    strays,
    /** Rows that count their attempts begin anew. */
    forget: () => attempts.clear(),
    close: () => Promise.all([server.close(), stray.close()]),
  };
}

/** The address of a port at which nobody listens. */
export async function refusedUrl() {
  const { url, close } = await startRawServer();
  await close();
  return url;
}
