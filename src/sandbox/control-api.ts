import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { errorBody } from '../api/error-body.ts';
import {
  addKeyBody,
  callsAnswer,
  changesAnswer,
  incidentAnswer,
  incidentParams,
  incidentsAnswer,
  incidentsQuery,
  keyParams,
  keysAnswer,
  noBody,
  pageQuery,
  playKey,
  setAcceptBody,
  setLimitBody,
  setMoodBody,
  stateAnswer,
} from '../api/sandbox.ts';
import type { Sandbox } from './sandbox.ts';
import { showCall, showChange, showIncident, showIncidentLine, showKey, showState } from './show.ts';

const tags = ['sandbox'];
const invalid = { 400: errorBody.describe('The request can not be meant so.') };
/** The settings may be put, as what they are, or posted, which is what most people try first. */
const putOrPost: ('PUT' | 'POST')[] = ['PUT', 'POST'];

/** A page is full when it holds `limit` items; only then there may be another. */
function pageOf<T extends { readonly id: number }>(items: T[], limit: number) {
  const last = items.length < limit ? undefined : items.at(-1)?.id;
  return { items, next_cursor: last === undefined || last <= 1 ? null : last };
}

/**
 * The control of a sandbox: what it received, its moods, limit and keys. Refusals are thrown (`Refusal`), the host
 * maps them; the host also sets zod's compilers.
 */
export function controlApi(sandbox: Sandbox): FastifyPluginAsync {
  return async (host) => {
    const app = host.withTypeProvider<ZodTypeProvider>();
    const state = { 200: stateAnswer, ...invalid };
    const incident = {
      200: incidentAnswer,
      ...invalid,
      404: errorBody.describe('There is no such incident.'),
    };
    const changed = { ...incident, 409: errorBody.describe('The incident is in no state for that.') };

    app.get(
      '',
      { schema: { tags, summary: 'Settings and counts of the sandbox', response: { 200: stateAnswer } } },
      async () => showState(sandbox),
    );
    app.route({
      method: putOrPost,
      url: '/mood',
      schema: { tags, summary: 'Set how calls are treated', body: setMoodBody, response: state },
      handler: async ({ body }) => {
        const until = typeof body.until === 'string' ? Date.parse(body.until) : undefined;
        sandbox.setMood({ ...body, until });
        return showState(sandbox);
      },
    });
    app.route({
      method: putOrPost,
      url: '/limit',
      schema: { tags, summary: 'Set the rate limit', body: setLimitBody, response: state },
      handler: async ({ body }) => {
        sandbox.setLimit(body.limit);
        return showState(sandbox);
      },
    });
    app.route({
      method: putOrPost,
      url: '/accept',
      schema: { tags, summary: 'Set which routing keys are accepted', body: setAcceptBody, response: state },
      handler: async ({ body }) => {
        sandbox.setAccept(body.accept);
        return showState(sandbox);
      },
    });

    app.get(
      '/keys',
      { schema: { tags, summary: 'The keys that the sandbox knows', response: { 200: keysAnswer } } },
      async () => ({ accept: sandbox.accept, keys: sandbox.keys.map(showKey) }),
    );
    app.post(
      '/keys',
      {
        schema: {
          tags,
          summary: 'Make an integration key, or admit one',
          body: addKeyBody,
          response: { 201: playKey, ...invalid },
        },
      },
      async ({ body }, reply) => reply.code(201).send(showKey(sandbox.addKey(body?.key))),
    );
    app.delete(
      '/keys/:key',
      {
        schema: {
          tags,
          summary: 'Revoke a routing key',
          params: keyParams,
          response: { 200: playKey, ...invalid },
        },
      },
      async ({ params }) => showKey(sandbox.revokeKey(params.key)),
    );

    app.get(
      '/incidents',
      {
        schema: {
          tags,
          summary: 'Incidents, newest first',
          querystring: incidentsQuery,
          response: { 200: incidentsAnswer, ...invalid },
        },
      },
      async ({ query }) => {
        const { limit, cursor: before, routing_key: routingKey, dedup_key: dedupKey, status } = query;
        const found = sandbox.incidents({ limit, before, routingKey, dedupKey, status });
        return pageOf(found.map(showIncidentLine), limit);
      },
    );
    app.get(
      '/incidents/:id',
      { schema: { tags, summary: 'An incident with its log', params: incidentParams, response: incident } },
      async ({ params }) => showIncident(sandbox.incident(params.id)),
    );
    for (const action of ['acknowledge', 'resolve'] as const) {
      app.post(
        `/incidents/:id/${action}`,
        {
          schema: {
            tags,
            summary: `${action === 'resolve' ? 'Resolve' : 'Acknowledge'} an incident as a person would`,
            params: incidentParams,
            body: noBody,
            response: changed,
          },
        },
        async ({ params }) => showIncident(sandbox.byHand(params.id, action)),
      );
    }

    app.get(
      '/calls',
      {
        schema: {
          tags,
          summary: 'Calls received, newest first',
          querystring: pageQuery,
          response: { 200: callsAnswer, ...invalid },
        },
      },
      async ({ query }) => pageOf(sandbox.calls(query.limit, query.cursor).map(showCall), query.limit),
    );
    app.get(
      '/changes',
      {
        schema: {
          tags,
          summary: 'Change events received, newest first',
          querystring: pageQuery,
          response: { 200: changesAnswer, ...invalid },
        },
      },
      async ({ query }) => pageOf(sandbox.changes(query.limit, query.cursor).map(showChange), query.limit),
    );
    app.post(
      '/reset',
      { schema: { tags, summary: 'Back to the start', body: noBody, response: state } },
      async () => {
        sandbox.reset();
        return showState(sandbox);
      },
    );
  };
}
