import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ActionValues } from './actions/action-values.ts';
import { nowhere, ownFaults, refusalFaults } from './faults-of.ts';
import type { RuleValues } from './rule-values.ts';

const action: ActionValues = {
  uuid: '6f1c1f0e-0000-4000-8000-000000000001',
  connectorId: 'on-call',
  isConnectorChosen: true,
  group: 'down',
  isSummary: false,
  notifyWhen: 'onThrottleInterval',
  throttle: '30s',
  timeframe: { days: [], start: '08:00', end: '08:00', timezone: 'UTC' },
  params: { eventAction: 'trigger', summary: 'a' },
  filled: 0,
};
const other: ActionValues = {
  ...action,
  uuid: '6f1c1f0e-0000-4000-8000-000000000002',
  connectorId: 'gone',
  group: 'recovered',
  throttle: '1h',
  timeframe: null,
};
const actions = [action, other];

const one = (fault: string) => `Failed to validate actions due to the following error: ${fault}`;
const tooShort = 'Action frequency cannot be shorter than the schedule interval of 1m: down (30s)';

const refusals: [message: string, faults: [string, string][]][] = [
  ['[request body.name]: name must have 1024 characters', [['name', 'name must have 1024 characters']]],
  [
    '[request body.schedule.interval]: string is not a valid duration: 0m',
    [['schedule.interval', 'string is not a valid duration: 0m']],
  ],
  [
    '[request body.actions.0.alerts_filter.timeframe.timezone]: string is not a valid timezone: x',
    [['actions.0.alerts_filter.timeframe.timezone', 'string is not a valid timezone: x']],
  ],
  [
    'params invalid: [critical.threshold]: must have one element for the ">" comparator',
    [['params.critical.threshold', 'must have one element for the ">" comparator']],
  ],
  ['params invalid: what they say', [['params', 'what they say']]],
  [
    'Failed to load action gone (404): Saved object [action/gone] not found',
    [['actions.1.id', 'Failed to load action gone (404): Saved object [action/gone] not found']],
  ],
  [
    'Error creating rule: the interval is less than the allowed minimum interval of 1m',
    [
      [
        'schedule.interval',
        'Error creating rule: the interval is less than the allowed minimum interval of 1m',
      ],
    ],
  ],
  [
    one('Invalid params of actions.0 (down): ✖ malformed template: Unclosed tag at 9\n  → at summary'),
    [['actions.0.params.summary', 'malformed template: Unclosed tag at 9']],
  ],
  [
    one(
      'Invalid params of actions.1 (recovered): ✖ a\n  → at links[0].href\n✖ b\n  → at customDetails.x\n✖ c',
    ),
    [
      ['actions.1.params.links', 'a'],
      ['actions.1.params.customDetails', 'b'],
      ['actions.1.params', 'c'],
    ],
  ],
  [one(tooShort), [['actions.0.frequency.throttle', tooShort]]],
  [
    `Failed to validate actions due to the following 2 errors:\n- Invalid connectors: Old\n- ${tooShort}`,
    [
      [nowhere, 'Invalid connectors: Old'],
      ['actions.0.frequency.throttle', tooShort],
    ],
  ],
  [
    one("Action's alertsFilter time range has an invalid value: 08:00-08:00"),
    [
      [
        'actions.0.alerts_filter.timeframe',
        "Action's alertsFilter time range has an invalid value: 08:00-08:00",
      ],
    ],
  ],
  [
    one(`Action's alertsFilter days has invalid values: (${other.uuid}:[9]) `),
    [
      [
        'actions.1.alerts_filter.timeframe',
        `Action's alertsFilter days has invalid values: (${other.uuid}:[9])`,
      ],
    ],
  ],
  ['Something else altogether', [[nowhere, 'Something else altogether']]],
];
for (const [message, faults] of refusals) {
  test(`“${message.slice(0, 90)}” is shown where it belongs`, () => {
    assert.deepEqual([...refusalFaults(message, { actions })], faults);
  });
}

const right: RuleValues = {
  name: 'Shop',
  tags: [],
  interval: '1m',
  alertDelay: '1',
  flapping: 'default',
  lookBackWindow: '20',
  statusChangeThreshold: '4',
  errorsBeforeAlert: '3',
  autoResolve: true,
  onRuleEnd: 'resolve',
  params: {},
  actions: [],
};
const triggering = { ...action, timeframe: null };

const own: [what: string, values: Partial<RuleValues>, places: string[]][] = [
  ['a rule that is right', { actions: [triggering] }, []],
  ['no name', { name: ' ' }, ['name']],
  ['an interval that is none', { interval: '0m' }, ['schedule.interval']],
  ['an empty interval', { interval: '' }, ['schedule.interval']],
  ['an alert delay that is no number', { alertDelay: 'x' }, ['alert_delay.active']],
  ['errors below 0', { errorsBeforeAlert: '-1' }, ['errors_before_alert']],
  [
    'a flapping window that is too large',
    { flapping: 'own', lookBackWindow: '21' },
    ['flapping.look_back_window'],
  ],
  ['no connector', { actions: [{ ...triggering, connectorId: '' }] }, ['actions.0.id']],
  ['no throttle', { actions: [{ ...triggering, throttle: '' }] }, ['actions.0.frequency.throttle']],
  ['a trigger without a summary', { actions: [{ ...triggering, params: {} }] }, ['actions.0.params.summary']],
  [
    'custom details that are no JSON',
    { actions: [{ ...triggering, params: { summary: 'a', customDetails: '{' } }] },
    ['actions.0.params.customDetails'],
  ],
  [
    'a resolve with nothing but its default',
    { actions: [{ ...triggering, params: { eventAction: 'resolve' } }] },
    [],
  ],
];
for (const [what, values, places] of own) {
  test(`${what}: ${places.length === 0 ? 'nothing is wrong' : `told at ${places.join(', ')}`}`, () => {
    assert.deepEqual([...ownFaults({ ...right, ...values }).keys()], places);
  });
}
