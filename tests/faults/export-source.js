// A source whose files are small and the same each time, in two states: as it was first, and as somebody left it later.

import { Buffer } from 'node:buffer';
import { setTimeout as wait } from 'node:timers/promises';
import { startRawServer } from '../support/raw-server.js';

/** @typedef {{ name: string | null, bytes: number, updated_at?: string, created_at?: string }} File */
/** @typedef {{ key: string, reference: string | null, files: File[] }} Candidate */

/** Names that are trouble, among them two that differ by case alone, and the same name twice. @type {File[]} */
const FIRST = [
  { name: 'CV.pdf', bytes: 30_000 },
  { name: 'cv.pdf', bytes: 5_000, created_at: '2024-02-01T00:00:00' },
  { name: '../../letter.pdf', bytes: 0 },
];

/** One changed, as long as before, one gone, and a new one that has the name of what is gone. @type {File[]} */
const LATER = [
  { name: 'CV.pdf', bytes: 30_000, updated_at: '2025-01-01T00:00:00' },
  { name: '../../letter.pdf', bytes: 0 },
  { name: 'cv.pdf', bytes: 6_000, created_at: '2025-01-01T00:00:00' },
];

/** @type {Record<'first' | 'later', Candidate[]>} */
export const FEW = {
  first: [
    { key: 'k1', reference: 'r-1', files: FIRST },
    { key: 'k2', reference: 'R 2', files: FIRST.slice(0, 1) },
    { key: 'k3', reference: null, files: [] },
  ],
  later: [
    { key: 'k1', reference: 'r-1', files: LATER },
    { key: 'k4', reference: null, files: FIRST.slice(1) },
  ],
};

/** @param {number} profiles */
export const many = (profiles) =>
  Array.from({ length: profiles }, (_, index) => ({
    key: `k${index}`,
    reference: index % 3 === 0 ? null : `reference ${index}`,
    files: FIRST.map((file, at) => ({ ...file, bytes: file.bytes + 1_000 * ((index + at) % 7) })),
  }));

/**
 * @param {Candidate[]} candidates
 * @param {{ latency?: number }} [options] in milliseconds
 */
export async function startSource(candidates, { latency = 0 } = {}) {
  const source = {
    candidates,
    /** The addresses of files that were asked for. @type {string[]} */
    fetched: [],
    /** The profiles that were asked for. @type {string[]} */
    listed: [],
    /** Hears of each request. */
    heard: () => {},
  };
  const server = await startRawServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://127.0.0.1');
    source.heard();
    if (latency > 0) await wait(latency);
    if (pathname.startsWith('/files/')) {
      source.fetched.push(pathname);
      const [bytes, key] = pathname.slice('/files/'.length).split('/');
      return response.end(Buffer.alloc(Number(bytes), `${key} ${pathname} `));
    }
    const json = (/** @type {object} */ body) => response.end(JSON.stringify(body));
    if (pathname.endsWith('/storing/profiles')) {
      const [page, limit] = ['page', 'limit'].map((name) => Number(searchParams.get(name)));
      const profiles = source.candidates.map(({ key, reference }, index) => ({
        ...{ key, reference },
        created_at: new Date(Date.UTC(2024, 0, 1) + 60_000 * index).toISOString().slice(0, 19),
        updated_at: null,
      }));
      const total = profiles.length;
      const meta = { page, maxPage: Math.max(1, Math.ceil(total / limit)), total, count: total };
      return json({ code: 200, message: '', meta, data: profiles.slice((page - 1) * limit, page * limit) });
    }
    const key = searchParams.get('key');
    source.listed.push(String(key));
    const candidate = source.candidates.find((candidate) => candidate.key === key);
    if (!candidate) {
      response.statusCode = 404;
      return json({ code: 404, message: `Profile ${key} not found` });
    }
    json({ code: 200, message: '', data: candidate.files.map((file) => attachment(server.url, candidate, file)) });
  });
  return Object.assign(source, server, { api_url: `${server.url}/v1` });
}

/**
 * @param {string} url
 * @param {Candidate} candidate
 * @param {File} file
 */
const attachment = (url, { key }, { name, bytes, updated_at, created_at }) => ({
  alt: null,
  created_at: created_at ?? '2024-01-01T00:00:00',
  extension: '.pdf',
  file_name: name,
  file_size: bytes,
  original_file_name: name,
  public_url: `${url}/files/${bytes}/${key}/${encodeURIComponent(String(name))}/${updated_at}`,
  timestamp: null,
  type: 'original',
  updated_at: updated_at ?? '2024-01-01T00:00:00',
});
