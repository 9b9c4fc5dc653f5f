// pdf.js for an element's previews. It is larger than everything else together: only who has a PDF to show pays for it.

/**
 * @param {import('../../pkg/element-api.js').HrflowAttachments} element
 * @param {readonly import('../../pkg/api.js').Attachment[]} attachments that it shows
 */
export async function handOverPdfjs(element, attachments) {
  if (element.pdfjs || !attachments.some(({ extension }) => extension === '.pdf')) return;
  const pdfjs = await import('./pdfjs/pdf.min.mjs');
  pdfjs.GlobalWorkerOptions.workerSrc = new URL('./pdfjs/pdf.worker.min.mjs', import.meta.url).href;
  const fonts = { standardFontDataUrl: new URL('./fonts/', import.meta.url).href };
  element.pdfjs ??= {
    PDFWorker: pdfjs.PDFWorker,
    getDocument: (/** @type {object} */ given) => pdfjs.getDocument({ ...given, ...fonts }),
  };
}
