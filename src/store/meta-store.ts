/** Single facts about this installation, by name. */
export interface MetaStore {
  get(name: string): Promise<string | undefined>;
  set(name: string, value: string): Promise<void>;
  /** Keeps `value` unless the fact is there already, in one step; returns what is kept then. */
  setIfAbsent(name: string, value: string): Promise<string>;
}
