/** Sources that mean ill: `/a` is what regexes fear, `/large` has 50 MB, `/asked` counts both. */
import { createServer, type ServerResponse } from 'node:http';
import { portOf } from '../../../test/support/port-of.ts';

const feared = Buffer.from(`${'a'.repeat(1_000_000)}!`);
const chunk = Buffer.alloc(1 << 16, 'x');
let asked = 0;

function large(response: ServerResponse, left = 50 << 20): void {
  if (response.destroyed) return;
  if (left <= 0) response.end();
  else if (response.write(chunk)) large(response, left - chunk.length);
  else response.once('drain', () => large(response, left - chunk.length));
}

const server = createServer((request, response) => {
  if (request.url === '/asked') {
    response.end(String(asked));
    return;
  }
  asked++;
  if (request.url === '/large') large(response);
  else response.end(feared);
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${portOf(server)}`));
process.on('SIGTERM', () => process.exit(0));
