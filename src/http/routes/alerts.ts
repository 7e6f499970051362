import type { z } from 'zod';
import { alertBody, alertsBody, alertsQuery, ruleEventsBody, ruleEventsQuery } from '../../api/alerts.ts';
import { commonErrors } from '../../api/error-body.ts';
import { ruleAlertParams, ruleIdParams, ruleNotFound } from '../../api/rules.ts';
import { Refusal } from '../../refusal.ts';
import type { AlertBoard, BoardAlert } from '../../rules/looking/alert-board.ts';
import { severityOfAlert } from '../../rules/looking/severity-of-alert.ts';
import type { Rules } from '../../rules/rules.ts';
import type { App, Services } from '../app-types.ts';
import { eventToWire } from '../event-to-wire.ts';
import { groupName } from '../group-name.ts';

const tags = ['rules'];
const iso = (time: number) => new Date(time).toISOString();

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
        summary: 'Read an alert as it is now',
        description: 'One that is over and forgotten is not found; its timeline may still tell of it.',
        params: ruleAlertParams,
        response: { 200: alertBody, ...commonErrors, ...ruleNotFound },
      },
    },
    async ({ params: { rule_id: ruleId, alert_id: alertId } }) => {
      const { rule } = rules.get(ruleId);
      const alert = (await ruleRuns.alertsOf(ruleId)).find(({ id }) => id === alertId);
      if (alert === undefined || alert.status === 'delayed') {
        const message = `Alert instance with id "${alertId}" does not exist for rule with id "${ruleId}"`;
        throw new Refusal('not_found', message);
      }
      return alertToWire({ rule, alert, severity: severityOfAlert(alert, rule) }, rules, now());
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
