import { Agent } from 'undici';
import { isAllowedUrl } from './allowed-hosts.ts';
import type { Line } from './call-once.ts';
import { Deadlines } from './deadlines.ts';
import { type GetRequest, get } from './get.ts';
import type { Outcome } from './outcome.ts';
import { type JsonRequest, postJson } from './post-json.ts';

export interface NetworkSettings {
  /** `actions.allowedHosts`: exact host names, or `*`. */
  readonly allowedHosts: readonly string[];
}

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

/** Calls of Tocsin's own, which no connector makes: `actions.allowedHosts` does not hold for them. */
export interface OwnCalls {
  /** Never rejects. */
  get(request: GetRequest): Promise<Outcome>;
}

/** Connections to a server that is known by its certificate itself, whatever name it is reached under. */
export function agentTrusting(certificate: string): Agent {
  return new Agent({
    connect: { ca: certificate, allowPartialTrustChain: true, checkServerIdentity: () => undefined },
  });
}

/**
 * Opens connections as they are needed and keeps them for the next call to the same origin. `ownServer` is asked
 * for each time, because the port is known only once the server listens.
 */
export function createNetwork(
  settings: NetworkSettings,
  ownServer: () => OwnServer | undefined,
): Network & OwnCalls {
  const agent = new Agent({ connectTimeout: 10_000, maxOrigins: 10_000 });
  const deadlines = new Deadlines();
  const line = { dispatcher: agent, deadlines };
  let ownAgent: Agent | undefined;
  function lineFor(url: URL): Line {
    const own = ownServer();
    if (own?.certificate === undefined || own.origin !== url.origin) return line;
    ownAgent ??= agentTrusting(own.certificate);
    return { dispatcher: ownAgent, deadlines };
  }
  return {
    isAllowed: (url) => url === ownServer()?.sandboxUrl || isAllowedUrl(url, settings.allowedHosts),
    post: (request) => postJson(lineFor(request.url), request),
    get: (request) => get(lineFor(request.url), request),
    close: async () => {
      await Promise.all([agent.destroy(), ownAgent?.destroy()]);
    },
  };
}
