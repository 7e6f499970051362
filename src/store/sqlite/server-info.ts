import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

const serverInfo = z.object({
  pid: z.int(),
  /** Where it can be called; `null` until it listens. */
  url: z.string().nullable(),
  /** ISO 8601. */
  startedAt: z.string(),
  version: z.string(),
  /** The PEM file of its certificate, when it speaks TLS: commands on this machine know it by that. */
  certificate: z.string().optional(),
});

/** What the process that serves a data directory says of itself, in `server.json`. */
export type ServerInfo = z.infer<typeof serverInfo>;

/** Writes it in one step, so that nobody reads half of it. */
export function writeServerInfo(file: string, info: ServerInfo): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const unfinished = `${file}.unfinished-${info.pid}`;
  writeFileSync(unfinished, `${JSON.stringify(info, null, 2)}\n`, { mode: 0o600 });
  renameSync(unfinished, file);
}

export function removeServerInfo(file: string): void {
  rmSync(file, { force: true });
}

/** `undefined` when there is none, or none that can be read: it only ever explains, so that is no error. */
export function parseServerInfo(file: string): ServerInfo | undefined {
  try {
    return serverInfo.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}
