// Many calls at once: what a call costs does not grow with how many there are. Steps of the core are counted, not time.

import assert from 'node:assert/strict';
import { before, beforeEach, test } from 'node:test';
import { imported } from '../support/installed.js';
import { countSteps, takeSteps } from '../support/instances.js';
import { linearMemory } from '../support/linear-memory.js';
import { mockFetch } from '../support/mocked-fetch.js';

const { listAttachments } = await imported();
const options = { api_url: 'https://mocked.example', api_secret: 'ask_0123456789', api_user: 'u', max_retries: 0 };

/** @type {(value: unknown) => void} */
let answer = () => {};
let answered = new Promise(() => {});

before(countSteps);
beforeEach(() => mockFetch(() => answered));

const CROWDS = [1_000, 10_000, 20_000];

/**
 * @param {(crowd: number) => Promise<void>} run so many calls, all at once
 * @returns {Promise<number[]>} the steps of one call, for each crowd
 */
async function stepsOfOne(run) {
  const steps = [];
  for (const crowd of CROWDS) {
    takeSteps();
    await run(crowd);
    steps.push(takeSteps() / crowd);
  }
  return steps;
}

/**
 * Fails where the steps of one call grow with the crowd.
 * @param {number[]} steps of one call, for each crowd
 */
function inProportion([few, ...more]) {
  assert.ok(few > 50, `they are counted: ${few}`);
  for (const steps of more) assert.ok(steps < few * 1.1, `${few}, then ${more.join(', ')} steps a call`);
}

/**
 * @param {number} crowd how many calls
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>[]} what each resolves or rejects with
 */
const start = (crowd, signal) =>
  Array.from({ length: crowd }, () =>
    listAttachments('s', { key: 'k' }, { ...options, signal }).catch((error) => error),
  );

test('answers to 1 000, 10 000 and 20 000 calls that all wait', async () => {
  const steps = await stepsOfOne(async (crowd) => {
    answered = new Promise((resolve) => {
      answer = resolve;
    });
    const calls = start(crowd);
    await new Promise((resolve) => setTimeout(resolve, 10));
    answer({ status: 200, text: async () => '{"code":200,"data":[{},{}]}' });
    for (const attachments of await Promise.all(calls)) assert.equal(attachments.length, 2);
  });
  inProportion(steps);
});

test('an abort of 1 000, 10 000 and 20 000 calls on one signal', async () => {
  const steps = await stepsOfOne(async (crowd) => {
    answered = new Promise(() => {});
    const controller = new AbortController();
    const calls = start(crowd, controller.signal);
    await new Promise((resolve) => setTimeout(resolve, 10));
    controller.abort('left');
    for (const reason of await Promise.all(calls)) assert.equal(reason, 'left');
  });
  inProportion(steps);
});

test('a fetch that hears no signal leaves nothing in the core', async () => {
  answered = new Promise(() => {});
  const crowd = () =>
    Promise.all(
      Array.from({ length: 500 }, () =>
        listAttachments('s', { key: 'k' }, { ...options, timeout: 1 }).catch(({ kind }) => kind),
      ),
    );
  assert.deepEqual([...new Set(await crowd())], ['timeout']);
  const before = linearMemory();
  for (let times = 0; times < 10; times++) await crowd();
  assert.equal(linearMemory(), before);
});

test('redaction of the longest message takes about as many steps whatever it says', async () => {
  /** @param {string} message */
  const steps = async (message) => {
    answered = Promise.resolve({ status: 400, text: async () => JSON.stringify({ code: 400, message }) });
    takeSteps();
    await Promise.all(start(1));
    return takeSteps();
  };
  await steps('warm');
  const plain = await steps('x'.repeat(2_000));
  for (const piece of ['\\', '%25', '\\\\u005c', 'ask_012', 'é', '%5c']) {
    const most = await steps(piece.repeat(14_000));
    assert.ok(most < plain * 10, `${JSON.stringify(piece)}: ${most} steps, beside ${plain}`);
  }
});
