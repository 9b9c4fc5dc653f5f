// What is told to whoever does not see the page: not more often than can be heard, and the last word always.

const EVERY_MS = 4_000;

/** @param {HTMLElement} status @returns {(words: string) => void} */
export function speaker(status) {
  let next = '';
  let said = Number.NEGATIVE_INFINITY;
  let isWaiting = false;
  function speak() {
    isWaiting = false;
    said = performance.now();
    if (status.textContent !== next) status.textContent = next;
  }
  return (words) => {
    next = words;
    if (isWaiting) return;
    isWaiting = true;
    setTimeout(speak, Math.max(0, said + EVERY_MS - performance.now()));
  };
}
