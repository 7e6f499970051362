import { createSecureContext, type SecureContext } from 'node:tls';

/** How much of the certificate of the other side is checked: nothing, all but its host name, all. */
export type VerificationMode = 'none' | 'certificate' | 'full';

/** What one end of a connection is believed by, and shows of itself. All PEM. */
export interface TlsMaterial {
  /** Takes the place of the built-in roots, as in Kibana. */
  readonly authorities?: string;
  readonly certificate?: string;
  readonly key?: string;
  readonly keyPassphrase?: string;
}

/** What `tls.connect` is told of whom to believe. */
export interface TlsChoice {
  readonly mode: VerificationMode;
  readonly secureContext: SecureContext;
  readonly rejectUnauthorized: boolean;
  readonly checkServerIdentity?: () => undefined;
}

/**
 * Says whom to believe (contract 3.4, as documented: `certificate` skips the host name, for a custom host too).
 *
 * @throws OpenSSL's error, when what should be PEM is not, or a key does not fit its certificate.
 */
export function tlsChoice(mode: VerificationMode, material: TlsMaterial = {}): TlsChoice {
  const { authorities, certificate, key, keyPassphrase } = material;
  const secureContext = createSecureContext({
    // Whoever is named is believed, also when it is no root.
    ...(authorities !== undefined && { ca: authorities, allowPartialTrustChain: true }),
    ...(certificate !== undefined && { cert: certificate }),
    ...(key !== undefined && { key }),
    ...(keyPassphrase !== undefined && { passphrase: keyPassphrase }),
  });
  const rejectUnauthorized = mode !== 'none';
  return mode === 'full'
    ? { mode, secureContext, rejectUnauthorized }
    : { mode, secureContext, rejectUnauthorized, checkServerIdentity: () => undefined };
}
