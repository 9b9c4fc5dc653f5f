// Numbers as people read them.

/** @param {number} count @returns {string} `12 000` */
export const grouped = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, ' ');

/** @param {number} count @param {string} noun @returns {string} `1 file`, `2 files` */
export const counted = (count, noun) => `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** @param {number} bytes @returns {string} `3.2 MB` */
export function sized(bytes) {
  let size = bytes;
  let unit = 0;
  for (; size >= 999.5 && unit < UNITS.length - 1; unit++) size /= 1_000;
  if (unit === 0) return counted(Math.round(size), 'byte');
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} ${UNITS[unit]}`;
}

/** @param {number} seconds @returns {string} `45 s`, `12 min`, `3 h 5 min` */
export function lasting(seconds) {
  if (seconds <= 59) return `${Math.ceil(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${grouped(Math.floor(minutes / 60))} h ${minutes % 60} min`;
}
