import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import type { Break, Reply } from './reply.ts';

function breakConnection(reply: FastifyReply, how: Break['how']): void {
  reply.hijack();
  const { socket } = reply.raw;
  if (socket === null) return;
  // A TLS socket cannot send an RST: there the two breaks are one.
  if (how === 'reset' && !('encrypted' in socket)) socket.resetAndDestroy();
  else socket.destroy();
}

/**
 * Waits as long as the reply says, then answers or breaks the connection. The wait keeps no process alive; `ended`
 * cuts it short, so that a server that stops need not sit a mood out.
 */
export async function sendReply(fastifyReply: FastifyReply, reply: Reply, ended: AbortSignal): Promise<void> {
  if (reply.delayMs > 0) {
    await wait(reply.delayMs, undefined, { ref: false, signal: ended }).catch(() => undefined);
  }
  if (reply.kind === 'break') {
    breakConnection(fastifyReply, reply.how);
    return;
  }
  await fastifyReply.code(reply.status).headers(reply.headers).send(reply.body);
}
