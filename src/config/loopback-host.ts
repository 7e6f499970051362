import { BlockList, isIP } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/**
 * Says whether only this machine reaches a server that listens on `host`: 127.0.0.0/8, ::1 (with or without
 * brackets, also mapped IPv4), or "localhost". Any other name could resolve to anything and counts as not loopback.
 */
export function isLoopbackHost(host: string): boolean {
  const bare = /^\[(.+)\]$/.exec(host)?.[1] ?? host;
  const version = isIP(bare);
  if (version === 0) return /^localhost\.?$/i.test(bare);
  return loopback.check(bare, version === 4 ? 'ipv4' : 'ipv6');
}
