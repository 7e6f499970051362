import type { z } from 'zod';
import { commonErrors } from '../../api/error-body.ts';
import {
  alertingOverviewBody,
  changedRulesBody,
  changeRulesBody,
  ruleDetailsBody,
  rulesBody,
  rulesQuery,
} from '../../api/rule-list.ts';
import { ruleIdParams, ruleNotFound } from '../../api/rules.ts';
import { Refusal } from '../../refusal.ts';
import type { AlertBoard } from '../../rules/looking/alert-board.ts';
import { RuleList } from '../../rules/looking/rule-list.ts';
import type { Snooze } from '../../rules/snooze/snooze.ts';
import { snoozeAt } from '../../rules/snooze/snooze-at.ts';
import type { App, Services } from '../app-types.ts';
import { byWhom } from '../by-whom.ts';
import { changeRule } from '../change-rule.ts';
import { listedRule } from '../listed-rule.ts';
import { ruleToWire } from '../rule-to-wire.ts';

const tags = ['rules'];
const isoOrNull = (time: number | undefined) => (time === undefined ? null : new Date(time).toISOString());

function snoozeToWire(snooze: Snooze, now: number): z.input<typeof ruleDetailsBody>['snoozes'][number] {
  const { active, next } = snoozeAt(snooze, now);
  const { recurrence } = snooze;
  return {
    id: snooze.id ?? null,
    start: new Date(snooze.start).toISOString(),
    duration: snooze.duration,
    timezone: snooze.timezone,
    active_until: isoOrNull(active?.until),
    next: isoOrNull(next),
    recurrence:
      recurrence === undefined
        ? null
        : {
            frequency: recurrence.frequency,
            interval: recurrence.interval,
            ...(recurrence.until !== undefined && { until: new Date(recurrence.until).toISOString() }),
            ...(recurrence.count !== undefined && { count: recurrence.count }),
            ...(recurrence.weekdays && { weekdays: [...recurrence.weekdays] }),
            ...(recurrence.monthDays && { month_days: [...recurrence.monthDays] }),
            ...(recurrence.months && { months: [...recurrence.months] }),
          },
  };
}

/** Rules as screens show them: many at once, and what is done with many at once. */
export function ruleListRoutes(app: App, { rules, ruleRuns, now }: Services, board: AlertBoard): void {
  const list = new RuleList({ rules, now });
  const sources = () => ({ rules, runs: ruleRuns, now: now() });

  app.get(
    '/api/tocsin/rules',
    {
      schema: {
        tags,
        summary: 'List rules by name, part by part',
        querystring: rulesQuery,
        response: { 200: rulesBody, ...commonErrors },
      },
    },
    async ({
      query: { search, state, rule_type_id: typeId, tag, connector_id: connectorId, from, limit },
    }) => {
      await ruleRuns.loadAll();
      const part = list.read({ search, state, typeId, tag, connectorId }, from, limit);
      const known = sources();
      return { total: part.total, items: part.rules.map((found) => listedRule(found, known)) };
    },
  );

  app.get(
    '/api/tocsin/rules/overview',
    {
      schema: {
        tags,
        summary: 'Say how it stands with rules and alerts as a whole',
        response: { 200: alertingOverviewBody, ...commonErrors },
      },
    },
    async () => ({
      rules: list.counts(),
      active_alerts: await board.activeCounts(),
      types: [...rules.types.values()]
        .map(({ id, name }) => ({ id, name }))
        .sort((one, other) => one.name.localeCompare(other.name)),
      tags: list.tags(),
    }),
  );

  app.get(
    '/api/tocsin/rule/:id',
    {
      schema: {
        tags,
        summary: 'Read a rule with how it stands with it, its snoozes, and what its type says',
        params: ruleIdParams,
        response: { 200: ruleDetailsBody, ...commonErrors, ...ruleNotFound },
      },
    },
    async ({ params: { id } }) => {
      await ruleRuns.alertsOf(id);
      const found = rules.get(id);
      const type = rules.types.get(found.rule.typeId);
      return {
        rule: ruleToWire(found, rules.runner),
        listed: listedRule(found, sources()),
        snoozes: found.rule.snoozes.map((snooze) => snoozeToWire(snooze, now())),
        groups: type === undefined ? [] : [...type.groups, type.recoveryGroup],
        params: [...(type?.paramsVariables ?? [])],
      };
    },
  );

  app.post(
    '/api/tocsin/rules/_change',
    {
      schema: {
        tags,
        summary: 'Do the same with many rules: enable, disable, delete, mute, snooze, run',
        description: 'Rule by rule: what can not be done with one is told beside it, and the rest is done.',
        body: changeRulesBody,
        response: { 200: changedRulesBody, ...commonErrors },
      },
    },
    async (request) => {
      const results = [];
      for (const id of request.body.ids) {
        try {
          await changeRule(rules, id, request.body, byWhom(request), now());
          results.push({ id, error: null });
        } catch (error) {
          // What goes wrong with one for a reason of ours will go wrong with the next.
          if (!(error instanceof Refusal) || error.code === 'unavailable') throw error;
          results.push({ id, error: error.message });
        }
      }
      return { results };
    },
  );
}
