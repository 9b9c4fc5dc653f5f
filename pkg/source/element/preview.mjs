// What a file looks like: the picture itself, or a PDF's first page. Neither is fetched before it comes into view.

import { make } from './make.mjs';

const PICTURES = ['.avif', '.gif', '.jpeg', '.jpg', '.png', '.webp'];
/** More than that is not shown, whatever size HrFlow was told. */
const MAX_BYTES = 20_000_000;

/**
 * @typedef {import('./facts.mjs').Facts} Facts
 * @typedef {import('./language.mjs').Language} Language
 * @typedef {object} Preview
 * @property {HTMLElement} frame of a fixed shape, so that nothing moves when it is filled
 * @property {(facts: Facts, language: Language) => void} label what it shows, in the reader's language
 */

/**
 * @param {Facts} facts
 * @param {{ previews: string, pdfjs: any, signal: AbortSignal }} how the signal ends what is still fetched or drawn
 * @returns {Preview}
 */
export function preview({ address, extension, size }, { previews, pdfjs, signal }) {
  const frame = make('div', { part: 'preview' });
  /** @type {HTMLElement | undefined} */
  let shown;
  let kind = 'image';
  let why = 'none';
  /** @type {Parameters<Preview['label']>} */
  let words;
  /** @param {string} reason */
  const nothing = (reason) => {
    [shown, why] = [undefined, reason];
    if (words) label(...words);
  };
  /** @param {HTMLElement} picture */
  const show = (picture) => {
    shown = picture;
    frame.replaceChildren(picture);
    label(...words);
  };

  /** @type {Preview['label']} */
  function label(facts, language) {
    words = [facts, language];
    const { say } = language;
    if (!shown) {
      const hint = why === 'none' ? say('preview.none') : say(`preview.none.${why}`);
      frame.replaceChildren(make('p', {}, facts.extension || '?'), make('p', {}, why === 'coming' ? '' : hint));
    } else shown.setAttribute(kind === 'image' ? 'alt' : 'aria-label', say(`preview.${kind}`, { name: facts.name }));
  }

  const isPicture = PICTURES.includes(extension);
  const isPdf = extension === '.pdf' && pdfjs;
  if (!address) why = 'none';
  else if (!isPicture && !isPdf) why = 'kind';
  else if (Number(size) > MAX_BYTES) why = 'size';
  else if (isPicture) {
    const picture = make('img', {
      src: address.url.href,
      loading: 'lazy',
      decoding: 'async',
      referrerpolicy: 'no-referrer',
    });
    picture.addEventListener('error', () => nothing('failed'));
    shown = picture;
    frame.append(picture);
  } else if (previews === 'all') {
    [kind, why] = ['pdf', 'coming'];
    whenInView(frame, signal, async () => {
      // Who hands over no pdf.js does not load what draws with it.
      const { firstPage } = await import('./pdf-pages.mjs').catch(() => ({ firstPage: undefined }));
      const drawn = await firstPage?.(pdfjs, address, { width: frame.clientWidth, max_bytes: MAX_BYTES }, signal);
      if (drawn?.canvas) show(drawn.canvas);
      else nothing(drawn?.reason ?? 'failed');
    });
  } else why = 'none';
  return { frame, label };
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
