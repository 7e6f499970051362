/** Who makes a request. */
export type Caller =
  | { readonly kind: 'user'; readonly name: string }
  | { readonly kind: 'api_key'; readonly id: string; readonly name: string }
  /** A command on the same machine that could read the data directory's local token. */
  | { readonly kind: 'local' };

/** The user to be noted as the maker of something, or `null` when it was no user. */
export function userNameOf(caller: Caller): string | null {
  return caller.kind === 'user' ? caller.name : null;
}
