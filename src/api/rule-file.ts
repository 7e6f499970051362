import { z } from 'zod';
import { ruleActionBody } from './rule-actions.ts';
import { durationText } from './rule-durations.ts';
import { createRuleBody } from './rules.ts';

const { summary, notify_when } = ruleActionBody.shape.frequency.unwrap().shape;

const fileAction = ruleActionBody.extend({
  uuid: ruleActionBody.shape.uuid.meta({
    description: 'Absent: one is made of what the action is for, the same each time.',
  }),
  // The API asks for a null here.
  frequency: z
    .strictObject({ summary, notify_when, throttle: durationText.nullable().default(null) })
    .optional(),
});

/** A rule as a file has it: what the API is told to create one, with its id. */
export const fileRuleBody = createRuleBody.extend({
  id: z
    .string()
    .min(1, 'must not be empty')
    .max(512, 'must be 512 characters or less')
    .meta({ description: 'The id of the rule: the same id is the same rule, in whichever file it stands.' }),
  consumer: createRuleBody.shape.consumer.default('alerts'),
  actions: z.array(fileAction).default([]),
});

const part = z.record(z.string(), z.unknown());

/** A connector in a file, in the words of the setting `actions.preconfigured`. */
const fileConnector = z.strictObject({
  name: z.string(),
  actionTypeId: z.string().meta({ examples: ['.pagerduty'] }),
  config: part.optional().meta({ description: '`apiUrl`, for another region than the US.' }),
  secrets: part.optional().meta({
    description: '`routingKey`, or `routingKeyFile` for the path of a file that holds it.',
  }),
  exposeConfig: z.boolean().optional().meta({ description: '`true`: the API shows `config`.' }),
  tocsin: part.optional().meta({ description: "Tocsin's own options." }),
});

/** A whole file of rules. */
export const ruleFileBody = z.strictObject({
  rules: z.array(fileRuleBody).nullish(),
  connectors: z
    .record(z.string(), fileConnector)
    .nullish()
    .meta({ description: 'Connectors by their ids, as `actions.preconfigured` has them.' }),
});
