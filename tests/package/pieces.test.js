// Which pieces of a secret are found in a list: every one, wherever it stands, and nothing less; in few steps.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { holds } from '../../pkg/source/secrecy.mjs';

const SECRET = 'ask_9f86d081884c7d659a2feaa0c55ad015';

/** Each form of the secret, and how many letters of it are a piece. @type {[string, string, number][]} */
const FORMS = [
  ['as it is', SECRET, 16],
  ['in hexadecimal', Buffer.from(SECRET).toString('hex'), 32],
  ...[0, 1, 2].map((before) => {
    const encoded = Buffer.from('\0'.repeat(before) + SECRET).toString('base64');
    // Without the letters that hold bits of what stands around it.
    const own = encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + SECRET.length) * 8) / 6));
    return /** @type {[string, string, number]} */ ([`in base64 after ${before}`, own, 22]);
  }),
];

for (const [name, form, width] of FORMS) {
  test(`${name}: a piece is found wherever it stands, and one letter less is none`, async () => {
    for (let from = 0; from + width <= form.length; from++) {
      const piece = form.slice(from, from + width);
      for (let before = 0; before < 40; before++) {
        const list = (/** @type {string} */ text) => `${'~'.repeat(before)}${text}~`;
        assert.ok(await holds(list(piece), SECRET), `${piece} after ${before}`);
        for (const less of [piece.slice(1), piece.slice(0, -1)]) {
          assert.ok(!(await holds(list(less), SECRET)), `${less} after ${before}`);
        }
      }
      assert.ok(await holds(piece, SECRET), 'with nothing around it');
    }
  });
}

test('what has few letters, or repeats itself, is found likewise', async () => {
  const text = (/** @type {number} */ minLength, /** @type {number} */ maxLength) =>
    fc.string({ unit: fc.constantFrom('a', 'b'), minLength, maxLength });
  const runs = fc.tuple(text(8, 24), text(0, 80), fc.nat(8), fc.nat(40));
  await fc.assert(
    fc.asyncProperty(runs, async ([secret, filler, from, at]) => {
      const width = Math.min(16, secret.length);
      const list = filler.slice(0, at) + secret.slice(from, from + 15) + filler.slice(at);
      const pieces = Array.from({ length: secret.length - width + 1 }, (_, start) =>
        secret.slice(start, start + width),
      );
      assert.equal(
        await holds(list, secret),
        pieces.some((piece) => list.includes(piece)),
        `${list} of ${secret}`,
      );
    }),
    { numRuns: 20_000 },
  );
});

test('a key of any characters that keys may have is found as a list writes it', async () => {
  const odd = ['/', ' ', '+', '-', '_', '=', '&', '<', 'u', 'u0041', '0041', 'n', 'k', 'A', '7'];
  const secrets = fc.array(fc.constantFrom(...odd), { minLength: 16, maxLength: 40 }).map((parts) => parts.join(''));
  await fc.assert(
    fc.asyncProperty(secrets, fc.nat(3), async (secret, times) => {
      let list = JSON.stringify([{ alt: `~${secret}~` }]);
      for (let again = 0; again < times; again++) list = JSON.stringify([{ alt: list }]);
      assert.ok(await holds(list, secret), `${secret} in ${list}`);
      assert.ok(!(await holds(list.replaceAll(/[^~]/g, '.'), secret)));
    }),
    { numRuns: 5_000 },
  );
});

/** What a text is looked at with, beside the few passes that undo its encodings. */
const LOOKS = /** @type {const} */ (['charCodeAt', 'slice', 'indexOf', 'includes', 'startsWith']);

test('a page of whole profiles is looked at in fewer steps than it has letters', async (context) => {
  const hash = (/** @type {number} */ index) => (index * 2_654_435_761).toString(16).padStart(12, '0').repeat(4);
  for (const words of [hash(7), 'C++ developer, "senior"', 'ask_', 'a', '"', '%25']) {
    const profiles = Array.from({ length: 1_000 }, (_, index) => ({ key: hash(index), summary: words.repeat(20) }));
    const json = JSON.stringify(profiles);
    const looks = LOOKS.map((name) => context.mock.method(String.prototype, name));
    assert.ok(!(await holds(json, SECRET)));
    const steps = looks.reduce((sum, { mock }) => sum + mock.callCount(), 0);
    for (const { mock } of looks) mock.restore();
    assert.ok(steps < json.length, `${steps} for ${json.length} letters of ${words}`);
  }
});

test('between two looks through a long text others have their turn', async (context) => {
  const waits = context.mock.method(globalThis, 'setTimeout');
  const json = JSON.stringify([`${SECRET.slice(0, 15).repeat(20_000)}%25252541`]);
  assert.ok(!(await holds(json, SECRET)));
  assert.equal(waits.mock.callCount(), 4);
});
