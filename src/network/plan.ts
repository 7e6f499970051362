import { createHash } from 'node:crypto';
import { type Environment, environmentProxy } from './environment-proxy.ts';
import { matchesHost } from './host-patterns.ts';
import type { CustomHost, NetworkSection, NetworkSettings } from './network-settings.ts';
import { type ProxyRoute, placeOf, type Route } from './route.ts';
import { checkAuthorities, type TlsChoice, tlsChoice } from './tls-choice.ts';

/** Reads a text file. Throws when it can not. */
export type ReadText = (path: string) => string;

/** How every host is reached under certain settings, with the files that they name as they were. */
export interface Plan {
  /** The way to a URL, whoever asks for it. */
  routeTo(url: URL): Route;
  /** The files whose contents are in it. */
  readonly files: readonly string[];
  /** Plans with the same one reach every host in the same way. */
  readonly fingerprint: string;
}

/** A file that the settings name and that can not be used. */
export class UnusableFile extends Error {}

/**
 * Makes the plan.
 *
 * @throws `UnusableFile`.
 */
export function makePlan(
  settings: NetworkSettings,
  env: Environment,
  readText: ReadText,
  section: NetworkSection = 'actions',
): Plan {
  const read = new Map<string, string>();
  const contents = (files: readonly string[]) =>
    files.map((file) => {
      const text = read.get(file) ?? textOf(file, readText);
      read.set(file, text);
      return text;
    });
  const { ssl } = settings;
  const ofAll = { tls: tlsChoice(ssl.verificationMode), by: `${section}.ssl.verificationMode` };
  const ofHost = new Map(
    // The first of several with one address counts, as in Kibana.
    settings.customHostSettings
      .toReversed()
      .map((host) => [
        host.url,
        { tls: choiceOf(host, contents, section), by: `${section}.customHostSettings (${host.url})` },
      ]),
  );
  const proxyFor = proxies(settings, env, contents, section);
  const denying = settings.denyPrivateAddresses ? { denyPrivateBy: `${section}.denyPrivateAddresses` } : {};
  const digest = createHash('sha256').update(JSON.stringify([partsOf(settings), [...read]]));
  for (const proxy of proxyFor.fromEnvironment) digest.update(proxy);
  return {
    routeTo: (url) => {
      const { tls, by: trustedBy } = ofHost.get(url.origin) ?? ofAll;
      const { proxy, why } = proxyFor(url);
      return { target: placeOf(url), ...(proxy && { proxy }), why, tls, trustedBy, ...denying };
    },
    files: [...read.keys()],
    fingerprint: digest.digest('base64'),
  };
}

/** What of the settings says how a host is reached: whoever hands them over may have more in them. */
function partsOf(settings: NetworkSettings) {
  const { proxyUrl, proxyHeaders, proxyBypassHosts, proxyOnlyHosts, proxyFromEnvironment, ssl } = settings;
  const { customHostSettings, maxResponseContentLength, denyPrivateAddresses } = settings;
  const proxy = [proxyUrl, proxyHeaders, proxyBypassHosts, proxyOnlyHosts, proxyFromEnvironment];
  return [proxy, ssl, customHostSettings, maxResponseContentLength, denyPrivateAddresses];
}

function textOf(file: string, readText: ReadText): string {
  try {
    return readText(file);
  } catch (error) {
    throw new UnusableFile(`${file} can not be read`, { cause: error });
  }
}

type Contents = (files: readonly string[]) => string[];

function choiceOf({ url, ssl }: CustomHost, contents: Contents, section: NetworkSection): TlsChoice {
  const authorities = [
    ...(ssl.certificateAuthoritiesData === undefined ? [] : [ssl.certificateAuthoritiesData]),
    ...authoritiesIn(ssl.certificateAuthoritiesFiles, contents),
  ];
  const [certificate] = ssl.certificate === undefined ? [] : contents([ssl.certificate]);
  const [key] = ssl.key === undefined ? [] : contents([ssl.key]);
  const { keyPassphrase } = ssl;
  return usable(`what ${section}.customHostSettings names for ${url}`, () =>
    tlsChoice(ssl.verificationMode, {
      ...(authorities.length > 0 && { authorities: authorities.join('\n') }),
      ...(certificate !== undefined && { certificate }),
      ...(key !== undefined && { key }),
      ...(keyPassphrase !== undefined && { keyPassphrase }),
    }),
  );
}

function authoritiesIn(files: readonly string[], contents: Contents): string[] {
  return contents(files).map((text, index) => {
    try {
      checkAuthorities(text);
      return text;
    } catch (error) {
      throw new UnusableFile(`${files[index]} holds no certificates, or a broken one`, { cause: error });
    }
  });
}

function usable(what: string, make: () => TlsChoice): TlsChoice {
  try {
    return make();
  } catch (error) {
    // OpenSSL's words may hold a part of what it read.
    throw new UnusableFile(`${what} can not be used: a certificate or key in it is not what it should be`, {
      cause: error,
    });
  }
}

interface ProxyChoice {
  readonly proxy?: ProxyRoute;
  readonly why: string;
}

/** Which proxy a URL goes through (contract 3.5). */
function proxies(settings: NetworkSettings, env: Environment, contents: Contents, section: NetworkSection) {
  const { proxyUrl, proxyHeaders, proxyBypassHosts, proxyOnlyHosts, ssl } = settings;
  const files = authoritiesIn(ssl.proxyCertificateAuthoritiesFiles, contents);
  const authorities = files.length === 0 ? {} : { authorities: files.join('\n') };
  const tls = usable(`what ${section}.ssl.proxyCertificateAuthoritiesFiles names`, () =>
    tlsChoice(ssl.proxyVerificationMode, authorities),
  );
  const trustedBy = `${section}.ssl.proxyVerificationMode`;
  const made = new Map<string, ProxyRoute>();
  const routeBy = (value: string, by: string): ProxyRoute =>
    made.getOrInsertComputed(`${by} ${value}`, () => {
      const url = new URL(value);
      const headers = headersFor(url, proxyHeaders);
      return { place: placeOf(url), shown: url.origin, headers, tls, trustedBy, by };
    });
  const choose = (url: URL): ProxyChoice => {
    const named = proxyUrl === undefined ? undefined : { value: proxyUrl, variable: `${section}.proxyUrl` };
    const given = settings.proxyFromEnvironment ? environmentProxy(url, env) : named;
    if (given === undefined) return { why: nobodyNamesOne(settings, section) };
    if (proxyBypassHosts !== undefined && matchesHost(url.hostname, proxyBypassHosts)) {
      return { why: `${section}.proxyBypassHosts names the host` };
    }
    if (proxyOnlyHosts !== undefined && !matchesHost(url.hostname, proxyOnlyHosts)) {
      return { why: `${section}.proxyOnlyHosts does not name the host` };
    }
    return { proxy: routeBy(given.value, given.variable), why: `${given.variable} names the proxy` };
  };
  const fromEnvironment = settings.proxyFromEnvironment
    ? Object.keys(env)
        .filter((name) => /^(https?|all|no)_proxy$/i.test(name))
        .map((name) => `${name}=${env[name]}`)
    : [];
  return Object.assign(choose, { fromEnvironment });
}

function nobodyNamesOne({ proxyFromEnvironment }: NetworkSettings, section: NetworkSection): string {
  return proxyFromEnvironment
    ? 'the environment names no proxy for the host'
    : `${section}.proxyUrl is not set`;
}

/** Credentials of the URL go first into a header; `proxyHeaders` may say otherwise. */
function headersFor(url: URL, more: Readonly<Record<string, string>>): Record<string, string> {
  const headers: Record<string, string> = {};
  if (url.username !== '' || url.password !== '') {
    const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    headers['proxy-authorization'] = `Basic ${Buffer.from(pair).toString('base64')}`;
  }
  for (const [name, value] of Object.entries(more)) headers[name.toLowerCase()] = value;
  return headers;
}
