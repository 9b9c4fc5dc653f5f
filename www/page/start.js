// Starts the page in the site: there its back ends are in a service worker, which has to be there first.

import { givingWay, registering } from '../offline.js';
import { chosen, say } from './language.js';

/** When a page was loaded anew for the worker's sake: where that does not help it is not done for ever. */
const MARK = 'hrflow-wasm-loaded-anew';
const AGAIN_MS = 30_000;

/** @param {string} selector @returns {HTMLElement} */
const find = (selector) => /** @type {any} */ (document.querySelector(selector));

/** @param {'none' | 'failed'} why nothing of the page would do anything */
function tell(why) {
  const notice = document.createElement('p');
  notice.className = 'notice';
  notice.setAttribute('role', 'status');
  notice.lang = chosen();
  notice.textContent = say(`worker.${why}`);
  find('#lead').hidden = true;
  find('main').replaceChildren(notice);
}

/**
 * @param {ServiceWorkerRegistration} registration
 * @returns {Promise<void>} once pages that are loaded from then on have the worker
 */
function activated({ active, waiting, installing }) {
  const worker = /** @type {ServiceWorker} */ (active ?? waiting ?? installing);
  return new Promise((resolve, reject) => {
    const look = () => {
      if (worker.state === 'activated') resolve();
      if (worker.state === 'redundant') reject(new Error('The worker could not be installed.'));
    };
    worker.addEventListener('statechange', look);
    look();
  });
}

/**
 * This page has no worker: it is the first visit, or it was loaded past the worker. It is loaded anew, so that all of it is of the
 * worker's version.
 */
async function loadAnew() {
  const lead = find('#lead');
  lead.lang = chosen();
  lead.textContent = say('worker.starting');
  try {
    await activated(await registering);
    const last = Number(sessionStorage.getItem(MARK));
    if (Date.now() - last < AGAIN_MS) return tell('failed');
    sessionStorage.setItem(MARK, String(Date.now()));
    location.reload();
  } catch (error) {
    tell(/** @type {Error} */ (error).name === 'SecurityError' ? 'none' : 'failed');
  }
}

if (!navigator.serviceWorker?.controller) await loadAnew();
else if (!(await givingWay)) {
  sessionStorage.removeItem(MARK);
  await import('./page.js');
}
