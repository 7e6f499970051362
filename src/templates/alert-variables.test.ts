import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type AlertSummary,
  alertVariables,
  summaryVariables,
  type TemplateAlert,
  variablesOfAlert,
} from './alert-variables.ts';
import { prepareVariables } from './prepare-variables.ts';
import { renderTemplate } from './render-template.ts';
import { ruleVariables, type TemplateRule } from './rule-variables.ts';

const rule: TemplateRule = {
  id: 'rule-1',
  name: 'Disks',
  type: 'tocsin.http',
  tags: ['a', 'b'],
  params: { threshold: [90] },
  url: 'https://tocsin.example.org/rules/rule-1',
};
const alert: TemplateAlert = {
  id: 'db-1',
  uuid: '7e0c',
  group: { id: 'query matched', name: 'Query matched' },
  flapping: false,
  consecutiveMatches: 2,
  context: { value: 93, 'host.name': 'db-1' },
  state: { start: '2026-11-26T22:00:00.000Z', duration: '60000000000' },
};
const surroundings = { date: new Date('2026-11-26T22:01:00Z'), publicBaseUrl: 'https://tocsin.example.org' };

/** Every row of contract 4.4. */
const rows: [template: string, text: string][] = [
  ['{{date}}', '2026-11-26T22:01:00.000Z'],
  ['{{kibanaBaseUrl}}', 'https://tocsin.example.org'],
  ['{{rule.id}} {{rule.name}} {{rule.type}} {{rule.spaceId}}', 'rule-1 Disks tocsin.http default'],
  ['{{rule.tags}}', 'a,b'],
  ['{{rule.params.threshold}} {{params.threshold}}', '90 90'],
  ['{{rule.url}}', 'https://tocsin.example.org/rules/rule-1'],
  ['{{alert.id}} {{alert.uuid}}', 'db-1 7e0c'],
  ['{{alert.actionGroup}}/{{alert.actionGroupName}}', 'query matched/Query matched'],
  ['{{alert.flapping}} {{alert.consecutiveMatches}}', 'false 2'],
  ['{{context.value}} {{context.host.name}}', '93 db-1'],
  ['{{state.start}} {{state.duration}}', '2026-11-26T22:00:00.000Z 60000000000'],
  ['{{alertId}} {{alertName}} {{alertInstanceId}}', 'rule-1 Disks db-1'],
  ['{{alertActionGroup}}/{{alertActionGroupName}}', 'query matched/Query matched'],
  ['{{tags}} {{spaceId}}', 'a,b default'],
  ['{{rule.id}}:{{alert.id}}', 'rule-1:db-1'],
];
for (const [template, text] of rows) {
  test(`a variable of an alert: ${template}`, () => {
    const view = prepareVariables(alertVariables(rule, alert, surroundings));
    assert.deepEqual(renderTemplate(template, view), { kind: 'text', text, notes: [] });
  });
}

const summary: AlertSummary = {
  new: { count: 2, data: [{ 'kibana.alert.instance.id': 'a' }, { 'kibana.alert.instance.id': 'b' }] },
  ongoing: { count: 0, data: [] },
  recovered: { count: 1, data: [{ 'kibana.alert.instance.id': 'c' }] },
};

/** Contract 4.5. */
const summaryRows: [template: string, text: string][] = [
  ['{{alert.id}} {{alert.uuid}} {{alertInstanceId}}', 'rule-1 rule-1 rule-1'],
  ['{{alert.actionGroup}}/{{alert.actionGroupName}}', 'default/Default'],
  ['{{alert.flapping}} {{alert.consecutiveMatches}}', 'false 0'],
  [
    '{{alerts.new.count}} {{alerts.ongoing.count}} {{alerts.recovered.count}} {{alerts.all.count}}',
    '2 0 1 3',
  ],
  ['{{#alerts.all.data}}{{kibana.alert.instance.id}} {{/alerts.all.data}}', 'a b c '],
  ['{{rule.name}}: {{#alerts.new.data}}{{kibana.alert.instance.id}}{{/alerts.new.data}}', 'Disks: ab'],
];
for (const [template, text] of summaryRows) {
  test(`a variable of a summary: ${template}`, () => {
    const view = prepareVariables(summaryVariables(rule, summary, surroundings));
    assert.deepEqual(renderTemplate(template, view), { kind: 'text', text, notes: [] });
  });
}

test('what many texts share can be made ready once', () => {
  const shared = prepareVariables(ruleVariables(rule, surroundings));
  const view = prepareVariables(variablesOfAlert(alert), shared);
  const whole = prepareVariables(alertVariables(rule, alert, surroundings));
  for (const [template] of rows)
    assert.deepEqual(renderTemplate(template, view), renderTemplate(template, whole));
  assert.deepEqual(JSON.parse(String(view)), JSON.parse(String(whole)));
});
