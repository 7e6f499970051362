/** A value that JSON can carry. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** A connector as kept. Times are milliseconds since 1970. */
export interface ConnectorRow {
  readonly id: string;
  readonly name: string;
  readonly typeId: string;
  readonly config: { [key: string]: Json };
  /** Sealed by `connectors/`; the store never sees what is inside. `null` when the secrets are missing. */
  readonly secrets: Uint8Array | null;
  /** Tocsin's own options of the connector. */
  readonly options: { [key: string]: Json };
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface ConnectorStore {
  /** `conflict`: a connector with this id exists; nothing was changed. */
  insert(row: ConnectorRow): Promise<'inserted' | 'conflict'>;
  find(id: string): Promise<ConnectorRow | undefined>;
  /** All connectors, ordered by id. */
  list(): Promise<ConnectorRow[]>;
  /** Replaces name, config and secrets; options stay. False: no such connector. */
  update(
    id: string,
    change: Pick<ConnectorRow, 'name' | 'config' | 'secrets' | 'updatedAt'>,
  ): Promise<boolean>;
  /** Replaces the options. False: no such connector. */
  updateOptions(id: string, options: ConnectorRow['options'], updatedAt: number): Promise<boolean>;
  /** False: no such connector. */
  delete(id: string): Promise<boolean>;
  /**
   * Replaces sealed secrets in one transaction, each only where they are still what they `were` (an edit that came
   * between wins). Returns how many were replaced.
   */
  resealSecrets(changes: { id: string; was: Uint8Array; now: Uint8Array | null }[]): Promise<number>;
}
