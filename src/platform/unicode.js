// What JavaScript knows of Unicode. Nothing throws: half a character stays one.

/** @param {string} text */
export const composed = (text) => text.normalize('NFC');

/** @param {string} text */
export const decomposed = (text) => text.normalize('NFD');

/** @param {string} text */
export const upper = (text) => text.toUpperCase();

/** @param {string} text */
export const lower = (text) => text.toLowerCase();
