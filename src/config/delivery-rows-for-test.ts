import type { SettingRow } from './setting-row-for-test.ts';

const rate = 'use auto, off, or a whole number of calls from 1 to 1000000';
const most = 'use a whole number of events from 1 to 100000000';
const attempts = 'use a whole number of attempts from 1 to 10';
const overrides =
  'use a list of groups of id and maxAttempts (from 1 to 10), such as {id: .pagerduty, maxAttempts: 5}; in the environment as JSON';
const age = 'a whole number and one of ms, s, m, h, d, such as';
const size = 'a whole number and one of b, kb, mb, gb, such as';
const url =
  'use an http or https address such as "https://ping.example.com/tocsin", without user or fragment';
const day = 86_400_000;

/** The rows of everything that says how events get to PagerDuty, and who is told when they do not. */
export const deliveryRows: SettingRow[] = [
  {
    key: 'actions.queued.max',
    otherwise: 1_000_000,
    good: [
      ['1', 1],
      ['"100000000"', 100_000_000],
    ],
    variable: [['5000', 5000]],
    bad: [
      ['0', `is 0: ${most}`],
      ['1e9', `is 1000000000: ${most}`],
      ['2.5', `is 2.5: ${most}`],
      ['all', `is "all": ${most}`],
    ],
  },
  {
    key: 'actions.run.maxAttempts',
    otherwise: undefined,
    good: [
      ['1', 1],
      ['10', 10],
    ],
    variable: [['3', 3]],
    bad: [
      ['0', `is 0: ${attempts}`],
      ['11', `is 11: ${attempts}`],
      ['off', `is "off": ${attempts}`],
      ['~', `has no value: ${attempts}, or remove it`],
    ],
  },
  {
    key: 'actions.run.connectorTypeOverrides',
    otherwise: [],
    good: [
      ['[]', []],
      ['[{id: .pagerduty, maxAttempts: 5}]', [{ id: '.pagerduty', maxAttempts: 5 }]],
      ['[{id: .email}]', [{ id: '.email' }]],
    ],
    variable: [['[{"id":".pagerduty","maxAttempts":"5"}]', [{ id: '.pagerduty', maxAttempts: 5 }]]],
    bad: [
      ['5', `is 5: ${overrides}`],
      ['[.pagerduty]', `, entry 1, is ".pagerduty": ${overrides}`],
      ['[{id: .pagerduty}, {maxAttempts: 5}]', `, entry 2, id has no value: ${overrides}`],
      ['[{id: .pagerduty, maxAttempts: 11}]', `, entry 1, maxAttempts is 11: ${overrides}`],
      ['[{id: .pagerduty, attempts: 1}]', `, entry 1, is a group of keys: ${overrides}`],
    ],
  },
  {
    key: 'connectors.deleteWithOpenIncidents',
    otherwise: 'refuse',
    good: [['resolve', 'resolve']],
    bad: [['leave', 'is "leave": use refuse or resolve']],
  },
  {
    key: 'delivery.rateLimit',
    otherwise: 'auto',
    good: [
      ['auto', 'auto'],
      ['off', 'off'],
      ['960', 960],
      ['"1"', 1],
      ['1000000', 1_000_000],
    ],
    variable: [
      ['960', 960],
      ['off', 'off'],
    ],
    bad: [
      ['0', `is 0: ${rate}`],
      ['1000001', `is 1000001: ${rate}`],
      ['1.5', `is 1.5: ${rate}`],
      ['false', `is false: ${rate}`],
      ['120/min', `is "120/min": ${rate}`],
    ],
  },
  {
    key: 'delivery.order',
    otherwise: 'urgency',
    good: [['fifo', 'fifo']],
    bad: [['FIFO', 'is "FIFO": use urgency or fifo']],
  },
  {
    key: 'delivery.superseding',
    otherwise: 'on',
    good: [
      ['off', 'off'],
      ['on', 'on'],
    ],
    bad: [['false', 'is false: use on or off']],
  },
  {
    key: 'delivery.maxAge',
    otherwise: 3 * day,
    good: [
      ['1m', 60_000],
      ['3650d', 3650 * day],
    ],
    bad: [
      ['59s', 'is "59s": use a duration from 1m to 3650d'],
      ['3651d', 'is "3651d": use a duration from 1m to 3650d'],
      ['72', `is 72: use a duration from 1m to 3650d: ${age} "72h"`],
      ['3w', `is "3w": use a duration from 1m to 3650d: ${age} "72h"`],
    ],
  },
  {
    key: 'delivery.minRetryWindow',
    otherwise: 600_000,
    good: [
      ['0ms', 0],
      ['1h', 3_600_000],
    ],
    bad: [['10', `is 10: use a duration from 0ms to 3650d: ${age} "10m"`]],
  },
  {
    key: 'delivery.logRetention',
    otherwise: 90 * day,
    good: [['1h', 3_600_000]],
    bad: [
      ['59m', 'is "59m": use a duration from 1h to 3650d'],
      ['true', `is true: use a duration from 1h to 3650d: ${age} "90d"`],
    ],
  },
  {
    key: 'delivery.logMaxSize',
    otherwise: 5 * 1024 ** 3,
    good: [
      ['1mb', 1_048_576],
      ['1048576gb', 1024 ** 5],
    ],
    bad: [
      ['1048575b', 'is "1048575b": use a size from 1mb to 1048576gb'],
      ['5GB', 'is "5GB": write "5gb"; units are b, kb, mb, gb'],
      ['5', `is 5: use a size from 1mb to 1048576gb: ${size} "5gb"`],
    ],
  },
  {
    key: 'delivery.minFreeDisk',
    otherwise: 256 * 1024 ** 2,
    good: [
      ['0b', 0],
      ['1gb', 1024 ** 3],
    ],
    bad: [
      ['-1mb', 'is "-1mb": a size can not be negative'],
      ['"256"', 'is "256": it has no unit; write "256b" for bytes'],
      ['10%', `is "10%": use a size from 0b to 1048576gb: ${size} "256mb"`],
    ],
  },
  {
    key: 'delivery.paused',
    otherwise: false,
    good: [['true', true]],
    variable: [['true', true]],
    bad: [['on', 'is "on": use true or false']],
  },
  {
    key: 'watchdog.url',
    otherwise: undefined,
    good: [['https://ping.example.com/a?b=c', 'https://ping.example.com/a?b=c']],
    bad: [
      ['ping.example.com/3f1c9a52', `is ********: ${url}`],
      ['7', `is ********: ${url}`],
      [
        'https://me:pass@ping.example.com',
        'is ********: a user and password in it would not be sent; write it without',
      ],
    ],
  },
  {
    key: 'watchdog.urlFile',
    otherwise: undefined,
    // What it names is read: read-secret-files.test.ts.
    good: [],
    bad: [
      ['[a]', 'is a list: use the path of a file'],
      ['gone', 'is "gone": the file does not exist'],
    ],
  },
  {
    key: 'watchdog.maxDelay',
    otherwise: 600_000,
    // Given, it wants somebody who hears of it: check-together.test.ts.
    good: [],
    bad: [
      ['59s', 'is "59s": use a duration from 1m to 7d'],
      ['8d', 'is "8d": use a duration from 1m to 7d'],
      ['10', `is 10: use a duration from 1m to 7d: ${age} "10m"`],
    ],
  },
  {
    key: 'watchdog.connector',
    otherwise: undefined,
    good: [['tocsin-itself', 'tocsin-itself']],
    bad: [
      ['a b', 'is "a b": use the id of a connector, such as "tocsin-itself"'],
      ['[a]', 'is a list: use the id of a connector, such as "tocsin-itself"'],
    ],
  },
];
