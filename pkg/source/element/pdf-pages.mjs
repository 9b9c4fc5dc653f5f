// First pages of PDFs, drawn by the pdf.js that the page handed over: one worker for all of them, two at a time.

import { opened } from './download.mjs';

/** @typedef {any} Pdfjs */

const AT_ONCE = 2;
/** After that a page that is not drawn yet is given up. */
const TIMEOUT_MS = 15_000;
/** The screen's pixels for each of CSS's that still show. */
const MAX_PIXEL_RATIO = 2;
/** As a multiple of its width: of a longer page only the top is drawn. */
const MAX_HEIGHT_RATIO = 2;

/** @type {WeakMap<Pdfjs, ReturnType<typeof queue>>} */
const queues = new WeakMap();

/**
 * @param {Pdfjs} pdfjs
 * @param {import('./web-address.mjs').WebAddress} address
 * @param {{ width: number, max_bytes: number }} how width in CSS pixels
 * @param {AbortSignal} signal
 * @returns {Promise<{ canvas?: HTMLCanvasElement, reason?: string }>} the page, or why there is none
 */
export async function firstPage(pdfjs, address, { width, max_bytes }, signal) {
  try {
    if (!queues.has(pdfjs)) queues.set(pdfjs, queue(pdfjs));
    const ask = /** @type {ReturnType<typeof queue>} */ (queues.get(pdfjs));
    const inTime = () => bytesOf(address, max_bytes, AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]));
    return { canvas: await ask(inTime, width, signal) };
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}

/** @param {Pdfjs} pdfjs */
function queue(pdfjs) {
  /** @type {(() => void)[]} */
  const waiting = [];
  let running = 0;
  /** @type {any} */
  let worker;

  /** A worker that is busy for ever takes the other page along: that one is given a new worker. */
  const renew = (/** @type {any} */ stuck) => {
    if (worker !== stuck) return;
    worker?.destroy();
    worker = undefined;
  };

  /** @type {(load: () => Promise<Uint8Array<ArrayBuffer>>, width: number, signal: AbortSignal, isLast?: boolean) => Promise<HTMLCanvasElement>} */
  return async function ask(load, width, signal, isLast = false) {
    // Who ends hands its place over: nobody else takes it meanwhile.
    if (running >= AT_ONCE) await new Promise((resolve) => waiting.push(() => resolve(undefined)));
    else running++;
    /** @type {any} */
    let mine;
    let again = false;
    try {
      signal.throwIfAborted();
      const data = await load();
      signal.throwIfAborted();
      mine = worker ??= pdfjs.PDFWorker ? new pdfjs.PDFWorker() : undefined;
      return await inTime(drawn(pdfjs, mine, data, width), signal);
    } catch (error) {
      again = !isLast && mine && mine !== worker && !signal.aborted && !isTimeout(error);
      if (isTimeout(error)) renew(mine);
      if (!again) throw error;
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
      if (running === 0) renew(worker);
    }
    return ask(load, width, signal, true);
  };
}

/** @param {unknown} error */
const isTimeout = (error) => /** @type {Error | undefined} */ (error)?.name === 'TimeoutError';

/**
 * @template T
 * @param {Promise<T>} work
 * @param {AbortSignal} signal
 * @returns {Promise<T>}
 */
async function inTime(work, signal) {
  const late = AbortSignal.timeout(TIMEOUT_MS);
  const ended = new Promise((_, reject) => {
    for (const one of [signal, late]) one.addEventListener('abort', () => reject(one.reason), { once: true });
  });
  return /** @type {Promise<T>} */ (Promise.race([work, ended]));
}

/**
 * @param {Pdfjs} pdfjs
 * @param {any} worker
 * @param {Uint8Array<ArrayBuffer>} data
 * @param {number} width in CSS pixels
 */
async function drawn(pdfjs, worker, data, width) {
  const loading = pdfjs.getDocument({ data, worker, isEvalSupported: false, verbosity: 0 });
  try {
    const page = await (await loading.promise).getPage(1);
    const ratio = Math.min(MAX_PIXEL_RATIO, devicePixelRatio);
    const viewport = page.getViewport({ scale: (width * ratio) / page.getViewport({ scale: 1 }).width });
    const canvas = document.createElement('canvas');
    canvas.width = viewport.width;
    canvas.height = Math.max(1, Math.min(viewport.height, viewport.width * MAX_HEIGHT_RATIO));
    canvas.setAttribute('role', 'img');
    await page.render({ canvas, viewport }).promise;
    return canvas;
  } finally {
    loading.destroy();
  }
}

/** @param {any} error @returns {string} */
function reasonOf(error) {
  if (error?.name === 'TimeoutError') return 'time';
  if (error === TOO_LARGE) return 'size';
  // A browser tells a page nothing of an answer that it may not read.
  return error instanceof TypeError ? 'cors' : 'failed';
}

const TOO_LARGE = new Error('too large');

/**
 * @param {import('./web-address.mjs').WebAddress} address
 * @param {number} max_bytes
 * @param {AbortSignal} signal
 */
async function bytesOf(address, max_bytes, signal) {
  const { body } = await opened(address, signal);
  const chunks = [];
  let loaded = 0;
  // Read by hand: Safari's streams are not iterable.
  const reader = body?.getReader();
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true };
    if (done || !value) break;
    loaded += value.byteLength;
    if (loaded > max_bytes) {
      reader?.cancel().catch(() => {});
      throw TOO_LARGE;
    }
    chunks.push(value);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}
