import type { z } from 'zod';
import {
  type alertBody,
  alertStoryBody,
  alertStoryQuery,
  alertsBody,
  alertsQuery,
  ruleEventsBody,
  ruleEventsQuery,
} from '../../api/alerts.ts';
import { commonErrors } from '../../api/error-body.ts';
import { ruleAlertParams, ruleIdParams, ruleNotFound } from '../../api/rules.ts';
import type { ToldEvent } from '../../delivery/reading/delivery-log.ts';
import type { AlertBoard, BoardAlert } from '../../rules/looking/alert-board.ts';
import { severityOfAlert } from '../../rules/looking/severity-of-alert.ts';
import type { Rule } from '../../rules/rule.ts';
import type { Rules } from '../../rules/rules.ts';
import type { App, Services } from '../app-types.ts';
import { attemptToWire, eventToWire } from '../event-to-wire.ts';

const tags = ['rules'];
const iso = (time: number) => new Date(time).toISOString();

/** What people call an action group; its id where its type does not know it. */
function groupName({ typeId }: Pick<Rule, 'typeId'>, group: string, rules: Pick<Rules, 'types'>): string {
  return rules.types.get(typeId)?.groups.find(({ id }) => id === group)?.name ?? group;
}

function alertToWire(
  { rule, alert, severity }: BoardAlert,
  rules: Rules,
  now: number,
): z.input<typeof alertBody> {
  return {
    rule_id: rule.id,
    rule_name: rule.name,
    id: alert.id,
    uuid: alert.uuid,
    status: alert.status === 'recovered' ? 'recovered' : 'active',
    group: alert.group,
    group_name: groupName(rule, alert.group, rules),
    severity,
    summary: alert.told?.summary ?? null,
    start: iso(alert.start),
    end: alert.end === undefined ? null : iso(alert.end),
    flapping: alert.flapping === true,
    muted: rule.mutedAlertIds.includes(alert.id),
    rule_quiet: rule.muteAll || rules.snoozedUntil(rule, now) !== undefined,
    muted_until_recovery: alert.mutedUntilRecovery === true,
    open: (alert.opened ?? []).map(({ connectorId, dedupKey }) => ({
      connector_id: connectorId,
      dedup_key: dedupKey,
    })),
  };
}

const toldToWire = (event: ToldEvent) => ({
  ...eventToWire(event),
  attempt_log: event.attemptLog.map(attemptToWire),
});

/** Alerts of all rules, and what became of them. */
export function alertRoutes(
  app: App,
  { rules, ruleRuns, ruleStore, deliveryLog, now }: Services,
  board: AlertBoard,
): void {
  app.get(
    '/api/tocsin/alerts',
    {
      schema: {
        tags,
        summary: 'List the alerts of all rules, part by part',
        description:
          'Active ones, the worst and then the newest first; after them those that recovered, as long as their rule remembers them.',
        querystring: alertsQuery,
        response: { 200: alertsBody, ...commonErrors },
      },
    },
    async ({ query: { rule_id: ruleId, from, limit, ...filter } }) => {
      const { total, alerts } = await board.read({ ...filter, ruleId }, from, limit);
      return { total, items: alerts.map((each) => alertToWire(each, rules, now())) };
    },
  );

  app.get(
    '/api/tocsin/rule/:rule_id/alert/:alert_id',
    {
      schema: {
        tags,
        summary: 'Tell the story of an alert, from its first match to what PagerDuty answered',
        params: ruleAlertParams,
        querystring: alertStoryQuery,
        response: { 200: alertStoryBody, ...commonErrors, ...ruleNotFound },
      },
    },
    async ({ params: { rule_id: ruleId, alert_id: alertId }, query: { limit } }) => {
      const { rule } = rules.get(ruleId);
      const alert = (await ruleRuns.alertsOf(ruleId)).find(({ id }) => id === alertId);
      const kept = await ruleStore.alertEntries(ruleId, alertId, null, limit + 1);
      const entries = kept.slice(0, limit).reverse();
      const events = await deliveryLog.eventsOf(entries.flatMap(({ eventSeq }) => eventSeq ?? []));
      return {
        alert:
          alert === undefined || alert.status === 'delayed'
            ? null
            : alertToWire({ rule, alert, severity: severityOfAlert(alert, rule) }, rules, now()),
        entries: entries.map(({ at, run, n, alertUuid, what, group, detail, eventSeq }) => {
          const event = eventSeq === null ? undefined : events.get(eventSeq);
          return {
            at: iso(at),
            run,
            n,
            uuid: alertUuid,
            what,
            group,
            group_name: group === null ? null : groupName(rule, group, rules),
            detail,
            event_id: eventSeq === null ? null : String(eventSeq),
            event: event === undefined ? null : toldToWire(event),
          };
        }),
        is_complete: kept.length <= limit,
      } satisfies z.input<typeof alertStoryBody>;
    },
  );

  app.get(
    '/api/tocsin/rule/:id/events',
    {
      schema: {
        tags,
        summary: 'List the last events that a rule has sent, the newest first',
        params: ruleIdParams,
        querystring: ruleEventsQuery,
        response: { 200: ruleEventsBody, ...commonErrors, ...ruleNotFound },
      },
    },
    async ({ params: { id }, query: { limit } }) => {
      rules.get(id);
      const events = await deliveryLog.eventsOf(await ruleStore.eventSeqs(id, limit));
      return { items: [...events.values()].map(eventToWire) };
    },
  );
}
