import type { Json } from '../../store/connector-store.ts';
import type { RuleWithStatus } from '../rules.ts';

/** A value of an attribute, or several; dates are milliseconds since 1970. */
type AttributeValue = string | number | boolean | null | readonly string[];

export interface Attribute {
  /** `text`: found by its words too. `date`: compared as a moment. */
  readonly kind: 'text' | 'keyword' | 'number' | 'boolean' | 'date';
  readonly value: (of: RuleWithStatus) => AttributeValue;
}

const outcomeOrder = { succeeded: 0, warning: 10, failed: 20 };

/** What of a rule can be filtered, searched and sorted by, under Kibana's names of it. */
const attributes: Readonly<Record<string, Attribute>> = {
  name: { kind: 'text', value: ({ rule }) => rule.name },
  'name.keyword': { kind: 'keyword', value: ({ rule }) => rule.name },
  tags: { kind: 'keyword', value: ({ rule }) => rule.tags },
  alertTypeId: { kind: 'keyword', value: ({ rule }) => rule.typeId },
  consumer: { kind: 'keyword', value: ({ rule }) => rule.consumer },
  enabled: { kind: 'boolean', value: ({ rule }) => rule.enabled },
  'schedule.interval': { kind: 'keyword', value: ({ rule }) => rule.interval.text },
  throttle: { kind: 'keyword', value: ({ rule }) => rule.throttle?.text ?? null },
  notifyWhen: { kind: 'keyword', value: ({ rule }) => rule.notifyWhen },
  muteAll: { kind: 'boolean', value: ({ rule }) => rule.muteAll },
  mutedInstanceIds: { kind: 'keyword', value: ({ rule }) => rule.mutedAlertIds },
  createdBy: { kind: 'keyword', value: ({ rule }) => rule.createdBy },
  updatedBy: { kind: 'keyword', value: ({ rule }) => rule.updatedBy },
  createdAt: { kind: 'date', value: ({ rule }) => rule.createdAt },
  updatedAt: { kind: 'date', value: ({ rule }) => rule.updatedAt },
  revision: { kind: 'number', value: ({ rule }) => rule.revision },
  'actions.actionTypeId': {
    kind: 'keyword',
    value: ({ rule }) => rule.actions.map(({ connectorTypeId }) => connectorTypeId),
  },
  'actions.group': { kind: 'keyword', value: ({ rule }) => rule.actions.map(({ group }) => group) },
  'executionStatus.status': { kind: 'keyword', value: ({ status }) => status.execution.status },
  'executionStatus.lastExecutionDate': { kind: 'date', value: ({ status }) => status.execution.at },
  'executionStatus.lastDuration': {
    kind: 'number',
    value: ({ status }) => status.execution.duration ?? null,
  },
  'executionStatus.error.reason': {
    kind: 'keyword',
    value: ({ status }) => status.execution.error?.reason ?? null,
  },
  'executionStatus.error.message': {
    kind: 'text',
    value: ({ status }) => status.execution.error?.message ?? null,
  },
  'executionStatus.warning.reason': {
    kind: 'keyword',
    value: ({ status }) => status.execution.warning?.reason ?? null,
  },
  'lastRun.outcome': { kind: 'keyword', value: ({ status }) => status.lastRun?.outcome ?? null },
  'lastRun.outcomeOrder': {
    kind: 'number',
    value: ({ status }) => (status.lastRun === undefined ? null : outcomeOrder[status.lastRun.outcome]),
  },
  'lastRun.alertsCount.active': {
    kind: 'number',
    value: ({ status }) => status.lastRun?.counts.active ?? null,
  },
};

const params = 'params.';

/** The attribute of this name; each of a rule's params is one too (`params.threshold`). `undefined`: there is none. */
export function attributeOf(name: string): Attribute | undefined {
  if (Object.hasOwn(attributes, name)) return attributes[name];
  if (!name.startsWith(params) || name.length === params.length) return undefined;
  const path = name.slice(params.length).split('.');
  return { kind: 'keyword', value: ({ rule }) => paramAt(rule.params, path) };
}

function paramAt(given: Json | { readonly [key: string]: Json }, path: readonly string[]): AttributeValue {
  let value: Json | { readonly [key: string]: Json } | undefined = given;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return null;
    value = Reflect.get(value, name);
  }
  if (Array.isArray(value))
    return value.map((each) => (typeof each === 'string' ? each : JSON.stringify(each)));
  return typeof value === 'object' ? JSON.stringify(value) : (value ?? null);
}

/** The words of a text, for those who look for one. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
}

/** The values of an attribute as texts; none where it is empty. */
export function textsOf(value: AttributeValue): readonly string[] {
  if (value === null) return [];
  return typeof value === 'object' ? value : [String(value)];
}
