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

In the environment lists are written with commas. An unknown setting, a value of the wrong kind and a setting that is given
twice are errors that name the line and what would be right; the process then ends with 78. \`bin/tocsin.js config check\`
prints the settings in force and where each comes from.

Variables that are no settings: \`TOCSIN_ADMIN_PASSWORD\` (the password of \`admin\` at the first start), \`TOCSIN_CONFIG\`, and for
\`tocsin send\` \`TOCSIN_URL\`, \`TOCSIN_API_KEY\`, \`TOCSIN_ROUTING_KEY\`.
`;

/** The page docs/settings.md: every setting, from the same definitions that judge them. */
export function settingsReference(): string {
  const sections = settingDefinitions.map((definition) => {
    const { key, variable, description, format, flag, aliases = [], example, secret = false } = definition;
    const rows = [
      ['value', format],
      ['default', showEffective(definition.default, secret, definition.defaultInWords)],
      ['environment', `\`${variable}\``],
      ...(flag === undefined ? [] : [['flag', `\`${flag}\``]]),
      ...(aliases.length === 0 ? [] : [['also', aliases.map((alias) => `\`${alias}\``).join(', ')]]),
      [
        'example',
        `\`${stringify({ [key]: example }, { collectionStyle: 'flow', lineWidth: 0 })
          .trim()
          .replace(/^\{ (.*) \}$/s, '$1')}\``,
      ],
    ];
    const table = ['| | |', '|---|---|', ...rows.map(([name, value]) => `| ${name} | ${value} |`)];
    return [`## ${key}`, '', description, '', ...table].join('\n');
  });
  return `${[intro, ...sections].join('\n')}\n`.replaceAll('\n## ', '\n\n## ').replaceAll('\n\n\n', '\n\n');
}
