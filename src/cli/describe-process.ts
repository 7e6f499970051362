import type { ServerInfo } from '../store/sqlite/server-info.ts';
import { version } from './version.ts';

/** What others who want the same data directory are told about this process. */
export function describeProcess(): ServerInfo {
  return { pid: process.pid, url: null, startedAt: new Date().toISOString(), version };
}
