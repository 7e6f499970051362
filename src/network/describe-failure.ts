import { DialError } from './dial-error.ts';

const explanations: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there (connection refused)',
  ECONNRESET: 'the connection was reset by the other side',
  ENOTFOUND: 'the host name has no address (DNS)',
  EAI_AGAIN: 'the host name could not be looked up (DNS did not answer)',
  EHOSTUNREACH: 'there is no route to the host',
  ENETUNREACH: 'there is no route to the network',
  ETIMEDOUT: 'the connection attempt timed out',
  EPIPE: 'the connection was closed while the request was being sent',
  CONNECTION_CLOSED: 'the connection was closed before an answer came',
  NOT_HTTP: 'what came is no answer in HTTP',
  HEADERS_TOO_LARGE: 'the headers of the answer are too large',
  UND_ERR_CONNECT_TIMEOUT: 'the connection attempt timed out',
  UND_ERR_SOCKET: 'the connection was closed before an answer came',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the answer has another length than it says',
  UND_ERR_HEADERS_OVERFLOW: 'the headers of the answer are too large',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate was signed by an authority that is not trusted here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate was signed by an authority that is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT: 'its certificate was signed by an authority that is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate was signed by an authority that is not trusted here',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host name',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'it wants a client certificate, and got none',
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: 'it does not trust the client certificate that it was shown',
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE:
    'no way of encryption was agreed on, or it wants a client certificate',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS there',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it does not speak TLS there',
};

/** What the same codes mean when an answer has begun. */
const midway: Record<string, string> = {
  CONNECTION_CLOSED: 'the connection was closed in the middle of the answer',
  UND_ERR_SOCKET: 'the connection was closed in the middle of the answer',
  HPE_INVALID_EOF_STATE: 'the connection was closed in the middle of the answer',
};

/** The code of a system error or one of OpenSSL's; '' where there is none. */
export function codeOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') {
    return error.code;
  }
  return '';
}

/** The innermost error that carries a code: Node wraps the tries of several addresses into one AggregateError. */
export function innermost(error: unknown): unknown {
  if (error instanceof AggregateError && error.errors.length > 0) return innermost(error.errors[0]);
  if (codeOf(error) === '' && error instanceof Error && error.cause !== undefined) {
    return innermost(error.cause);
  }
  return error;
}

/** Node's and OpenSSL's codes of a handshake that failed, whoever's fault it was. */
const tlsCode =
  /^(CERT_|ERR_TLS_|ERR_SSL_|EPROTO$|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|CRL_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_)/;

/** Of undici's parser, whose codes are many and mostly missing. */
const garbage = (error: unknown) =>
  error instanceof Error && error.name === 'HTTPParserError' ? 'what came is no answer in HTTP' : undefined;

/** What went wrong in words, with the code in brackets, for searching. `hasBegun`: the answer has. */
export function failureInWords(
  error: unknown,
  hasBegun = false,
): { kind: 'network' | 'tls'; code: string; words: string } {
  const inner = innermost(error);
  const code = codeOf(inner);
  const known = (hasBegun ? midway[code] : undefined) ?? explanations[code] ?? garbage(inner);
  const words = known ?? (inner instanceof Error ? inner.message : String(inner));
  return {
    kind: tlsCode.test(code) ? 'tls' : 'network',
    code,
    words: code === '' ? words : `${words} [${code}]`,
  };
}

/** Sorts a failure of a call to `origin` and says it in words. `hasBegun`: its answer has. */
export function describeFailure(
  error: unknown,
  origin: string,
  hasBegun = false,
): { cause: 'network' | 'tls' | 'denied'; message: string } {
  const { kind, words } = error instanceof DialError ? error : failureInWords(error, hasBegun);
  return { cause: kind, message: `${origin} could not be called: ${words}` };
}
