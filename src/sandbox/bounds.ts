/** How much a sandbox keeps; beyond, the oldest goes (of incidents, the longest resolved before any open one). */
export interface Bounds {
  readonly incidents: number;
  /** Log entries of one incident: the first half and the last half of them. */
  readonly logEntriesPerIncident: number;
  /** Log entries of all incidents together. */
  readonly logEntries: number;
  readonly calls: number;
  /** Bytes kept of the body of a call. */
  readonly callBody: number;
  readonly changes: number;
  /** Keys made, admitted or revoked; and keys with a mood of their own. */
  readonly keys: number;
  /** Keys whose calls of the last 60 s are counted. */
  readonly limiterKeys: number;
}

export const defaultBounds: Bounds = {
  incidents: 20_000,
  logEntriesPerIncident: 100,
  logEntries: 400_000,
  calls: 10_000,
  callBody: 4096,
  changes: 10_000,
  keys: 1000,
  limiterKeys: 10_000,
};
