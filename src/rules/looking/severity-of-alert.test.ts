import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AlertState } from '../../alerts/alert-state.ts';
import type { Rule } from '../rule.ts';
import { severityOfAlert } from './severity-of-alert.ts';

const alert: AlertState = {
  id: 'a',
  uuid: 'u',
  status: 'active',
  group: 'default',
  start: 0,
  firstRun: 1,
  changes: [],
};
const action = (group: string, severity?: string): Rule['actions'][number] => ({
  uuid: `${group} ${severity}`,
  group,
  connectorId: 'sandbox',
  connectorTypeId: '.pagerduty',
  params: severity === undefined ? {} : { severity },
  frequency: null,
  timeframe: null,
});

const rows: [what: string, alert: Partial<AlertState>, actions: Rule['actions'], severity: string | null][] =
  [
    ['what PagerDuty was told', { told: { severity: 'error', summary: '' }, severity: 'info' }, [], 'error'],
    ['the words of the rule type, made to fit', { severity: 'Major' }, [], 'critical'],
    ['what it was when an action ran', { notifiedSeverity: 'warn' }, [], 'warning'],
    ['the action of its group', {}, [action('urgent', 'critical'), action('default', 'warning')], 'warning'],
    ['nobody, where the action has a template', {}, [action('default', '{{context.severity}}')], null],
    ['nobody', {}, [action('default')], null],
  ];
for (const [what, given, actions, severity] of rows) {
  test(`how bad an alert is says ${what}`, () => {
    assert.equal(severityOfAlert({ ...alert, ...given }, { actions }), severity);
  });
}
