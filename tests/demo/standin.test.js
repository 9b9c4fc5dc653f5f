// What the stand-in answers to those who list the profiles of a source, over HTTP.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { API_SECRET_OVER_QUOTA } from '../../www/standin/api.js';
import { SOURCES } from '../../www/standin/candidates.js';
import { numberedProfile, ODD_NAMES } from '../../www/standin/many.js';
import { MOVING } from '../../www/standin/moving.js';
import { throttle } from '../../www/standin/throttle.js';
import { startStandin } from '../support/standin.js';

/** @type {Awaited<ReturnType<typeof startStandin>>} */
let standin;
before(async () => {
  standin = await startStandin();
});
after(() => standin.close());

/**
 * @param {string} path and query
 * @param {{ api_url: string, api_secret: string, api_user: string }} [account]
 * @returns {Promise<{ status: number, headers: Headers, body: any }>}
 */
async function get(path, { api_url, api_secret, api_user } = standin.options) {
  const headers = { 'X-API-KEY': api_secret, 'X-USER-EMAIL': api_user };
  const response = await fetch(api_url + path, { headers });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/**
 * @param {string} source_key
 * @param {Record<string, string | number>} [query]
 * @param {typeof standin.options} [account]
 */
function list(source_key, query = {}, account) {
  const texts = Object.entries(query).map(([name, value]) => [name, String(value)]);
  const source_keys = JSON.stringify([source_key]);
  return get(`/storing/profiles?${new URLSearchParams([['source_keys', source_keys], ...texts])}`, account);
}

/** @param {{ body: any }} answer */
const keys = ({ body }) => body.data.map((/** @type {any} */ { key }) => key);

test('a page of profiles: dates, reference and keys, the newest first', async () => {
  const { status, body } = await list('candidates');
  assert.equal(status, 200);
  assert.deepEqual(Object.keys(body), ['code', 'message', 'meta', 'data']);
  assert.deepEqual([body.code, body.message], [200, 'List of profiles']);
  assert.deepEqual(body.meta, { page: 1, maxPage: 1, count: 4, total: 4 });
  assert.deepEqual(keys({ body }), ['candidate-4', 'candidate-3', 'candidate-2', 'candidate-1']);
  assert.deepEqual(body.data[3], {
    key: 'candidate-1',
    reference: 'R&D #1',
    created_at: '2020-09-11T09:58:30+0000',
    updated_at: '2021-03-28T01:30:00+0000',
    source: { key: 'candidates' },
  });
});

test('whole profiles, where they are asked for', async () => {
  for (const return_profile of ['True', 'true']) {
    const [profile] = (await list('candidates', { return_profile, key: 'candidate-1' })).body.data;
    assert.equal(profile.info.email, 'a+b@x.io');
    const { body } = await get('/profile/indexing/attachments?source_key=candidates&key=candidate-1');
    assert.deepEqual(profile.attachments, body.data);
  }
  for (const return_profile of ['False', 'false']) {
    assert.ok(!('info' in (await list('candidates', { return_profile })).body.data[0]));
  }
});

test('pages: 30 unless asked otherwise, at most 100 without a word, and none after the last', async () => {
  const first = await list('many');
  assert.deepEqual(first.body.meta, { page: 1, maxPage: 67, count: 30, total: 2_000 });
  assert.deepEqual((await list('many', { page: 67 })).body.meta, { page: 67, maxPage: 67, count: 20, total: 2_000 });
  const large = await list('many', { limit: 1_000 });
  assert.deepEqual(large.body.meta, { page: 1, maxPage: 20, count: 100, total: 2_000 });
  const beyond = await list('many', { page: 68 });
  assert.deepEqual([beyond.body.meta.count, beyond.body.data], [0, []]);
});

test('in either order of either date, every profile once', async () => {
  for (const sort_by of ['created_at', 'updated_at']) {
    const walked = { asc: /** @type {any[]} */ ([]), desc: /** @type {any[]} */ ([]) };
    for (const order_by of /** @type {const} */ (['asc', 'desc'])) {
      for (let page = 1; page <= 20; page++) {
        walked[order_by].push(...(await list('many', { sort_by, order_by, page, limit: 100 })).body.data);
      }
    }
    assert.equal(new Set(walked.asc.map(({ key }) => key)).size, 2_000);
    const dates = walked.asc.map((profile) => profile[sort_by]);
    assert.deepEqual(dates, dates.toSorted());
    assert.deepEqual(walked.desc, walked.asc.toReversed());
  }
});

test('by dates, both included; by key; by reference', async () => {
  const between = { created_at_min: '2020-09-12', created_at_max: '2020-12-31' };
  assert.deepEqual(keys(await list('candidates', between)), ['candidate-3', 'candidate-2']);
  assert.deepEqual(keys(await list('candidates', { key: 'candidate-2' })), ['candidate-2']);
  assert.deepEqual(keys(await list('candidates', { reference: '🚀' })), ['candidate-3']);
  const none = await list('candidates', { key: 'nobody' });
  assert.deepEqual(none.body.meta, { page: 1, maxPage: 1, count: 0, total: 0 });
});

test('several sources at once, and one that is not known', async () => {
  const both = await get(`/storing/profiles?source_keys=${encodeURIComponent('["source_key","candidates"]')}`);
  assert.equal(both.body.meta.total, 5);
  const unknown = { code: 400, message: 'Invalid parameters. Unable to find object: source' };
  assert.deepEqual((await list('unknown')).body, unknown);
  assert.deepEqual((await list('constructor')).body, unknown);
  const one = await get(`/storing/profiles?source_keys=${encodeURIComponent('["candidates","unknown"]')}`);
  assert.deepEqual([one.status, one.body], [400, unknown]);
});

test('values that are none', async () => {
  for (const source_keys of ['', '?source_keys=', '?source_keys=many', '?source_keys=[]', '?source_keys=[1]']) {
    assert.equal((await get(`/storing/profiles${source_keys}`)).status, 422, source_keys);
  }
  for (const [name, value] of [
    ...['0', '-1', '1.5', 'one', ''].flatMap((value) => ['page', 'limit'].map((name) => [name, value])),
    ['order_by', 'up'],
    ['sort_by', 'name'],
    ...['2020', '2020-13-01', '2020-02-30', '01/02/2020'].map((value) => ['created_at_min', value]),
    ['created_at_max', 'today'],
    ['return_profile', '1'],
  ]) {
    const { status, body } = await list('many', { [name]: value });
    assert.deepEqual([status, body.code], [422, 422], `${name}=${value}`);
    assert.ok(body.message.includes(name), body.message);
  }
});

test('strangers, as with attachments', async () => {
  const { options } = standin;
  const refused = async (/** @type {object} */ wrong) => (await list('many', {}, { ...options, ...wrong })).body;
  assert.deepEqual(await refused({ api_secret: 'wrong' }), {
    code: 401,
    message: 'Unauthorized. Invalid secret key: wrong ',
  });
  assert.equal((await refused({ api_user: 'wrong' })).code, 401);
  assert.equal((await refused({ api_secret: API_SECRET_OVER_QUOTA })).code, 402);
});

test('attachments by e-mail, under either name of the parameter, and not under both', async () => {
  const path = '/profile/indexing/attachments?source_key=candidates';
  const byEmail = await get(`${path}&email=a%2Bb%40x.io`);
  assert.equal(byEmail.body.data.length, 3);
  assert.deepEqual((await get(`${path}&profile_email=a%2Bb%40x.io`)).body, byEmail.body);
  assert.equal((await get(`${path}&profile_email=a%2Bb%40x.io&email=a%2Bb%40x.io`)).status, 422);
});

test('many: the same each time, two files each, with bytes behind their addresses', async () => {
  assert.deepEqual(numberedProfile('many', 7), numberedProfile('many', 7));
  const [{ key, reference }] = (await list('many', { order_by: 'asc' })).body.data;
  assert.deepEqual([key, reference], ['many-0001', 'R/0001']);
  const path = '/profile/indexing/attachments?source_key=many&key=many-0001';
  const { body } = await get(path);
  assert.deepEqual((await get(path)).body, body);
  assert.equal(body.data.length, 2);
  assert.match(body.data[0].public_url, /\/files\/many\/0001\/resume\.pdf$/);
  for (const { public_url, file_size } of body.data) {
    const response = await fetch(public_url);
    assert.deepEqual([response.status, response.headers.get('Content-Type')], [200, 'application/pdf']);
    const bytes = Buffer.from(await response.arrayBuffer());
    assert.equal(bytes.length, file_size);
    assert.equal(bytes.subarray(0, 5).toString(), '%PDF-');
  }
  const { origin } = new URL(body.data[0].public_url);
  for (const none of ['/files/many/0001/other.pdf', '/files/many/resume.pdf', '/files/nothing.pdf']) {
    assert.equal((await fetch(origin + none)).status, 404, none);
  }
});

test('many: every odd name comes up, and some profiles have no reference', async () => {
  const profiles = Array.from({ length: 2_000 }, (_, index) => numberedProfile('many', index + 1));
  const seen = new Set(profiles.flatMap(({ attachments }) => attachments.map((one) => one.original_file_name)));
  for (const name of ODD_NAMES) assert.ok(seen.has(name), JSON.stringify(name));
  assert.equal(profiles.filter(({ reference }) => reference === null).length, 100);
});

test('throttled: a 429 with Retry-After beyond the rate, over both endpoints, and then on again', async (context) => {
  const sources = [...SOURCES, { key: 'throttled', profiles: [numberedProfile('p', 1)] }];
  const other = await startStandin({ sources, rate: { requests: 4, seconds: 3 } });
  context.after(() => other.close());
  const attachments = '/profile/indexing/attachments?source_key=throttled&key=p-0001';
  const both = [() => list('throttled', {}, other.options), () => get(attachments, other.options)];
  for (const ask of [...both, ...both]) assert.equal((await ask()).status, 200);
  let wait = 0;
  for (const ask of both) {
    const { status, headers, body } = await ask();
    assert.deepEqual([status, body.code], [429, 429]);
    wait = Number(headers.get('Retry-After'));
    assert.ok(wait >= 1 && wait <= 3 && Number.isInteger(wait), `${wait} seconds`);
  }
  assert.equal((await list('candidates', {}, other.options)).status, 200);
  await new Promise((resolve) => setTimeout(resolve, wait * 1_000));
  assert.equal((await both[0]()).status, 200);
});

test('the window slides: 300 in any minute, and it says when the next one is free', () => {
  let now = 0;
  const json = (/** @type {any[]} */ ...[, status, headers]) => ({ status, headers });
  const ask = () => /** @type {any} */ (throttle300(/** @type {any} */ ({ json })));
  const throttle300 = throttle(undefined, () => now);
  for (let asked = 0; asked < 300; asked++, now += 100) assert.equal(ask(), undefined);
  assert.deepEqual(ask(), { status: 429, headers: { 'Retry-After': '30' } });
  now = 59_999;
  assert.deepEqual(ask().headers, { 'Retry-After': '1' });
  now = 60_000;
  assert.equal(ask(), undefined);
  assert.deepEqual(ask().headers, { 'Retry-After': '1' });
});

test('moving: after each page the first profile goes and a new one comes last, until it rests', async (context) => {
  const other = await startStandin();
  context.after(() => other.close());
  const walk = async () => {
    /** @type {string[]} */
    const walked = [];
    for (let page = 1, maxPage = 1; page <= maxPage; page++) {
      const answer = await list('moving', { order_by: 'asc', page }, other.options);
      maxPage = answer.body.meta.maxPage;
      assert.equal(answer.body.meta.total, MOVING.profiles);
      walked.push(...keys(answer));
    }
    return walked;
  };
  const walked = await walk();
  assert.equal(walked[0], 'moving-0001');
  assert.ok(!walked.includes('moving-0031'), 'what slipped onto the page before is missed');
  const gone = '/profile/indexing/attachments?source_key=moving&key=moving-0001';
  assert.equal((await get(gone, other.options)).status, 404);
  for (let pages = 10; pages < MOVING.moves; pages++) await list('moving', {}, other.options);
  const [first, second] = [await walk(), await walk()];
  assert.deepEqual(first, second);
  const { profiles, moves } = MOVING;
  assert.deepEqual([first[0], first.at(-1)], [`moving-0${moves + 1}`, `moving-0${profiles + moves}`]);
  assert.equal(new Set(first).size, profiles);
});
