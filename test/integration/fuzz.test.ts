import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import fc from 'fast-check';
import { z } from 'zod';
import { anyJson, anyText, arbitraryOf, mutationOf } from '../support/arbitrary-json.ts';
import {
  type DocumentedOperation,
  type OpenApiDocument,
  openApiDocument,
  operationsOf,
} from '../support/openapi-document.ts';
import { type Answer, type Call, TestServer } from '../support/test-server.ts';

/*
 * Requests made from the served OpenAPI document, and from anything: no answer is a 5xx, every status is one that the
 * document names, and what says it is JSON is JSON. TOCSIN_FUZZ_RUNS sets how many requests each operation gets; a
 * failure prints its seed, which TOCSIN_FUZZ_SEED takes.
 */

const numRuns = Number(process.env.TOCSIN_FUZZ_RUNS ?? 100);
const seed = process.env.TOCSIN_FUZZ_SEED;
const parameters = { numRuns, ...(seed !== undefined && { seed: Number(seed) }), endOnFailure: false };

/** Of every connector here, never to be seen; in paths stands the other one, which a refusal may repeat. */
const key = 'F0F1F2F3F4F5F6F7F8F9FaFbFcFdFeFf';
const playKey = '0123456789abcdef0123456789ABCDEF';

let server: TestServer;
let document: OpenApiDocument;
/** Of an API key that no request takes away, whatever becomes of the users. */
let authorization: string;
before(async () => {
  server = await TestServer.start({
    // What the fuzz makes may call out to this machine alone, and not for long.
    env: { TOCSIN_ACTIONS_ALLOWED_HOSTS: '127.0.0.1', TOCSIN_ACTIONS_RESPONSE_TIMEOUT: '300ms' },
  });
  server.secrets.add(key);
  const made = await server.call('/api/tocsin/api-keys', { body: { name: 'fuzz' } });
  authorization = `ApiKey ${z.object({ encoded: z.string() }).parse(made.body).encoded}`;
  document = openApiDocument.parse((await server.call('/api/tocsin/openapi.json', { authorization })).body);
});
after(() => server.stop());
afterEach(async () => {
  assert.equal((await server.call('/health', { authorization: null })).text, '{"status":"ok"}');
  assert.equal(server.child.process.exitCode, null);
});

const connector = { name: 'Fuzz', config: {}, secrets: { routingKey: key } };
const apiUrls = [
  '{url}/sandbox/v2/enqueue',
  '{url}/health',
  '{url}/nowhere',
  'http://127.0.0.1:1/',
  'bar',
  null,
];
const newConnectors = apiUrls.map((apiUrl) => ({
  ...connector,
  connector_type_id: '.pagerduty',
  config: { apiUrl },
}));
const event = {
  eventAction: 'trigger',
  dedupKey: 'fuzz',
  summary: 'Disk full',
  source: 'db1',
  severity: 'critical',
  timestamp: '2026-05-06T10:00:00Z',
  component: 'sda',
  group: 'db',
  class: 'disk',
  customDetails: { free: 0, list: [{ a: 1 }] },
  links: [{ href: 'https://runbook.example/', text: 'Runbook' }],
  images: [{ src: 'https://images.example/g.png' }],
  client: 'Shop',
  clientUrl: 'https://shop.example/',
};
const alertEvent = {
  routing_key: key,
  event_action: 'trigger',
  dedup_key: 'fuzz',
  payload: { summary: 'x', source: 'y', severity: 'info', custom_details: { a: [1] } },
};

/** Bodies that are taken, as people write them; where there is none, the schema alone has to do. */
const realBodies: Record<string, unknown[]> = {
  'POST /api/actions/connector': newConnectors,
  'POST /api/actions/connector/{id}': newConnectors,
  'PUT /api/actions/connector/{id}': [
    connector,
    { ...connector, config: { apiUrl: '{url}/sandbox/v2/enqueue' } },
  ],
  'POST /api/actions/connector/{id}/_execute': [
    { params: event },
    { params: { ...event, customDetails: '{"a":[1,{"b":null}]}' } },
    { params: { eventAction: 'resolve', dedupKey: 'fuzz' } },
  ],
  'POST /api/tocsin/connector/{id}/_enqueue': [
    event,
    [event, { eventAction: 'resolve', dedupKey: 'fuzz' }, { eventAction: 'acknowledge' }],
    { eventAction: 'change', summary: 'Deployed', links: [{ href: 'https://ci.example/', text: 'Build' }] },
  ],
  'POST /api/tocsin/session': [{ user: 'alice', password: 'long enough for all' }],
  'POST /api/tocsin/users': [{ name: 'alice', password: 'long enough for all' }],
  'PUT /api/tocsin/users/{name}/password': [{ password: 'long enough for all' }],
  'POST /api/tocsin/sandbox/keys': [{ key: playKey }],
  'POST /v2/enqueue': [alertEvent],
  'POST /v2/change/enqueue': [{ routing_key: key, payload: { summary: 'Deployed' } }],
  'POST /sandbox/v2/enqueue': [alertEvent],
  'POST /sandbox/v2/change/enqueue': [{ routing_key: key, payload: { summary: 'Deployed' } }],
};

/** What is there before every operation, so that the requests find something. */
async function populate(): Promise<void> {
  const body = {
    ...connector,
    connector_type_id: '.pagerduty',
    config: { apiUrl: `${server.url}/sandbox/v2/enqueue` },
  };
  for (const id of ['fuzz-a', 'fuzz-b'])
    await server.call(`/api/actions/connector/${id}`, { body, authorization });
  await server.call('/api/tocsin/sandbox/reset', { method: 'POST', authorization });
  for (const dedup_key of ['one', 'two', 'three'])
    await server.call('/sandbox/v2/enqueue', { body: { ...alertEvent, dedup_key }, authorization });
  const { body: users } = await server.call('/api/tocsin/users', { authorization });
  if (JSON.stringify(users).includes('"alice"')) return;
  await server.call('/api/tocsin/users', {
    body: { name: 'alice', password: 'long enough for all' },
    authorization,
  });
}

/** Ids of what is there, and others. */
function idIn(path: string): fc.Arbitrary<string> {
  const known = path.includes('/connector/')
    ? ['fuzz-a', 'fuzz-b', 'sandbox']
    : ['alice', '1', '2', '3', playKey];
  return fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...known) },
    { weight: 1, arbitrary: fc.stringMatching(/^[a-z0-9-]{1,36}$/) },
    { weight: 1, arbitrary: anyText },
  );
}

interface FuzzedRequest {
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly body: unknown;
  readonly type: string;
}

function bodyOf({ method, path, operation }: DocumentedOperation): fc.Arbitrary<unknown> {
  const schema = operation.requestBody?.content['application/json']?.schema;
  const anything = fc.oneof(
    { weight: 2, arbitrary: anyJson },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }).map((text) => Buffer.from(text)) },
    { weight: 1, arbitrary: fc.constant(undefined) },
  );
  if (schema === undefined) return fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, anything);
  const fitting = arbitraryOf(schema, document);
  const real = realBodies[`${method} ${path}`];
  const taken = real === undefined ? fitting : fc.constantFrom(...real);
  return fc.oneof(
    { weight: 2, arbitrary: fitting },
    { weight: 4, arbitrary: taken },
    { weight: 5, arbitrary: taken.chain(mutationOf) },
    { weight: 2, arbitrary: anything },
  );
}

function requestOf(documented: DocumentedOperation): fc.Arbitrary<FuzzedRequest> {
  const parameters = documented.operation.parameters ?? [];
  const inPath = parameters.filter((each) => each.in === 'path');
  const inQuery = parameters.filter((each) => each.in === 'query');
  const path = fc
    .tuple(...inPath.map(() => idIn(documented.path)))
    .map((values) =>
      inPath.reduce(
        (url, { name }, i) =>
          url.replace(`{${name}}`, () => encodeURIComponent(String(values[i]).toWellFormed())),
        documented.path,
      ),
    );
  const known = Object.fromEntries(
    inQuery.map(({ name, schema }) => {
      const value = arbitraryOf(schema, document).map(String);
      const short = value.filter(({ length }) => length < 5000);
      return [name, fc.oneof({ weight: 6, arbitrary: short }, { weight: 1, arbitrary: anyText })];
    }),
  );
  type Pairs = [string, string][];
  const fitting = fc
    .record(known, { requiredKeys: [] })
    .map((values): Pairs => Object.entries(values).map(([name, value]) => [name, String(value)]));
  const more = fc.array(fc.tuple(fc.oneof(anyText, fc.constantFrom('', ...Object.keys(known))), anyText), {
    maxLength: 2,
  });
  const query = fc.oneof(
    { weight: 6, arbitrary: fitting },
    { weight: 1, arbitrary: fc.tuple(fitting, more).map(([some, others]): Pairs => [...some, ...others]) },
  );
  const type = fc.oneof(
    { weight: 9, arbitrary: fc.constant('application/json') },
    { weight: 1, arbitrary: fc.constantFrom('text/plain', 'application/json;charset=x', 'x', ';', '') },
  );
  return fc.record({ path, query, body: bodyOf(documented), type });
}

/** The body as it is sent; `{url}` in it is this server. */
function serialized(body: unknown): Call['body'] {
  if (body === undefined || body instanceof Uint8Array) return body;
  return JSON.stringify(body)?.replaceAll('{url}', server.url);
}

async function send(method: string, request: FuzzedRequest): Promise<Answer> {
  const body = method === 'GET' ? undefined : serialized(request.body);
  const query = request.query.map(([name, value]) => [name.toWellFormed(), value.toWellFormed()]);
  const search = query.length === 0 ? '' : `?${new URLSearchParams(query)}`;
  return server.call(request.path + search, {
    method,
    authorization,
    ...(body !== undefined && { body }),
    headers: { 'kbn-xsrf': 'fuzz', ...(body !== undefined && { 'content-type': request.type }) },
  });
}

/** What any route may answer, though its part of the document does not say so. */
const general = [400, 404, 413, 414, 415, 431];
const refusal = z.strictObject({ statusCode: z.int(), error: z.string().min(1), message: z.string().min(1) });
/** Of an array in which nothing was valid: what was wrong, each. */
const refusalOfArray = refusal.extend({ items: z.array(z.strictObject({ error: refusal })).min(1) });
const refusalOfPagerDuty = z.object({ status: z.string(), message: z.string(), errors: z.array(z.string()) });

function checkAnswer(answer: Answer, { path, operation }: DocumentedOperation): void {
  const { status, text, body } = answer;
  const told = `${status} ${text.slice(0, 500)}`;
  assert.ok(status < 500, told);
  assert.ok(String(status) in operation.responses || general.includes(status), `not documented: ${told}`);
  const type = answer.headers.get('content-type') ?? '';
  if (type.startsWith('application/json')) assert.notEqual(body, undefined, `not JSON: ${told}`);
  else assert.ok(path === '/metrics' || text === '', `neither JSON nor empty: ${type} ${told}`);
  if (status < 400) return;
  if (/^(\/sandbox)?\/v2\//.test(path)) refusalOfPagerDuty.or(refusal).parse(body);
  else assert.equal(refusal.or(refusalOfArray).parse(body).statusCode, status);
}

/** A stream has no end to wait for: what it answers, stream.test.ts tells. */
const isStream = ({ operation }: DocumentedOperation) =>
  'text/event-stream' in (operation.responses['200']?.content ?? {});
const answered = () => operationsOf(document).filter((documented) => !isStream(documented));

/** Moods break connections and make the sandbox answer 500, which is what they are for. */
async function calmDown(path: string): Promise<void> {
  if (path === '/api/tocsin/sandbox/mood')
    await server.call('/api/tocsin/sandbox/reset', { method: 'POST', authorization });
}

test('no request made from the document, or from anything, is answered with a 5xx', async (t) => {
  for (const documented of answered()) {
    const { method, path } = documented;
    await t.test(`${method} ${path}`, async () => {
      await populate();
      await fc.assert(
        fc.asyncProperty(requestOf(documented), async (request) => {
          const answer = await send(method, request);
          await calmDown(path);
          checkAnswer(answer, documented);
        }),
        parameters,
      );
    });
  }
});

test('nor is any in a sequence of them', async () => {
  const one = fc
    .constantFrom(...answered().filter(({ path }) => path.startsWith('/api/')))
    .chain((documented) => requestOf(documented).map((request) => ({ documented, request })));
  await fc.assert(
    fc.asyncProperty(fc.array(one, { minLength: 5, maxLength: 25 }), async (steps) => {
      await populate();
      for (const { documented, request } of steps) {
        const answer = await send(documented.method, request);
        await calmDown(documented.path);
        checkAnswer(answer, documented);
      }
    }),
    parameters,
  );
});

test('whatever stands in the Authorization header, it is no more than refused', async () => {
  // What fetch takes: no DEL, and no spaces at the ends.
  const unit = fc
    .integer({ min: 0x20, max: 0xff })
    .filter((code) => code !== 0x7f)
    .map((code) => String.fromCharCode(code));
  const latin1 = fc.string({ unit });
  const name = fc.constantFrom('admin', 'local', 'alice', 'nobody', ':', '');
  const credentials = fc.oneof(
    fc.tuple(name, anyText).map((pair) => pair.join(':')),
    anyText,
  );
  const encoded = credentials.map((text) => Buffer.from(text).toString('base64').slice(0, 8000));
  const scheme = fc.constantFrom('Basic', 'basic', 'ApiKey', 'APIKEY', 'Bearer', '');
  const header = fc.oneof(
    { weight: 4, arbitrary: fc.tuple(scheme, encoded).map((parts) => parts.join(' ')) },
    { weight: 1, arbitrary: fc.tuple(scheme, latin1).map((parts) => parts.join(' ')) },
    { weight: 1, arbitrary: latin1 },
    {
      weight: 1,
      arbitrary: fc.constantFrom('Basic', 'ApiKey ====', `ApiKey ${'A'.repeat(10_000)}`, 'Basic Og=='),
    },
  );
  await fc.assert(
    fc.asyncProperty(header, async (text) => {
      const answer = await server.call('/api/actions/connectors', { authorization: text });
      assert.ok([401, 429].includes(answer.status), answer.text);
      assert.equal(refusal.parse(answer.body).statusCode, answer.status);
    }),
    parameters,
  );
});

test('the sandbox answers whatever bytes come to its Events API as PagerDuty would', async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 2000 }),
    fc
      .constant(alertEvent)
      .chain(mutationOf)
      .map((event) => Buffer.from(JSON.stringify(event) ?? '')),
    fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
  );
  const path = fc.constantFrom('/sandbox/v2/enqueue', '/sandbox/v2/change/enqueue');
  const type = fc.constantFrom('application/json', 'text/plain', 'x', '');
  const routingKey = fc.constantFrom('', key, 'x', '\xff'.repeat(32));
  await fc.assert(
    fc.asyncProperty(path, bytes, type, routingKey, async (url, body, contentType, header) => {
      const headers = { 'content-type': contentType, 'x-routing-key': header };
      const { status, body: said, text } = await server.call(url, { body, headers, authorization: null });
      assert.ok([202, 400, 413, 429].includes(status), text);
      if (status === 202) assert.equal(Object(said).status, 'success');
      else refusalOfPagerDuty.parse(said);
    }),
    parameters,
  );
});
