// The key: `wrangler secret put HRFLOW_API_KEY` and HRFLOW_USER_EMAIL, or a file `.dev.vars` while developing.

import { createProxy } from 'hrflow-wasm/proxy';

export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    if (!pathname.startsWith('/api/hrflow/')) return new Response('Not found', { status: 404 });
    const proxy = createProxy({
      api_secret: env.HRFLOW_API_KEY,
      api_user: env.HRFLOW_USER_EMAIL,
      api_url: env.HRFLOW_API_URL,
      // Put here what your application knows about its visitors.
      authorize: ({ headers }) => headers.get('Cookie') === 'session=of-a-recruiter',
    });
    return proxy(request);
  },
};
