/** Who makes a request. */
export type Caller =
  /** `session`: signed in by this one, and not by the password itself. */
  | { readonly kind: 'user'; readonly name: string; readonly session?: CallerSession }
  | { readonly kind: 'api_key'; readonly id: string; readonly name: string }
  /** A command on the same machine that could read the data directory's local token. */
  | { readonly kind: 'local' };

/** The browser session that a request came with. */
export interface CallerSession {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** The user to be noted as the maker of something, or `null` when it was no user. */
export function userNameOf(caller: Caller): string | null {
  return caller.kind === 'user' ? caller.name : null;
}

/** The id of the session that the request came with, if it came with one. */
export function sessionIdOf(caller: Caller | undefined): string | undefined {
  return caller?.kind === 'user' ? caller.session?.id : undefined;
}
