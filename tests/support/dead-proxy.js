// A proxy that leads nowhere, and notes who was asked for: a browser that has it reaches this machine alone.

import { createServer } from 'node:net';

export async function startDeadProxy() {
  /** @type {string[]} the first lines of what was asked of it */
  const asked = [];
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', (data) => {
      asked.push(data.toString('latin1').split('\r\n', 1)[0]);
      socket.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { port, asked, close: () => new Promise((resolve) => server.close(resolve)) };
}
