// The server that the benchmark's clients call, in a process of its own: as many attachments as the profile's key says.

import { createServer } from 'node:http';

/** @param {number} index */
const attachment = (index) => ({
  alt: 'd41d8cd98f00b204e9800998ecf8427e',
  created_at: '2020-09-11T09:58:32+0000',
  extension: '.pdf',
  file_name: `file-${index}`,
  file_size: 528_305 + index,
  original_file_name: `Résumé ${index}.pdf`,
  public_url: `https://files.example/${index}.pdf`,
  type: index % 2 ? 'original' : 'resume',
  updated_at: '2020-09-11T09:58:32+0000',
});

/** @type {Map<string, Buffer>} */
const bodies = new Map();

/** @param {string} count */
function body(count) {
  const made = bodies.get(count);
  if (made) return made;
  const data = Array.from({ length: Number(count) }, (_, index) => attachment(index));
  const bytes = Buffer.from(JSON.stringify({ code: 200, message: 'Profile attachment list', data }));
  bodies.set(count, bytes);
  return bytes;
}

const server = createServer((request, response) => {
  const bytes = body(new URL(String(request.url), 'http://x').searchParams.get('key') ?? '0');
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': bytes.length }).end(bytes);
});
server.listen(0, '127.0.0.1', () => {
  process.send?.(/** @type {import('node:net').AddressInfo} */ (server.address()).port);
});
// It ends with the benchmark, however that ends.
process.once('disconnect', () => process.exit());
