/** What can go wrong with an answer, whoever reads it. `describeFailure` has words for each. */
export type WireErrorCode = 'CONNECTION_CLOSED' | 'NOT_HTTP' | 'HEADERS_TOO_LARGE';

/** The other side did not answer as HTTP/1.1 has it. */
export class WireError extends Error {
  readonly code: WireErrorCode;

  /** `detail`: for whoever looks for the reason; never shown to users. */
  constructor(code: WireErrorCode, detail: string) {
    super(detail);
    this.name = 'WireError';
    this.code = code;
  }
}
