import { BlockList, isIPv4 } from 'node:net';

/**
 * What `denyPrivateAddresses` refuses: this machine, its network, networks of providers and of metadata
 * services, and what is no single host. Source: IANA's special-purpose address registries.
 */
const ranges: readonly (readonly [address: string, prefix: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  // Carrier-grade NAT; the metadata service of one cloud lives in it.
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // Link-local, and the metadata service of most clouds.
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['::', 128],
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];

/** Ranges whose addresses hold an IPv4 address, and where in them it begins, in bytes: 6to4 and NAT64. */
const embedding = new BlockList();
embedding.addSubnet('2002::', 16, 'ipv6');
const translated = new BlockList();
translated.addSubnet('64:ff9b::', 96, 'ipv6');
translated.addSubnet('::', 96, 'ipv6');

const privateOnes = new BlockList();
for (const [address, prefix] of ranges) {
  privateOnes.addSubnet(address, prefix, isIPv4(address) ? 'ipv4' : 'ipv6');
}

/** Says whether an IP address (without brackets) is one that only this machine or its network gives a meaning. */
export function isPrivateAddress(address: string): boolean {
  if (isIPv4(address)) return privateOnes.check(address, 'ipv4');
  // A zone, as in fe80::1%eth0, is only there for link-local ones.
  if (address.includes('%')) return true;
  if (privateOnes.check(address, 'ipv6')) return true;
  if (embedding.check(address, 'ipv6')) return isPrivateAddress(embeddedIn(address, 1));
  return translated.check(address, 'ipv6') && isPrivateAddress(embeddedIn(address, 6));
}

/** The IPv4 address in two of the eight groups of an IPv6 address. */
function embeddedIn(address: string, group: number): string {
  const groups = groupsOf(address);
  const [high = 0, low = 0] = groups.slice(group, group + 2);
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** The eight numbers of an IPv6 address; `URL` writes one in its shortest form, without an IPv4 tail. */
function groupsOf(address: string): number[] {
  const shortest = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [before = '', after] = shortest.split('::');
  const numbers = (text: string | undefined) =>
    text === undefined || text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
  const [left, right] = [numbers(before), numbers(after)];
  return after === undefined ? left : [...left, ...Array(8 - left.length - right.length).fill(0), ...right];
}
