import { z } from 'zod';
import { commonErrors } from '../../api/error-body.ts';
import { Refusal } from '../../refusal.ts';
import type { App } from '../app-types.ts';

const anyBody = z
  .record(z.string(), z.unknown())
  .nullish()
  .meta({ id: 'MaintenanceWindow', description: 'Whatever Kibana takes.' });

/** Kibana's maintenance windows are refused by name, so that nobody takes rules for quiet that are not. */
export function maintenanceWindowRoutes(app: App): void {
  const refuse = () => {
    throw new Refusal(
      'invalid',
      'Tocsin has no maintenance windows yet: snooze the rules instead (POST /api/alerting/rule/{id}/snooze_schedule).',
    );
  };
  app.post(
    '/api/maintenance_window',
    {
      schema: {
        tags: ['rules'],
        summary: 'Maintenance windows: refused for now',
        body: anyBody,
        response: { 204: z.undefined().describe('Never.'), ...commonErrors },
      },
    },
    refuse,
  );
}
