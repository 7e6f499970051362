import { z } from 'zod';
import { reasons } from '../pagerduty/verdict.ts';
import { momentText } from './text.ts';

const sample = z
  .object({
    at: momentText,
    events: z.int().meta({ description: 'Events that waited or were in flight.' }),
    oldest_seconds: z.number().meta({ description: 'How long the oldest had waited; 0: nothing waited.' }),
    delivered: z.int().meta({ description: 'Events delivered in the minute before.' }),
    failed: z.int().meta({ description: 'Attempts that failed in the minute before.' }),
  })
  .meta({ id: 'OverviewSample', description: 'One minute.' });

const connectorActivity = z
  .object({
    id: z.string(),
    name: z.string(),
    delivered: z.int(),
    failed: z.int().meta({ description: 'Attempts, not events.' }),
    superseded: z.int(),
    dead: z.int(),
    last_delivered_at: momentText.nullable().meta({
      description: 'Also before `since`, as far as the delivery log tells; null: not that we know.',
    }),
    last_failed_at: momentText.nullable().meta({ description: 'null: not since the start.' }),
    last_failure: z
      .object({
        reason: z.string().meta({ description: `One of ${reasons.join(', ')}.` }),
        message: z.string().meta({ description: 'The same in words.' }),
      })
      .nullable(),
    health: z.enum(['working', 'failing', 'held', 'unused']).meta({
      description:
        '`held`: its events wait because of its key, its URL or a setting. `failing`: the last attempt failed, and not for what its event says; or its host is out of reach. `unused`: nothing is known of it.',
    }),
  })
  .meta({
    id: 'ConnectorActivity',
    description:
      'What became of the calls to the integration key that a connector uses now; connectors with the same key and URL share them.',
  });

export const overviewBody = z
  .object({
    since: momentText.meta({
      description: 'Since when is counted: the later of the start and a day ago, in steps of 15 minutes.',
    }),
    now: momentText,
    delivered: z.int(),
    superseded: z.int(),
    failed_attempts: z.int(),
    dead: z.int().meta({ description: 'Events that became dead letters.' }),
    history: z.array(sample).meta({ description: 'One a minute, the oldest first, of a day at most.' }),
    connectors: z.array(connectorActivity),
  })
  .meta({ id: 'Overview', description: 'What was delivered lately, and by whom.' });
