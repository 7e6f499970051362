import type { SettingRow } from './setting-row-for-test.ts';

const map = 'use a map of ids to connectors; in the environment as JSON';

/** The map as a whole; its parts have lines and names of their own: preconfigured.test.ts. */
export const preconfiguredRows: SettingRow[] = [
  {
    key: 'actions.preconfigured',
    otherwise: {},
    good: [
      ['{}', {}],
      [
        '{a: {name: A, actionTypeId: .pagerduty}}',
        {
          a: {
            name: 'A',
            actionTypeId: '.pagerduty',
            config: {},
            secrets: {},
            exposeConfig: false,
            tocsin: {},
          },
        },
      ],
    ],
    variable: [
      [
        '{"a":{"name":"A","actionTypeId":".pagerduty","secrets":{"routingKey":"k"},"exposeConfig":true}}',
        {
          a: {
            name: 'A',
            actionTypeId: '.pagerduty',
            config: {},
            secrets: { routingKey: 'k' },
            exposeConfig: true,
            tocsin: {},
          },
        },
      ],
    ],
    bad: [
      ['on-call', `is ********: ${map}`],
      ['[a]', `is ********: ${map}`],
      ['7', `is ********: ${map}`],
    ],
  },
];
