import { z } from 'zod';

/** What is told about a setting besides its schema; docs, `config check` and every message are made from it. */
export interface SettingNotes<Input = unknown> {
  /** As one would write it in `tocsin.yml`; undefined where the setting may be absent. */
  readonly default: Input;
  /** Says what happens without a value where no default can be written down. */
  readonly defaultInWords?: string;
  /** Whole sentences, for people. */
  readonly description: string;
  /** What is allowed, with units, in words that follow "use ". */
  readonly format: string;
  /** As one would write it in `tocsin.yml`. */
  readonly example: Input;
  /** Other keys that mean the same, dotted. */
  readonly aliases?: readonly string[];
  /** The option of `serve` that sets it. */
  readonly flag?: string;
  /** Never shown: not in messages, not in `config check`. */
  readonly secret?: boolean;
  /** The environment and flags write it with commas. */
  readonly list?: boolean;
  /** The environment and flags write it as JSON. */
  readonly json?: boolean;
  /** A map whose keys people choose: in the file what is below it may be dotted, nested or both, as all of Kibana's is. */
  readonly keyed?: boolean;
  /** Of a list of groups: what may be shown of the value as it was written. */
  readonly show?: (raw: unknown) => unknown;
  /** Of a map or a list of groups: the parts of it that are never shown. */
  readonly isSecretPart?: (path: readonly PropertyKey[]) => boolean;
  /** Of a map in force: more parts that are not shown, as its own entries say. */
  readonly isHiddenPart?: (path: readonly PropertyKey[], value: unknown) => boolean;
  /** The key of the setting whose value the file named here holds. */
  readonly holds?: string;
  /** What is in force changes with the file when the server is sent a SIGHUP; other settings wait for a restart. */
  readonly reload?: boolean;
  /**
   * What a relative path starts from: the folder of `tocsin.yml` where it stands there (the environment and flags
   * always mean the current folder), or always the current folder.
   */
  readonly relativeTo?: 'settings file' | 'current folder';
  /** Where a value holds paths elsewhere than as itself or as the entries of a list: changes each of them. */
  readonly mapPaths?: (raw: unknown, change: (path: unknown) => unknown) => unknown;
}

/** One setting, complete: the notes, the schema and the names under which it can be given. */
export interface SettingDefinition extends SettingNotes {
  /** Dotted: "server.port". */
  readonly key: string;
  /** The environment variable: "TOCSIN_SERVER_PORT". */
  readonly variable: string;
  readonly schema: z.ZodType;
}

const notesOf = z.registry<SettingNotes>();

/** Makes a schema a setting. What is no setting in the tree of schemas is a section that holds some. */
export function setting<T extends z.ZodType>(schema: T, notes: SettingNotes<z.input<T>>): T {
  // A schema may be the base of several settings, and the registry knows one text a schema.
  const own = schema.clone();
  notesOf.add(own, notes);
  return own;
}

/** Every setting of a tree of schemas, in its order, with its dotted key. */
export function definitionsOf(section: z.ZodObject, prefix = ''): SettingDefinition[] {
  return Object.entries(section.shape).flatMap(([name, schema]) => {
    const key = `${prefix}${name}`;
    const notes = notesOf.get(schema);
    if (notes !== undefined && schema instanceof z.ZodType) {
      return [{ ...notes, key, schema, variable: variableOf(key) }];
    }
    if (schema instanceof z.ZodObject) return definitionsOf(schema, `${key}.`);
    throw new TypeError(`${key} is neither a setting nor a section`);
  });
}

/** "server.publicBaseUrl" is TOCSIN_SERVER_PUBLIC_BASE_URL. */
function variableOf(key: string): string {
  return `TOCSIN_${key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll('.', '_')
    .toUpperCase()}`;
}
