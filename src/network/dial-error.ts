/** Why a connection was not had. Its `words` follow "… could not be called: " and hold no secret. */
export class DialError extends Error {
  readonly code: string;
  readonly kind: 'network' | 'tls' | 'denied';
  readonly words: string;
  /** The proxy asks who we are (407): it speaks of us, not of the moment. */
  readonly asksForCredentials: boolean;

  constructor(
    kind: 'network' | 'tls' | 'denied',
    code: string,
    words: string,
    more: { readonly cause?: unknown; readonly asksForCredentials?: boolean } = {},
  ) {
    super(words, { cause: more.cause });
    this.name = 'DialError';
    this.kind = kind;
    // undici treats some codes in its own way, and would try such a call again for ever.
    this.code = `DIAL_${code}`;
    this.words = words;
    this.asksForCredentials = more.asksForCredentials ?? false;
  }
}
