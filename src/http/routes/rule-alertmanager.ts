import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { alertmanagerFaults, documentedPostableAlerts, documentedWebhook } from '../../api/alertmanager.ts';
import { commonErrors, errorBody } from '../../api/error-body.ts';
import { ruleIdParams, ruleNotFound } from '../../api/rules.ts';
import { Refusal } from '../../refusal.ts';
import { pushAlerts } from '../../rules/types/alertmanager/push-alerts.ts';
import { readPostableAlerts } from '../../rules/types/alertmanager/read-postable-alerts.ts';
import { readWebhook } from '../../rules/types/alertmanager/read-webhook.ts';
import type { Told } from '../../rules/types/alertmanager/told-alert.ts';
import { throwAway } from '../../throw-away.ts';
import type { App, Services } from '../app-types.ts';
import { acceptJson } from '../json-body.ts';
import { errorAnswer } from '../status-of.ts';

/** 10,000 alerts of a kilobyte and a half. */
const bodyLimit = 16 * 1024 * 1024;
/** Faults that one answer names. */
const mostShown = 10;
const json = 'application/json; charset=utf-8';

const responses = {
  200: z.literal('').describe('Empty: on disk, and what it means for PagerDuty too.'),
  ...commonErrors,
  ...ruleNotFound,
  409: errorBody.describe('The rule is disabled.'),
  413: errorBody.describe('The request body is larger than 16 MiB.'),
  503: errorBody.describe('Nothing can be kept now: try again.'),
};

async function refuseLarge(error: FastifyError, request: FastifyRequest, reply: FastifyReply) {
  if (error.statusCode !== 413) throw error;
  reply.removeHeader('connection');
  await throwAway(request.raw);
  const message = 'The request body is larger than 16 MiB: send fewer alerts at once.';
  return reply.code(413).type(json).send(errorAnswer(413, message));
}

function sentenceOf(faults: readonly string[]): string | undefined {
  if (faults.length === 0) return undefined;
  const more = faults.length - mostShown;
  return [...faults.slice(0, mostShown), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

/** Prometheus and Alertmanager tell rules of the type alertmanager of alerts, each in its own way. */
export async function ruleAlertmanagerRoutes(
  app: App,
  { ruleRuns, log }: Pick<Services, 'ruleRuns' | 'log'>,
): Promise<void> {
  /** Takes what can be taken; answers with what could not be. */
  async function take(id: string, { alerts, faults }: Told, truncated = 0): Promise<string | undefined> {
    const { left } = await ruleRuns.push(id, pushAlerts(alerts, truncated));
    const all =
      left === 0
        ? faults
        : [
            `${left} of ${alerts.length} alerts were left out, because the rule may have no more active ones (alerting.rules.run.alerts.max)`,
            ...faults,
          ];
    const sentence = sentenceOf(all);
    if (sentence !== undefined) log.warn({ ruleId: id, problem: sentence }, 'alerts were not taken');
    return sentence;
  }

  await app.register(async (scope: App) => {
    // Names of labels are anybody's to choose, and one that is odd must not cost the alerts beside it.
    acceptJson(scope, { anyKey: true });

    scope.post(
      '/api/tocsin/rule/:id/alertmanager/api/v2/alerts',
      {
        bodyLimit,
        errorHandler: refuseLarge,
        config: { documentedBody: documentedPostableAlerts },
        schema: {
          tags: ['rules'],
          summary: 'Push alerts to a rule of the type alertmanager, as Prometheus does',
          description:
            'Prometheus comes here with `path_prefix: /api/tocsin/rule/<id>/alertmanager`. Evaluated when it arrives; answered when the alerts and their events are on disk.',
          params: ruleIdParams,
          response: { ...responses, 400: alertmanagerFaults.or(errorBody) },
        },
      },
      async ({ params: { id }, body }, reply) => {
        const problem = await take(id, readPostableAlerts(body)).catch((error: unknown) => {
          if (error instanceof Refusal && error.code === 'invalid') return error.message;
          throw error;
        });
        if (problem === undefined) return reply.code(200).send('');
        return reply.code(400).type(json).serializer(JSON.stringify).send(problem);
      },
    );

    scope.post(
      '/api/tocsin/rule/:id/alertmanager/webhook',
      {
        bodyLimit,
        errorHandler: refuseLarge,
        config: { documentedBody: documentedWebhook },
        schema: {
          tags: ['rules'],
          summary: "Tell a rule of the type alertmanager of alerts by Alertmanager's webhook",
          description: 'Evaluated when it arrives; answered when the alerts and their events are on disk.',
          params: ruleIdParams,
          response: responses,
        },
      },
      async ({ params: { id }, body }, reply) => {
        const { truncated, ...told } = readWebhook(body);
        const problem = await take(id, told, truncated);
        if (problem !== undefined) throw new Refusal('invalid', problem);
        return reply.code(200).send('');
      },
    );
  });
}
