// The site's files as this version has them, kept in the browser: each is what its digest says, or it is not there.

import { FILES, VERSION } from 'site-files';

/** So many are fetched at once. */
const AT_ONCE = 6;

/**
 * @param {string} scope the site's folder
 * @param {typeof fetch} ask the network
 */
export function keptFiles(scope, ask) {
  const folder = new URL(scope).pathname;
  const ours = `hrflow-wasm ${scope} `;
  const name = ours + VERSION;
  /** @type {Promise<Cache> | undefined} opened once: a worker that is replaced would make it anew after it was deleted */
  let opened;

  /** By the digest, too: what has not changed is found among the files of the version before. @param {string} path */
  const keyOf = (path) => `${new URL(path, scope).href}?${encodeURIComponent(FILES[path])}`;

  /** @param {string} path @returns {Promise<Response>} */
  async function kept(path) {
    const key = keyOf(path);
    opened ??= caches.open(name);
    const cache = await opened;
    const mine = await cache.match(key);
    if (mine) return mine;
    const found = (await caches.match(key)) ?? (await fetched(path));
    await cache.put(key, found.clone());
    return found;
  }

  /** @param {string} path @returns {Promise<Response>} */
  async function fetched(path) {
    // Where hosts serve a folder's page; some of them lead from its name to there.
    const url = new URL(path.replace(/(^|\/)index\.html$/, '$1'), scope);
    const response = await ask(new Request(url, { integrity: FILES[path], cache: 'no-cache' }));
    if (!response.ok) throw new TypeError(`${url.href} was answered with status ${response.status}.`);
    // A page may not be opened with what was redirected.
    return response.redirected ? new Response(await response.blob(), { headers: response.headers }) : response;
  }

  /** @param {string[]} paths */
  async function keep(paths) {
    const left = paths.values();
    const keepOn = async () => {
      for (const path of left) await kept(path);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, keepOn));
  }

  return {
    /** @param {string[]} first what is wanted at once; with it comes what is there already, of the version before */
    async install(first) {
      await keep(first);
      for (const path of Object.keys(FILES)) if (await caches.match(keyOf(path))) await kept(path);
    },

    keepAll: () => keep(Object.keys(FILES)),

    /** Forgets the versions before. */
    async forgetOthers() {
      const others = (await caches.keys()).filter((other) => other.startsWith(ours) && other !== name);
      await Promise.all(others.map((other) => caches.delete(other)));
    },

    /**
     * @param {URL} url
     * @returns {Promise<Response> | undefined} nothing where the site has no such file
     */
    answer({ pathname, search }) {
      const path = decoded(pathname.slice(folder.length));
      const isFolder = path === '' || path.endsWith('/');
      const file = isFolder ? `${path}index.html` : path;
      if (Object.hasOwn(FILES, file)) return kept(file);
      if (!Object.hasOwn(FILES, `${file}/index.html`)) return undefined;
      return Promise.resolve(Response.redirect(`${pathname}/${search}`));
    },
  };
}

/** @param {string} path */
function decoded(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
