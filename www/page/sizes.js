// The sizes of a profile's attachments side by side.

import { nameOf } from './attachment.js';
import { element } from './element.js';
import { bytes, percent, say } from './language.js';

/** How many colours page.css has for them. */
const COLOURS = 6;

/** @param {import('../../pkg/index.d.mts').Attachment[]} attachments */
export function total(attachments) {
  return attachments.reduce((sum, { file_size }) => sum + (file_size ?? 0), 0);
}

/** @param {import('../../pkg/index.d.mts').Attachment[]} attachments one bar, or none where no size is known */
export function sizeBar(attachments) {
  const whole = total(attachments);
  if (whole === 0) return [];
  const bar = element('div', { class: 'parts', 'aria-hidden': 'true' });
  const legend = element('ul', { class: 'legend' });
  for (const [index, attachment] of attachments.entries()) {
    const { file_size } = attachment;
    if (!file_size) continue;
    const colour = `colour-${index % COLOURS}`;
    const part = element('span', { class: `part ${colour}` });
    part.style.flexGrow = String(file_size);
    bar.append(part);
    legend.append(
      element(
        'li',
        {},
        element('span', { class: `swatch ${colour}`, 'aria-hidden': 'true' }),
        element('bdi', {}, nameOf(attachment)),
        ` ${bytes(file_size)} (${percent(file_size / whole)})`,
      ),
    );
  }
  return [element('figure', { class: 'sizes' }, element('figcaption', {}, say('sizes')), bar, legend)];
}
