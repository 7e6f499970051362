import { isLoopbackHost } from './loopback-host.ts';
import { type SettingsProblem, showValue, valueProblem } from './problem.ts';
import type { Settings } from './settings.ts';
import type { Place } from './sources/given-value.ts';
import { formatDuration } from './values/duration.ts';

/** What the checks of several settings need to know besides the settings themselves. */
export interface Origins {
  /** Where the value in force, or a part of it, was given; a default has no place of its own. */
  placeOf(key: string, path?: readonly PropertyKey[]): Place;
  /** Whether the value in force was given, and is not the default. */
  isGiven(key: string): boolean;
  /** Settings whose value was refused: nothing more is to be said about them. */
  isRefused(key: string): boolean;
}

/** Finds what is wrong between settings that are each right by themselves. */
export function checkTogether(settings: Settings, origins: Origins): SettingsProblem[] {
  return [
    ...checkTlsPair(settings, origins),
    ...checkPlaintext(settings, origins),
    ...checkWatchdog(settings, origins),
  ];
}

function checkTlsPair({ server }: Settings, origins: Origins): SettingsProblem[] {
  const [certificate, key] = ['server.ssl.certificate', 'server.ssl.key'] as const;
  if (origins.isRefused(certificate) || origins.isRefused(key)) return [];
  if ((server.ssl.certificate === undefined) === (server.ssl.key === undefined)) return [];
  const [given, missing] = server.ssl.key === undefined ? [certificate, key] : [key, certificate];
  const value = showValue(server.ssl.certificate ?? server.ssl.key, false);
  return [valueProblem(given, origins.placeOf(given), value, `it needs ${missing} too; set both or neither`)];
}

/** Beyond this machine passwords need TLS, brought by Tocsin or by a proxy, or someone's word that they do not. */
function checkPlaintext({ server }: Settings, origins: Origins): SettingsProblem[] {
  const ways = [
    'server.host',
    'server.ssl.certificate',
    'server.ssl.key',
    'server.trustedProxies',
    'server.allowPlaintext',
  ];
  if (ways.some((key) => origins.isRefused(key))) return [];
  const encrypted = server.ssl.certificate !== undefined || server.ssl.key !== undefined;
  if (isLoopbackHost(server.host) || encrypted || server.trustedProxies.length > 0 || server.allowPlaintext)
    return [];
  return [
    valueProblem(
      'server.host',
      origins.placeOf('server.host'),
      showValue(server.host, false),
      'other machines can reach this address, and passwords would cross the network unencrypted; ' +
        'set server.ssl.certificate and server.ssl.key, or name the proxy that brings TLS in server.trustedProxies, ' +
        'or set server.allowPlaintext: true',
    ),
  ];
}

/** A delay that nobody would hear of is a mistake of whoever set it. */
function checkWatchdog({ watchdog }: Settings, origins: Origins): SettingsProblem[] {
  const [delay, url, connector] = ['watchdog.maxDelay', 'watchdog.url', 'watchdog.connector'] as const;
  if (!origins.isGiven(delay) || [delay, url, connector].some((key) => origins.isRefused(key))) return [];
  if (watchdog.url !== undefined || watchdog.connector !== undefined) return [];
  const rule = `nobody would hear of it; set ${connector}, through which Tocsin then pages, or ${url}, or remove it`;
  return [
    valueProblem(delay, origins.placeOf(delay), showValue(formatDuration(watchdog.maxDelay), false), rule),
  ];
}
