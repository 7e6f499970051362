/** The token of a heartbeat rule as kept. */
export interface HeartbeatTokenRow {
  readonly ruleId: string;
  /** When the rule was created; milliseconds since 1970. Another rule of the same id has another time, and another token. */
  readonly ruleCreatedAt: number;
  /** Keyed hash of the token, 32 bytes: what calls are known by. */
  readonly hash: Uint8Array;
  /** The token, sealed; `null`: it can not be shown any more, but calls with it are still known. */
  readonly sealed: Uint8Array | null;
}

/** The tokens of heartbeat rules, one a rule. They go with their rule (`RunCommit`, `removed`). */
export interface HeartbeatTokenStore {
  /** Replaces the one that the rule has. */
  put(row: HeartbeatTokenRow): Promise<void>;
  find(ruleId: string): Promise<HeartbeatTokenRow | undefined>;
  /** All of them, ordered by rule. */
  list(): Promise<HeartbeatTokenRow[]>;
  /**
   * Replaces sealed tokens in one transaction, each only where it is still what it `was`. Returns how many were
   * replaced.
   */
  reseal(changes: { id: string; was: Uint8Array; now: Uint8Array | null }[]): Promise<number>;
}
