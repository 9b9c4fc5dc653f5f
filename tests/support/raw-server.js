// Node's own http server on a free port, for what a Web-standard handler cannot do: half a body, a broken connection.

import { once } from 'node:events';
import { createServer } from 'node:http';

/**
 * @param {import('node:http').RequestListener} [listener]
 * @param {{ after(close: () => void): void }} [owner] what closes it at its end: a test's context, or `node:test` for a whole file
 * @returns {Promise<{ url: string, close(): Promise<void> }>} once it listens
 */
export async function startRawServer(listener, owner) {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  owner?.after(close);
  return { url: `http://127.0.0.1:${port}`, close };
}
