/** A sink of bare node:http: answers 202, counts, and remembers when which event arrived. */
import { createServer } from 'node:http';
import { portOf } from '../../../test/support/port-of.ts';
import { numberIn } from '../events.ts';
import { monotonic } from '../monotonic.ts';

const answer = Buffer.from('{"status":"success","message":"Event processed","dedup_key":"x"}');
const headers = { 'content-type': 'application/json', 'content-length': answer.length };
const receipts: string[] = [];
let received = 0;

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    response.end(request.url === '/received' ? String(received) : receipts.splice(0).join('\n'));
    return;
  }
  let body = '';
  request.setEncoding('latin1');
  request.on('data', (chunk: string) => {
    body += chunk;
  });
  request.on('end', () => {
    received++;
    const number = numberIn(body);
    if (number !== undefined) receipts.push(`${number} ${monotonic()}`);
    response.writeHead(202, headers);
    response.end(answer);
  });
});
server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1', 1024, () => console.log(`http://127.0.0.1:${portOf(server)}`));
process.on('SIGTERM', () => process.exit(0));
