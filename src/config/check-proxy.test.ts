import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load, refusalOf } from './test-loader.ts';

const bad: [name: string, yaml: string, env: Record<string, string>, message: string][] = [
  [
    'bypass and only lists together',
    'actions:\n  proxyBypassHosts: [a.example]\n  proxyOnlyHosts: [b.example]',
    {},
    'actions.proxyOnlyHosts (tocsin.yml line 3) is a list: actions.proxyBypassHosts is there too (tocsin.yml line 2), and the two can not be used at the same time; keep one of them',
  ],
  [
    'both lists for what rules call',
    'rules.sources.proxyBypassHosts: [a.example]\nrules.sources.proxyOnlyHosts: [b.example]',
    {},
    'rules.sources.proxyOnlyHosts (tocsin.yml line 2) is a list: rules.sources.proxyBypassHosts is there too (tocsin.yml line 1), and the two can not be used at the same time; keep one of them',
  ],
  [
    'two proxies for what rules call',
    'rules.sources: {proxyUrl: "http://a.example", proxyFromEnvironment: true}',
    {},
    'rules.sources.proxyFromEnvironment (tocsin.yml line 1) is true: rules.sources.proxyUrl names a proxy too (tocsin.yml line 1); keep one of them',
  ],
  [
    'a proxy by its URL and from the environment',
    'actions.proxyUrl: http://a.example\nactions.proxyFromEnvironment: true',
    {},
    'actions.proxyFromEnvironment (tocsin.yml line 2) is true: actions.proxyUrl names a proxy too (tocsin.yml line 1); keep one of them',
  ],
  [
    'a proxy of the environment that is none',
    'actions.proxyFromEnvironment: true',
    { HTTPS_PROXY: 'socks5://me:secret@a.example' },
    'HTTPS_PROXY (actions.proxyFromEnvironment) is "socks5://********@a.example": the proxy must speak http or https (its URL begins with http:// or https://)',
  ],
];
for (const [name, yaml, env, message] of bad) {
  test(`refused: ${name}`, async () => {
    assert.equal((await refusalOf({ yaml, env })).message, message);
  });
}

const notes: [name: string, yaml: string, env: Record<string, string>, told: RegExp[]][] = [
  ['nothing is set', '', { HTTPS_PROXY: 'socks5://x' }, []],
  [
    'settings of a proxy without one',
    'actions.proxyHeaders: {a: b}\nactions.proxyBypassHosts: [a.example]',
    {},
    [/^without a proxy these settings have no effect: actions\.proxyHeaders, actions\.proxyBypassHosts$/],
  ],
  [
    'an environment without a proxy',
    'actions.proxyFromEnvironment: true',
    { HTTPS_PROXY: '' },
    [/^actions\.proxyFromEnvironment has no effect: none of HTTPS_PROXY/],
  ],
  [
    'private addresses behind a proxy',
    'actions.proxyUrl: http://a.example\nactions.denyPrivateAddresses: true',
    {},
    [/^actions\.denyPrivateAddresses holds for direct connections: .*allowedHosts alone decides$/],
  ],
  [
    'what rules call',
    'rules.sources: {ssl.verificationMode: none, proxyHeaders: {a: b}}',
    {},
    [
      /^without a proxy these settings have no effect: rules\.sources\.proxyHeaders$/,
      /^rules\.sources\.ssl\.verificationMode is none: .* the secrets of rules; name .* in rules\.sources\.customHost/,
    ],
  ],
  [
    'certificates that nobody checks',
    'actions.ssl.verificationMode: none',
    {},
    [/^actions\.ssl\.verificationMode is none: /],
  ],
];
for (const [name, yaml, env, told] of notes) {
  test(`what is told of ${name}`, async () => {
    const found = (await load({ yaml, env })).notes;
    assert.equal(found.length, told.length, found.join('\n'));
    for (const [index, pattern] of told.entries()) assert.match(found[index] ?? '', pattern);
  });
}
