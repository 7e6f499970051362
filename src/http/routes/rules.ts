import { z } from 'zod';
import { commonErrors, errorBody } from '../../api/error-body.ts';
import { findRulesBody, findRulesQuery } from '../../api/find-rules.ts';
import {
  createRuleBody,
  deleteRuleQuery,
  disableRuleBody,
  newRuleIdParams,
  noRuleBody,
  ruleBody,
  ruleIdParams,
  ruleNotFound,
  runSoonProblem,
  runSoonQuery,
  updateRuleBody,
} from '../../api/rules.ts';
import { findRules } from '../../rules/find/find-rules.ts';
import { ruleFromWire } from '../../rules/rule-from-wire.ts';
import type { App, Services } from '../app-types.ts';
import { byWhom } from '../by-whom.ts';
import { namedFields } from '../rule-fields.ts';
import { ruleToWire } from '../rule-to-wire.ts';

const tags = ['rules'];
const done = { 204: z.undefined().describe('It is done.'), ...commonErrors, ...ruleNotFound };

type NewRule = z.output<typeof createRuleBody>;

/** Kibana's rules: making, reading, finding and changing them (contract section 5). */
export function ruleRoutes(app: App, { rules }: Services): void {
  const toWire = (found: Parameters<typeof ruleToWire>[0]) => ruleToWire(found, rules.runner);
  const draftOf = (body: NewRule) => {
    const { rule_type_id: typeId, consumer, enabled } = body;
    return { ...ruleFromWire(body), typeId, consumer, enabled };
  };

  app.post(
    '/api/alerting/rule',
    {
      schema: {
        tags,
        summary: 'Create a rule',
        body: createRuleBody,
        response: { 200: ruleBody, ...commonErrors },
      },
    },
    async (request) => toWire(await rules.create(draftOf(request.body), byWhom(request))),
  );

  app.post(
    '/api/alerting/rule/:id',
    {
      schema: {
        tags,
        summary: 'Create a rule with an id of your choice',
        params: newRuleIdParams,
        body: createRuleBody,
        response: { 200: ruleBody, ...commonErrors, 409: errorBody.describe('The id is taken.') },
      },
    },
    async (request) => {
      const draft = { ...draftOf(request.body), id: request.params.id };
      return toWire(await rules.create(draft, byWhom(request)));
    },
  );

  app.get(
    '/api/alerting/rule/:id',
    {
      schema: {
        tags,
        summary: 'Read a rule',
        params: ruleIdParams,
        response: { 200: ruleBody, ...commonErrors, ...ruleNotFound },
      },
    },
    async (request) => toWire(rules.get(request.params.id)),
  );

  app.put(
    '/api/alerting/rule/:id',
    {
      schema: {
        tags,
        summary: 'Update a rule',
        params: ruleIdParams,
        body: updateRuleBody,
        response: { 200: ruleBody, ...commonErrors, ...ruleNotFound },
      },
    },
    async (request) =>
      toWire(await rules.update(request.params.id, ruleFromWire(request.body), byWhom(request))),
  );

  app.delete(
    '/api/alerting/rule/:id',
    {
      schema: {
        tags,
        summary: 'Delete a rule',
        params: ruleIdParams,
        querystring: deleteRuleQuery,
        response: done,
      },
    },
    async (request, reply) => {
      await rules.delete(request.params.id, request.query.incidents);
      return reply.code(204).send(undefined);
    },
  );

  app.get(
    '/api/alerting/rules/_find',
    {
      schema: {
        tags,
        summary: 'Find rules',
        querystring: findRulesQuery,
        response: { 200: findRulesBody, ...commonErrors },
      },
    },
    async (request) => {
      const { query } = request;
      const { page, per_page: perPage } = query;
      const pick = namedFields(query.fields);
      const found = findRules(rules.allWithStatus(), {
        page,
        perPage,
        search: query.search,
        searchFields: query.search_fields,
        defaultSearchOperator: query.default_search_operator,
        sortField: query.sort_field,
        sortOrder: query.sort_order,
        hasReference: query.has_reference,
        filter: query.filter,
        consumers: query.filter_consumers,
      });
      const data = found.rules.map((each) => pick(toWire(each)));
      return { page, per_page: perPage, total: found.total, data };
    },
  );

  app.post(
    '/api/alerting/rule/:id/_enable',
    {
      schema: { tags, summary: 'Enable a rule', params: ruleIdParams, body: noRuleBody, response: done },
    },
    async (request, reply) => {
      await rules.enable(request.params.id, byWhom(request));
      return reply.code(204).send(undefined);
    },
  );

  app.post(
    '/api/alerting/rule/:id/_disable',
    {
      schema: {
        tags,
        summary: 'Disable a rule',
        params: ruleIdParams,
        body: disableRuleBody,
        response: done,
      },
    },
    async (request, reply) => {
      const { untrack = false, incidents } = request.body ?? {};
      await rules.disable(request.params.id, untrack, byWhom(request), incidents);
      return reply.code(204).send(undefined);
    },
  );

  app.post(
    '/api/alerting/rule/:id/_update_api_key',
    {
      schema: {
        tags,
        summary: "Renew a rule's API key",
        description: 'For Kibana’s clients: Tocsin’s rules need no API key. Who asked is noted as its owner.',
        params: ruleIdParams,
        body: noRuleBody,
        response: done,
      },
    },
    async (request, reply) => {
      await rules.updateApiKey(request.params.id, byWhom(request));
      return reply.code(204).send(undefined);
    },
  );

  app.post(
    '/internal/alerting/rule/:id/_run_soon',
    {
      schema: {
        tags,
        summary: 'Run a rule as soon as it can',
        params: ruleIdParams,
        querystring: runSoonQuery,
        body: noRuleBody,
        response: { 200: runSoonProblem, ...done },
      },
    },
    async (request, reply) => {
      const answer = await rules.runSoon(request.params.id, request.query.force === 'true');
      if (answer === 'soon') return reply.code(204).send(undefined);
      const words = answer === 'running' ? 'Rule is already running' : answer.problem;
      return reply
        .code(200)
        .type('text/plain; charset=utf-8')
        .serializer((text: string) => text)
        .send(words);
    },
  );
}
