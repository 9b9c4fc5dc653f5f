// The files behind `public_url`: real ones, made here, the same bytes each time.

import { createHash } from 'node:crypto';
import { PDFDocument, rgb, StandardFonts } from 'pdf-lib';
import { PNG } from 'pngjs';

/** @typedef {{ bytes: Uint8Array, type: string, hash: string }} File */
/** @typedef {{ heading?: string, lines: string[] }} Section */

const INK = rgb(0.13, 0.15, 0.24);
const ACCENT = rgb(0.24, 0.28, 0.68);

/**
 * One page: a band with a title, then sections.
 * @param {string} title
 * @param {string} under the title
 * @param {Section[]} sections
 */
async function pdf(title, under, sections) {
  const document = await PDFDocument.create();
  document.setTitle(title);
  // pdf-lib writes the present otherwise, and the hash would change.
  document.setCreationDate(new Date(0));
  document.setModificationDate(new Date(0));
  const page = document.addPage([595, 842]);
  const bold = await document.embedFont(StandardFonts.HelveticaBold);
  const font = await document.embedFont(StandardFonts.Helvetica);
  page.drawRectangle({ x: 0, y: 692, width: 595, height: 150, color: ACCENT });
  page.drawText(title, { x: 56, y: 768, size: 32, font: bold, color: rgb(1, 1, 1) });
  page.drawText(under, { x: 56, y: 732, size: 15, font, color: rgb(0.86, 0.88, 1) });
  let y = 648;
  for (const { heading, lines } of sections) {
    if (heading) {
      page.drawText(heading, { x: 56, y, size: 17, font: bold, color: ACCENT });
      page.drawRectangle({ x: 56, y: y - 8, width: 483, height: 1, color: ACCENT });
      y -= 34;
    }
    for (const line of lines) {
      page.drawText(line, { x: 56, y, size: 13, font, color: INK });
      y -= 21;
    }
    y -= 18;
  }
  return document.save();
}

/** A head and shoulders in a few colours on a soft gradient. */
function portrait() {
  const side = 320;
  const png = new PNG({ width: side, height: side });
  const inside = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number[]} */ [cx, cy, rx, ry]) =>
    Math.hypot((x - cx) / rx, (y - cy) / ry) < 1;
  /** @type {[number[], number[]][]} */
  const shapes = [
    [
      [160, 138, 62, 74],
      [246, 205, 174],
    ],
    [
      [160, 108, 80, 74],
      [74, 48, 40],
    ],
    [
      [160, 330, 124, 112],
      [61, 72, 173],
    ],
  ];
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const shape = shapes.find(([ellipse]) => inside(x, y, ellipse));
      const colour = shape ? shape[1] : [222 - y / 7, 230 - y / 11, 246];
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
  const resume = await pdf('Résumé', 'Software engineer, Lyon', [
    { lines: ['Ten years of building things that keep working.'] },
    {
      heading: 'Experience',
      lines: ['2016 - 2020   Senior engineer, search and matching', '2012 - 2016   Engineer, payments'],
    },
    { heading: 'Education', lines: ['2010 - 2012   Master of computer science, INSA Lyon'] },
    { heading: 'Languages', lines: ['French, English, and some Rust'] },
  ]);
  const letter = await pdf('Lettre de motivation', 'Lyon, été 2020', [
    {
      lines: [
        'Madame, Monsieur,',
        '',
        'votre annonce a retenu toute mon attention. J’aime les outils simples,',
        'les équipes qui relisent, et le travail fini.',
        '',
        'Je serais heureuse d’en parler avec vous.',
      ],
    },
  ]);
  return new Map([
    ['resume.pdf', file(resume, 'application/pdf')],
    ['cover-letter.pdf', file(letter, 'application/pdf')],
    ['portrait.png', file(portrait(), 'image/png')],
  ]);
}
