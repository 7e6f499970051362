import { z } from 'zod';
import type { Rule } from './rule.ts';

const jsonObject = z.record(z.string(), z.json());
const duration = z.object({ text: z.string(), ms: z.number() });
const notifyWhen = z.enum(['onActionGroupChange', 'onActiveAlert', 'onThrottleInterval']);
const numbers = z.array(z.number());

const action = z.object({
  uuid: z.string(),
  group: z.string(),
  connectorId: z.string(),
  connectorTypeId: z.string(),
  params: jsonObject,
  frequency: z.object({ summary: z.boolean(), notifyWhen, throttle: duration.nullable() }).nullable(),
  timeframe: z.object({ days: numbers, start: z.string(), end: z.string(), timezone: z.string() }).nullable(),
});

const snooze = z.object({
  id: z.string().optional(),
  start: z.number(),
  duration: z.number(),
  timezone: z.string(),
  recurrence: z
    .object({
      frequency: z.enum(['daily', 'weekly', 'monthly', 'yearly']),
      interval: z.number(),
      until: z.number().optional(),
      count: z.number().optional(),
      weekdays: z.array(z.string()).optional(),
      monthDays: numbers.optional(),
      months: numbers.optional(),
    })
    .optional(),
  skipped: numbers.optional(),
});

/** Reads a rule as it was kept. */
export const ruleSchema: z.ZodType<Rule> = z.object({
  id: z.string(),
  name: z.string(),
  typeId: z.string(),
  consumer: z.string(),
  enabled: z.boolean(),
  tags: z.array(z.string()),
  params: jsonObject,
  interval: duration,
  actions: z.array(action),
  notifyWhen: notifyWhen.nullable(),
  throttle: duration.nullable(),
  alertDelay: z.number().optional(),
  flapping: z
    .object({
      lookBackWindow: z.number(),
      statusChangeThreshold: z.number(),
      enabled: z.boolean().optional(),
    })
    .nullish(),
  artifacts: jsonObject.optional(),
  autoResolve: z.boolean().optional(),
  onRuleEnd: z.enum(['resolve', 'leave']).optional(),
  errorsBeforeAlert: z.number().optional(),
  managedBy: z.object({ file: z.string() }).optional(),
  muteAll: z.boolean(),
  mutedAlertIds: z.array(z.string()),
  snoozes: z.array(snooze),
  createdBy: z.string().nullable(),
  apiKeyOwner: z.string().nullable(),
  updatedBy: z.string().nullable(),
  createdAt: z.number(),
  updatedAt: z.number(),
  revision: z.number(),
});
