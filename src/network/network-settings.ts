import type { VerificationMode } from './tls-choice.ts';

/** Where settings of a network stand, as messages name them: for connectors, and for the systems that rules watch. */
export type NetworkSection = 'actions' | 'rules.sources';

/** A host with TLS settings of its own (`customHostSettings`). Paths are absolute. */
export interface CustomHost {
  /** Scheme, host and port, as `URL.origin` has them. */
  readonly url: string;
  readonly ssl: {
    readonly verificationMode: VerificationMode;
    readonly certificateAuthoritiesFiles: readonly string[];
    /** PEM. */
    readonly certificateAuthoritiesData?: string | undefined;
    /** The path of the certificate that the host is shown. */
    readonly certificate?: string | undefined;
    readonly key?: string | undefined;
    readonly keyPassphrase?: string | undefined;
  };
}

/** `actions.*` or `rules.sources.*`, as far as it says whom we may call and how. */
export interface NetworkSettings {
  /** Host names, `*.` before a domain, or `*`. */
  readonly allowedHosts: readonly string[];
  /** May hold a user and password. */
  readonly proxyUrl?: string | undefined;
  readonly proxyHeaders: Readonly<Record<string, string>>;
  readonly proxyBypassHosts?: readonly string[] | undefined;
  readonly proxyOnlyHosts?: readonly string[] | undefined;
  readonly proxyFromEnvironment: boolean;
  readonly ssl: {
    readonly verificationMode: VerificationMode;
    readonly proxyVerificationMode: VerificationMode;
    readonly proxyCertificateAuthoritiesFiles: readonly string[];
  };
  readonly customHostSettings: readonly CustomHost[];
  /** Milliseconds that a call has, with its connection. */
  readonly responseTimeout: number;
  /** Bytes. */
  readonly maxResponseContentLength: number;
  readonly denyPrivateAddresses: boolean;
}
