import { resolve } from 'node:path';
import type { SettingRow } from './setting-row-for-test.ts';
import { cwd } from './test-loader.ts';

const variables = 'use a list of names of variables such as "PROMETHEUS_PASSWORD" or "RULES_*"';
const wildcard = 'a * stands alone for every host, or before a whole domain, as in "*.pagerduty.com"';
const truth = 'use true or false';
const proxy = 'use the http or https URL of a proxy, such as "http://proxy.example.com:3128"';
const modes = 'use none, certificate or full';
const headers = 'use a map of names to texts; in the environment as JSON';
const files = 'use the path of a file, or a list of them';
const custom = 'use a list of groups of url and ssl; in the environment as JSON';
const size =
  'use a size from 64b to 1gb: a whole number and one of b, kb, mb, gb, such as "1mb", or a number of bytes';

const hostLists = (section: string, hosts: string): SettingRow[] =>
  ['proxyBypassHosts', 'proxyOnlyHosts'].map((name) => ({
    key: `${section}.${name}`,
    otherwise: undefined,
    good: [
      ['[]', []],
      ['[Internal.Example, "*.Example.com"]', ['internal.example', '*.example.com']],
    ],
    variable: [['a.example, b.example', ['a.example', 'b.example']]],
    bad: [
      ['a.example', `is "a.example": ${hosts}`],
      [
        '[a.example, "https://b.example/x"]',
        ', entry 2, is "https://b.example/x": write the host name alone, "b.example"',
      ],
      [
        '["*example.com"]',
        ', entry 1, is "*example.com": a * stands alone for every host, or before a whole domain, as in "*.pagerduty.com"',
      ],
    ],
  }));

const plainSsl = { verificationMode: 'full', certificateAuthoritiesFiles: [] };

/** What says how hosts are reached. What needs files is in check-network-files.test.ts. `host`: the one in examples. */
const rowsOf = (section: string, host: string, domain: string): SettingRow[] => [
  {
    key: `${section}.allowedHosts`,
    otherwise: ['*'],
    good: [
      ['[]', []],
      ['["*"]', ['*']],
      ['[Events.PagerDuty.com, 10.0.0.1]', ['events.pagerduty.com', '10.0.0.1']],
      ['["::1", "[2001:DB8:0::1]"]', ['[::1]', '[2001:db8::1]']],
      ['["*.PagerDuty.com"]', ['*.pagerduty.com']],
      ['[my_host, bücher.example]', ['my_host', 'xn--bcher-kva.example']],
    ],
    variable: [['A.example, b.example', ['a.example', 'b.example']]],
    bad: [
      [
        'a.example',
        `is "a.example": use a list of host names such as "${host}" or "*.${domain}", or "*" for every host`,
      ],
      [
        '[https://a.example/v2]',
        ', entry 1, is "https://a.example/v2": write the host name alone, "a.example"',
      ],
      ['[b.example, a.example:443]', ', entry 2, is "a.example:443": write the host name alone, "a.example"'],
      ['[a.example/v2]', ', entry 1, is "a.example/v2": write the host name alone, "a.example"'],
      ['["events.*.example"]', `, entry 1, is "events.*.example": ${wildcard}`],
      ['["*.10.0.0.1"]', `, entry 1, is "*.10.0.0.1": ${wildcard}`],
      ['[""]', ', entry 1, has no value: remove the blank entry'],
      ['[" "]', ', entry 1, is " ": remove the blank entry'],
      [
        '["a b"]',
        `, entry 1, is "a b": use a list of host names such as "${host}" or "*.${domain}", or "*" for every host`,
      ],
      [
        '[-a.example]',
        `, entry 1, is "-a.example": use a list of host names such as "${host}" or "*.${domain}", or "*" for every host`,
      ],
      [
        '[a..example]',
        `, entry 1, is "a..example": use a list of host names such as "${host}" or "*.${domain}", or "*" for every host`,
      ],
      [
        '[5]',
        `, entry 1, is 5: use a list of host names such as "${host}" or "*.${domain}", or "*" for every host`,
      ],
      [
        '[[a.example]]',
        `, entry 1, is a list: use a list of host names such as "${host}" or "*.${domain}", or "*" for every host`,
      ],
      [
        '{a: b}',
        `is a group of keys: use a list of host names such as "${host}" or "*.${domain}", or "*" for every host`,
      ],
    ],
  },

  {
    key: `${section}.denyPrivateAddresses`,
    otherwise: false,
    good: [['true', true]],
    variable: [['true', true]],
    bad: [['yes', `is "yes": ${truth}`]],
  },
  {
    key: `${section}.proxyUrl`,
    otherwise: undefined,
    good: [
      ['http://localhost:8080', 'http://localhost:8080/'],
      ['https://me:p%40ss@Proxy.example/', 'https://me:p%40ss@proxy.example/'],
    ],
    bad: [
      ['bad url', `is "bad url": ${proxy}`],
      ['proxy.example:3128', 'is "proxy.example:3128": write the scheme too: "http://proxy.example:3128"'],
      ['proxy.example', 'is "proxy.example": write the scheme too: "http://proxy.example"'],
      [
        'socks5://proxy.example',
        'is "socks5://proxy.example": the proxy must speak http or https (its URL begins with http:// or https://)',
      ],
      [
        'http://me:secret@proxy.example/x',
        'is "http://********@proxy.example/x": a proxy has no path; write it as "http://proxy.example" (with user and password before the host if it asks for them)',
      ],
      [
        'http://me:50%@proxy.example',
        'is "http://********@proxy.example": a % in its user or password must be written as %25',
      ],
      ['[http://a.example]', `is a list: ${proxy}`],
    ],
  },
  {
    key: `${section}.proxyHeaders`,
    otherwise: {},
    good: [['{X-Team: ops, X-Number: 7}', { 'X-Team': 'ops', 'X-Number': '7' }]],
    variable: [['{"Proxy-Authorization":"Basic eDp5"}', { 'Proxy-Authorization': 'Basic eDp5' }]],
    bad: [['X-Team', `is ********: ${headers}`]],
  },
  ...hostLists(section, `use a list of host names, such as "${host}" or "*.example.com"`),
  {
    key: `${section}.proxyFromEnvironment`,
    otherwise: false,
    good: [['true', true]],
    bad: [['1', `is 1: ${truth}`]],
  },
  {
    key: `${section}.ssl.verificationMode`,
    otherwise: 'full',
    good: [
      ['none', 'none'],
      ['certificate', 'certificate'],
    ],
    bad: [
      ['partial', `is "partial": ${modes}`],
      ['false', `is false: ${modes}`],
    ],
  },
  {
    key: `${section}.ssl.proxyVerificationMode`,
    otherwise: 'full',
    good: [['certificate', 'certificate']],
    bad: [['FULL', `is "FULL": ${modes}`]],
  },
  {
    key: `${section}.ssl.proxyCertificateAuthoritiesFiles`,
    otherwise: [],
    good: [['[]', []]],
    bad: [
      ['{a: b}', `is a group of keys: ${files}`],
      ['["a\\0b"]', `, entry 1, is "a\\u0000b": ${files}`],
    ],
  },
  {
    key: `${section}.customHostSettings`,
    otherwise: [],
    good: [
      ['[]', []],
      [
        '[{url: "https://A.example"}, {url: "https://a.example:8443", ssl.verificationMode: none}]',
        [
          { index: 0, url: 'https://a.example', ssl: plainSsl },
          { index: 1, url: 'https://a.example:8443', ssl: { ...plainSsl, verificationMode: 'none' } },
        ],
      ],
      ['[{url: "smtp://mail.example:25", smtp: {requireTLS: true}}]', []],
    ],
    variable: [
      ['[{"url":"https://a.example:443"}]', [{ index: 0, url: 'https://a.example', ssl: plainSsl }]],
    ],
    bad: [
      ['https://a.example', `is ********: ${custom}`],
      [
        '[{ssl: {verificationMode: none}}]',
        ', entry 1, url has no value: use the scheme, host and port of a server, such as "https://events.example.com"',
      ],
      [
        '[{url: "http://a.example"}]',
        ', entry 1, url is "http://a.example": TLS settings are for https; write "https://a.example", or remove the entry',
      ],
      [
        '[{url: "https://a.example/v2"}]',
        ', entry 1, url is "https://a.example/v2": it is for the whole server; write "https://a.example"',
      ],
      [
        '[{url: "https://me:secret@a.example"}]',
        ', entry 1, url is "https://********@a.example": a user and password have no meaning here; write "https://a.example"',
      ],
      [
        '[{url: "https://a.example"}, {url: "https://a.example:443"}]',
        ', entry 2, url is "https://a.example:443": entry 1 is for https://a.example too; keep one',
      ],
      [
        '[{url: "https://a.example", ssl: {verificationMode: some}}]',
        ', entry 1, ssl.verificationMode is "some": use none, certificate or full',
      ],
      [
        '[{url: "https://a.example", ssl: {key: k.pem}}]',
        ', entry 1, ssl.key is "k.pem": it needs ssl.certificate too; set both or neither',
      ],
      [
        '[{url: "https://a.example", ssl: {keyPassphrase: secret}}]',
        ', entry 1, ssl.keyPassphrase is ********: there is no ssl.key that it could be for',
      ],
      [
        '[{url: "https://a.example", ssl: {certificateAuthorityFiles: [a]}}]',
        ', entry 1, ssl.certificateAuthorityFiles is ********: there is no such key: did you mean "ssl.certificateAuthoritiesFiles"?',
      ],
    ],
  },
];

/** Of `actions`. */
export const actionsNetworkRows: SettingRow[] = [
  ...rowsOf('actions', 'events.pagerduty.com', 'pagerduty.com'),
  {
    key: 'actions.maxResponseContentLength',
    otherwise: 1024 ** 2,
    good: [
      ['16kb', 16 * 1024],
      ['1000', 1000],
    ],
    variable: [['1000', 1000]],
    bad: [
      ['1MB', 'is "1MB": write "1mb"; units are b, kb, mb, gb'],
      ['1b', 'is "1b": use a size from 64b to 1gb'],
      ['1.5', `is 1.5: ${size}`],
      ['[]', `is a list: ${size}`],
    ],
  },
];

/** Of `rules`. */
export const rulesRows: SettingRow[] = [
  ...rowsOf('rules.sources', 'prometheus.example.com', 'example.com'),
  {
    key: 'rules.maxResponseSize',
    otherwise: 1024 ** 2,
    good: [
      ['16kb', 16 * 1024],
      ['1gb', 1024 ** 3],
    ],
    variable: [['2mb', 2 * 1024 ** 2]],
    bad: [
      ['1b', 'is "1b": use a size from 1kb to 1gb'],
      ['[]', 'is a list: use a size from 1kb to 1gb: a whole number and one of b, kb, mb, gb, such as "1mb"'],
    ],
  },
  {
    key: 'rules.secrets.preconfigured',
    otherwise: {},
    good: [
      ['{}', {}],
      [
        '{a: {type: bearer, token.file: t}, b: {type: basic, username: u, password: p}}',
        {
          a: { type: 'bearer', token: { file: resolve(cwd, 't') } },
          b: { type: 'basic', username: 'u', password: 'p' },
        },
      ],
    ],
    variable: [['{"a":{"type":"bearer","token":"t"}}', { a: { type: 'bearer', token: 't' } }]],
    bad: [
      ['a', 'is ********: use a map of names to secrets; in the environment as JSON'],
      ['[a]', 'is ********: use a map of names to secrets; in the environment as JSON'],
    ],
  },
  {
    key: 'rules.secrets.variables',
    otherwise: [],
    good: [
      ['[]', []],
      ['[PROM_PASSWORD, "RULES_*", "*"]', ['PROM_PASSWORD', 'RULES_*', '*']],
    ],
    variable: [['A, B_*', ['A', 'B_*']]],
    bad: [
      ['A', `is "A": ${variables}`],
      ['["$A"]', `, entry 1, is "$A": ${variables}`],
      ['["A*B"]', `, entry 1, is "A*B": ${variables}`],
    ],
  },
  {
    key: 'rules.secrets.folders',
    otherwise: [],
    good: [
      ['[]', []],
      ['[/run/secrets]', ['/run/secrets']],
    ],
    bad: [
      ['/run/secrets', 'is "/run/secrets": use a list of the paths of folders'],
      ['["a\\0b"]', ', entry 1, is "a\\u0000b": use a list of the paths of folders'],
    ],
  },
];
