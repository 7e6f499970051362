import { Authority, type Certificate, selfSigned } from './authority.ts';

/** Everything that a server on loopback can show, good and bad. */
export interface TestCertificates {
  /** The one that `trusted`, `wrongHost`, `expired` and `client` are signed by. */
  readonly authority: Authority;
  /** Another one, of `unknownCa`. */
  readonly stranger: Authority;
  /** Good for localhost and the loopback addresses. */
  readonly trusted: Certificate;
  readonly wrongHost: Certificate;
  readonly expired: Certificate;
  readonly selfSigned: Certificate;
  readonly unknownCa: Certificate;
  readonly client: Certificate;
}

const loopback = ['localhost', '127.0.0.1', '::1', '*.pd.example'];

/** Makes them in a folder, one after the other: each takes some 20 ms. */
export async function testCertificates(folder: string): Promise<TestCertificates> {
  const authority = await Authority.create(folder, 'tocsin-test-ca');
  const stranger = await Authority.create(folder, 'tocsin-other-ca');
  return {
    authority,
    stranger,
    trusted: await authority.issue('trusted', { hosts: loopback }),
    wrongHost: await authority.issue('wrong-host', { hosts: ['elsewhere.example'] }),
    expired: await authority.issue('expired', { hosts: loopback, expired: true }),
    selfSigned: await selfSigned(folder, 'self-signed', loopback),
    unknownCa: await stranger.issue('unknown-ca', { hosts: loopback }),
    client: await authority.issue('client', { hosts: ['tocsin.example'] }),
  };
}
