/** A web service that is well, for whoever asks it how it is: `/asked` tells how often that was. */
import { createServer } from 'node:http';
import { portOf } from '../../../test/support/port-of.ts';

const answer = Buffer.from('{"status":"up","version":"1.4.2","checks":{"database":"up","queue":"up"}}');
const headers = { 'content-type': 'application/json', 'content-length': answer.length };
let asked = 0;

const server = createServer((request, response) => {
  request.resume();
  if (request.url === '/asked') {
    response.end(String(asked));
    return;
  }
  asked++;
  response.writeHead(200, headers);
  response.end(answer);
});
server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1', 1024, () => console.log(`http://127.0.0.1:${portOf(server)}`));
process.on('SIGTERM', () => process.exit(0));
