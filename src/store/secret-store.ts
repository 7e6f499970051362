/** A secret by which rules say who they are, as kept. Times are milliseconds since 1970. */
export interface SecretRow {
  readonly name: string;
  /** Of which kind it is; it says nothing of what is inside. */
  readonly type: string;
  /** Sealed by `rules/`; the store never sees what is inside. `null` when it is lost. */
  readonly sealed: Uint8Array | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface SecretStore {
  /** Keeps a new one, or replaces all but `createdAt` of the one with its name. */
  put(row: SecretRow): Promise<void>;
  find(name: string): Promise<SecretRow | undefined>;
  /** All of them, ordered by name. */
  list(): Promise<SecretRow[]>;
  /** False: there is none. */
  delete(name: string): Promise<boolean>;
  /** As `ConnectorStore.resealSecrets`; `id`: the name. */
  reseal(changes: { id: string; was: Uint8Array; now: Uint8Array | null }[]): Promise<number>;
}
