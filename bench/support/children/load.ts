/**
 * Posts bodies over raw sockets that are kept alive, each waiting for its answer before its next: as little work as
 * can be, since it shares two cores with what it measures. Says when it began and ended, and how much was accepted.
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
let next = task.first;
let accepted = 0;
let refused = 0;
let firstRefusal = '';

function nextRequest(): { readonly text: string; readonly size: number } {
  const size = Math.min(task.perRequest, end - next);
  const body = makeBody(next, size, task.severities);
  next += size;
  return { text: `${head}${body.length}\r\n\r\n${body}`, size };
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

function work(socket: Socket): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let sent = 0;
  let answer = '';
  const post = () => {
    if (next >= end || firstRefusal !== '') return resolve();
    const { text, size } = nextRequest();
    sent = size;
    socket.write(text, 'latin1');
  };
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    answer += chunk;
    const length = lengthOf(answer);
    if (length === undefined || answer.length < length) return;
    count(answer, sent);
    answer = '';
    post();
  });
  socket.on('error', reject);
  socket.on('close', () => reject(new Error('the server closed a connection')));
  post();
  return promise;
}

const sockets = await Promise.all(
  Array.from({ length: task.connections }, async () => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    await once(socket, 'connect');
    return socket;
  }),
);
const startedAt = monotonic();
await Promise.all(sockets.map(work));
console.log(JSON.stringify({ startedAt, endedAt: monotonic(), accepted, refused, firstRefusal }));
process.exit(0);
