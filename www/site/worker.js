// The site's service worker: answers as the demo's back ends, and with the site's own files, so that all of it works offline.

import { FIRST } from 'site-files';
import { keptFiles } from './kept-files.js';
import { simulated } from './simulated.js';

/**
 * What TypeScript's types of a page do not know.
 * @typedef {Event & { waitUntil(work: Promise<unknown>): void }} WorkEvent
 * @typedef {WorkEvent & { request: Request, respondWith(answer: Promise<Response>): void }} FetchEvent
 * @typedef {WorkEvent & MessageEvent} WorkMessage
 */
const worker = /** @type {any} */ (globalThis);

const scope = /** @type {string} */ (worker.registration.scope);
const demo = new URL('demo/', scope).pathname;
const files = keptFiles(scope, fetch.bind(globalThis));
const backEnds = simulated(demo);

// What the demo needs; the rest follows when it is there.
worker.addEventListener('install', (/** @type {WorkEvent} */ event) => event.waitUntil(files.install(FIRST)));

worker.addEventListener('activate', (/** @type {WorkEvent} */ event) => event.waitUntil(files.forgetOthers()));

worker.addEventListener('fetch', (/** @type {FetchEvent} */ event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (!url.href.startsWith(scope)) return;
  if (url.pathname.startsWith(`${demo}api/`)) return event.respondWith(backEnds(request));
  const answer = request.method === 'GET' ? files.answer(url) : undefined;
  // What is no file of the site is its host's to answer.
  if (answer) event.respondWith(answer);
});

worker.addEventListener('message', (/** @type {WorkMessage} */ event) => {
  if (event.data === 'keep the rest') event.waitUntil(files.keepAll().catch(() => {}));
  if (event.data === 'take over') event.waitUntil(takeOver(event.ports[0]));
});

/** A page that was loaded anew may still be there when the new one asks: so long it is waited for, in milliseconds. */
const LEAVING_MS = 500;

/** @param {MessagePort} port to the page that asks */
async function takeOver(port) {
  const isAlone = async () => {
    /** @type {{ url: string }[]} */
    const pages = await worker.clients.matchAll({ includeUncontrolled: true });
    return pages.filter(({ url }) => url.startsWith(scope)).length <= 1;
  };
  if (!(await isAlone())) await new Promise((resolve) => setTimeout(resolve, LEAVING_MS));
  if (await isAlone()) await worker.skipWaiting();
  else port.postMessage('not alone');
}
