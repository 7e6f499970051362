/**
 * Posts bodies over raw sockets that are kept alive, each waiting for its answer before its next: as little work as
 * can be, since it shares two cores with what it measures. Bodies are made before the time runs, as those of the
 * yardstick are. Says when it began and ended, and how much was accepted.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { bodyMakers, loadTask } from '../load-task.ts';
import { monotonic } from '../monotonic.ts';

const task = loadTask.parse(JSON.parse(process.argv[2] ?? ''));
const { hostname, port, host } = new URL(task.url);
const makeBody = bodyMakers[task.kind];
const head = [
  `POST ${task.path} HTTP/1.1`,
  `host: ${host}`,
  'content-type: application/json',
  ...Object.entries(task.headers).map(([name, value]) => `${name}: ${value}`),
  'content-length: ',
].join('\r\n');
const end = task.first + task.events;
let made = task.first;
let next = 0;
let accepted = 0;
let refused = 0;
let firstRefusal = '';

/** The whole of a request. */
interface Request {
  readonly bytes: Buffer;
  readonly size: number;
}

function makeRequest(): Request {
  const size = Math.min(task.perRequest, end - made);
  const body = makeBody(made, size, task.severities);
  made += size;
  return { bytes: Buffer.from(`${head}${body.length}\r\n\r\n${body}`, 'latin1'), size };
}

/** How long the answer is with its head; `undefined`: its head is not here yet. */
function lengthOf(answer: string): number | undefined {
  const headEnd = answer.indexOf('\r\n\r\n');
  if (headEnd === -1) return undefined;
  const length = /\r\ncontent-length: (\d+)/i.exec(answer.slice(0, headEnd));
  return headEnd + 4 + Number(length?.[1] ?? 0);
}

function count(answer: string, size: number): void {
  const status = answer.slice(9, 12);
  const faults = answer.includes('"error"') ? answer.split('"error"').length - 1 : 0;
  const taken = status.startsWith('2') ? size - faults : 0;
  accepted += taken;
  refused += size - taken;
  if (taken < size && firstRefusal === '') firstRefusal = answer.slice(0, 2000);
}

/** One connection; opened, it posts one request after the other until there are no more. */
class Poster {
  readonly done = Promise.withResolvers<void>();
  readonly #socket: Socket;
  #sent = 0;
  #answer = '';

  constructor() {
    // Read by the buffer: a stream in between costs as much as all the rest.
    const onread = {
      buffer: Buffer.allocUnsafeSlow(64 * 1024),
      callback: (length: number, bytes: Uint8Array) => {
        this.#take(Buffer.from(bytes.buffer, bytes.byteOffset, length).toString('latin1'));
        return true;
      },
    };
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true, onread });
    this.#socket.on('error', this.done.reject);
    this.#socket.on('close', () => this.done.reject(new Error('the server closed a connection')));
  }

  async open(): Promise<void> {
    await once(this.#socket, 'connect');
  }

  post(): void {
    const request = requests[next++];
    if (request === undefined || firstRefusal !== '') {
      this.done.resolve();
      return;
    }
    this.#sent = request.size;
    this.#socket.write(request.bytes);
  }

  #take(text: string): void {
    this.#answer += text;
    const length = lengthOf(this.#answer);
    if (length === undefined || this.#answer.length < length) return;
    count(this.#answer, this.#sent);
    this.#answer = '';
    this.post();
  }
}

const requests: Request[] = [];
while (made < end) requests.push(makeRequest());
const posters = Array.from({ length: task.connections }, () => new Poster());
await Promise.all(posters.map((poster) => poster.open()));
const startedAt = monotonic();
for (const poster of posters) poster.post();
await Promise.all(posters.map(({ done }) => done.promise));
console.log(JSON.stringify({ startedAt, endedAt: monotonic(), accepted, refused, firstRefusal }));
process.exit(0);
