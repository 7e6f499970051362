import { cursorOf } from '../../api/cursor.ts';
import { commonErrors } from '../../api/error-body.ts';
import { incidentsBody, incidentsQuery } from '../../api/events.ts';
import type { App, Services } from '../app-types.ts';
import { filterFromWire, incidentToWire } from '../event-to-wire.ts';

/** What PagerDuty was told and may still have open (rule 11). */
export function incidentRoutes(app: App, { deliveryLog }: Services): void {
  app.get(
    '/api/tocsin/incidents',
    {
      schema: {
        tags: ['events'],
        summary: 'List the incidents that may be open at PagerDuty',
        description: 'As far as Tocsin has told PagerDuty of them: people may have resolved them there.',
        querystring: incidentsQuery,
        response: { 200: incidentsBody, ...commonErrors },
      },
    },
    async ({ query }) => {
      const wish = { before: query.cursor ?? null, limit: query.limit };
      const { connectorId, dedupKey, source } = filterFromWire(query);
      const { rows, next } = await deliveryLog.incidents({ connectorId, dedupKey, source }, wish);
      return { items: rows.map(incidentToWire), next_cursor: cursorOf(next) };
    },
  );
}
