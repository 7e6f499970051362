import { lookup as dnsLookup } from 'node:dns';
import { isIP, type LookupFunction, type OnReadOpts, type Socket, connect as tcpConnect } from 'node:net';
import { type TLSSocket, connect as tlsConnect } from 'node:tls';
import { request as httpRequest } from '../node-http.ts';
import { failureInWords } from './describe-failure.ts';
import { DialError } from './dial-error.ts';
import type { LookupAll } from './limited-lookup.ts';
import { isPrivateAddress } from './private-addresses.ts';
import { authorityOf, type Place, type ProxyRoute, type Route } from './route.ts';
import type { TlsChoice } from './tls-choice.ts';

/** The steps to a connection, in their order; those of a proxy only where there is one. */
export type DialStep = 'dns' | 'tcp' | 'proxy tls' | 'connect' | 'tls';

/** Takes what comes by a connection without a stream in between, where that can be. */
export interface DirectReader {
  /** The bytes stand there only until this returns: one buffer is read into for all connections. */
  take(bytes: Buffer): void;
  /** Set by `dial` when it uses this; else the socket has what comes, as usual. */
  isUsed: boolean;
}

/** As much as Node reads at once; else it would take as much from the system for every read, and give most of it back. */
const readBuffer = Buffer.allocUnsafeSlow(64 * 1024);

export interface DialOptions {
  /** Milliseconds for all of it. */
  readonly deadline: number;
  /** How names are looked up; default: as the system does it. */
  readonly lookup?: LookupAll;
  readonly reader?: DirectReader;
  /** Told of each step that was done. `addresses`: what DNS said. */
  readonly onStep?: (
    step: DialStep,
    more: { readonly addresses?: readonly string[]; readonly socket?: Socket },
  ) => void;
}

/**
 * Opens a connection by a route: DNS, TCP, for a proxy TLS to it and CONNECT, TLS to the target. One function for
 * every way, so that what `network check` shows is what a call does, and whatever a target's settings say holds
 * through a proxy too. HTTP/1.1 only: one request a connection at a time, so that a connection that breaks says for
 * each request what became of it.
 *
 * @throws `DialError`.
 */
export async function dial(
  route: Route,
  { deadline, lookup = dnsLookup, reader, onStep = () => {} }: DialOptions,
): Promise<Socket> {
  const signal = AbortSignal.timeout(deadline);
  const { target, proxy, tls } = route;
  const denyBy = proxy === undefined ? route.denyPrivateBy : undefined;
  const who = proxy === undefined ? '' : `the proxy ${proxy.shown}: `;
  const behind = proxy === undefined ? '' : `, through the proxy ${proxy.shown}`;
  const opened: Socket[] = [];
  try {
    const names = { lookup, onAddresses: (addresses: readonly string[]) => onStep('dns', { addresses }) };
    // TLS and a proxy's tunnel read for themselves.
    const direct = proxy === undefined && !target.isTls ? reader : undefined;
    const tcp = await openTcp(proxy?.place ?? target, denyBy, signal, names, direct).catch(
      wrap({ who, kind: 'network', deadline }),
    );
    opened.push(tcp);
    onStep('tcp', { socket: tcp });
    let socket: Socket = tcp;
    // Whoever is spoken through from now on tells its errors to what speaks through it.
    const through = (inner: Socket) => inner.on('error', () => {});
    if (proxy !== undefined) {
      if (proxy.place.isTls) {
        through(socket);
        socket = await openTls(socket, proxy.place.host, proxy.tls, signal).catch(
          wrap({ who, kind: 'tls', deadline }),
        );
        opened.push(socket);
        onStep('proxy tls', { socket });
      }
      socket = await openTunnel(socket, target, proxy, signal).catch(
        wrap({ who, kind: 'network', deadline }),
      );
      onStep('connect', { socket });
    }
    if (target.isTls) {
      through(socket);
      socket = await openTls(socket, target.host, tls, signal).catch(wrap({ behind, kind: 'tls', deadline }));
      onStep('tls', { socket });
    }
    return socket;
  } catch (error) {
    for (const socket of opened.reverse()) socket.on('error', () => {}).destroy();
    throw error;
  }
}

interface Failing {
  /** Before the words. */
  readonly who?: string;
  /** After them. */
  readonly behind?: string;
  readonly kind: 'network' | 'tls';
  readonly deadline: number;
}

/** Says in words whose failure it was. */
function wrap({ who = '', behind = '', kind, deadline }: Failing) {
  return (error: unknown): never => {
    if (error instanceof DialError) throw error;
    if (error instanceof Error && error.name === 'TimeoutError') {
      const what = kind === 'tls' ? 'the TLS handshake was not over' : 'there was no connection';
      const time = `within ${deadline / 1000} s`;
      throw new DialError('network', 'TIMEOUT', `${who}${what} ${time}${behind}`, { cause: error });
    }
    const { code, words } = failureInWords(error);
    // A handshake that a reset ends is TLS that failed, too.
    throw new DialError(kind, code, `${who}${words}${behind}`, { cause: error });
  };
}

/** Settles with the first of: the event `done`, an error, a close, the end of the signal. The socket is destroyed in the latter ones. */
function until<S extends Socket>(socket: S, done: string, signal: AbortSignal, closed: string): Promise<S> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      socket.off(done, onDone).off('error', onError).off('close', onClose);
      signal.removeEventListener('abort', onAbort);
      act();
    };
    const fail = (error: unknown) =>
      settle(() => {
        socket.on('error', () => {}).destroy();
        reject(error);
      });
    const onDone = () => settle(() => resolve(socket));
    const onError = (error: unknown) => fail(error);
    const onClose = () => fail(new Error(closed));
    const onAbort = () => fail(signal.reason);
    socket.on(done, onDone).on('error', onError).on('close', onClose);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort);
  });
}

/** How names become addresses, and who is told of them. */
interface Names {
  readonly lookup: LookupAll;
  readonly onAddresses: (addresses: readonly string[]) => void;
}

function openTcp(
  { host, port }: Place,
  denyBy: string | undefined,
  signal: AbortSignal,
  names: Names,
  reader?: DirectReader,
): Promise<Socket> {
  // A lookup is not made for an address.
  if (denyBy !== undefined && isIP(host) !== 0 && isPrivateAddress(host))
    return Promise.reject(refusedAddress(host, denyBy));
  if (isIP(host) !== 0) names.onAddresses([host]);
  const socket = tcpConnect({
    host,
    port,
    lookup: lookupFor(denyBy, names),
    ...(reader !== undefined && { onread: readingBy(reader) }),
  });
  socket.setNoDelay(true).setKeepAlive(true, 60_000);
  return until(socket, 'connect', signal, 'the connection was closed before it was open');
}

function readingBy(reader: DirectReader): OnReadOpts {
  reader.isUsed = true;
  return {
    buffer: readBuffer,
    callback: (length) => {
      reader.take(readBuffer.subarray(0, length));
      return true;
    },
  };
}

function refusedAddress(what: string, denyBy: string): DialError {
  return new DialError(
    'denied',
    'PRIVATE_ADDRESS',
    `${what} is an address of this machine or its network, which ${denyBy} refuses`,
  );
}

/** Checks the very addresses that are called afterwards, so that a name can not change its mind in between. */
function lookupFor(denyBy: string | undefined, { lookup, onAddresses }: Names): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) {
        callback(error, '', 0);
        return;
      }
      onAddresses(found.map(({ address }) => address));
      const usable = denyBy === undefined ? found : found.filter(({ address }) => !isPrivateAddress(address));
      const [first] = usable;
      if (first === undefined)
        callback(
          refusedAddress(`${hostname} (${found.map(({ address }) => address).join(', ')})`, denyBy ?? ''),
          '',
          0,
        );
      else if (options.all === true) callback(null, usable);
      else callback(null, first.address, first.family);
    });
  };
}

async function openTls(
  socket: Socket,
  host: string,
  tls: TlsChoice,
  signal: AbortSignal,
): Promise<TLSSocket> {
  const { secureContext, rejectUnauthorized, checkServerIdentity } = tls;
  const secure = tlsConnect({
    secureContext,
    rejectUnauthorized,
    ...(checkServerIdentity && { checkServerIdentity }),
    socket,
    host,
    // An address has no place in SNI.
    ...(isIP(host) === 0 && { servername: host }),
    ALPNProtocols: ['http/1.1'],
  });
  return until(secure, 'secureConnect', signal, 'the connection was closed during the TLS handshake');
}

/** Asks a proxy for a tunnel to the target. */
function openTunnel(socket: Socket, target: Place, proxy: ProxyRoute, signal: AbortSignal): Promise<Socket> {
  const authority = authorityOf(target);
  return new Promise((resolve, reject) => {
    const request = httpRequest({
      method: 'CONNECT',
      path: authority,
      headers: { host: authority, 'user-agent': 'tocsin', ...proxy.headers },
      createConnection: () => socket,
      signal,
    });
    // Node would ask the proxy to close a connection that no agent keeps.
    request.removeHeader('connection');
    request.once('connect', (answer, tunnel: Socket, head) => {
      const { statusCode = 0, statusMessage = '' } = answer;
      if (statusCode >= 200 && statusCode <= 299) {
        if (head.length > 0) tunnel.unshift(head);
        resolve(tunnel);
        return;
      }
      reject(refusedTunnel(proxy, statusCode, statusMessage));
    });
    // What is no answer to CONNECT is one all the same.
    request.once('response', ({ statusCode = 0, statusMessage = '' }) =>
      reject(refusedTunnel(proxy, statusCode, statusMessage)),
    );
    request.on('error', (error) => reject(signal.aborted ? signal.reason : error));
    request.end();
  });
}

function refusedTunnel({ shown }: ProxyRoute, status: number, reason: string): DialError {
  // Some say 401, which is a server's word.
  if (status === 407 || status === 401) {
    const words = `the proxy ${shown} asks for credentials, or does not take those it got (${status})`;
    return new DialError('network', 'PROXY_CREDENTIALS', words, { asksForCredentials: true });
  }
  const said = /^[\x20-\x7e]{1,80}$/.test(reason) ? ` ${reason}` : '';
  return new DialError(
    'network',
    'PROXY_REFUSED',
    `the proxy ${shown} refused the tunnel (${status}${said})`,
  );
}
