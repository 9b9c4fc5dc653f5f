// A call as code to copy. What is copied does what was shown: it asks where the page asked, with the same options.

import { API_URL, isInBrowser } from './call.js';
import { UNSEEN } from './hrflow-wasm/element-parts.mjs';
import { say } from './language.js';

/** @typedef {import('./call.js').Call} Call */

const HRFLOW = 'https://api.hrflow.ai/v1';

/**
 * @param {string} source JSON or JavaScript
 * @returns {string} the source with what cannot be seen as the escapes that mean the same
 */
export function escaped(source) {
  const unit = (/** @type {string} */ unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return source.replace(UNSEEN, (control) => (control === '\n' ? control : control.split('').map(unit).join('')));
}

/**
 * @param {string} text
 * @returns {string} the text as JavaScript writes it between single quotes
 */
function quoted(text) {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${escaped}'`;
}

/**
 * @param {string} text
 * @returns {string} the text as Python writes it: there an escape of four digits is never half a character
 */
function python(text) {
  const long = (/** @type {string} */ character) => `\\U${character.codePointAt(0)?.toString(16).padStart(8, '0')}`;
  return JSON.stringify(text).replace(/[\u{10000}-\u{10ffff}]/gu, long);
}

/**
 * @param {string} text
 * @returns {string} the text as HTML writes it between double quotes
 */
const html = (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/**
 * @param {[name: string, value: unknown][]} options
 * @returns {string} the options as JavaScript writes an object
 */
function object(options) {
  const members = options.map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? quoted(value) : String(value)}`,
  );
  return `{ ${members.join(', ')} }`;
}

/** @param {Call} call @returns {string} where the page asks, in a site of its own */
const path = ({ options }) =>
  `/${String(options?.api_url ?? API_URL).slice(new URL('.', document.baseURI).pathname.length)}`;

/** @param {Call} call @returns {string | undefined} where the page asks, as a program outside of it has to write it; nothing where it cannot ask there */
const absolute = ({ options }) => (isInBrowser ? undefined : new URL(options?.api_url ?? API_URL, location.href).href);

/** What is said of where a program asks. */
const asked = () => say(isInBrowser ? 'code.key.worker' : 'code.key');

/**
 * @param {Call} call
 * @param {object} [more] options beside the call's own
 * @returns {string} its arguments of `listAttachments`
 */
function args({ source_key, selector, value, options: { api_url: _, ...options } = {} }, more = {}) {
  const literals = [quoted(source_key), object([[selector, value]])];
  const all = Object.entries({ ...more, ...options }).filter(([, value]) => value !== undefined);
  if (all.length > 0) literals.push(object(all));
  return literals.join(', ');
}

/** @param {Call} call @param {object} [more] options beside the call's own */
const caught = (call, more) =>
  [
    'try {',
    `  console.log(await listAttachments(${args(call, more)}));`,
    '} catch (error) {',
    `  // ${say('code.kinds')}`,
    '  console.error(error.kind, error.message);',
    '}',
  ].join('\n');

/** @type {Record<string, (call: Call) => string>} by the names of the page's choice */
export const CODE = {
  install: () => `npm install hrflow-wasm
# ${say('code.size')}`,

  element: (call) => `<script type="module">
  import 'hrflow-wasm/element';
  // ${say('code.personal')}
  document.querySelector('hrflow-attachments').${call.selector === 'key' ? 'profileKey' : call.selector} = ${quoted(call.value).replaceAll('</', '<\\/')};
</script>
<hrflow-attachments api-url="${html(path(call))}" source-key="${html(call.source_key)}"></hrflow-attachments>`,

  page: (call) => `import { configure, listAttachments } from 'hrflow-wasm';

configure({ api_url: ${quoted(path(call))} }); // ${say('code.own')}

${caught(call)}`,

  proxy: () => `// ${say('code.proxy')}
import { createProxy } from 'hrflow-wasm/proxy';

const proxy = createProxy({
  api_secret: process.env.HRFLOW_API_KEY,
  api_user: process.env.HRFLOW_USER_EMAIL,
  endpoints: ['attachments', 'files'],
  authorize: (request) => isRecruiter(request), // ${say('code.authorize')}
});

app.get('/api/hrflow/*', (context) => proxy(context.req.raw)); // ${say('code.route')}`,

  node: (call) => `// node list.mjs
// ${asked()}
import { listAttachments } from 'hrflow-wasm';

${caught(call, { api_url: absolute(call) })}`,

  commonjs: (call) => `// node list.cjs
// ${asked()}
const { listAttachments } = require('hrflow-wasm');

listAttachments(${args(call, { api_url: absolute(call) })}).then(console.log, (error) => {
  // ${say('code.kinds')}
  console.error(error.kind, error.message);
});`,

  python: (call) => (call.selector === 'email' ? pythonByEmail(call) : pythonOfTheVendor(call)),
};

/** @param {Call} call @returns {string} the line that says where to ask, where it is not HrFlow itself */
function apiUrlInPython(call) {
  const api_url = absolute(call);
  return api_url ? `    api_url=${python(`${api_url}/`)},  # ${say('code.key')}\n` : '';
}

/** @param {Call} call */
const pythonOfTheVendor = (call) => `# pip install hrflow: ${say('code.python')}${isInBrowser ? `\n# ${asked()}` : ''}
import os
from hrflow import Hrflow

client = Hrflow(
    api_secret=os.environ.get("HRFLOW_API_KEY", "-"),
    api_user=os.environ.get("HRFLOW_USER_EMAIL", "-"),
${apiUrlInPython(call)})
answer = client.profile.attachment.list(source_key=${python(call.source_key)}, ${call.selector}=${python(call.value)})
print(answer.get("data", answer))`;

/** @param {Call} call */
const pythonByEmail = (call) => `# ${say('code.python.email')}
import json, os, urllib.error, urllib.parse, urllib.request

query = urllib.parse.urlencode({"source_key": ${python(call.source_key)}, "email": ${python(call.value)}})
request = urllib.request.Request(
    ${python(`${absolute(call) ?? HRFLOW}/profile/indexing/attachments?`)} + query,  # ${asked()}
    headers={"X-API-KEY": os.environ.get("HRFLOW_API_KEY", "-"), "X-USER-EMAIL": os.environ.get("HRFLOW_USER_EMAIL", "-")},
)
try:
    print(json.load(urllib.request.urlopen(request))["data"])
except urllib.error.HTTPError as error:
    print(error.code, json.load(error)["message"])`;
