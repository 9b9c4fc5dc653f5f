// The sizes of a profile's attachments side by side.

import { shownName, sizeOf, total } from './facts.mjs';
import { make } from './make.mjs';

/** So many have a part and a colour of their own; the others share one. */
const MAX_PARTS = 5;

/**
 * @param {import('../../api.js').Attachment[]} attachments
 * @param {import('./language.mjs').Language} language
 * @returns {HTMLElement[]} one bar, or none where there are no two sizes to compare
 */
export function sizeBar(attachments, language) {
  const { bytes, percent, say } = language;
  const sized = attachments.filter(sizeOf);
  if (sized.length < 2) return [];
  const whole = total(sized);
  const largest = new Set(
    [...sized].sort((one, other) => Number(sizeOf(other)) - Number(sizeOf(one))).slice(0, MAX_PARTS),
  );
  const parts = sized
    .filter((attachment) => largest.has(attachment))
    .map((attachment) => ({ name: shownName(attachment, language), size: Number(sizeOf(attachment)) }));
  const others = sized.length - largest.size;
  if (others > 0) parts.push({ name: say('others', { count: others }), size: whole - total([...largest]) });

  const bar = make('div', { part: 'size-parts', 'aria-hidden': 'true' });
  const legend = make('ul', { part: 'legend' });
  for (const [index, { name, size }] of parts.entries()) {
    const part = make('span', { part: `size-part colour-${index}` });
    part.style.flexGrow = String(size / whole);
    bar.append(part);
    const swatch = make('span', { part: `swatch colour-${index}`, 'aria-hidden': 'true' });
    legend.append(make('li', {}, swatch, make('bdi', {}, name), ` ${bytes(size)} (${percent(size / whole)})`));
  }
  return [make('figure', { part: 'sizes' }, make('figcaption', {}, say('sizes')), bar, legend)];
}
