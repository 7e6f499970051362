/**
 * What a page of ours may load and do: only what comes from this server, no scripts or styles written into the page,
 * no frames around it. Screens set styles through the DOM (`element.style`), which no policy has to allow.
 * Over plain HTTP nothing is upgraded: `upgrade-insecure-requests` is left out.
 */
export const policyDirectives = {
  'default-src': ["'self'"],
  'base-uri': ["'none'"],
  'connect-src': ["'self'"],
  'font-src': ["'self'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
  'img-src': ["'self'", 'data:'],
  'object-src': ["'none'"],
  'script-src': ["'self'"],
  'script-src-attr': ["'none'"],
  'style-src': ["'self'"],
  'worker-src': ["'self'"],
};

/**
 * The same for a page whose scripts add style elements: those that carry the nonce of this one answer count. What
 * Mantine and CodeMirror put together at run time has no file of its own.
 */
export function policyWithStyles(nonce: string): string {
  const directives = { ...policyDirectives, 'style-src': ["'self'", `'nonce-${nonce}'`] };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join(';');
}
