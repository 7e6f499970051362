import { z } from 'zod';
import { setting } from '../define-setting.ts';
import { byteSizeOrNumber } from '../values/byte-size.ts';
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

const hostList = 'a list of host names, such as "events.pagerduty.com" or "*.example.com"';

/** What of `actions` says whom connectors may call and how (contract 3). */
export const actionsNetwork = {
  allowedHosts: setting(z.array(textSchema(readHostPattern)), {
    default: ['*'],
    description:
      'The hosts that connectors may call: names, or "*." before a domain for all hosts below it, which Kibana does not know. "*" allows every host, an empty list none. Checked when a connector is saved and on every send.',
    format: 'a list of host names such as "events.pagerduty.com" or "*.pagerduty.com", or "*" for every host',
    example: ['events.pagerduty.com', 'events.eu.pagerduty.com'],
    aliases: ['xpack.actions.allowedHosts'],
    list: true,
    reload: true,
  }),
  denyPrivateAddresses: setting(trueOrFalse(), {
    default: false,
    description:
      'Whether connectors are kept from this machine and its network: loopback, link-local, private and shared addresses and those of metadata services, looked at after DNS on every connection. The sandbox of this server is exempt. Through a proxy, which looks names up itself, actions.allowedHosts alone decides.',
    format: 'true or false',
    example: true,
    aliases: ['xpack.actions.denyPrivateAddresses'],
    reload: true,
  }),
  proxyUrl: setting(textSchema(readProxyUrl).optional(), {
    default: undefined,
    defaultInWords: 'no proxy',
    description:
      'The forward proxy that connectors go through, with a user and password if it asks for them. It is asked for a tunnel (CONNECT) for every target, http ones too, so it sees no event.',
    format: 'the http or https URL of a proxy, such as "http://proxy.example.com:3128"',
    example: 'http://user:password@proxy.example.com:3128',
    aliases: ['xpack.actions.proxyUrl'],
    reload: true,
  }),
  proxyHeaders: setting(headerFields, {
    default: {},
    description: 'Headers that the proxy gets with each request for a tunnel. Nobody else sees them.',
    format: 'a map of names to texts; in the environment as JSON',
    example: { 'Proxy-Authorization': 'Basic dXNlcjpwYXNzd29yZA==' },
    aliases: ['xpack.actions.proxyHeaders'],
    keyed: true,
    json: true,
    isSecretPart: () => true,
    reload: true,
  }),
  proxyBypassHosts: setting(z.array(textSchema(readHostPattern)).optional(), {
    default: undefined,
    defaultInWords: 'none',
    description: 'The hosts that are reached without the proxy. Not together with actions.proxyOnlyHosts.',
    format: hostList,
    example: ['pagerduty.internal.example.com'],
    aliases: ['xpack.actions.proxyBypassHosts'],
    list: true,
    reload: true,
  }),
  proxyOnlyHosts: setting(z.array(textSchema(readHostPattern)).optional(), {
    default: undefined,
    defaultInWords: 'every host',
    description:
      'The only hosts that are reached through the proxy. Not together with actions.proxyBypassHosts.',
    format: hostList,
    example: ['*.pagerduty.com'],
    aliases: ['xpack.actions.proxyOnlyHosts'],
    list: true,
    reload: true,
  }),
  proxyFromEnvironment: setting(trueOrFalse(), {
    default: false,
    description:
      'Whether the proxy is the one that the environment names: HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, in capitals or not, as curl reads them. Kibana never looks at them.',
    format: 'true or false',
    example: true,
    aliases: ['xpack.actions.proxyFromEnvironment'],
  }),
  ssl: z.object({
    verificationMode: setting(z.enum(verificationModes), {
      default: 'full',
      description:
        'How much of a certificate is checked: full; certificate (not the host name); none. actions.customHostSettings may say otherwise for a host. It holds through a proxy too.',
      format: 'none, certificate or full',
      example: 'certificate',
      aliases: ['xpack.actions.ssl.verificationMode'],
      reload: true,
    }),
    proxyVerificationMode: setting(z.enum(verificationModes), {
      default: 'full',
      description: 'The same for the certificate of a proxy that is reached by https.',
      format: 'none, certificate or full',
      example: 'certificate',
      aliases: ['xpack.actions.ssl.proxyVerificationMode'],
      reload: true,
    }),
    proxyCertificateAuthoritiesFiles: setting(oneOrMore(path()), {
      default: [],
      description:
        'Files with the certificates (PEM) by which a proxy that is reached by https is believed, in the place of the built-in ones. They are read again when they change.',
      format: 'the path of a file, or a list of them',
      example: ['proxy-ca.crt'],
      aliases: ['xpack.actions.ssl.proxyCertificateAuthoritiesFiles'],
      list: true,
      relativeTo: 'settings file',
      reload: true,
    }),
  }),
  customHostSettings: setting(customHosts, {
    default: [],
    description:
      'Hosts with TLS settings of their own, which count instead of actions.ssl.verificationMode: a url (scheme, host and port), and under ssl a verificationMode (full unless set; certificate skips the host name), certificateAuthoritiesFiles and certificateAuthoritiesData (PEM; they take the place of the built-in authorities), and for a host that wants a client certificate certificate, key and keyPassphrase (paths and a text). Files are read again when they change. Entries for smtp are taken, without effect.',
    format: 'a list of groups of url and ssl; in the environment as JSON',
    example: [
      {
        url: 'https://events.example.com',
        ssl: { certificateAuthoritiesFiles: ['ca.crt'], verificationMode: 'full' },
      },
    ],
    aliases: ['xpack.actions.customHostSettings'],
    json: true,
    isSecretPart: isSecretOfHost,
    show: showHosts,
    relativeTo: 'settings file',
    mapPaths: mapHostPaths,
    reload: true,
  }),
  maxResponseContentLength: setting(byteSizeOrNumber(64, 1024 ** 3), {
    default: '1mb',
    description:
      'How much of an answer is read at most. More than 64kb of it never is, and what is too long fails no call: what an answer means stands at its beginning.',
    format:
      'a size from 64b to 1gb: a whole number and one of b, kb, mb, gb, such as "1mb", or a number of bytes',
    example: '16kb',
    aliases: ['xpack.actions.maxResponseContentLength'],
    reload: true,
  }),
};
