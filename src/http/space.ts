/** What Kibana's space prefix (`/s/<space id>/…`) means for a path. */
export type SpacePath =
  | { readonly kind: 'path'; readonly url: string }
  | { readonly kind: 'unknown_space'; readonly space: string };

/** Takes the prefix of the default space off; Tocsin has no other. */
export function withoutSpace(url: string): SpacePath {
  const [, space, rest] = /^\/s\/([^/?#]*)(.*)$/.exec(url) ?? [];
  if (space === undefined || rest === undefined) return { kind: 'path', url };
  if (space !== 'default') return { kind: 'unknown_space', space };
  return { kind: 'path', url: rest.startsWith('/') ? rest : `/${rest}` };
}
