// The server of the benchmark of whole sources, in a process of its own. Arguments: milliseconds that each answer takes; and, where
// there is a limit, how many requests a minute are answered.

import { createServer } from 'node:http';
import { throttle } from '../../www/standin/throttle.js';
import { answer } from './source.js';
import { refusal } from './virtual.js';

const [, , latency, a_minute] = process.argv.map(Number);

const limit = a_minute ? throttle({ requests: a_minute, seconds: 60 }) : undefined;

/** What was answered since it was last asked: how many, milliseconds in all, and with a limit the moment and status of each. */
const noted = () => ({ answers: 0, milliseconds: 0, statuses: /** @type {[moment: number, status: number][]} */ ([]) });
let notes = noted();

const server = createServer((request, response) => {
  const arrived = performance.now();
  const refused = limit && refusal(limit);
  const respond = () => {
    const bytes = Buffer.from(refused ? refused.body : answer(new URL(String(request.url), 'http://x')));
    const headers = { 'Content-Type': 'application/json', 'Content-Length': bytes.length, ...refused?.headers };
    const status = refused?.status ?? 200;
    response.writeHead(status, headers).end(bytes);
    notes.answers++;
    notes.milliseconds += performance.now() - arrived;
    if (a_minute) notes.statuses.push([arrived, status]);
  };
  if (latency) setTimeout(respond, latency);
  else respond();
});
server.listen(0, '127.0.0.1', () => {
  process.send?.(/** @type {import('node:net').AddressInfo} */ (server.address()).port);
});
process.on('message', () => {
  process.send?.(notes);
  notes = noted();
});
// It ends with the benchmark, however that ends.
process.once('disconnect', () => process.exit());
