import { z } from 'zod';

const level = z.enum(['available', 'critical']);
const serviceStatus = z.object({ level, summary: z.string() });

/** What someone who is not signed in may know (Kibana does the same). */
const redacted = z
  .object({ status: z.object({ overall: z.object({ level }) }) })
  .meta({ id: 'RedactedStatus' });

/** As Kibana 9.2 answers, with the parts that its clients read. */
export const statusBody = z
  .object({
    name: z.string(),
    uuid: z.string(),
    version: z.object({
      number: z
        .string()
        .meta({ description: 'The version of Kibana whose API is served (server.kibanaVersion).' }),
      build_hash: z.string(),
      build_number: z.int(),
      build_snapshot: z.boolean(),
      build_flavor: z.string(),
      build_date: z.string(),
    }),
    status: z.object({
      overall: serviceStatus,
      core: z.object({ elasticsearch: serviceStatus, savedObjects: serviceStatus }),
      plugins: z.object({ actions: serviceStatus }),
    }),
    metrics: z.object({
      last_updated: z.string(),
      collection_interval_in_millis: z.int(),
      process: z.object({
        pid: z.int(),
        uptime_in_millis: z.int(),
        memory: z.object({
          resident_set_size_in_bytes: z.int(),
          heap: z.object({ total_in_bytes: z.int(), used_in_bytes: z.int() }),
        }),
      }),
    }),
    tocsin: z.object({ version: z.string() }),
  })
  .meta({ id: 'Status' });

export const anyStatusBody = z.union([statusBody, redacted]);

export const healthBody = z.object({ status: z.literal('ok') }).meta({ id: 'Health' });
export const readyBody = z.object({ status: z.literal('ready') }).meta({ id: 'Ready' });
