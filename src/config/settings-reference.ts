import { stringify } from 'yaml';
import { showEffective } from './problem.ts';
import { settingDefinitions } from './settings.ts';

const intro = `# Settings

<!-- Made from the settings' schema by "npm run docs"; change src/config/ instead. -->

All settings are optional. They come, in rising order, from their defaults, from \`tocsin.yml\` in the current folder (or the
file that \`--config\` or \`TOCSIN_CONFIG\` names), from the environment, and from flags. In the file they may be nested or
dotted, or both:

\`\`\`yaml
server.port: 8080
actions:
  allowedHosts: [events.pagerduty.com]
\`\`\`

In the environment lists are written with commas, and maps and lists of groups as JSON. An unknown setting, a value of the wrong kind and a setting that is given
twice are errors that name the line and what would be right; the process then ends with 78. \`bin/tocsin.js config check\`
prints the settings in force and where each comes from.

In the file every text may name environment variables: \`\${NAME}\`, or \`\${NAME:default}\` with what stands for one that is not
set; without a default that is an error. What is put in stays a text, whatever signs it has. Secrets need not stand in the file:
there are variables, and files of their own (\`routingKeyFile\` of a preconfigured connector, \`{file: …}\` in a secret of rules,
\`encryption.keyFile\`, \`watchdog.urlFile\`).

## Changing settings while the server runs

\`kill -HUP\` has a running server read its settings anew. What its table below says changes with a SIGHUP counts at once, and closed
gates are probed; anything else that was changed is told in the log with both values, as waiting for a restart. When one setting is
wrong all of them stay as they are, and the log says what is wrong. The environment of a process does not change, so a variable
that the file names has the value of the start; files that the settings name are read anew.

## Coming from kibana.yml

Give Tocsin the file as it is: \`tocsin serve --config kibana.yml\`, or copy what you need.

* Settings under \`xpack.actions\` mean what they mean in Kibana where they concern an HTTPS connector, with the prefix or without,
  dotted or nested. Their defaults are Kibana's but for these: \`responseTimeout\` is 15 s and not 60 s, since a page should not wait so
  long; \`run.maxAttempts\` has none, since nothing is given up unless you say so; and beyond \`queued.max\` events are refused, not dropped.
* Settings under \`xpack.alerting\` mean what they mean in Kibana, with its defaults but for two: \`rules.minimumScheduleInterval.value\` is 10 s
  and not 1 m, and \`rules.maxScheduledPerMinute\` has none.
* \`xpack.security.session.idleTimeout\` and \`.lifespan\` hold for Tocsin's own sign-in.
* \`server.host\`, \`server.port\`, \`server.publicBaseUrl\`, \`server.ssl.certificate\` and \`server.ssl.key\` have the same names. Beside a
  Kibana on the same machine choose another port. A host that other machines reach needs TLS here.
* What belongs to other connector types (\`xpack.actions.email\`, \`.rateLimiter\`, \`.microsoftGraphApiUrl\`, preconfigured connectors of other types)
  and everything else of Kibana's (\`elasticsearch.hosts\`, \`xpack.reporting\`, …) has no effect, and is told in one line at the start.
* Proxies, TLS and custom hosts do what Kibana documents, also where Kibana does something else: TLS settings of a target hold through a
  proxy, the mode \`certificate\` of a custom host skips its host name, and the proxy is asked for a tunnel for http targets too.
  What Kibana warns of and ignores is an error here: a \`proxyUrl\` that is none, both lists of proxied hosts at once, a file that can
  not be read or holds no certificate, a path in the URL of a custom host, one host twice. Entries for \`smtp\` have no effect.
  \`maxResponseContentLength\` only says how much is read: a longer answer fails no call.
* A misspelt key under \`xpack.actions\` is an error with a suggestion, as is any key that neither Tocsin nor Kibana has.
* Preconfigured connectors are checked at the start as if they were saved; Kibana finds out at the first page. Their keys may stand
  in a file, \`secrets.routingKeyFile\`, and Tocsin's own options under \`tocsin\`, beside \`config\`:

\`\`\`yaml
xpack.actions.preconfigured:
  on-call:
    name: On-call
    actionTypeId: .pagerduty
    config: { apiUrl: https://events.eu.pagerduty.com/v2/enqueue }
    secrets:
      routingKey: \${PD_KEY}
    exposeConfig: true
    tocsin: { rateLimit: 960, client: Payments }
\`\`\`

* The keystore of Kibana is not read: name a variable or a file.

## Variables that are no settings

These are read elsewhere: \`TOCSIN_ADMIN_PASSWORD\` (the password of \`admin\` at the first start), \`TOCSIN_CONFIG\`, and for
\`tocsin send\` \`TOCSIN_URL\`, \`TOCSIN_API_KEY\`, \`TOCSIN_ROUTING_KEY\`.

## The settings
`;

/** The page docs/settings.md: every setting, from the same definitions that judge them. */
export function settingsReference(): string {
  const sections = settingDefinitions.map((definition) => {
    const { key, variable, description, format, flag, aliases = [], example, secret = false } = definition;
    const { reload = false } = definition;
    const rows = [
      ['value', format],
      ['default', showEffective(definition.default, secret, definition.defaultInWords)],
      ['environment', `\`${variable}\``],
      ...(flag === undefined ? [] : [['flag', `\`${flag}\``]]),
      ['changes', reload ? 'with a SIGHUP' : 'at a restart'],
      ...(aliases.length === 0 ? [] : [['also', aliases.map((alias) => `\`${alias}\``).join(', ')]]),
      [
        'example',
        `\`${stringify({ [key]: example }, { collectionStyle: 'flow', lineWidth: 0 })
          .trim()
          .replace(/^\{ (.*) \}$/s, '$1')}\``,
      ],
    ];
    const table = ['| | |', '|---|---|', ...rows.map(([name, value]) => `| ${name} | ${value} |`)];
    return [`### ${key}`, '', description, '', ...table].join('\n');
  });
  return `${[intro, ...sections].join('\n')}\n`.replaceAll('\n### ', '\n\n### ').replaceAll('\n\n\n', '\n\n');
}
