// What a file looks like: the picture itself, or a PDF's first page. Neither is fetched before it comes into view.

import { element } from './element.js';
import { say } from './language.js';

const PICTURES = ['.avif', '.gif', '.jpeg', '.jpg', '.png', '.webp'];
/** More than that is not shown, whatever size HrFlow was told. */
const MAX_BYTES = 20_000_000;
/** After that a page that is not drawn yet is given up. */
const TIMEOUT_MS = 15_000;
/** The screen's pixels for each of CSS's that still show. */
const MAX_PIXEL_RATIO = 2;
/** As a multiple of its width: of a longer page only the top is drawn. */
const MAX_HEIGHT_RATIO = 2;

/**
 * A frame of a fixed shape, so that nothing moves when it is filled.
 * @param {{ url?: URL, extension: string, name: string, file_size?: number | null }} file
 * @param {AbortSignal} signal ends what is still fetched or drawn
 */
export function preview({ url, extension, name, file_size }, signal) {
  const frame = element('div', { class: 'preview' });
  const nothing = () =>
    frame.replaceChildren(element('p', {}, extension || '?'), element('p', {}, say('preview.none')));
  if (!url || Number(file_size) > MAX_BYTES) nothing();
  else if (PICTURES.includes(extension)) {
    const alt = say('preview.image', { name });
    const picture = element('img', {
      src: url.href,
      alt,
      loading: 'lazy',
      decoding: 'async',
      referrerpolicy: 'no-referrer',
    });
    picture.addEventListener('error', nothing);
    frame.append(picture);
  } else if (extension === '.pdf') {
    const label = say('preview.pdf', { name });
    const late = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
    const draw = () => firstPage(url, frame.clientWidth, late);
    whenInView(frame, signal, () =>
      draw().then((page) => {
        page.setAttribute('aria-label', label);
        frame.replaceChildren(page);
      }, nothing),
    );
  } else nothing();
  return frame;
}

/** @param {Element} frame @param {AbortSignal} signal @param {() => void} show */
function whenInView(frame, signal, show) {
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    show();
  });
  observer.observe(frame);
  signal.addEventListener('abort', () => observer.disconnect());
}

/**
 * @param {URL} url
 * @param {number} width in CSS pixels
 * @param {AbortSignal} signal
 */
async function firstPage({ href }, width, signal) {
  const { getDocument, GlobalWorkerOptions } = await import('/pdfjs/pdf.min.mjs');
  signal.throwIfAborted();
  GlobalWorkerOptions.workerSrc = '/pdfjs/pdf.worker.min.mjs';
  const loading = getDocument({ url: href, standardFontDataUrl: '/fonts/', isEvalSupported: false, verbosity: 0 });
  const ended = new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
    loading.onProgress = (/** @type {{ loaded: number }} */ { loaded }) => {
      if (loaded > MAX_BYTES) reject(new Error('too large'));
    };
  });
  try {
    return await Promise.race([draw(loading, width), ended]);
  } finally {
    // It ends the worker, too, whatever it is at.
    loading.destroy();
  }
}

/** @param {import('pdfjs-dist').PDFDocumentLoadingTask} loading @param {number} width */
async function draw(loading, width) {
  const page = await (await loading.promise).getPage(1);
  const ratio = Math.min(MAX_PIXEL_RATIO, devicePixelRatio);
  const viewport = page.getViewport({ scale: (width * ratio) / page.getViewport({ scale: 1 }).width });
  const height = Math.max(1, Math.min(viewport.height, viewport.width * MAX_HEIGHT_RATIO));
  const canvas = element('canvas', { width: viewport.width, height, role: 'img' });
  await page.render({ canvas, viewport }).promise;
  return canvas;
}
