import { z } from 'zod';
import { ruleBody } from './rules.ts';

const wholeNumberText = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(least, `must be ${least} or more`).max(most, `must be ${most} or less`));

/** One text, or several. */
const texts = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

/** A JSON text in a query; what it says is judged later. */
const jsonText = z.string().max(10_000);

export const findRulesQuery = z.strictObject({
  per_page: wholeNumberText(0, 10_000).prefault('10').meta({ description: 'Rules of a page. Default: 10.' }),
  page: wholeNumberText(1, 1_000_000).prefault('1').meta({ description: 'From 1 on.' }),
  search: z.string().max(1000).optional().meta({
    description: 'Words to be found; `*` at the end of one stands for anything, `-` in front excludes.',
  }),
  default_search_operator: z.enum(['OR', 'AND']).default('OR'),
  search_fields: texts.optional().meta({ description: 'Where: `name`, `tags`, … Default: both.' }),
  sort_field: z.string().max(200).optional().meta({ description: 'Such as `name` or `updatedAt`.' }),
  sort_order: z.enum(['asc', 'desc']).optional(),
  has_reference: jsonText.optional().meta({
    description: 'JSON: `{"type":"action","id":"…"}`, rules that use this connector.',
  }),
  fields: texts.optional().meta({ description: 'The fields of each rule to be answered. Default: all.' }),
  filter: z.string().max(10_000).optional().meta({
    description:
      'KQL on `alert.attributes.…`, such as `alert.attributes.tags: payments`, or a node of KQL as JSON.',
  }),
  filter_consumers: texts.optional(),
});

export const findRulesBody = z
  .object({
    page: z.int(),
    per_page: z.int(),
    total: z.int(),
    data: z.array(ruleBody.partial().meta({ id: 'FoundRule' })),
  })
  .meta({ id: 'FoundRules' });
