import { ruleBody } from '../api/rules.ts';
import { Refusal } from '../refusal.ts';
import type { WireRule } from './rule-to-wire.ts';

/** Attributes of Kibana's whose name on the wire is another one altogether. */
const otherNames: Readonly<Record<string, string>> = {
  alertTypeId: 'rule_type_id',
  mutedInstanceIds: 'muted_alert_ids',
};

/** `executionStatus.status` is in the field `execution_status`. */
function wireNameOf(field: string): string {
  const [attribute = ''] = field.split('.');
  return otherNames[attribute] ?? attribute.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/**
 * What takes the fields out of a rule that a query names; the id always stays. Refuses a field that no rule has.
 *
 * @param fields `undefined`: all.
 */
export function namedFields(fields: readonly string[] | undefined): (rule: WireRule) => Partial<WireRule> {
  if (fields === undefined) return (rule) => rule;
  const names = new Set(['id', ...fields.map(wireNameOf)]);
  for (const field of fields) {
    if (Object.hasOwn(ruleBody.shape, wireNameOf(field))) continue;
    throw new Refusal('invalid', `[request query.fields]: a rule has no field ${field.slice(0, 100)}`);
  }
  return (rule) => Object.fromEntries(Object.entries(rule).filter(([name]) => names.has(name)));
}
