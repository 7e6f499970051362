import { z } from 'zod';
import { enqueueParams, prometheusAlert, type Severities, wireBody } from './events.ts';

/** What `children/load.ts` shall post. */
export const loadTask = z.object({
  /** Of the server. */
  url: z.string(),
  path: z.string(),
  headers: z.record(z.string(), z.string()),
  kind: z.enum(['wire', 'params', 'alerts']),
  /** The number of the first event. */
  first: z.int(),
  events: z.int(),
  /** 1: bodies that are no arrays. */
  perRequest: z.int().positive(),
  connections: z.int().positive(),
  severities: z.enum(['error', 'mixed']),
});

export type LoadTask = z.infer<typeof loadTask>;

const arrayOf =
  (make: (number: number, severities: Severities) => string) =>
  (first: number, size: number, severities: Severities) => {
    let text = '[';
    for (let number = first; number < first + size; number++) {
      text += number === first ? make(number, severities) : `,${make(number, severities)}`;
    }
    return `${text}]`;
  };

/** How the body of one request is made: `size` events from number `first`. ASCII alone. */
export const bodyMakers = {
  wire: (first: number, _size: number, severities: Severities) => wireBody(first, severities),
  params: arrayOf(enqueueParams),
  alerts: arrayOf(prometheusAlert),
} as const;
