import { z } from 'zod';

const isoTime = z.string();
const sourceText = z.string().max(1024);

export const pingParams = z.object({
  token: z.string().meta({ description: 'The token of the rule; it is all that is asked for.' }),
});

export const pingWordParams = z.object({
  ...pingParams.shape,
  what: z.string().meta({
    description:
      '`start`, `fail`, or the exit code of the job: 0 is success, every other whole number is failure.',
  }),
});

export const pingQuery = z.object({
  source: sourceText.optional().meta({
    description: 'Who calls, where several use one token; each has an alert of its own. Default: `default`.',
    examples: ['web-1'],
  }),
});

/** What the document says of a body that is read as text, whatever it is called. */
export const pingBody = z.string().optional();

export const pingedBody = z
  .object({
    noted: z.boolean(),
    message: z.string().optional().meta({ description: 'Why it was not noted.' }),
  })
  .meta({ id: 'HeartbeatCallTaken' });

export const ruleHeartbeatBody = z
  .object({
    url: z.string().meta({
      description: 'What the job calls. Whoever has it can call: keep it as you keep a password.',
      examples: ['https://tocsin.example.com/api/tocsin/heartbeat/5d0f…'],
    }),
    path: z.string().meta({ description: 'The same without the host.' }),
    token: z.string(),
    sources: z
      .array(
        z
          .object({
            source: z.string(),
            status: z.enum(['waiting', 'up', 'running', 'failed', 'missing']),
            last_beat: isoTime.nullable(),
            due_at: isoTime.nullable(),
            missing_at: isoTime.nullable().meta({ description: 'When the grace after `due_at` ends.' }),
            exit_code: z.number().nullable(),
            duration: z.number().nullable().meta({ description: 'Milliseconds that its last job took.' }),
          })
          .meta({ id: 'HeartbeatSource' }),
      )
      .meta({ description: 'As the last run has left them.' }),
  })
  .meta({ id: 'RuleHeartbeat' });

export const forgetSourceBody = z.strictObject({ source: sourceText }).meta({ id: 'ForgetHeartbeatSource' });
