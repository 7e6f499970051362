import type { TlsChoice } from './tls-choice.ts';

/** One end of a connection. */
export interface Place {
  readonly isTls: boolean;
  /** A name or an IP address, IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
}

/** A forward proxy, reached by CONNECT whatever the target is. */
export interface ProxyRoute {
  readonly place: Place;
  /** For people: without user and password. */
  readonly shown: string;
  /** Sent with CONNECT, and to nobody else. */
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: TlsChoice;
  /** For people: which setting says whom to believe. */
  readonly trustedBy: string;
  /** For people: which setting or variable names it. */
  readonly by: string;
}

/** How one target is reached. */
export interface Route {
  readonly target: Place;
  /** Absent: directly. */
  readonly proxy?: ProxyRoute;
  /** For people: why this way. */
  readonly why: string;
  readonly tls: TlsChoice;
  /** For people: which setting says whom to believe. */
  readonly trustedBy: string;
  /**
   * The setting that refuses addresses of this machine and its network; absent: none does. Through a proxy nobody here
   * knows the address.
   */
  readonly denyPrivateBy?: string;
}

/** Where a URL leads. */
export function placeOf(url: URL): Place {
  const isTls = url.protocol === 'https:';
  const port = url.port === '' ? (isTls ? 443 : 80) : Number(url.port);
  return { isTls, host: url.hostname.replace(/^\[|\]$/g, ''), port };
}

/** `host:port`, IPv6 in brackets. */
export function authorityOf({ host, port }: Place): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
