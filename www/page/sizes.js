// The sizes of a profile's attachments side by side.

import { nameOf } from './attachment.js';
import { element } from './element.js';
import { bytes, percent, say } from './language.js';

/** How many colours page.css has for them. */
const COLOURS = 6;
/** How many have a part of their own; the others share one. */
const MAX_PARTS = 12;

/**
 * @param {import('../../pkg/index.d.mts').Attachment[]} attachments
 * @returns {number} the bytes of all whose size is known
 */
export function total(attachments) {
  return attachments.reduce((sum, { file_size }) => sum + (file_size ?? 0), 0);
}

/**
 * @param {import('../../pkg/index.d.mts').Attachment[]} attachments
 * @returns {HTMLElement[]} one bar, or none where no size is known
 */
export function sizeBar(attachments) {
  const whole = total(attachments);
  if (whole === 0) return [];
  const sized = attachments.filter(({ file_size }) => file_size);
  const largest = [...sized].sort((one, other) => Number(other.file_size) - Number(one.file_size)).slice(0, MAX_PARTS);
  const parts = sized
    .filter((attachment) => largest.includes(attachment))
    .map((attachment) => ({ name: nameOf(attachment), size: Number(attachment.file_size) }));
  const others = sized.length - largest.length;
  if (others > 0) parts.push({ name: say('others', { count: others }), size: whole - total(largest) });

  const bar = element('div', { class: 'parts', 'aria-hidden': 'true' });
  const legend = element('ul', { class: 'legend' });
  for (const [index, { name, size }] of parts.entries()) {
    const colour = `colour-${index % COLOURS}`;
    const part = element('span', { class: `part ${colour}` });
    part.style.flexGrow = String(size / whole);
    bar.append(part);
    const swatch = element('span', { class: `swatch ${colour}`, 'aria-hidden': 'true' });
    legend.append(element('li', {}, swatch, element('bdi', {}, name), ` ${bytes(size)} (${percent(size / whole)})`));
  }
  return [element('figure', { class: 'sizes' }, element('figcaption', {}, say('sizes')), bar, legend)];
}
