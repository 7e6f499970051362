import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { certificateChain } from './certificate-chain.ts';
import { failureInWords } from './describe-failure.ts';
import { type DialStep, dial } from './dial.ts';
import { DialError } from './dial-error.ts';
import type { NetworkSection } from './network-settings.ts';
import { isPrivateAddress } from './private-addresses.ts';
import { authorityOf, type Route } from './route.ts';
import type { TlsChoice, VerificationMode } from './tls-choice.ts';

/** One step to a host. What follows a step that failed was not tried, and is not told. */
export interface CheckedStep {
  readonly step: 'allowed' | 'route' | DialStep;
  readonly ok: boolean;
  /** A sentence for people. */
  readonly text: string;
  /** More about it, a line each. */
  readonly details: string[];
  /** Milliseconds; `null` where nothing was waited for. */
  readonly took: number | null;
}

export interface CheckInput {
  readonly url: URL;
  readonly isAllowed: boolean;
  readonly allowedHosts: readonly string[];
  /** Whose `allowedHosts` they are. */
  readonly section: NetworkSection;
  readonly route: Route;
  /** Why it is not called although its host is allowed; `undefined`: it is. */
  readonly denied: string | undefined;
  /** Milliseconds for all steps. */
  readonly deadline: number;
}

/**
 * Walks the way that a call to `url` would take and tells of each step, up to the moment before the request: nothing
 * is sent. It is the same way, by the same function. Never rejects.
 */
export async function checkHost(input: CheckInput): Promise<readonly CheckedStep[]> {
  const { isAllowed, route, denied, deadline } = input;
  const steps: CheckedStep[] = [allowedStep(input)];
  if (!isAllowed) return steps;
  steps.push(routeStep(route, input.section));
  if (denied !== undefined) {
    steps.push({ step: 'tcp', ok: false, text: sentence(denied), details: [], took: null });
    return steps;
  }
  let since = performance.now();
  const done = (step: DialStep, text: string, details: string[] = []) => {
    steps.push({ step, ok: true, text, details, took: Math.round(performance.now() - since) });
    since = performance.now();
  };
  const reached: DialStep[] = [];
  try {
    const socket = await dial(route, {
      deadline,
      onStep: (step, { addresses = [], socket: opened }) => {
        reached.push(step);
        done(
          step,
          textOf(step, route, addresses),
          opened === undefined ? [] : detailsOf(step, opened, route),
        );
      },
    });
    socket.on('error', () => {}).destroy();
  } catch (error) {
    const step = stepsOf(route).find((each) => !reached.includes(each)) ?? 'tcp';
    const words = error instanceof DialError ? error.words : failureInWords(error).words;
    const took = Math.round(performance.now() - since);
    const details = step === 'tls' || step === 'proxy tls' ? await shownBy(step, route, deadline) : [];
    steps.push({ step, ok: false, text: sentence(words), details, took });
  }
  return steps;
}

function stepsOf({ target, proxy }: Route): DialStep[] {
  const ofProxy: DialStep[] =
    proxy === undefined ? [] : [...(proxy.place.isTls ? ['proxy tls' as const] : []), 'connect'];
  return ['dns', 'tcp', ...ofProxy, ...(target.isTls ? ['tls' as const] : [])];
}

const sentence = (words: string) => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;

function allowedStep({ url, isAllowed: ok, allowedHosts: hosts, section }: CheckInput): CheckedStep {
  const { hostname } = url;
  const list = `${section}.allowedHosts ${hosts.length === 0 ? 'is empty' : `has ${hosts.join(', ')}`}`;
  const text = ok
    ? `${hostname} may be called: ${list}.`
    : `${hostname} may not be called: ${list}. Add the host there.`;
  return { step: 'allowed', ok, text, details: [], took: null };
}

function routeStep({ proxy, why, denyPrivateBy }: Route, section: NetworkSection): CheckedStep {
  const text =
    proxy === undefined ? `It is reached directly: ${why}.` : `It is reached through ${proxy.shown}: ${why}.`;
  const blind =
    denyPrivateBy !== undefined && proxy !== undefined
      ? [
          `The proxy looks the address up, so ${denyPrivateBy} can not see it: ${section}.allowedHosts alone decides.`,
        ]
      : [];
  return { step: 'route', ok: true, text, details: blind, took: null };
}

function textOf(step: DialStep, { target, proxy }: Route, addresses: readonly string[]): string {
  const near = proxy?.place ?? target;
  switch (step) {
    case 'dns': {
      const list = addresses.map((address) => (isPrivateAddress(address) ? `${address} (private)` : address));
      return addresses.length === 1 && addresses[0] === near.host
        ? `${list[0]} is an address: DNS is not asked.`
        : `${near.host} is ${list.join(', ')}.`;
    }
    case 'tcp':
      return `${authorityOf(near)} takes connections.`;
    case 'proxy tls':
      return `The proxy speaks TLS.`;
    case 'connect':
      return `The proxy opened a tunnel to ${authorityOf(target)}.`;
    case 'tls':
      return `${target.host} speaks TLS.`;
  }
}

function detailsOf(step: DialStep, socket: Socket, route: Route): string[] {
  if (!(socket instanceof TLSSocket)) return [];
  if (step === 'tls') return tlsDetails(socket, route.tls.mode, route.trustedBy);
  if (step === 'proxy tls' && route.proxy !== undefined)
    return tlsDetails(socket, route.proxy.tls.mode, route.proxy.trustedBy);
  return [];
}

function tlsDetails(socket: TLSSocket, mode: VerificationMode, by: string): string[] {
  const protocol = socket.getProtocol() ?? 'TLS';
  const why = socket.authorizationError;
  const doubt =
    why === null || why === undefined ? 'it would be trusted' : `it would not be trusted: ${inWords(why)}`;
  const trust = {
    none: `Its certificate is not checked (${by} is none); ${doubt}.`,
    certificate: `Its certificate is trusted; its host name is not compared (${by} is certificate).`,
    full: `Its certificate is trusted and names the host (${by} is full).`,
  };
  return [`${protocol}, ${socket.getCipher().name}`, trust[mode], ...certificateChain(socket)];
}

/** Node gives the code of OpenSSL, as a text or an error, whatever its types say. */
function inWords(why: unknown): string {
  return failureInWords(typeof why === 'string' ? Object.assign(new Error(why), { code: why }) : why).words;
}

/** What was shown in a handshake that failed: one more connection, believed whatever it shows, with nothing sent. */
async function shownBy(step: 'tls' | 'proxy tls', route: Route, deadline: number): Promise<string[]> {
  const { proxy } = route;
  const lenient: Route = {
    ...route,
    tls: believing(route.tls),
    ...(proxy && { proxy: { ...proxy, tls: believing(proxy.tls) } }),
  };
  let chain: string[] = [];
  try {
    const socket = await dial(lenient, {
      deadline,
      onStep: (each, { socket: opened }) => {
        if (each === step && opened instanceof TLSSocket) chain = certificateChain(opened);
      },
    });
    socket.on('error', () => {}).destroy();
  } catch {
    // What was seen until then is all there is.
  }
  return chain;
}

const believing = (tls: TlsChoice): TlsChoice => ({
  ...tls,
  rejectUnauthorized: false,
  checkServerIdentity: () => undefined,
});
