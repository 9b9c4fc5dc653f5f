// What each environment runs: a success, a 401 and an abort, against the stand-in whose address is put for API_URL.

import { API_SECRET, API_USER } from '../../www/standin/api.js';

export const EXPECTED = '2 api 401 left';

const THREE = `
const options = { api_url: 'API_URL', api_secret: '${API_SECRET}', api_user: '${API_USER}', dangerously_allow_browser: true };
const profile = { key: 'profile_key' };
const listed = await listAttachments('source_key', profile, options);
const refused = await listAttachments('source_key', profile, { ...options, api_secret: 'wrong-key' }).catch((error) => error);
const controller = new AbortController();
const call = listAttachments('source_key', profile, { ...options, signal: controller.signal }).catch((reason) => reason);
controller.abort('left');
const outcome = [listed.length, refused.kind, refused.status, await call].join(' ');
`;

export const CALL = `${THREE}console.log(outcome);`;

/** A page's: the title tells. */
export const PAGE = `import { listAttachments } from 'hrflow-wasm';
async function run() {${THREE}return outcome;}
run().then((outcome) => { document.title = outcome; }, (error) => { document.title = 'failed: ' + error; });`;

/** A module of a site that serves the package's files as they are. */
export const PLAIN = `import { listAttachments } from './node_modules/hrflow-wasm/dist/index.mjs';
export async function run() {${THREE}return outcome;}
export const outcome = run();`;
