import { isLoopbackHost } from '../config/loopback-host.ts';
import type { Settings } from '../config/settings.ts';

/** Whether a server with these settings plays a PagerDuty to practise on. */
export function hasSandbox({ sandbox, server }: Settings): boolean {
  return sandbox.enabled === 'auto' ? isLoopbackHost(server.host) : sandbox.enabled;
}
