// Loaded by the site's pages: keeps the site in the browser, so that it works offline, and takes a new version of it where that
// mixes nothing. It stands in the site's own folder, whatever that is.

const folder = new URL('.', import.meta.url);
const { serviceWorker } = navigator;

/** So long a new version may take to take over; a page is not kept waiting for what a busy worker does later. */
const TAKEOVER_MS = 2_000;

/** @returns {Promise<ServiceWorkerRegistration>} rejects where this window has no service workers */
async function registered() {
  if (!serviceWorker) throw new DOMException('This window has no service workers.', 'SecurityError');
  return serviceWorker.register(new URL('worker.js', folder), { scope: folder.href });
}

/**
 * A new version takes over where this page is the only one of the site that is open: another would get its next files from a version
 * that is not its own.
 * @returns {Promise<boolean>} whether this page is being loaded anew, by the new version
 */
async function givesWay() {
  if (!serviceWorker?.controller) return false;
  const replaced = new Promise((resolve) => {
    // Nothing else hands a page over to another worker, however late.
    serviceWorker.addEventListener('controllerchange', () => {
      location.reload();
      resolve(true);
    });
  });
  const waiting = (await serviceWorker.getRegistration(folder.href))?.waiting;
  if (!waiting) return false;
  const { port1, port2 } = new MessageChannel();
  const stays = new Promise((resolve) => {
    port1.onmessage = ({ data }) => data === 'not alone' && resolve(false);
    setTimeout(resolve, TAKEOVER_MS, false);
  });
  waiting.postMessage('take over', [port2]);
  return Promise.race([replaced, stays]);
}

export const givingWay = givesWay();
export const registering = registered();

Promise.all([registering, givingWay])
  .then(async ([, isReplaced]) => {
    const { active } = await serviceWorker.ready;
    if (!isReplaced) active?.postMessage('keep the rest');
  })
  // The site works without it, as long as there is a connection; the demo says what it lacks.
  .catch(() => {});
