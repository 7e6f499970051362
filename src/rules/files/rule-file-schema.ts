import { z } from 'zod';
import { fileRuleBody, ruleFileBody } from '../../api/rule-file.ts';
import { actionParamsSchema } from '../../pagerduty/action-params.ts';
import type { RuleType } from '../rule-type.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The dialect that the editors' YAML extensions know best. */
const toSchema = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, { target: 'draft-7', io: 'input', unrepresentable: 'any' });

/** Any of their texts may be a template, so of what each can be only its name and its description are left. */
const actionParams: JsonSchema = {
  properties: Object.fromEntries(
    Object.entries(toSchema(actionParamsSchema).properties ?? {}).map(([name, schema]) => {
      const { description, enum: values } = typeof schema === 'object' ? schema : {};
      return [name, { ...(description && { description }), ...(values && { examples: values }) }];
    }),
  ),
  additionalProperties: false,
};

/**
 * A JSON schema of files of rules, for editors: the body of a rule, and for each type what its params and its action groups
 * can be.
 */
export function ruleFileSchema(types: Iterable<RuleType>): JsonSchema {
  const all = [...types].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const { $schema, definitions, ...rule } = toSchema(fileRuleBody);
  const named = new Map(Object.entries(definitions ?? {}));
  const byType = all.map((type): JsonSchema => {
    const { $schema: _, definitions: more, ...params } = toSchema(type.params);
    for (const [name, schema] of Object.entries(more ?? {})) named.set(name, schema);
    const needed = (params.required ?? []).length > 0 ? { required: ['params'] } : {};
    const groups = [...type.groups, type.recoveryGroup].map(({ id }) => id);
    const actions: JsonSchema = {
      items: { properties: { group: { enum: groups }, params: actionParams }, required: ['group'] },
    };
    return {
      if: { properties: { rule_type_id: { const: type.id } } },
      // biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON schema
      then: { properties: { params, actions }, ...needed },
    };
  });
  const typeIds: JsonSchema = {
    description: 'The type of the rule.',
    enum: all.map(({ id }) => id),
  };
  const { $schema: _, definitions: __, ...file } = toSchema(ruleFileBody);
  return {
    ...($schema !== undefined && { $schema }),
    title: 'Rules of Tocsin',
    ...file,
    properties: {
      ...file.properties,
      rules: {
        type: ['array', 'null'],
        description: 'Rules, each with the id by which it is known.',
        items: { $ref: '#/definitions/Rule' },
      },
    },
    definitions: {
      ...Object.fromEntries(named),
      Rule: { ...rule, properties: { ...rule.properties, rule_type_id: typeIds }, allOf: byType },
    },
  };
}
