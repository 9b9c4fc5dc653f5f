// The fault table of a whole source, row by row, through the installed package in Node and in Chromium; and what it shows of the key.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { listen } from '../../www/listen.js';
import { findChromium, launchChromium, NO_CHROMIUM } from '../support/chromium.js';
import { project } from '../support/installed.js';
import { SECRET, traces } from '../support/secret.js';
import { skipUnless } from '../support/skip.js';
import { walk } from './bulk-caller.js';
import { startBulkFaults } from './bulk-server.js';
import { FINE, ROWS } from './bulk-table.js';

const CREDENTIALS = { api_secret: SECRET, api_user: 'user@example.com', dangerously_allow_browser: true };

/** What holds after every row: it is over, and no timer of ours runs, and nobody listens to the signal. */
const LEFT = { isOver: true, timers: 0, listeners: 0 };

/** What a row expects between a least and a most. */
const RANGES = ['sent', 'atOnce', 'pause', 'held', 'took'];

/** @type {Awaited<ReturnType<typeof startBulkFaults>>} */
let faults;
before(async () => {
  faults = await startBulkFaults([...ROWS, FINE]);
});
after(() => faults.close());

/**
 * @typedef {import('./bulk-table.js').BulkRow} BulkRow
 * @typedef {(source_key: string, credentials: object, plan: import('./bulk-caller.js').Plan) => Promise<{ outcome: any, shown: string }>} Caller
 */

/**
 * Runs the whole table.
 * @param {'Node' | 'Chromium'} platform
 * @param {() => Caller} caller
 * @param {() => string[]} printed what the platform's console has shown
 */
function table(platform, caller, printed) {
  /** @type {string[]} */
  const shown = [];
  let held = 0;

  /** @param {BulkRow} row */
  async function check({ name, given, taken, options = {}, expect, expectInPage }) {
    const told = await caller()(name, { ...CREDENTIALS, api_url: faults.api_url }, { given, taken, options });
    shown.push(told.shown);
    const seen = faults.seen(name);
    // What was on its way as it ended has come by then; and nothing else may.
    if (told.outcome.thrown || taken) await delay(20);
    const got = { ...told.outcome, asked: seen.asked, sent: seen.asked.length, atOnce: seen.atOnce, pause: seen.pause };
    const all = { thrown: undefined, ...expect, ...(platform === 'Chromium' ? expectInPage : {}), ...LEFT };
    // As they are listed, in whatever order that is.
    if (given && !options.in_order && options.concurrency !== 1) {
      got.items = [...got.items].sort();
      all.items = [...all.items].sort();
    }
    for (const [member, expected] of Object.entries(all)) {
      const message = `${member} of ${inspect(got, { maxArrayLength: 400 })}`;
      if (RANGES.includes(member)) {
        const [least, most] = /** @type {[number, number]} */ (expected);
        assert.ok(got[member] >= least && got[member] <= most, `${expected}: ${message}`);
      } else assert.deepEqual(got[member], expected, message);
    }
    // The walk and the batch are two: each keeps its own.
    const most = given ? (options.concurrency ?? 8) + Number(given.as === 'the source') : 1;
    assert.ok(seen.atOnce <= most, `${seen.atOnce} at once`);
    for (let turns = 0; seen.open > 0; turns++) {
      assert.ok(turns < 200, `${seen.open} requests are still in flight`);
      await delay(5);
    }
  }

  for (const row of ROWS) {
    test(row.name, async () => {
      faults.forget();
      await check(row);
      // A normal walk right after it succeeds.
      await check(FINE);
      held++;
    });
  }
  test('the key is nowhere but in its header, to the configured origin', () => {
    for (const text of [...shown, ...printed(), ...faults.requests.map(({ url }) => url)]) {
      assert.deepEqual(traces(text), [], text.slice(0, 2_000));
    }
    for (const { headers } of faults.requests) {
      const { 'x-api-key': key, ...others } = headers;
      assert.equal(key, SECRET);
      assert.deepEqual(traces(inspect(others)), []);
      assert.ok(!others.cookie && !others.referer);
    }
    assert.deepEqual(faults.strays, [], 'the second origin saw nothing');
    assert.ok(
      shown.some((text) => text.includes('***')),
      'something was redacted',
    );
  });
  after(() => console.log(`${platform}: ${held} of ${ROWS.length} rows of the bulk fault table hold`));
}

describe('the bulk fault table in Node', async () => {
  const module = join(project, 'bulk-faults.mjs');
  writeFileSync(module, "export * from 'hrflow-wasm/bulk';\n");
  const bulk = await import(pathToFileURL(module).href);
  /** @type {string[]} */
  const printed = [];
  before(() => {
    for (const method of /** @type {const} */ (['log', 'warn', 'error', 'info', 'debug'])) {
      const real = console[method];
      console[method] = (...values) => {
        printed.push(values.map((value) => inspect(value, { depth: null })).join(' '));
        real(...values);
      };
    }
    process.on('warning', (warning) => printed.push(String(warning)));
  });
  /** @type {Caller} */
  const caller = async (source_key, credentials, plan) => {
    const { outcome, shown, kept } = await walk(bulk, source_key, credentials, plan);
    return { outcome, shown: shown + inspect(kept, { depth: null, showHidden: true, maxArrayLength: null }) };
  };
  table(
    'Node',
    () => caller,
    () => printed,
  );
});

describe('the bulk fault table in Chromium', { skip: skipUnless(findChromium(), NO_CHROMIUM) }, () => {
  /** @type {import('puppeteer-core').Browser} */
  let browser;
  /** @type {import('puppeteer-core').Page} */
  let page;
  /** @type {import('../../www/listen.js').Listening} */
  let site;
  /** @type {string[]} */
  const printed = [];

  before(async () => {
    const dist = join(project, 'node_modules/hrflow-wasm/dist');
    const files = new Map([
      ['/hrflow-wasm/bulk.mjs', readFileSync(join(dist, 'bulk.mjs'))],
      ['/hrflow-wasm/index.mjs', readFileSync(join(dist, 'index.mjs'))],
      ['/caller.mjs', readFileSync(new URL('bulk-caller.js', import.meta.url))],
    ]);
    const script = `
      import * as bulk from '/hrflow-wasm/bulk.mjs';
      import { walk } from '/caller.mjs';
      window.walk = async (...call) => {
        const { outcome, shown } = await walk(bulk, ...call);
        return { outcome, shown };
      };`;
    site = await listen((request) => {
      const file = files.get(new URL(request.url).pathname);
      if (file) return new Response(file, { headers: { 'Content-Type': 'text/javascript' } });
      const html = `<!doctype html><script type="module">${script}</script>`;
      return new Response(html, { headers: { 'Content-Type': 'text/html' } });
    });
    browser = await launchChromium();
    page = await browser.newPage();
    page.on('console', (message) => printed.push(message.text()));
    page.on('pageerror', (error) => printed.push(inspect(error)));
    await page.goto(site.url);
    await page.waitForFunction('window.walk');
    faults.requests.length = 0;
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });

  /** @type {Caller} */
  const caller = (...call) => page.evaluate(async (...call) => /** @type {any} */ (window).walk(...call), ...call);
  table(
    'Chromium',
    () => caller,
    () => printed,
  );
});
