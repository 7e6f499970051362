import type { SettingRow } from './setting-row-for-test.ts';

const day = 86_400_000;
const units = 'a whole number and one of ms, s, m, h, d, such as';
const runs = 'use a whole number of runs from 0 to 10000000';
const actions = 'use a whole number of actions from 1 to 100000';
const alerts = 'use a whole number of alerts from 1 to 100000';
const timeouts =
  'use a list of groups of id and timeout (from 1s to 1d), such as {id: external, timeout: 1m}; in the environment as JSON';
const most =
  'use a list of groups of id and max (from 1 to 100000), such as {id: .pagerduty, max: 1000}; in the environment as JSON';

/** The rows of everything that says how rules run. */
export const alertingRows: SettingRow[] = [
  {
    key: 'alerting.rules.minimumScheduleInterval.value',
    otherwise: 10_000,
    good: [
      ['1s', 1000],
      ['1d', day],
    ],
    variable: [['1m', 60_000]],
    bad: [
      ['25h', 'is "25h": use a duration from 1s to 1d'],
      ['999ms', 'is "999ms": use a duration from 1s to 1d'],
      ['1w', `is "1w": use a duration from 1s to 1d: ${units} "10s"`],
    ],
  },
  {
    key: 'alerting.rules.minimumScheduleInterval.enforce',
    otherwise: false,
    good: [['true', true]],
    variable: [['true', true]],
    bad: [['yes', 'is "yes": use true or false']],
  },
  {
    key: 'alerting.rules.maxScheduledPerMinute',
    otherwise: undefined,
    good: [
      ['0', 0],
      ['32000', 32_000],
    ],
    variable: [['400', 400]],
    bad: [
      ['-1', `is -1: ${runs}`],
      ['1.5', `is 1.5: ${runs}`],
      ['unlimited', `is "unlimited": ${runs}`],
    ],
  },
  {
    key: 'alerting.rules.historyRetention',
    otherwise: 90 * day,
    good: [['1h', 3_600_000]],
    variable: [['30d', 30 * day]],
    bad: [['59m', 'is "59m": use a duration from 1h to 3650d']],
  },
  {
    key: 'alerting.rules.run.timeout',
    otherwise: 300_000,
    good: [
      ['1s', 1000],
      ['1d', day],
    ],
    variable: [['10m', 600_000]],
    bad: [['0s', 'is "0s": use a duration from 1s to 1d']],
  },
  {
    key: 'alerting.rules.run.ruleTypeOverrides',
    otherwise: [],
    good: [['[{id: external, timeout: 15m}]', [{ id: 'external', timeout: 900_000 }]]],
    variable: [['[{"id":"external","timeout":"1m"}]', [{ id: 'external', timeout: 60_000 }]]],
    bad: [
      ['5m', `is "5m": ${timeouts}`],
      ['[{id: external}]', `, entry 1, has no value: ${timeouts}`],
    ],
  },
  {
    key: 'alerting.rules.run.actions.max',
    otherwise: 100_000,
    good: [['1', 1]],
    variable: [['10', 10]],
    bad: [
      ['0', `is 0: ${actions}`],
      ['100001', `is 100001: ${actions}`],
    ],
  },
  {
    key: 'alerting.rules.run.actions.connectorTypeOverrides',
    otherwise: [],
    good: [['[{id: .pagerduty, max: 5}]', [{ id: '.pagerduty', max: 5 }]]],
    variable: [['[{"id":".pagerduty","max":5}]', [{ id: '.pagerduty', max: 5 }]]],
    bad: [['[{id: .pagerduty, max: 0}]', `, entry 1, is 0: ${most}`]],
  },
  {
    key: 'alerting.rules.run.alerts.max',
    otherwise: 1000,
    good: [['100000', 100_000]],
    variable: [['5', 5]],
    bad: [
      ['0', `is 0: ${alerts}`],
      ['all', `is "all": ${alerts}`],
    ],
  },
];
