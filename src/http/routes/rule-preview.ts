import { commonErrors, errorBody } from '../../api/error-body.ts';
import { previewRuleBody, rulePreviewBody } from '../../api/rule-preview.ts';
import { Refusal } from '../../refusal.ts';
import { ruleFromWire } from '../../rules/rule-from-wire.ts';
import { applyReports } from '../../rules/types/external/apply-reports.ts';
import { external } from '../../rules/types/external/external.ts';
import type { App, Services } from '../app-types.ts';

/** What a rule would do, before it is saved. */
export function rulePreviewRoutes(app: App, { rulePreviews }: Pick<Services, 'rulePreviews'>): void {
  app.post(
    '/api/tocsin/rule/_preview',
    {
      bodyLimit: 16 * 1024 * 1024,
      schema: {
        tags: ['rules'],
        summary: 'Preview a rule: the alerts that it would have, and the events that would go out',
        description:
          'Runs the rule once without keeping or sending anything, and then as if all its alerts were over. What would keep an action back at first (alert_delay, flapping, mutes, its hours) is left out.',
        body: previewRuleBody,
        response: {
          200: rulePreviewBody,
          ...commonErrors,
          429: errorBody.describe('Too many previews are under way.'),
        },
      },
    },
    async ({ body }) => {
      const { id, alerts, limit, ...rest } = body;
      if (alerts !== undefined && rest.rule_type_id !== external.id) {
        throw new Refusal(
          'invalid',
          `alerts can be told to rules of the type ${external.id} only, and this one is of the type ${rest.rule_type_id}.`,
        );
      }
      const preview = await rulePreviews.preview({
        draft: {
          ...ruleFromWire(rest),
          id,
          typeId: rest.rule_type_id,
          consumer: rest.consumer,
          enabled: rest.enabled,
        },
        told: alerts && ((now) => applyReports(undefined, alerts, now)),
        limit,
      });
      return {
        rule_id: preview.ruleId,
        duration: preview.duration,
        error: preview.error,
        is_example: preview.isExample,
        alerts: preview.alerts.map(({ groupName, ...alert }) => ({ ...alert, group_name: groupName })),
        alert_count: preview.alertCount,
        ignored: preview.ignored,
        actions: preview.actions.map((action) => ({
          uuid: action.uuid,
          group: action.group,
          connector_id: action.connectorId,
          connector_name: action.connectorName,
          summary: action.isSummary,
          in_timeframe: action.isInTimeframe,
          fault: action.fault,
          events: action.events.map(({ on, alertId, cause, body: event, notes }) => ({
            on,
            alert_id: alertId,
            cause,
            event,
            notes: [...notes],
          })),
          event_count: action.eventCount,
        })),
      };
    },
  );
}
