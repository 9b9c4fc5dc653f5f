/** @param {HTMLElement} place */
export function showSource(place) {
  place.textContent = '';
}
