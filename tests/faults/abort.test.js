// An abort ends a call at once, with the signal's own reason, closes the connection, and leaves nothing behind.

import assert from 'node:assert/strict';
import { getEventListeners, once } from 'node:events';
import { after, describe, test } from 'node:test';
import { imported } from '../support/installed.js';
import { startRawServer } from '../support/raw-server.js';

const { listAttachments } = await imported();

/** What the server does with its next request, by the moment at which the caller aborts. */
const MOMENTS = /** @type {const} */ (['before', 'during the connection', 'during the body', 'during a backoff wait']);

const REASONS = [new Error('left the page'), 'a string', 7, null, { why: 'an object' }];

/** @type {typeof MOMENTS[number]} */
let moment = 'before';
/**
 * Called when the server has seen the request; `closed` resolves when its connection closes.
 * @type {(request: { closed: Promise<unknown> }) => void}
 */
let seen = () => {};
let requests = 0;

/** @type {import('node:http').RequestListener} */
function answer(_request, response) {
  requests++;
  const closed = once(response, 'close');
  if (moment === 'during the body') response.writeHead(200).write('{"code":200,', () => seen({ closed }));
  else if (moment === 'during a backoff wait') response.writeHead(503).end(() => seen({ closed }));
  else seen({ closed });
}

const { url: api_url } = await startRawServer(answer, { after });

const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

for (const when of MOMENTS) {
  describe(when, () => {
    for (const reason of REASONS) {
      test(`with ${reason === null ? 'null' : typeof reason}`, async (context) => {
        moment = when;
        requests = 0;
        // The longest wait there is: without the abort the test would not end.
        context.mock.method(Math, 'random', () => 0.999);
        const arrived = new Promise((resolve) => {
          seen = resolve;
        });
        const controller = new AbortController();
        const { signal } = controller;
        if (when === 'before') controller.abort(reason);
        const timersBefore = timers();
        const call = listAttachments('s', { key: 'k' }, { api_url, signal }).catch((error) => error);
        if (when !== 'before') {
          const { closed } = await arrived;
          // The client reads what the server has sent, and waits.
          if (when === 'during a backoff wait') await closed;
          await new Promise((resolve) => setTimeout(resolve, 20));
          assert.equal(getEventListeners(signal, 'abort').length, 1);
          controller.abort(reason);
          assert.equal(await call, reason);
          await closed;
          assert.equal(requests, 1);
        }
        assert.equal(await call, reason);
        assert.equal(getEventListeners(signal, 'abort').length, 0, 'no listener stays');
        assert.equal(timers(), timersBefore, 'no timer stays');
        if (when === 'before') assert.equal(requests, 0, 'nothing was sent');
      });
    }

    test('with nothing: the default of AbortController', async () => {
      moment = when;
      const arrived = new Promise((resolve) => {
        seen = resolve;
      });
      const controller = new AbortController();
      if (when === 'before') controller.abort();
      else arrived.then(() => controller.abort());
      const call = listAttachments('s', { key: 'k' }, { api_url, signal: controller.signal });
      await assert.rejects(
        call,
        (error) => error === controller.signal.reason && /** @type {any} */ (error).name === 'AbortError',
      );
    });
  });
}

test('the timeout of the signal is the reason too', async () => {
  moment = 'during the connection';
  const signal = AbortSignal.timeout(50);
  await assert.rejects(listAttachments('s', { key: 'k' }, { api_url, signal }), (error) => error === signal.reason);
});

test('an answer that came leaves neither timer nor listener, however long the signal lives', async (context) => {
  const server = await startRawServer((_request, response) => response.end('{"data":[]}'), context);
  const { signal } = new AbortController();
  const before = timers();
  for (let call = 0; call < 50; call++) {
    await listAttachments('s', { key: 'k' }, { api_url: server.url, signal });
  }
  assert.equal(getEventListeners(signal, 'abort').length, 0);
  assert.equal(timers(), before);
});
