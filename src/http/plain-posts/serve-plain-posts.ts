import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { PlainConnection, type PlainConnectionOptions } from './plain-connection.ts';

/** The connections of a server that plain POSTs come through. */
export interface PlainPosts {
  /** Takes no more posts: ends idle connections, and the others with their answer. */
  stop(): void;
  /** Ends them all, whatever is under way. */
  destroy(): void;
}

/**
 * Answers plain POSTs to some paths without Node's HTTP, for callers by the thousand a second: reading a request as
 * general as HTTP lets it be costs more than all that is done for one of these. Whatever else comes, also on the same
 * connection, goes to Node as if nobody had stood before it.
 */
export function servePlainPosts(
  server: Server,
  options: Omit<PlainConnectionOptions, 'handOver' | 'patience'> & { readonly firstWithin: number },
): PlainPosts {
  const event = 'setSecureContext' in server ? 'secureConnection' : 'connection';
  const listeners = server.rawListeners(event);
  const open = new Map<Socket, PlainConnection>();
  let isStopping = false;
  const handOver = (socket: Socket) => {
    open.delete(socket);
    socket.off('close', onClose);
    for (const listener of listeners) Reflect.apply(listener, server, [socket]);
  };
  function onClose(this: Socket): void {
    open.delete(this);
  }
  server.removeAllListeners(event).on(event, (socket: Socket) => {
    if (isStopping) return handOver(socket);
    const patience = { first: options.firstWithin, next: server.keepAliveTimeout };
    open.set(socket, new PlainConnection(socket, { ...options, patience, handOver }));
    socket.on('close', onClose);
  });
  return {
    stop: () => {
      isStopping = true;
      for (const connection of open.values()) connection.stop();
    },
    destroy: () => {
      for (const socket of open.keys()) socket.destroy();
    },
  };
}
