// `npm start`: installs and builds what is missing, then serves the demo. It may be the first command ever run here.

import { say } from '../pkg/build/install.mjs';

const FIRST_PORT = 8420;

const { build } = await import('../pkg/build/build.mjs');
await build();

const { createDemo } = await import('./demo.js');
const { listen } = await import('./listen.js');
const { API_SECRET, API_USER, createApi } = await import('./standin/api.js');

const api = await createApi();
const standin = await listen((request) => api.fetch(request));
const options = { api_url: `${standin.url}/v1`, api_secret: API_SECRET, api_user: API_USER };
const demo = createDemo(options);
const server = await firstFree(FIRST_PORT);

say(`The demo is at ${server.url} (Ctrl-C ends it).`);
say('For Node, paste this line in this folder:');
const call = `listAttachments("source_key", { key: "profile_key" }, ${JSON.stringify(options)})`;
console.log(`  node -e 'require("hrflow-wasm").${call}.then(console.log)'`);

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.once(signal, async () => {
    await Promise.all([server.close(), standin.close()]);
    process.exit(0);
  });
}

/** @param {number} port */
async function firstFree(port) {
  try {
    return await listen((request) => demo.fetch(request), port);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EADDRINUSE') throw error;
    say(`Port ${port} is taken; trying ${port + 1}.`);
    return firstFree(port + 1);
  }
}
