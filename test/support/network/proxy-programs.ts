import { installedProgram } from '../installed-program.ts';

export const tinyproxyProgram = () =>
  installedProgram('tinyproxy-bin', '/usr/bin/tinyproxy', { withLibraries: true });
export const squidProgram = () =>
  installedProgram('squid-openssl', '/usr/sbin/squid', { withLibraries: true });

/** Has both forward proxies at hand, once, before files that run side by side each install them. */
export async function prepareProxies(): Promise<void> {
  await tinyproxyProgram();
  await squidProgram();
}
