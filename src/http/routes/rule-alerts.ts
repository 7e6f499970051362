import type { AlertState } from '../../alerts/alert-state.ts';
import { commonErrors, errorBody } from '../../api/error-body.ts';
import {
  alertReportsBody,
  alertTimelineBody,
  alertTimelineQuery,
  byHandBody,
  reportedBody,
  ruleAlertsBody,
  ruleHistoryBody,
  ruleHistoryQuery,
} from '../../api/rule-alerts.ts';
import { ruleAlertParams, ruleIdParams, ruleNotFound } from '../../api/rules.ts';
import type { AcceptedEvent } from '../../delivery/delivery-service.ts';
import { Refusal } from '../../refusal.ts';
import { reportAlerts } from '../../rules/types/external/report-alerts.ts';
import type { App, Services } from '../app-types.ts';
import { toldToWire } from '../event-to-wire.ts';
import { groupName } from '../group-name.ts';

const tags = ['rules'];
const iso = (time: number) => new Date(time).toISOString();
const sent = (events: readonly AcceptedEvent[]) =>
  events.map(({ seq, dedupKey }) => ({ id: String(seq), dedup_key: dedupKey }));

const alertToWire = (alert: AlertState) => ({
  id: alert.id,
  uuid: alert.uuid,
  status: alert.status,
  group: alert.group,
  start: iso(alert.start),
  end: alert.end === undefined ? null : iso(alert.end),
  flapping: alert.flapping === true,
  muted_until_recovery: alert.mutedUntilRecovery === true,
  open: (alert.opened ?? []).map(({ connectorId, dedupKey }) => ({
    connector_id: connectorId,
    dedup_key: dedupKey,
  })),
});

/** Of a report: ten thousand alerts with what there is to say of each. */
const mostBytes = 16 * 1024 * 1024;

/** Entries of one run that are shown with it. */
const shownEntries = 100;

/** Alerts of rules: reported by programs, looked at, acknowledged and resolved by hand, and what became of them. */
export function ruleAlertRoutes(app: App, { rules, ruleRuns, ruleStore, deliveryLog }: Services): void {
  app.post(
    '/api/tocsin/rule/:id/alerts',
    {
      bodyLimit: mostBytes,
      schema: {
        tags,
        summary: 'Report alerts to a rule of the type external',
        description: 'Evaluated when it arrives; answered when the alerts and their events are on disk.',
        params: ruleIdParams,
        body: alertReportsBody,
        response: {
          200: reportedBody,
          ...commonErrors,
          ...ruleNotFound,
          409: errorBody.describe('The rule is disabled.'),
          503: errorBody.describe('Nothing can be kept now: try again.'),
        },
      },
    },
    async ({ params: { id }, body: { alerts } }) => {
      const { events, ...counts } = await ruleRuns.push(id, reportAlerts(alerts));
      const { active, new: fresh, recovered } = counts;
      return { active, new: fresh, recovered, events: sent(events) };
    },
  );

  app.get(
    '/api/tocsin/rule/:id/alerts',
    {
      schema: {
        tags,
        summary: 'Read the alerts of a rule as they are now',
        params: ruleIdParams,
        response: { 200: ruleAlertsBody, ...commonErrors, ...ruleNotFound },
      },
    },
    async ({ params: { id } }) => ({
      items: (await ruleRuns.alertsOf(id)).map(alertToWire),
    }),
  );

  app.get(
    '/api/tocsin/rule/:rule_id/alert/:alert_id/timeline',
    {
      schema: {
        tags,
        summary: 'Read what happened to an alert, from its first match to what PagerDuty said',
        params: ruleAlertParams,
        querystring: alertTimelineQuery,
        response: { 200: alertTimelineBody, ...commonErrors, ...ruleNotFound },
      },
    },
    async ({ params: { rule_id: ruleId, alert_id: alertId }, query: { cursor = null, limit } }) => {
      const { rule } = rules.get(ruleId);
      const alert = (await ruleRuns.alertsOf(ruleId)).find(({ id }) => id === alertId);
      const entries = await ruleStore.alertEntries(ruleId, alertId, cursor, limit);
      if (alert === undefined && entries.length === 0 && cursor === null) {
        const message = `Alert instance with id "${alertId}" does not exist for rule with id "${ruleId}"`;
        throw new Refusal('not_found', message);
      }
      const seqs = entries.flatMap(({ eventSeq }) => eventSeq ?? []);
      const events = await deliveryLog.eventsOf(seqs);
      const last = entries.at(-1);
      return {
        alert: alert === undefined ? null : alertToWire(alert),
        items: entries.map(({ at, run, alertUuid, what, group, actionUuid, detail, eventSeq }) => {
          const event = eventSeq === null ? undefined : events.get(eventSeq);
          return {
            at: iso(at),
            run,
            alert_uuid: alertUuid,
            what,
            group,
            group_name: group === null ? null : groupName(rule, group, rules),
            action_uuid: actionUuid,
            detail,
            event_id: eventSeq === null ? null : String(eventSeq),
            event: event === undefined ? null : toldToWire(event),
          };
        }),
        next_cursor: last === undefined || entries.length < limit ? null : `${last.run}.${last.n}`,
      };
    },
  );

  for (const what of ['acknowledge', 'resolve'] as const) {
    app.post(
      `/api/tocsin/rule/:rule_id/alert/:alert_id/_${what}`,
      {
        schema: {
          tags,
          summary: `${what === 'resolve' ? 'Resolve' : 'Acknowledge'} what an alert has open`,
          params: ruleAlertParams,
          response: { 200: byHandBody, ...commonErrors, ...ruleNotFound },
        },
      },
      async ({ params }) => {
        const { events, mutedUntilRecovery } = await ruleRuns.byHand(params.rule_id, params.alert_id, what);
        return { events: sent(events), muted_until_recovery: mutedUntilRecovery };
      },
    );
  }

  app.get(
    '/api/tocsin/rule/:id/history',
    {
      schema: {
        tags,
        summary: 'Read what a rule has done: runs, alerts, and the events that they became',
        params: ruleIdParams,
        querystring: ruleHistoryQuery,
        response: { 200: ruleHistoryBody, ...commonErrors, ...ruleNotFound },
      },
    },
    async ({ params: { id }, query: { before = null, limit, quiet } }) => {
      rules.get(id);
      const page = await ruleStore.runs(id, { quiet: quiet === 'true' }, before, limit);
      const items = await Promise.all(
        page.rows.map(
          async ({ run, startedAt, duration, result, message, active, new: fresh, recovered }) => ({
            run,
            started_at: iso(startedAt),
            duration,
            result,
            message,
            active,
            new: fresh,
            recovered,
            entries: (await ruleStore.runEntries(id, run, -1, shownEntries)).map((entry) => ({
              alert_id: entry.alertId,
              what: entry.what,
              group: entry.group,
              action_uuid: entry.actionUuid,
              event_id: entry.eventSeq === null ? null : String(entry.eventSeq),
              detail: entry.detail,
            })),
          }),
        ),
      );
      return { items, next: page.next };
    },
  );
}
