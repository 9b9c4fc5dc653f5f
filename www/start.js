// `npm start`: installs and builds what is missing, then serves the demo. It may be the first command ever run here.
// `--live` asks HrFlow itself, with HRFLOW_API_KEY and HRFLOW_USER_EMAIL of the environment.

import { say } from '../pkg/build/install.mjs';

const FIRST_PORT = 8420;

const live = process.argv.includes('--live');
const { HRFLOW_API_KEY = '', HRFLOW_USER_EMAIL = '' } = process.env;
if (live && !(HRFLOW_API_KEY && HRFLOW_USER_EMAIL)) {
  console.error('--live needs HRFLOW_API_KEY (with the permission READ) and HRFLOW_USER_EMAIL in the environment.');
  process.exit(1);
}

const { build } = await import('../pkg/build/build.mjs');
await build();

const { createDemo } = await import('./demo.js');
const { listen } = await import('./listen.js');
const { API_SECRET, API_USER, createApi } = await import('./standin/api.js');

const standin = live ? undefined : await listen((await createApi()).fetch);
const upstream = standin
  ? { api_url: `${standin.url}/v1`, api_secret: API_SECRET, api_user: API_USER }
  : { api_url: 'https://api.hrflow.ai/v1', api_secret: HRFLOW_API_KEY, api_user: HRFLOW_USER_EMAIL };
const demo = createDemo(upstream, { standin: !live });
const server = await firstFree(FIRST_PORT);

say(`The demo is at ${server.url} (Ctrl-C ends it).`);
if (standin) {
  say('Try in the page: the profiles, what can go wrong, and the code of each call.');
  say('For Node, paste this line in this folder:');
  const call = `listAttachments("source_key", { key: "profile_key" }, ${JSON.stringify(upstream)})`;
  console.log(`  node -e 'require("hrflow-wasm").${call}.then(console.log)'`);
  say('With a key of your own: HRFLOW_API_KEY=… HRFLOW_USER_EMAIL=… npm start -- --live');
} else {
  say(
    'It asks HrFlow itself, with your key. While it runs, every program of this machine can list attachments through it.',
  );
}

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.once(signal, async () => {
    await Promise.all([server, standin].map((listening) => listening?.close()));
    process.exit(0);
  });
}

/** @param {number} port */
async function firstFree(port) {
  try {
    return await listen(demo.fetch, port);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EADDRINUSE') throw error;
    say(`Port ${port} is taken; trying ${port + 1}.`);
    return firstFree(port + 1);
  }
}
