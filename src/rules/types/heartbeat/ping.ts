/** What a call says. */
export type PingKind = 'start' | 'success' | 'failure';

/** One call of one source. */
export interface Ping {
  readonly source: string;
  readonly kind: PingKind;
  readonly exitCode?: number | undefined;
  /** The end of what was sent along, as text; absent: nothing was. */
  readonly output?: string | undefined;
  /** When it came; milliseconds since 1970. */
  readonly at: number;
}

/**
 * Reads the last part of the path: `start`, `fail` or an exit code, of which 0 is success; Windows has some of ten
 * digits, and negative ones. Without one it is success. `undefined`: none of these.
 */
export function pingKindOf(word: string | undefined): Pick<Ping, 'kind' | 'exitCode'> | undefined {
  if (word === undefined) return { kind: 'success' };
  if (word === 'start') return { kind: 'start' };
  if (word === 'fail') return { kind: 'failure' };
  if (!/^-?[0-9]{1,10}$/.test(word)) return undefined;
  const exitCode = Number(word);
  return exitCode === 0 ? { kind: 'success', exitCode: 0 } : { kind: 'failure', exitCode };
}
