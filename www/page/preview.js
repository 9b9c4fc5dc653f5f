// What a file looks like: the picture itself, or a PDF's first page. Neither is fetched before it comes into view.

import { element } from './element.js';
import { say } from './language.js';

const PICTURES = ['.avif', '.gif', '.jpeg', '.jpg', '.png', '.webp'];
/** Bytes; more than that is not fetched for a preview. */
const LARGEST = 20_000_000;
/** The screen's pixels for each of CSS's that still show. */
const SHARPEST = 2;
/** Pixels: a page may be as narrow as it likes. */
const TALLEST = 4_096;

/**
 * A frame of a fixed shape, so that nothing moves when it is filled.
 * @param {{ url?: URL, extension: string, name: string, file_size?: number | null }} file
 */
export function preview({ url, extension, name, file_size }) {
  const frame = element('div', { class: 'preview' });
  const nothing = () =>
    frame.replaceChildren(element('p', {}, extension || '?'), element('p', {}, say('preview.none')));
  if (!url || Number(file_size) > LARGEST) nothing();
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
    whenInView(frame, () =>
      firstPage(url, frame.clientWidth, label).then((page) => frame.replaceChildren(page), nothing),
    );
  } else nothing();
  return frame;
}

/** @param {Element} frame @param {() => void} show */
function whenInView(frame, show) {
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    show();
  });
  observer.observe(frame);
}

/**
 * @param {URL} url
 * @param {number} width in CSS pixels
 * @param {string} label
 */
async function firstPage({ href }, width, label) {
  const { getDocument, GlobalWorkerOptions } = await import('/pdfjs/pdf.min.mjs');
  GlobalWorkerOptions.workerSrc = '/pdfjs/pdf.worker.min.mjs';
  const loading = getDocument({ url: href, standardFontDataUrl: '/fonts/', isEvalSupported: false, verbosity: 0 });
  try {
    const page = await (await loading.promise).getPage(1);
    const ratio = Math.min(SHARPEST, devicePixelRatio);
    const whole = page.getViewport({ scale: 1 });
    const scale = Math.min((width * ratio) / whole.width, TALLEST / whole.height);
    const viewport = page.getViewport({ scale });
    const canvas = element('canvas', {
      width: viewport.width,
      height: viewport.height,
      role: 'img',
      'aria-label': label,
    });
    await page.render({ canvas, viewport }).promise;
    return canvas;
  } finally {
    await loading.destroy();
  }
}
