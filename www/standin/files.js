// The files behind `public_url`: real ones, made here, the same bytes each time.

import { createHash } from 'node:crypto';
import { PDFDocument, StandardFonts } from 'pdf-lib';
import { PNG } from 'pngjs';

/** @typedef {{ bytes: Uint8Array, type: string, hash: string }} File */

/**
 * @param {string} title
 * @param {string[]} lines
 */
async function pdf(title, lines) {
  const document = await PDFDocument.create();
  document.setTitle(title);
  // pdf-lib writes the present otherwise, and the hash would change.
  document.setCreationDate(new Date(0));
  document.setModificationDate(new Date(0));
  const page = document.addPage([595, 842]);
  page.drawText(title, { x: 64, y: 740, size: 28, font: await document.embedFont(StandardFonts.HelveticaBold) });
  const font = await document.embedFont(StandardFonts.Helvetica);
  lines.forEach((line, index) => {
    page.drawText(line, { x: 64, y: 700 - 22 * index, size: 13, font });
  });
  return document.save();
}

/** A head and shoulders in two colours on a soft gradient. */
function portrait() {
  const side = 256;
  const png = new PNG({ width: side, height: side });
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const head = Math.hypot(x - 128, y - 104) < 48;
      const shoulders = Math.hypot((x - 128) / 1.1, y - 256) < 88;
      const colour = head ? [246, 205, 174] : shoulders ? [49, 68, 130] : [214 - y / 6, 226 - y / 10, 240];
      png.data.set([...colour, 255], (y * side + x) * 4);
    }
  }
  return PNG.sync.write(png);
}

/**
 * @param {Uint8Array} bytes
 * @param {string} type
 * @returns {File}
 */
function file(bytes, type) {
  return { bytes, type, hash: createHash('md5').update(bytes).digest('hex') };
}

/** @returns {Promise<Map<string, File>>} by name */
export async function makeFiles() {
  const resume = ['Ten years of building things that work.', '', '2016 - 2020   Engineer', '2010 - 2016   Apprentice'];
  const letter = ['Dear reader,', '', 'please find attached what you asked for.', '', 'With kind regards'];
  return new Map([
    ['resume.pdf', file(await pdf('Résumé', resume), 'application/pdf')],
    ['cover-letter.pdf', file(await pdf('Lettre de motivation', letter), 'application/pdf')],
    ['portrait.png', file(portrait(), 'image/png')],
  ]);
}
