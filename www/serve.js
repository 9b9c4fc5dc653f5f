// Serves the demo until Ctrl-C, and says where it is and what to try.

import { say } from '../pkg/build/command.mjs';
import { createDemo } from './demo.js';
import { listen } from './listen.js';
import { API_SECRET, API_USER, createApi } from './standin/api.js';

const FIRST_PORT = 8420;
const HRFLOW = 'https://api.hrflow.ai/v1';

/**
 * @param {{ api_secret: string, api_user: string }} [account] at HrFlow; without it the stand-in answers
 * @param {{ reloads?: boolean }} [options] whether pages reload when the parent process says so
 */
export async function serve(account, { reloads = false } = {}) {
  const standin = account ? undefined : await listen((await createApi()).fetch);
  const upstream = { api_url: HRFLOW, api_secret: API_SECRET, api_user: API_USER, ...account };
  if (standin) upstream.api_url = `${standin.url}/v1`;
  const demo = createDemo(upstream, { standin: !account, reloads });
  const server = await listenFrom(FIRST_PORT, demo.fetch);

  say(`The demo is at ${server.url} (Ctrl-C ends it).`);
  if (account) {
    say('It asks HrFlow itself. While it runs, every program of this machine can list attachments through it.');
  } else {
    say('Try in the page: the profiles, what can go wrong, and the code of each call.');
    say('For Node, paste this line in this folder:');
    const call = `listAttachments("source_key", { key: "profile_key" }, ${JSON.stringify(upstream)})`;
    console.log(`  node -e 'require("hrflow-wasm").${call}.then(console.log)'`);
    say('For a whole source on disk, two thousand profiles, paste this line:');
    const variables = `HRFLOW_API_URL=${upstream.api_url} HRFLOW_API_KEY='${API_SECRET}' HRFLOW_USER_EMAIL='${API_USER}'`;
    console.log(`  ${variables} node pkg/dist/command.mjs export --source many --to target/many`);
    say('With a key of your own: HRFLOW_API_KEY=… HRFLOW_USER_EMAIL=… npm start -- --live');
  }

  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.once(signal, async () => {
      await Promise.all([server, standin].map((listening) => listening?.close()));
      process.exit(0);
    });
  }
}

/**
 * @param {number} port the first to try
 * @param {Parameters<typeof listen>[0]} fetch
 * @returns {Promise<import('./listen.js').Listening>}
 */
async function listenFrom(port, fetch) {
  try {
    return await listen(fetch, port);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EADDRINUSE') throw error;
    say(`Port ${port} is taken; trying ${port + 1}.`);
    return listenFrom(port + 1, fetch);
  }
}
