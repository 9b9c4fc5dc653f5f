// A source with files, of a test's own: profiles, what is attached to each, and the files, over real HTTP. Everything may be
// changed while it serves.

import { once } from 'node:events';
import { createServer } from 'node:http';

/**
 * @typedef {import('node:http').IncomingMessage} Incoming
 * @typedef {import('node:http').ServerResponse} Outgoing
 * @typedef {(request: Incoming, response: Outgoing, asked: number) => void} Serve `asked`: how often it was asked for, this time
 *   among them
 * @typedef {Partial<import('../../pkg/api.js').Attachment>} Attachment
 * @typedef {{ attachment: Attachment, body: string | Buffer, serve?: Serve, asked: number }} Served
 * @typedef {{
 *   key: string, reference: string | null, email?: string, created_at: string, updated_at: string, files: Served[], answer?: Serve,
 *   asked: number,
 * }} Candidate
 */

/** When everything was made that does not say. */
const CREATED = '2020-01-01T00:00:00+0000';

/**
 * @param {string | null} name
 * @param {string | Buffer} [body]
 * @param {Attachment & { serve?: Serve }} [more]
 * @returns {Served} a file
 */
export function file(name, body = `the file ${name}`, { serve, ...attachment } = {}) {
  return {
    attachment: {
      alt: 'a',
      created_at: CREATED,
      extension: null,
      file_name: null,
      file_size: Buffer.byteLength(body),
      original_file_name: name,
      type: 'resume',
      updated_at: CREATED,
      ...attachment,
    },
    body,
    serve,
    asked: 0,
  };
}

/**
 * @param {string} key
 * @param {Served[]} [files]
 * @param {Partial<Candidate>} [more]
 * @returns {Candidate} a profile
 */
export const candidate = (key, files = [file('cv.pdf', `the CV of ${key}`)], more = {}) => ({
  key,
  reference: `ref-${key}`,
  created_at: CREATED,
  updated_at: CREATED,
  asked: 0,
  ...more,
  files,
});

/** @param {number} count @param {(key: string) => Served[]} [files] */
export const candidates = (count, files) =>
  Array.from({ length: count }, (_, index) => {
    const key = `k${String(index + 1).padStart(4, '0')}`;
    return candidate(key, files?.(key));
  });

/**
 * @param {Outgoing} response
 * @param {number} status
 * @param {unknown} body
 */
const json = (response, status, body) => {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
};

/**
 * @param {{ after(close: () => unknown): void }} owner what closes it at its end
 * @param {Candidate[]} profiles
 */
export async function startFilesServer(owner, profiles) {
  /** What was asked for, in order. @type {{ path: string, headers: import('node:http').IncomingHttpHeaders }[]} */
  const requests = [];
  const server = createServer((request, response) => {
    const url = new URL(String(request.url), 'http://x');
    requests.push({ path: `${url.pathname}${url.search}`, headers: request.headers });
    made.inFlight++;
    made.mostInFlight = Math.max(made.mostInFlight, made.inFlight);
    let isOver = false;
    const over = () => {
      if (!isOver) made.inFlight--;
      isOver = true;
    };
    response.once('finish', over).once('close', over);
    if (url.pathname.startsWith('/files/')) serveFile(url.pathname, request, response);
    else if (url.pathname === '/v1/storing/profiles') servePage(url.searchParams, response);
    else serveList(url.searchParams, request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  owner.after(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const url = `http://127.0.0.1:${port}`;
  const paths = () => requests.map(({ path }) => path);
  const made = {
    url,
    profiles,
    requests,
    inFlight: 0,
    mostInFlight: 0,
    /** What a page is instead. @type {((page: { code: number, meta: object, data: object[] }) => object) | undefined} */
    pageOf: undefined,
    /** What each list waits for. @type {(() => Promise<unknown>) | undefined} */
    beforeList: undefined,
    options: { source_key: 's', api_url: `${url}/v1`, api_secret: 'the secret key', api_user: 'the user' },
    /** @returns {string[]} the pages that were asked for */
    pages: () => paths().filter((path) => path.startsWith('/v1/storing/')),
    /** @returns {string[]} whose files were listed, by what names them */
    listed: () =>
      paths()
        .filter((path) => path.startsWith('/v1/profile/'))
        .map((path) => {
          const query = new URL(path, url).searchParams;
          return query.get('key') ?? query.get('reference') ?? String(query.get('email'));
        }),
    /** @returns {string[]} the files that were asked for */
    fetched: () => paths().filter((path) => path.startsWith('/files/')),
    forget() {
      requests.length = 0;
    },
  };
  return made;

  /** @param {URLSearchParams} query @param {Outgoing} response */
  function servePage(query, response) {
    const [page, limit] = [Number(query.get('page') ?? 1), Number(query.get('limit') ?? 30)];
    const [least, most] = [query.get('created_at_min') ?? '', query.get('created_at_max') ?? '9'];
    const all = profiles.filter(({ created_at }) => created_at >= least && created_at.slice(0, 10) <= most);
    const data = all
      .slice((page - 1) * limit, page * limit)
      .map(({ key, reference, created_at, updated_at }) => ({ key, reference, created_at, updated_at }));
    const maxPage = Math.max(1, Math.ceil(all.length / limit));
    const sound = { code: 200, meta: { page, maxPage, count: data.length, total: all.length }, data };
    json(response, 200, made.pageOf?.(sound) ?? sound);
  }

  /** @param {URLSearchParams} query @param {Incoming} request @param {Outgoing} response */
  async function serveList(query, request, response) {
    const names = /** @type {const} */ (['key', 'reference', 'email']);
    const found = profiles.find((profile) =>
      names.some((name) => query.get(name) !== null && query.get(name) === profile[name]),
    );
    await made.beforeList?.();
    if (!found) return json(response, 404, { code: 404, message: 'Profile not found' });
    found.asked++;
    if (found.answer) return found.answer(request, response, found.asked);
    listOf(found, response);
  }

  /** @param {Candidate} found @param {Outgoing} response */
  function listOf(found, response) {
    const data = found.files.map(({ attachment }, index) => ({
      public_url: `${url}/files/${found.key}/${index}`,
      ...attachment,
    }));
    json(response, 200, { code: 200, message: 'Profile attachment list', data });
  }

  /** @param {string} path @param {Incoming} request @param {Outgoing} response */
  function serveFile(path, request, response) {
    const [, , key, index] = path.split('/');
    const found = profiles.find((profile) => profile.key === key)?.files[Number(index)];
    if (!found) return void response.writeHead(404).end();
    found.asked++;
    if (found.serve) found.serve(request, response, found.asked);
    else response.writeHead(200, { 'Content-Length': Buffer.byteLength(found.body) }).end(found.body);
  }
}
