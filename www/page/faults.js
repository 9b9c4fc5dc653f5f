// What a visitor can see go wrong. Each is a call like any other, to a source or a back end of the demo's that answers so.

import { backEnd } from './call.js';

/** @typedef {import('./call.js').Call} Call */

const UNCHECKED = backEnd('unchecked');
const ANYONE = { selector: 'key', value: 'candidate-1' };

/** @type {Record<string, Call>} */
export const FAULTS = {
  'unknown-source': { ...ANYONE, source_key: 'nowhere' },
  'unknown-profile': { source_key: 'candidates', selector: 'email', value: 'nobody@example.com' },
  'wrong-key': { ...ANYONE, source_key: 'candidates', options: { api_url: backEnd('wrong-key') } },
  quota: { ...ANYONE, source_key: 'candidates', options: { api_url: backEnd('over-quota') } },
  busy: { ...ANYONE, source_key: 'busy' },
  slow: { ...ANYONE, source_key: 'slow' },
  silent: { ...ANYONE, source_key: 'silent', options: { timeout: 1_000, max_retries: 0 } },
  broken: { ...ANYONE, source_key: 'broken' },
  misshapen: { ...ANYONE, source_key: 'misshapen', options: { api_url: UNCHECKED } },
  offline: { ...ANYONE, source_key: 'gone', options: { api_url: UNCHECKED } },
  moved: { ...ANYONE, source_key: 'moved', options: { api_url: UNCHECKED } },
  'no-value': { source_key: 'candidates', selector: 'key', value: '' },
  'key-in-page': {
    ...ANYONE,
    source_key: 'candidates',
    options: { api_secret: 'a key', api_user: 'user@example.com' },
  },
};
