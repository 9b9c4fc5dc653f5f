// A server on loopback for a Web-standard handler.

import { serve } from '@hono/node-server';

/**
 * @typedef {{ url: string, close(): Promise<void> }} Listening
 * @param {(request: Request, env: any) => Response | Promise<Response>} fetch
 * @param {number} [port] 0 for one that is free
 * @returns {Promise<Listening>} once it listens; rejects where the port is taken
 */
export function listen(fetch, port = 0) {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port, hostname: '127.0.0.1' }, (address) => {
      const close = () =>
        new Promise((/** @type {(value: void) => void} */ closed) => {
          server.close(() => closed());
          if ('closeAllConnections' in server) server.closeAllConnections();
        });
      resolve({ url: `http://127.0.0.1:${address.port}`, close });
    });
    server.once('error', reject);
  });
}
