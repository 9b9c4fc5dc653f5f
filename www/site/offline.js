// Loaded by the site's pages: keeps the site in the browser, so that it works offline, and takes a new version of it where that
// mixes nothing. It stands in the site's own folder, whatever that is.

const folder = new URL('.', import.meta.url);
const { serviceWorker } = navigator;

/** A worker that does not answer is not waited for. */
const ANSWER_MS = 1_000;

/** @returns {Promise<ServiceWorkerRegistration>} rejects where this window has no service workers */
async function registered() {
  if (!serviceWorker) throw new DOMException('This window has no service workers.', 'SecurityError');
  return serviceWorker.register(new URL('worker.js', folder), { scope: folder.href });
}

/**
 * A new version takes over where this page is the only one of the site that is open: another would get its next files from a version
 * that is not its own.
 * @returns {Promise<boolean>} whether this page is about to be loaded anew, by the new version
 */
async function givesWay() {
  if (!serviceWorker?.controller) return false;
  // Nothing else hands a page over to another worker.
  serviceWorker.addEventListener('controllerchange', () => location.reload());
  const waiting = (await serviceWorker.getRegistration(folder.href))?.waiting;
  if (!waiting) return false;
  const { port1, port2 } = new MessageChannel();
  const told = new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data === true);
    setTimeout(resolve, ANSWER_MS, false);
  });
  waiting.postMessage('take over', [port2]);
  return /** @type {Promise<boolean>} */ (told);
}

export const givingWay = givesWay();
export const registering = registered();

registering
  .then(() => serviceWorker.ready)
  .then(({ active }) => active?.postMessage('keep the rest'))
  // The site works without it, as long as there is a connection; the demo says what it lacks.
  .catch(() => {});
