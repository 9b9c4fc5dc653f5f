// Platforms that were tampered with, as an attack found them: each row is a way to hang, to mislead, or to be heard where nobody
// should listen.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { imported } from '../support/installed.js';
import { mockFetch, platformFetch } from '../support/mocked-fetch.js';
import { root } from '../support/root.js';

const options = { api_url: 'https://x.example', max_retries: 0, timeout: 500 };
const ok = async () => ({ status: 200, text: async () => '{"data":[{}]}' });
let copies = 0;

/** @returns {Promise<(options?: object, selector?: object) => Promise<any>>} a call of a copy that has made none */
async function fresh() {
  const { listAttachments } = await imported(`platform-${copies++}`);
  return (more = {}, selector = { key: 'k' }) =>
    listAttachments('s', /** @type {any} */ (selector), { ...options, ...more }).catch((error) => error);
}

/**
 * Replaces a member for the time of an act.
 * @template T
 * @param {any} owner @param {PropertyKey} name @param {PropertyDescriptor} descriptor @param {() => Promise<T>} act
 * @returns {Promise<T>}
 */
async function replaced(owner, name, descriptor, act) {
  const own = Object.getOwnPropertyDescriptor(owner, name);
  Object.defineProperty(owner, name, { configurable: true, ...descriptor });
  try {
    return await act();
  } finally {
    if (own) Object.defineProperty(owner, name, own);
    else delete owner[name];
  }
}

const throws = () => {
  throw new Error('thrown');
};

/** @param {any} call */
async function works(call) {
  mockFetch(ok);
  assert.equal((await call()).length, 1);
}

test('of calls that wait for one start, the first may end the core: the others go on with the next', async () => {
  const call = await fresh();
  mockFetch(ok);
  let times = 0;
  const { TextDecoder: Real } = globalThis;
  class Once extends Real {
    constructor() {
      super();
      if (times++ === 0) throws();
    }
  }
  const outcomes = await replaced(globalThis, 'TextDecoder', { value: Once }, () =>
    Promise.all([call(), call({ timeout: 100 }), call()]),
  );
  assert.deepEqual(
    outcomes.map(({ kind, length }) => kind ?? length),
    ['environment', 1, 1],
  );
});

test('a decoder or encoder that lies ends the core, and does not stay in the next', async () => {
  for (const [name, value] of Object.entries({
    TextDecoder: class {
      decode() {
        return '';
      }
    },
    TextEncoder: class {
      encodeInto() {
        return { read: 1, written: 1e9 };
      }
    },
  })) {
    const call = await fresh();
    mockFetch(ok);
    const outcome = await replaced(globalThis, name, { value }, () => call({}, { reference: 'é' }));
    assert.equal(outcome.kind, 'environment', name);
    await works(() => call({}, { reference: 'é' }));
  }
});

test('a start that never ends is made at once, or given up, and the next call tries again', async () => {
  const { setTimeout } = globalThis;
  const soon = (/** @type {any} */ act, /** @type {number} */ ms) => setTimeout(act, ms === 3_000 ? 5 : ms);
  const never = () => new Promise(() => {});
  function noModule() {
    throws();
  }
  /** @param {any} call */
  const whileItNeverEnds = (call) =>
    replaced(globalThis, 'setTimeout', { value: soon }, () =>
      replaced(WebAssembly, 'instantiate', { value: never }, () => call()),
    );
  const patient = await fresh();
  globalThis.fetch = /** @type {any} */ (ok);
  assert.equal((await whileItNeverEnds(patient)).length, 1);
  const call = await fresh();
  const outcome = await replaced(WebAssembly, 'Module', { value: noModule }, () => whileItNeverEnds(call));
  assert.deepEqual([outcome.kind, outcome.cause.message], ['environment', 'thrown']);
  await works(call);
});

test('where nothing starts, an aborted call ends with its reason, and nothing is left unhandled', () => {
  const script = `delete globalThis.WebAssembly;
    const { listAttachments } = await import('hrflow-wasm');
    await listAttachments('s', { key: 'k' }, { signal: AbortSignal.abort('left') }).catch(console.log);
    const controller = new AbortController();
    const call = listAttachments('s', { key: 'k' }, { signal: controller.signal });
    controller.abort('left, too');
    await call.catch(console.log);
    await new Promise((resolve) => setTimeout(resolve, 20));`;
  const said = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: root,
    encoding: 'utf8',
  });
  assert.equal(said, 'left\nleft, too\n');
});

test('what every `await` reads throws while the core starts: the call ends, and the next one has a core', () => {
  const script = `globalThis.fetch = async () => new Response('{"data":[]}');
    const { listAttachments } = await import('hrflow-wasm');
    // Nobody can wait for what nobody can await.
    process.on('unhandledRejection', () => {});
    const list = () => listAttachments('s', { key: 'k' }, { api_url: 'https://mocked.example' });
    const own = Object.getOwnPropertyDescriptor(Promise.prototype, 'constructor');
    const get = () => { throw new TypeError('thrown'); };
    list().then(console.log, ({ message }) => console.log(message));
    Object.defineProperty(Promise.prototype, 'constructor', { get, configurable: true });
    for (let turn = 0; turn < 50; turn++) await undefined;
    Object.defineProperty(Promise.prototype, 'constructor', own);
    console.log((await list()).length);`;
  const said = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: root,
    encoding: 'utf8',
  });
  assert.equal(said, 'thrown\n0\n');
});

test('an abort comes before the check of arguments, at the first call and at every other', async () => {
  const call = await fresh();
  for (const _time of [1, 2]) assert.equal(await call({ signal: AbortSignal.abort('left') }, {}), 'left');
});

test('a global that cannot even be read fails as one that is not there', async () => {
  const call = await fresh();
  await works(call);
  const get = throws;
  const offline = async () => Promise.reject(new TypeError('off'));
  for (const name of ['URL', 'AbortController', 'setTimeout', 'clearTimeout', 'Date']) {
    mockFetch(offline);
    const outcome = await replaced(globalThis, name, { get }, () => call({ timeout: 0 }));
    assert.equal(outcome.kind, 'network', name);
    await works(call);
  }
  mockFetch(async () => ({ status: 503, text: async () => '' }));
  const signalless = class {
    get signal() {
      return throws();
    }
  };
  const row = /** @type {[any, string, PropertyDescriptor][]} */ ([
    [Math, 'random', { value: () => 0n }],
    [Math, 'random', { value: () => Symbol('s') }],
    [globalThis, 'AbortController', { value: signalless }],
  ]);
  for (const [owner, name, descriptor] of row) {
    const outcome = await replaced(owner, name, descriptor, () => call({ max_retries: 1 }));
    assert.deepEqual([outcome.kind, outcome.attempts], ['api', 2], name);
  }
  let reads = 0;
  const parsed = {
    get data() {
      return reads++ > 0 ? throws() : [{}];
    },
  };
  mockFetch(ok);
  const outcome = await replaced(JSON, 'parse', { value: () => parsed }, () => call());
  assert.equal(outcome.kind, 'response');
});

test('nothing on the root of all objects makes an answer, an error, or a request of another kind', async () => {
  const call = await fresh();
  await works(call);
  /** @type {any[]} */
  const sent = [];
  const refused = async (/** @type {string} */ _url, /** @type {any} */ init) => {
    sent.push([init.method, init.body, init.mode]);
    return { status: 404, text: async () => '{"code":404,"message":"no","data":[]}' };
  };
  const names = [
    'attachments',
    'aborted',
    'lines',
    'how',
    'cause',
    'method',
    'body',
    'mode',
    'kind',
    'code',
    'isOver',
    'stop',
  ];
  for (const name of [...names, 'get', 'set', 'value', 'enumerable', 'symbol', 'bigint', 'signal', 'timeout']) {
    mockFetch(refused);
    const value = name === 'get' || name === 'set' ? undefined : ['forged'];
    const getter = { get: () => ['forged'] };
    const outcome = await replaced(
      Object.prototype,
      name,
      value ? getter : { value: () => 'forged', writable: true },
      () => call(),
    );
    assert.deepEqual(
      [outcome.kind, outcome.status, outcome.cause],
      ['api', 404, undefined],
      `${name}: ${inspect(outcome)}`,
    );
  }
  assert.deepEqual([...new Set(sent.map(String))], ['GET,,']);
});

test('calls that are made where the stack ends hang nobody: neither themselves nor those beside them', async () => {
  const call = await fresh();
  mockFetch(async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    return ok();
  });
  await call();
  /** @type {Promise<any>[]} */
  const made = [];
  let level = 0;
  /** @param {unknown[]} pad */
  function deeper(...pad) {
    try {
      deeper(...pad);
    } catch (error) {
      if (++level <= 40) {
        try {
          made.push(call());
        } catch {
          // There is no room to make it at all.
        }
      }
      throw error;
    }
  }
  for (let round = 0; round < 40; round++) {
    level = 0;
    const beside = [call(), call(), call()];
    try {
      deeper(...Array(round % 23).fill(0));
    } catch {
      // That is how it ends.
    }
    const hung = Symbol('hung');
    const late = new Promise((resolve) => setTimeout(resolve, 5_000, hung));
    for (const one of beside) assert.equal((await Promise.race([one, late])).length, 1);
    for (const one of made.splice(0)) assert.notEqual(await Promise.race([one, late]), hung);
  }
});

test('what throws where a call settles keeps nobody waiting', async () => {
  const call = await fresh();
  mockFetch(ok);
  await call();
  const outcomes = await replaced(Set.prototype, 'delete', { value: throws, writable: true }, () =>
    Promise.all([call(), call(), call({ api_url: 'none' })]),
  );
  for (const outcome of outcomes) assert.ok(Array.isArray(outcome) || outcome instanceof Error);
  await works(call);
});

test('a timeout arrives though everything has a `then` that never calls back', async () => {
  const { listAttachments } = await imported('platform-then');
  mockFetch(ok);
  await listAttachments('s', { key: 'k' }, options);
  /** @type {any} */
  let outcome;
  Object.defineProperty(Object.prototype, 'then', { value: () => {}, configurable: true, writable: true });
  listAttachments('s', { key: 'k' }, { ...options, timeout: 50 }).then(undefined, (error) => {
    outcome = error;
  });
  await new Promise((/** @type {(nothing?: undefined) => void} */ resolve) => setTimeout(() => resolve(), 500));
  delete (/** @type {any} */ (Object.prototype).then);
  assert.equal(outcome?.kind, 'timeout');
});

test('options of any make count, and go nowhere else than they say', async (context) => {
  Object.assign(process.env, { HRFLOW_API_KEY: 'of the environment', HRFLOW_USER_EMAIL: 'u' });
  context.after(() => {
    delete process.env.HRFLOW_API_KEY;
    delete process.env.HRFLOW_USER_EMAIL;
  });
  const { listAttachments } = await imported();
  const api_url = 'https://mine.example';
  const rootless = Object.create(null, { api_url: { get: () => api_url }, method: { value: () => {} } });
  const many = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`unset-${index}`, undefined]));
  /** @type {string[]} */
  const asked = [];
  mockFetch(async (/** @type {string} */ url) => {
    asked.push(new URL(url).host);
    return ok();
  });
  const made = [
    Object.create({ api_url }),
    Object.defineProperty({}, 'api_url', { value: api_url }),
    Object.create(rootless),
    { ...many, api_url },
    Object.assign(Object.create(null), { api_url }),
  ];
  for (const options of made) await listAttachments('s', { key: 'k' }, options);
  assert.deepEqual(
    asked,
    made.map(() => 'mine.example'),
  );
});

test('no candidate stands in what is told of an address that cannot be read', async () => {
  const call = await fresh();
  await works(call);
  mockFetch(platformFetch);
  const outcome = await replaced(globalThis, 'URL', { value: undefined }, () =>
    call({ api_url: 'https://xn--a' }, { email: 'jane@example.org' }),
  );
  assert.equal(outcome.kind, 'network');
  assert.ok(!inspect(outcome, { depth: null }).includes('jane'), inspect(outcome));
});

test('what is no string in a rejection is not made one', async () => {
  const call = await fresh();
  const act = { toString: () => assert.fail('called') };
  mockFetch(() => Promise.reject({ name: act, code: act, message: act, cause: { message: act } }));
  const { kind, cause } = await call();
  assert.deepEqual([kind, cause], ['network', undefined]);
});

test('a signal that calls back while it is listened to is heard', async () => {
  const call = await fresh();
  await works(call);
  let aborted = false;
  const signal = {
    get aborted() {
      return aborted;
    },
    reason: 'at once',
    addEventListener(/** @type {string} */ _type, /** @type {() => void} */ listener) {
      aborted = true;
      listener();
    },
    removeEventListener() {},
  };
  assert.equal(await call({ signal }), 'at once');
});
