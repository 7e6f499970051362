import assert from 'node:assert/strict';
import { test } from 'node:test';
import { previewRuleBody } from '../../../src/api/rule-preview.ts';
import type { ActionValues } from '../actions/action-values.ts';
import { isTouched } from '../fields/is-touched.ts';
import type { RuleValues } from '../rule-values.ts';
import { atFormPlaces, previewBody } from './preview-body.ts';

const action = (uuid: string, connectorId: string): ActionValues => ({
  uuid,
  connectorId,
  isConnectorChosen: false,
  group: 'down',
  isSummary: false,
  notifyWhen: 'onActionGroupChange',
  throttle: '',
  timeframe: null,
  params: {},
  filled: 0,
});
const values: RuleValues = {
  name: '',
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
  actions: [action('a', ''), action('b', 'sandbox'), action('c', ''), action('d', 'sandbox')],
};
const rule = { id: 'r1', typeId: 'external' };

test('a rule is tried without its name, and without actions that have no connector yet', () => {
  const faults = new Map([
    ['name', 'Name is required.'],
    ['actions.0.id', 'Choose a connector.'],
  ]);
  const body = previewRuleBody.parse(JSON.parse(previewBody(rule, values, faults) ?? ''));
  assert.deepEqual(
    body.actions.map(({ uuid }) => uuid),
    ['b', 'd'],
  );
});

test('a rule that would be refused is not tried', () => {
  assert.equal(previewBody(rule, values, new Map([['params.url', 'Enter a URL.']])), undefined);
});

test('what is wrong with an action stands at its place in the form', () => {
  const sent = new Map([
    ['actions.1.params.summary', 'x'],
    ['schedule.interval', 'y'],
  ]);
  assert.deepEqual(
    [...atFormPlaces(sent, values)],
    [
      ['actions.3.params.summary', 'x'],
      ['schedule.interval', 'y'],
    ],
  );
});

const places: [path: string, isShown: boolean][] = [
  ['name', true],
  ['params.url', false],
  ['actions.0.params.summary', true],
  ['actions.1.params.summary', false],
  ['namely', false],
  ['', true],
];
for (const [path, isShown] of places) {
  test(`with the name and the first action left, “${path}” is ${isShown ? '' : 'not '}shown`, () => {
    assert.equal(isTouched(new Set(['name', 'actions.0']), path), isShown);
  });
}
