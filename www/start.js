// `npm start`: installs and builds what is missing, then serves the demo. It may be the first command ever run here.
// `--live` asks HrFlow itself, with HRFLOW_API_KEY and HRFLOW_USER_EMAIL of the environment.

const live = process.argv.includes('--live');
const { HRFLOW_API_KEY: api_secret = '', HRFLOW_USER_EMAIL: api_user = '' } = process.env;
if (live && !(api_secret && api_user)) {
  console.error('✗ --live needs HRFLOW_API_KEY (with the permission READ) and HRFLOW_USER_EMAIL in the environment.');
  process.exit(1);
}

// `npm run dev` builds by itself, and wants its pages to reload.
const isServedByDev = process.argv.includes('--served-by-dev');
if (!isServedByDev) {
  const { build } = await import('../pkg/build/build.mjs');
  await build();
}
const { serve } = await import('./serve.js');
await serve(live ? { api_secret, api_user } : undefined, { reloads: isServedByDev });
