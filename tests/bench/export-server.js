// The server of the benchmark of exports, in a process of its own: a source of as many profiles as its key says, with two files of
// 100 kB for each; the profile `all` of the source `all` has four thousand. Its argument: milliseconds that each answer takes.

import { createServer } from 'node:http';
import { answer } from './source.js';

const latency = Number(process.argv[2]);

export const BYTES = 100_000;
const FILE = Buffer.alloc(BYTES, 'an attachment ');

/** Answers since it was last asked, and the milliseconds that they took. */
const noted = () => ({ answers: 0, milliseconds: 0 });
let notes = noted();

const server = createServer((request, response) => {
  const arrived = performance.now();
  const url = new URL(String(request.url), `http://${request.headers.host}`);
  const respond = () => {
    const isFile = url.pathname.startsWith('/files/');
    const body = isFile ? FILE : listed(url);
    const type = isFile ? 'application/pdf' : 'application/json';
    response.writeHead(200, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) }).end(body);
    notes.answers++;
    notes.milliseconds += performance.now() - arrived;
  };
  if (latency) setTimeout(respond, latency);
  else respond();
});

/** @param {URL} url */
function listed(url) {
  if (url.pathname.endsWith('/storing/profiles')) return answer(url);
  const body = JSON.parse(answer(url));
  const key = url.searchParams.get('key');
  const count = key === 'all' ? 4_000 : 2;
  body.data = Array.from({ length: count }, (_, index) => ({
    ...body.data[index % 2],
    file_name: `file-${index}`,
    original_file_name: `Résumé ${index}.pdf`,
    file_size: BYTES,
    public_url: `${url.origin}/files/${key}/${index}.pdf`,
  }));
  return JSON.stringify(body);
}

server.listen(0, '127.0.0.1', () => {
  process.send?.(/** @type {import('node:net').AddressInfo} */ (server.address()).port);
});
process.on('message', () => {
  process.send?.(notes);
  notes = noted();
});
// It ends with the benchmark, however that ends.
process.once('disconnect', () => process.exit());
