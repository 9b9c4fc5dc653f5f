// A call as code to copy.

import { API_URL } from './call.js';

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
 * @param {unknown} value
 * @returns {string} the value as JavaScript writes it
 */
function literal(value) {
  return typeof value === 'string' ? quoted(value) : String(value);
}

/**
 * @param {object} options
 * @returns {string} the options as JavaScript writes an object
 */
function object(options) {
  const members = Object.entries(options).map(([name, value]) => `${name}: ${literal(value)}`);
  return `{ ${members.join(', ')} }`;
}

/**
 * @param {import('./call.js').Call} call
 * @returns {string} its arguments of `listAttachments`
 */
function args({ source_key, selector, value, options: { api_url: _, ...options } = {} }) {
  const literals = [quoted(source_key), object({ [selector]: value })];
  if (Object.keys(options).length > 0) literals.push(object(options));
  return literals.join(', ');
}

/** @type {Record<string, (call: import('./call.js').Call) => string>} */
export const CODE = {
  page: (call) => `import { configure, listAttachments } from 'hrflow-wasm';

configure({ api_url: ${quoted(call.options?.api_url ?? API_URL)} }); // your own back end, which has the key

const attachments = await listAttachments(${args(call)});`,

  commonjs: (call) => `// HRFLOW_API_KEY=… HRFLOW_USER_EMAIL=… node list.cjs
const Hrflow = require('hrflow-wasm');

Hrflow.listAttachments(${args(call)}).then(console.log);`,

  node: (call) => `// HRFLOW_API_KEY=… HRFLOW_USER_EMAIL=… node list.mjs
import { listAttachments } from 'hrflow-wasm';

console.log(await listAttachments(${args(call)}));`,

  python: ({ source_key, selector, value }) => `# pip install hrflow: the vendor's own SDK, for comparison
import os
from hrflow import Hrflow

client = Hrflow(api_secret=os.environ["HRFLOW_API_KEY"], api_user=os.environ["HRFLOW_USER_EMAIL"])
answer = client.profile.attachment.list(source_key=${python(source_key)}, ${selector}=${python(value)})
print(answer["data"])`,
};
