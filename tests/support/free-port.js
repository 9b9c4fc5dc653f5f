import { listen } from '../../www/listen.js';

/** A port of loopback's that nothing listens on, for a program that wants to be told one. */
export async function freePort() {
  const listening = await listen(() => new Response());
  await listening.close();
  return new URL(listening.url).port;
}
