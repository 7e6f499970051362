import { isIP } from 'node:net';

const label = '[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?';
const hostName = new RegExp(`^(?=.{1,253}$)${label}(\\.${label})*$`, 'i');

/**
 * Says whether a text is a host name or an IPv4 address. Underscores pass, as DNS and container networks have
 * them. A last part of digits alone, as in "127.1", is no name: resolvers read it as an address, each its own way.
 */
export function isHostName(text: string): boolean {
  return isIP(text) === 4 || (hostName.test(text) && !/(^|\.)(\d+|0x[0-9a-f]*)$/i.test(text));
}
