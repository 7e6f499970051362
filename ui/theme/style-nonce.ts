/** The nonce that this answer's Content-Security-Policy lets style elements through with. */
export function styleNonce(): string {
  return document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? '';
}
