import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actionParamsSchema } from '../../pagerduty/action-params.ts';
import { ruleTypes } from '../types/rule-types.ts';
import { ruleFileSchema } from './rule-file-schema.ts';

const schema = JSON.parse(JSON.stringify(ruleFileSchema(ruleTypes.values())));
const { Rule } = schema.definitions;

test('every type of the registry is offered, with its params and its groups', () => {
  assert.deepEqual(Rule.properties.rule_type_id.enum, [...ruleTypes.keys()].sort());
  assert.equal(Rule.allOf.length, ruleTypes.size);
  for (const branch of Rule.allOf) {
    const type = ruleTypes.get(branch.if.properties.rule_type_id.const);
    assert.ok(type);
    const { params, actions } = branch.then.properties;
    assert.ok(params.type === 'object' || params.anyOf || params.oneOf || params.allOf, type.id);
    assert.deepEqual(
      actions.items.properties.group.enum,
      [...type.groups, type.recoveryGroup].map(({ id }) => id),
    );
    assert.deepEqual(
      Object.keys(actions.items.properties.params.properties),
      Object.keys(actionParamsSchema.shape),
    );
  }
});

test('what a rule must say is demanded, what has a default is not, and an unknown key is refused', () => {
  assert.deepEqual(Rule.required.sort(), ['id', 'name', 'rule_type_id', 'schedule']);
  assert.equal(Rule.additionalProperties, false);
  assert.equal(schema.additionalProperties, false);
});

test('every reference leads somewhere', () => {
  const references = [...JSON.stringify(schema).matchAll(/"\$ref":"#\/definitions\/([^"]+)"/g)];
  assert.ok(references.length > 0);
  for (const [, name = ''] of references) assert.ok(Object.hasOwn(schema.definitions, name), name);
});
