import { isIP } from 'node:net';
import type { ReadText } from './read-text.ts';

/** Reads an IP address or a range of them in CIDR form, such as "10.0.0.0/8". */
export function readAddressRange(text: string): ReadText<string> {
  const [, address = '', , prefix] = /^([^/]+)(\/(\d{1,3}))?$/.exec(text) ?? [];
  const version = address.includes('%') ? 0 : isIP(address);
  if (version === 0) return { ok: false };
  if (prefix === undefined) return { ok: true, value: text };
  const bits = Number(prefix);
  if (bits === 0) return { ok: false, rule: 'this trusts every address there is; name the proxies alone' };
  return bits <= (version === 4 ? 32 : 128) ? { ok: true, value: text } : { ok: false };
}
