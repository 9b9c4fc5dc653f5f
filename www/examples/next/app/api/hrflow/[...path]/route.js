import { createProxy } from 'hrflow-wasm/proxy';

export const GET = createProxy({
  // Put here what your application knows about its visitors.
  authorize: (request) => request.headers.get('Cookie') === 'session=of-a-recruiter',
  api_url: process.env.HRFLOW_API_URL,
});
