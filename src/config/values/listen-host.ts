import { isIP } from 'node:net';
import { isHostName } from './host-name.ts';
import type { ReadText } from './read-text.ts';

/** Reads what a server can listen on: an IP address, bare or in brackets, or a host name; no port. */
export function readListenHost(text: string): ReadText<string> {
  const bare = /^\[(.+)\]$/.exec(text)?.[1] ?? text;
  if (isIP(bare) === 6 || isHostName(text)) return { ok: true, value: bare.toLowerCase() };
  const [, host = '', port = ''] = /^([^:]+|\[.+\]):(\d+)$/.exec(text) ?? [];
  if (port !== '') return { ok: false, rule: `write "${host}" here and ${port} in server.port` };
  return { ok: false };
}
