import { z } from 'zod';
import { setting } from '../define-setting.ts';
import {
  customHosts,
  isSecretOfHost,
  mapHostPaths,
  showHosts,
  verificationModes,
} from '../values/custom-hosts.ts';
import { headerFields } from '../values/header-fields.ts';
import { readHostPattern } from '../values/host-pattern.ts';
import { oneOrMore } from '../values/one-or-more.ts';
import { path, trueOrFalse } from '../values/plain.ts';
import { readProxyUrl } from '../values/proxy-url.ts';
import { textSchema } from '../values/read-text.ts';

/** Whose calls settings are about. */
interface Callers {
  /** Where the settings stand. */
  readonly section: string;
  /** In words. */
  readonly who: string;
  /** Kibana has the same settings under this. */
  readonly kibana?: string;
  /** What only these callers have, as sentences that follow the others. */
  readonly more: { readonly allowedHosts: string; readonly denyPrivateAddresses: string };
  /** A host of theirs, and a domain with more. */
  readonly host: string;
  readonly domain: string;
}

/** The settings that say whom somebody may call and how (contract 3). */
export function networkSettings({ section, who, kibana, more, host, domain }: Callers) {
  const alsoAs = (name: string) => (kibana === undefined ? {} : { aliases: [`${kibana}.${name}`] });
  const hostList = `a list of host names, such as "${host}" or "*.example.com"`;
  const beyondKibana = kibana === undefined ? '' : ', which Kibana does not know';
  return {
    allowedHosts: setting(z.array(textSchema(readHostPattern)), {
      default: ['*'],
      description: `The hosts that ${who} may call: names, or "*." before a domain for all hosts below it${beyondKibana}. "*" allows every host, an empty list none. ${more.allowedHosts}`,
      format: `a list of host names such as "${host}" or "*.${domain}", or "*" for every host`,
      example: [host, `eu.${domain}`],
      ...alsoAs('allowedHosts'),
      list: true,
      reload: true,
    }),
    denyPrivateAddresses: setting(trueOrFalse(), {
      default: false,
      description: `Whether ${who} are kept from this machine and its network: loopback, link-local, private and shared addresses and those of metadata services, looked at after DNS on every connection. ${more.denyPrivateAddresses} Through a proxy, which looks names up itself, ${section}.allowedHosts alone decides.`,
      format: 'true or false',
      example: true,
      ...alsoAs('denyPrivateAddresses'),
      reload: true,
    }),
    proxyUrl: setting(textSchema(readProxyUrl).optional(), {
      default: undefined,
      defaultInWords: 'no proxy',
      description: `The forward proxy that ${who} go through, with a user and password if it asks for them. It is asked for a tunnel (CONNECT) for every target, http ones too, so it sees nothing of what is sent by https.`,
      format: 'the http or https URL of a proxy, such as "http://proxy.example.com:3128"',
      example: 'http://user:password@proxy.example.com:3128',
      ...alsoAs('proxyUrl'),
      reload: true,
    }),
    proxyHeaders: setting(headerFields, {
      default: {},
      description: 'Headers that the proxy gets with each request for a tunnel. Nobody else sees them.',
      format: 'a map of names to texts; in the environment as JSON',
      example: { 'Proxy-Authorization': 'Basic dXNlcjpwYXNzd29yZA==' },
      ...alsoAs('proxyHeaders'),
      keyed: true,
      json: true,
      isSecretPart: () => true,
      reload: true,
    }),
    proxyBypassHosts: setting(z.array(textSchema(readHostPattern)).optional(), {
      default: undefined,
      defaultInWords: 'none',
      description: `The hosts that are reached without the proxy. Not together with ${section}.proxyOnlyHosts.`,
      format: hostList,
      example: [`internal.${domain}`],
      ...alsoAs('proxyBypassHosts'),
      list: true,
      reload: true,
    }),
    proxyOnlyHosts: setting(z.array(textSchema(readHostPattern)).optional(), {
      default: undefined,
      defaultInWords: 'every host',
      description: `The only hosts that are reached through the proxy. Not together with ${section}.proxyBypassHosts.`,
      format: hostList,
      example: [`*.${domain}`],
      ...alsoAs('proxyOnlyHosts'),
      list: true,
      reload: true,
    }),
    proxyFromEnvironment: setting(trueOrFalse(), {
      default: false,
      description: `Whether the proxy is the one that the environment names: HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, in capitals or not, as curl reads them.${kibana === undefined ? '' : ' Kibana never looks at them.'}`,
      format: 'true or false',
      example: true,
      ...alsoAs('proxyFromEnvironment'),
    }),
    ssl: z.object({
      verificationMode: setting(z.enum(verificationModes), {
        default: 'full',
        description: `How much of a certificate is checked: full; certificate (not the host name); none. ${section}.customHostSettings may say otherwise for a host. It holds through a proxy too.`,
        format: 'none, certificate or full',
        example: 'certificate',
        ...alsoAs('ssl.verificationMode'),
        reload: true,
      }),
      proxyVerificationMode: setting(z.enum(verificationModes), {
        default: 'full',
        description: 'The same for the certificate of a proxy that is reached by https.',
        format: 'none, certificate or full',
        example: 'certificate',
        ...alsoAs('ssl.proxyVerificationMode'),
        reload: true,
      }),
      proxyCertificateAuthoritiesFiles: setting(oneOrMore(path()), {
        default: [],
        description:
          'Files with the certificates (PEM) by which a proxy that is reached by https is believed, in the place of the built-in ones. They are read again when they change.',
        format: 'the path of a file, or a list of them',
        example: ['proxy-ca.crt'],
        ...alsoAs('ssl.proxyCertificateAuthoritiesFiles'),
        list: true,
        relativeTo: 'settings file',
        reload: true,
      }),
    }),
    customHostSettings: setting(customHosts, {
      default: [],
      description: `Hosts with TLS settings of their own, which count instead of ${section}.ssl.verificationMode: a url (scheme, host and port), and under ssl a verificationMode (full unless set; certificate skips the host name), certificateAuthoritiesFiles and certificateAuthoritiesData (PEM; they take the place of the built-in authorities), and for a host that wants a client certificate certificate, key and keyPassphrase (paths and a text). Files are read again when they change.${kibana === undefined ? '' : ' Entries for smtp are taken, without effect.'}`,
      format: 'a list of groups of url and ssl; in the environment as JSON',
      example: [
        {
          url: `https://${host}`,
          ssl: { certificateAuthoritiesFiles: ['ca.crt'], verificationMode: 'full' },
        },
      ],
      ...alsoAs('customHostSettings'),
      json: true,
      isSecretPart: isSecretOfHost,
      show: showHosts,
      relativeTo: 'settings file',
      mapPaths: mapHostPaths,
      reload: true,
    }),
  };
}
