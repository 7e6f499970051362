import { z } from 'zod';
import { commonErrors } from '../../api/error-body.ts';
import {
  internalSnoozeBody,
  internalUnsnoozeBody,
  snoozeScheduleAnswer,
  snoozeScheduleBody,
  snoozeScheduleParams,
} from '../../api/rule-snooze.ts';
import { muteAlertQuery, noRuleBody, ruleAlertParams, ruleIdParams, ruleNotFound } from '../../api/rules.ts';
import { Refusal } from '../../refusal.ts';
import type { App, Services } from '../app-types.ts';
import { byWhom } from '../by-whom.ts';

const tags = ['rules'];
const done = { 204: z.undefined().describe('It is done.'), ...commonErrors, ...ruleNotFound };

/** What keeps the actions of a rule back: muting and snoozing (contract 5.1, 5.7). */
export function ruleQuietingRoutes(app: App, { rules, ruleRuns }: Services): void {
  app.post(
    '/api/alerting/rule/:id/_mute_all',
    {
      schema: {
        tags,
        summary: 'Mute all alerts of a rule',
        params: ruleIdParams,
        body: noRuleBody,
        response: done,
      },
    },
    async (request, reply) => {
      await rules.muteAll(request.params.id, byWhom(request));
      return reply.code(204).send(undefined);
    },
  );

  app.post(
    '/api/alerting/rule/:id/_unmute_all',
    {
      schema: {
        tags,
        summary: 'Unmute all alerts of a rule',
        params: ruleIdParams,
        body: noRuleBody,
        response: done,
      },
    },
    async (request, reply) => {
      await rules.unmuteAll(request.params.id, byWhom(request));
      return reply.code(204).send(undefined);
    },
  );

  app.post(
    '/api/alerting/rule/:rule_id/alert/:alert_id/_mute',
    {
      schema: {
        tags,
        summary: 'Mute one alert',
        params: ruleAlertParams,
        querystring: muteAlertQuery,
        body: noRuleBody,
        response: done,
      },
    },
    async (request, reply) => {
      const { rule_id: id, alert_id: alertId } = request.params;
      const validate = request.query.validate_alerts_existence === 'true';
      await rules.muteAlert(id, alertId, validate, byWhom(request));
      return reply.code(204).send(undefined);
    },
  );

  app.post(
    '/api/alerting/rule/:rule_id/alert/:alert_id/_unmute',
    {
      schema: {
        tags,
        summary: 'Unmute one alert',
        params: ruleAlertParams,
        body: noRuleBody,
        response: done,
      },
    },
    async (request, reply) => {
      const { rule_id: id, alert_id: alertId } = request.params;
      await rules.unmuteAlert(id, alertId, byWhom(request));
      await ruleRuns.unmute(id, alertId);
      return reply.code(204).send(undefined);
    },
  );

  app.post(
    '/api/alerting/rule/:id/snooze_schedule',
    {
      schema: {
        tags,
        summary: 'Schedule a snooze of a rule',
        params: ruleIdParams,
        body: snoozeScheduleBody,
        response: { 200: snoozeScheduleAnswer, ...commonErrors, ...ruleNotFound },
      },
    },
    async (request) => {
      const custom = request.body.schedule?.custom;
      const id = await rules.addSchedule(request.params.id, custom, byWhom(request));
      // Without one it was refused.
      if (custom === undefined) throw new Refusal('invalid', 'A schedule is required');
      return { schedule: { id, custom } };
    },
  );

  app.delete(
    '/api/alerting/rule/:ruleId/snooze_schedule/:scheduleId',
    { schema: { tags, summary: 'Delete a snooze schedule', params: snoozeScheduleParams, response: done } },
    async (request, reply) => {
      const { ruleId, scheduleId } = request.params;
      await rules.removeSchedule(ruleId, scheduleId, byWhom(request));
      return reply.code(204).send(undefined);
    },
  );

  app.post(
    '/internal/alerting/rule/:id/_snooze',
    {
      schema: {
        tags,
        summary: "Snooze a rule, as Kibana's screens do",
        params: ruleIdParams,
        body: internalSnoozeBody,
        response: done,
      },
    },
    async (request, reply) => {
      await rules.snooze(request.params.id, request.body.snooze_schedule, byWhom(request));
      return reply.code(204).send(undefined);
    },
  );

  app.post(
    '/internal/alerting/rule/:id/_unsnooze',
    {
      schema: {
        tags,
        summary: "End snoozes of a rule, as Kibana's screens do",
        params: ruleIdParams,
        body: internalUnsnoozeBody,
        response: done,
      },
    },
    async (request, reply) => {
      await rules.unsnooze(request.params.id, request.body?.schedule_ids, byWhom(request));
      return reply.code(204).send(undefined);
    },
  );
}
