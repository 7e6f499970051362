import { z } from 'zod';
import { setting } from '../define-setting.ts';
import { readAddressRange } from '../values/address-range.ts';
import { readBaseUrl } from '../values/base-url.ts';
import { readListenHost } from '../values/listen-host.ts';
import { path, trueOrFalse, wholeNumber } from '../values/plain.ts';
import { textSchema } from '../values/read-text.ts';

const ssl = z.object({
  certificate: setting(path().optional(), {
    default: undefined,
    description:
      'The certificate that Tocsin shows to its callers, in PEM form, followed by the chain if there is one. Needs server.ssl.key.',
    format: 'the path of a PEM file',
    example: 'tls/tocsin.crt',
    relativeTo: 'settings file',
  }),
  key: setting(path().optional(), {
    default: undefined,
    description: 'The private key of server.ssl.certificate, in PEM form and without a passphrase.',
    format: 'the path of a PEM file',
    example: 'tls/tocsin.key',
    relativeTo: 'settings file',
  }),
});

/** Where Tocsin listens and who stands in front of it. */
export const serverSection = z.object({
  host: setting(textSchema(readListenHost), {
    default: '127.0.0.1',
    description:
      'The address that Tocsin listens on. Beyond this machine it needs TLS (server.ssl), a proxy that brings TLS (server.trustedProxies), or server.allowPlaintext.',
    format: 'an IP address or a host name without a port, such as "127.0.0.1" or "0.0.0.0"',
    example: '0.0.0.0',
    flag: '--host',
  }),
  port: setting(wholeNumber(0, 65_535), {
    default: 5640,
    description: 'The port that Tocsin listens on.',
    format: 'a whole number from 0 to 65535, where 0 takes any free port',
    example: 8443,
    flag: '--port',
  }),
  publicBaseUrl: setting(textSchema(readBaseUrl).optional(), {
    default: undefined,
    description:
      'The address under which people and tools reach Tocsin: requests for its host name are taken, and the lines of a start name it.',
    format:
      'an http or https address such as "https://tocsin.example.com", without path, query or trailing slash',
    example: 'https://tocsin.example.com',
  }),
  ssl,
  trustedProxies: setting(z.array(textSchema(readAddressRange)), {
    default: [],
    description:
      'The reverse proxies whose X-Forwarded-For, X-Forwarded-Proto and X-Forwarded-Host headers are believed.',
    format: 'a list of IP addresses or ranges, such as "10.0.0.5" or "10.0.0.0/8"',
    example: ['10.0.0.5', '192.168.0.0/16'],
    list: true,
  }),
  allowPlaintext: setting(trueOrFalse(), {
    default: false,
    description:
      'Allows Tocsin to listen beyond this machine without TLS. Passwords and API keys then cross the network unencrypted.',
    format: 'true or false',
    example: true,
  }),
  kibanaVersion: setting(z.string().regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/), {
    default: '9.2.0',
    description:
      'The version of Kibana that GET /api/status answers, which clients made for Kibana ask first.',
    format: 'a version in quotes, such as "9.2.0"',
    example: '8.19.0',
  }),
});
