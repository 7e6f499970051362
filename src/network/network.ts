import { lookup as dnsLookup } from 'node:dns';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { isAllowedUrl } from './allowed-hosts.ts';
import { maxAnswerBytes } from './call-once.ts';
import { callSource, type SourceOutcome, type SourceRequest } from './call-source.ts';
import { type CheckedStep, checkHost } from './check-host.ts';
import { ClientConnection } from './client-connection.ts';
import { Connections, type OpenSocket } from './connections.ts';
import { Deadlines } from './deadlines.ts';
import { dial } from './dial.ts';
import type { Environment } from './environment-proxy.ts';
import type { Line } from './exchange.ts';
import { type FileStamps, stampsOf } from './file-stamps.ts';
import { type GetRequest, get } from './get.ts';
import { type LookupAll, limitedLookup } from './limited-lookup.ts';
import type { NetworkSection, NetworkSettings } from './network-settings.ts';
import type { Outcome } from './outcome.ts';
import { makePlan, type Plan, type ReadText, UnusableFile } from './plan.ts';
import { type JsonRequest, postJson } from './post-json.ts';
import { authorityOf, placeOf, type Route } from './route.ts';
import { asksForCertificate, tlsChoice } from './tls-choice.ts';
import { WireConnection } from './wire/wire-connection.ts';

/** A connection must be there within this. */
const longestDial = 10_000;
/**
 * Of a call's time: so a call that gets no connection says what it waited for, and none waits behind an attempt that
 * nobody waits for any more.
 */
const shareOfDial = 2 / 3;
/** Files with certificates are looked at so often. */
const lookEvery = 5000;
/** Origins that connections are kept to at the most. */
const maxOrigins = 10_000;

/** This very server, which hosts the sandbox: allowed always, and believed under its own certificate. */
export interface OwnServer {
  readonly origin: string;
  /** Where the sandbox takes events. */
  readonly sandboxUrl: string;
  /** PEM, when it speaks TLS. */
  readonly certificate: string | undefined;
}

/** Whom we may call, and the connections that are kept open to them. */
export interface Network {
  isAllowed(url: string): boolean;
  /** Never rejects; the caller has asked `isAllowed` before. */
  post(request: JsonRequest): Promise<Outcome>;
  /** Ends every connection; calls under way end as `failed`. */
  close(): Promise<void>;
}

/** Calls to the systems that rules watch. */
export interface SourceCalls {
  /** Never rejects. */
  call(request: SourceRequest): Promise<SourceOutcome>;
  /** When the certificate ends that an https origin showed last, milliseconds since 1970. */
  certificateUntil(origin: string): number | undefined;
  /** Ends every connection; calls under way end as `failed`. */
  close(): Promise<void>;
}

/** Calls of Tocsin's own, which no connector makes: allowed hosts and private addresses do not matter to them. */
export interface OwnCalls {
  /** Never rejects. */
  get(request: GetRequest): Promise<Outcome>;
}

export interface NetworkControl {
  /**
   * Takes the settings, and the files that they name, as they are now. Says whether any host is reached in another way
   * since; connections of the old way finish what they do and are closed.
   *
   * @throws `UnusableFile`, and all stays as it was.
   */
  reload(): boolean;
}

export interface HostChecks {
  /** Says step by step how a host is reached. Nothing is sent to it. Never rejects. */
  check(url: URL): Promise<readonly CheckedStep[]>;
}

/** A file with certificates was changed: it is in force, or can not be used and the old one stays so. */
export type FileNews = { readonly usable: true } | { readonly usable: false; readonly why: string };

export interface NetworkOptions {
  /** Asked each time, because the port is known only once the server listens. */
  readonly ownServer: () => OwnServer | undefined;
  readonly env: Environment;
  readonly readText: ReadText;
  readonly onFiles?: (news: FileNews) => void;
}

/** What tells `tls.connect` to believe one certificate, whatever name it is reached under. */
const trusting = (certificate: string) => tlsChoice('certificate', { authorities: certificate });

type KeptLine = Line & { readonly connections: Connections };

/** What differs by whom connections are for. */
interface Use {
  readonly section: NetworkSection;
  /** More of an answer is not read, whatever the settings say. */
  readonly maxAnswerBytes: number;
  /** This server's sandbox is reached, whatever the settings say. */
  readonly reachesSandbox: boolean;
  /** So many names are looked up at once; absent: as many as there are. */
  readonly mostLookups?: number;
  /** Milliseconds after which a connection is not used for another call; 0: it is. */
  readonly connectionAge: number;
  /** What makes the calls. */
  readonly Kind: typeof WireConnection | typeof ClientConnection;
}

const connectors: Use = {
  section: 'actions',
  maxAnswerBytes,
  reachesSandbox: true,
  connectionAge: 0,
  Kind: WireConnection,
};
/** A certificate is seen with a new connection only, so none is kept for long. */
const rules: Use = {
  section: 'rules.sources',
  maxAnswerBytes: Number.POSITIVE_INFINITY,
  reachesSandbox: false,
  // Half of the threads that bin/tocsin.js gives a server.
  mostLookups: 8,
  connectionAge: 60_000,
  Kind: ClientConnection,
};

/** Opens connections as they are needed and keeps them for the next call to the same origin. */
export function createNetwork(
  settings: NetworkSettings,
  options: NetworkOptions,
): Network & OwnCalls & HostChecks & NetworkControl {
  return new ConnectionKeeper(settings, options, connectors);
}

/** The same for the systems that rules watch (`rules.sources.*`). */
export function createSourceNetwork(
  settings: NetworkSettings,
  options: NetworkOptions,
): SourceCalls & HostChecks & NetworkControl {
  return new ConnectionKeeper(settings, options, rules);
}

class ConnectionKeeper implements Network, SourceCalls, OwnCalls, HostChecks, NetworkControl {
  readonly #use: Use;
  readonly #settings: NetworkSettings;
  readonly #options: NetworkOptions;
  readonly #deadlines = new Deadlines();
  #plan: Plan;
  /** For connectors, and for calls of our own, which may reach where those may not. */
  #line: KeptLine;
  #ownLine: KeptLine;
  #stamps: FileStamps = '';
  #ownRoute: { readonly origin: string; readonly route: Route } | undefined;
  readonly #lookup: LookupAll;
  readonly #look: NodeJS.Timeout;
  /** Connections of an old way, until they have finished. */
  readonly #leaving = new Set<Connections>();
  /** Origins that ask for a client certificate, and whether they are shown one. */
  readonly #asking = new Map<string, boolean>();
  /** When the certificates end that were shown last, by origin. */
  readonly #certificates = new Map<string, number>();

  /** Handed on by itself. */
  readonly isAllowed = (url: string): boolean =>
    (this.#use.reachesSandbox && url === this.#options.ownServer()?.sandboxUrl) ||
    isAllowedUrl(url, this.#settings.allowedHosts);

  constructor(settings: NetworkSettings, options: NetworkOptions, use: Use) {
    this.#use = use;
    this.#settings = settings;
    this.#options = options;
    this.#lookup = use.mostLookups === undefined ? dnsLookup : limitedLookup(use.mostLookups, dnsLookup);
    this.#plan = this.#makePlan();
    this.#line = this.#newLine(false);
    this.#ownLine = this.#newLine(true);
    this.#look = setInterval(() => this.#lookAtFiles(), lookEvery).unref();
  }

  post(request: JsonRequest): Promise<Outcome> {
    const message = this.#deniedAtHome(request.url);
    if (message === undefined) return postJson(this.#line, request);
    const phase = 'before_request';
    return Promise.resolve({ kind: 'failed', phase, cause: 'denied', message, duration: 0 });
  }

  call(request: SourceRequest): Promise<SourceOutcome> {
    return callSource(this.#line, request, this.#whyNot);
  }

  certificateUntil(origin: string): number | undefined {
    return this.#certificates.get(origin);
  }

  readonly #whyNot = (url: URL): string | undefined => {
    if (this.isAllowed(url.href)) return this.#deniedAtHome(url);
    return `${url.origin} may not be called: ${this.#use.section}.allowedHosts does not name ${url.hostname}`;
  };

  /** Of this very server the sandbox alone is exempt from `actions.denyPrivateAddresses`, and nothing from that of rules. */
  #deniedAtHome(url: URL): string | undefined {
    if (!this.#settings.denyPrivateAddresses || this.#options.ownServer()?.origin !== url.origin)
      return undefined;
    const { section, reachesSandbox } = this.#use;
    if (reachesSandbox && url.pathname.startsWith('/sandbox/')) return undefined;
    const but = reachesSandbox ? ' but for its sandbox' : '';
    return `${url.origin} could not be called: it is this very server, which ${section}.denyPrivateAddresses refuses${but}`;
  }

  get(request: GetRequest): Promise<Outcome> {
    return get(this.#ownLine, request);
  }

  check(url: URL): Promise<readonly CheckedStep[]> {
    const { allowedHosts } = this.#settings;
    const deadline = this.#dialDeadline;
    return checkHost({
      url,
      isAllowed: this.isAllowed(url.href),
      allowedHosts,
      section: this.#use.section,
      route: this.#routeTo(url),
      denied: this.#deniedAtHome(url),
      deadline,
    });
  }

  reload(): boolean {
    const plan = this.#makePlan();
    const isSame = plan.fingerprint === this.#plan.fingerprint;
    this.#plan = plan;
    if (isSame) return false;
    const old = [this.#line, this.#ownLine];
    this.#line = this.#newLine(false);
    this.#ownLine = this.#newLine(true);
    for (const { connections } of old) {
      this.#leaving.add(connections);
      void connections.close().then(() => this.#leaving.delete(connections));
    }
    return true;
  }

  async close(): Promise<void> {
    clearInterval(this.#look);
    const all = [this.#line.connections, this.#ownLine.connections, ...this.#leaving];
    await Promise.all(all.map((connections) => connections.destroy()));
  }

  #makePlan(): Plan {
    const { env, readText } = this.#options;
    const plan = makePlan(this.#settings, env, readText, this.#use.section);
    this.#stamps = stampsOf(plan.files);
    return plan;
  }

  #newLine(isOwn: boolean): KeptLine {
    const open: OpenSocket = async (origin, reader) => {
      const route = this.#routeTo(new URL(origin), isOwn);
      const socket = await dial(route, {
        deadline: this.#dialDeadline,
        lookup: this.#lookup,
        ...(reader && { reader }),
      });
      this.#note(socket, route);
      return socket;
    };
    const { connectionAge, Kind } = this.#use;
    const most = Math.min(this.#settings.maxResponseContentLength, this.#use.maxAnswerBytes);
    const connections = new Connections({
      make: (origin, onRelease) => new Kind(origin, open, onRelease),
      mostAge: connectionAge,
    });
    return { connections, deadlines: this.#deadlines, maxAnswerBytes: most, remarkOn: this.#remarkOn };
  }

  get #dialDeadline(): number {
    return Math.min(longestDial, Math.round(this.#settings.responseTimeout * shareOfDial));
  }

  /** With TLS 1.3 a server refuses a client certificate, or the lack of one, when the handshake is over for us. */
  #note(socket: Socket, { target, tls }: Route): void {
    if (!(socket instanceof TLSSocket)) return;
    const { origin } = new URL(`https://${authorityOf(target)}`);
    if (asksForCertificate(socket)) this.#asking.set(origin, tls.showsCertificate);
    else this.#asking.delete(origin);
    if (this.#use.connectionAge === 0) return;
    const { validToDate } = socket.getPeerX509Certificate() ?? {};
    if (this.#certificates.size >= maxOrigins) this.#certificates.clear();
    if (validToDate !== undefined) this.#certificates.set(origin, validToDate.getTime());
  }

  readonly #remarkOn = (origin: string): string => {
    const shows = this.#asking.get(origin);
    if (shows === undefined) return '';
    const key = `${this.#use.section}.customHostSettings`;
    return shows
      ? `; it asks for a client certificate, and may not take the one that ${key} names for it`
      : `; it asks for a client certificate, and ${key} names none for it`;
  };

  #routeTo(url: URL, isOwn = false): Route {
    const own = this.#options.ownServer();
    if (own !== undefined && own.origin === url.origin) return this.#routeHome(url, own);
    const route = this.#plan.routeTo(url);
    if (!isOwn || route.denyPrivateBy === undefined) return route;
    const { denyPrivateBy: _, ...open } = route;
    return open;
  }

  /** No proxy leads to this very server, and no setting keeps us from it. */
  #routeHome(url: URL, { origin, certificate }: OwnServer): Route {
    if (this.#ownRoute?.origin !== origin) {
      const tls = certificate === undefined ? tlsChoice('full') : trusting(certificate);
      const why = 'it is this very server';
      const route = {
        target: placeOf(url),
        why,
        tls,
        trustedBy: 'server.ssl.certificate',
      };
      this.#ownRoute = { origin, route };
    }
    return this.#ownRoute.route;
  }

  #lookAtFiles(): void {
    if (stampsOf(this.#plan.files) === this.#stamps) return;
    const { onFiles = () => {} } = this.#options;
    try {
      if (this.reload()) onFiles({ usable: true });
    } catch (error) {
      if (!(error instanceof UnusableFile)) throw error;
      // Until it changes again: one bad file is told once.
      this.#stamps = stampsOf(this.#plan.files);
      onFiles({ usable: false, why: error.message });
    }
  }
}
