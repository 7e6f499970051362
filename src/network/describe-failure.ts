const explanations: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there (connection refused)',
  ECONNRESET: 'the connection was reset by the other side',
  ENOTFOUND: 'the host name has no address (DNS)',
  EAI_AGAIN: 'the host name could not be looked up (DNS did not answer)',
  EHOSTUNREACH: 'there is no route to the host',
  ENETUNREACH: 'there is no route to the network',
  ETIMEDOUT: 'the connection attempt timed out',
  EPIPE: 'the connection was closed while the request was being sent',
  UND_ERR_CONNECT_TIMEOUT: 'the connection attempt timed out',
  UND_ERR_SOCKET: 'the connection was closed before an answer came',
  UND_ERR_HEADERS_OVERFLOW: 'the headers of the answer are too large',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate was signed by an authority that is not trusted here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate was signed by an authority that is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate was signed by an authority that is not trusted here',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host name',
};

function codeOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') {
    return error.code;
  }
  return '';
}

/** The innermost error that carries a code: Node wraps the tries of several addresses into one AggregateError. */
function innermost(error: unknown): unknown {
  if (error instanceof AggregateError && error.errors.length > 0) return innermost(error.errors[0]);
  if (codeOf(error) === '' && error instanceof Error && error.cause !== undefined) {
    return innermost(error.cause);
  }
  return error;
}

/** Node's and OpenSSL's codes of a handshake that failed, whoever's fault it was. */
const tlsCode =
  /^(CERT_|ERR_TLS_|ERR_SSL_|EPROTO$|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|CRL_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_)/;

/** Sorts a failure of a call to `origin` and says it in words; the code stays in brackets, for searching. */
export function describeFailure(
  error: unknown,
  origin: string,
): { cause: 'network' | 'tls'; message: string } {
  const inner = innermost(error);
  const code = codeOf(inner);
  const words = explanations[code] ?? (inner instanceof Error ? inner.message : String(inner));
  const cause = tlsCode.test(code) ? 'tls' : 'network';
  const suffix = code === '' ? '' : ` [${code}]`;
  return { cause, message: `${origin} could not be called: ${words}${suffix}` };
}
