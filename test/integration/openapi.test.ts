import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { z } from 'zod';
import { appInProcess } from '../support/app-in-process.ts';
import { collectRoutes, type RegisteredRoute } from '../support/collect-routes.ts';
import { schemasIn } from '../support/json-schema.ts';
import { type OpenApiDocument, openApiDocument, operationsOf } from '../support/openapi-document.ts';
import { TestServer } from '../support/test-server.ts';

/*
 * The OpenAPI document, made from the schemas that judge the requests: it has to hold every route, and to be worth
 * generating a client from.
 */

let server: TestServer;
let document: OpenApiDocument;
before(async () => {
  server = await TestServer.start();
  const { body } = await server.call('/api/tocsin/openapi.json', { authorization: null });
  document = openApiDocument.parse(body);
});
after(() => server.stop());

/** Pages for people, not for programs: the closed list of what needs no schema. */
const isPage = (url: string) => url === '/' || url === '/home.css' || /^\/docs\/api(\/|$)/.test(url);

/** What is wrong with how the document tells the routes; nothing when all is well. */
function faults(routes: readonly RegisteredRoute[], document: OpenApiDocument): string[] {
  const operations = operationsOf(document);
  return routes.flatMap(({ method, url }) => {
    if (isPage(url)) return [];
    const path = url.replace(/:(\w+)/g, '{$1}');
    const found = operations.find((each) => each.method === method && each.path === path);
    if (found === undefined) return [`${method} ${url} is not in the document`];
    const { summary, tags, responses } = found.operation;
    const statuses = Object.keys(responses);
    const withoutSchema = statuses.filter(
      (status) => status !== '204' && Object.keys(responses[status]?.content ?? {}).length === 0,
    );
    return [
      ...(summary === undefined ? [`${method} ${url} has no summary`] : []),
      ...(tags?.length === 1 ? [] : [`${method} ${url} has not one tag`]),
      ...(statuses.some((status) => status.startsWith('2')) ? [] : [`${method} ${url} never succeeds`]),
      ...withoutSchema.map((status) => `${method} ${url} has no schema of its answer ${status}`),
    ];
  });
}

test('every route is in the document, with a summary, a tag, and a schema for each answer', async () => {
  const { built, routes } = await collectRoutes(appInProcess);
  await built[Symbol.asyncDispose]();
  assert.ok(routes.length > 30, 'the routes were collected');
  assert.deepEqual(faults(routes, document), []);
  const documented = operationsOf(document).map(({ method, path }) => `${method} ${path}`);
  const registered = routes.map(({ method, url }) => `${method} ${url.replace(/:(\w+)/g, '{$1}')}`);
  assert.deepEqual(
    documented.filter((each) => !registered.includes(each)),
    [],
  );
});

test('a route without a schema would be noticed', async () => {
  const { built, routes } = await collectRoutes(appInProcess, (app) => {
    app.addHook('onRoute', ({ method, url }) => {
      if (method !== 'GET' || url !== '/health') return;
      app.get('/api/planted', async () => 'no schema');
      app.get('/api/hidden', { schema: { hide: true } }, async () => 'hidden');
    });
  });
  await using running = built;
  const planted = openApiDocument.parse(JSON.parse(JSON.stringify(running.app.swagger())));
  assert.deepEqual(faults(routes, planted), [
    'GET /api/planted has no summary',
    'GET /api/planted has not one tag',
    'GET /api/planted never succeeds',
    'GET /api/hidden is not in the document',
  ]);
});

test('the document is OpenAPI 3.1, whoever asks', async () => {
  const answer = await server.call('/api/tocsin/openapi.json', { authorization: null });
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get('content-type') ?? '', /^application\/json/);
  assert.deepEqual(
    openApiDocument.parse(answer.body).info.title,
    'Tocsin',
    'and nothing stands in it that 3.1 does not have',
  );
});

test('every reference leads somewhere, and every word of a schema is one of JSON Schema', () => {
  for (const { at, schema } of schemasIn(document)) {
    if (typeof schema.$ref !== 'string') continue;
    const name = schema.$ref.replace('#/components/schemas/', '');
    assert.ok(Object.hasOwn(document.components.schemas, name), `${at}: ${schema.$ref} leads nowhere`);
  }
});

test('no schema is empty where something could be said', () => {
  for (const { at, schema, isFree } of schemasIn(document)) {
    assert.ok(isFree || Object.keys(schema).length > 0, `${at} says nothing`);
  }
});

test('every component is used, and none stands there twice', () => {
  const used = new Set(schemasIn(document).map(({ schema }) => schema.$ref));
  const names = Object.keys(document.components.schemas);
  for (const name of names) {
    assert.ok(used.has(`#/components/schemas/${name}`), `nothing refers to ${name}`);
    assert.ok(!names.includes(`${name}Input`), `${name} and ${name}Input`);
  }
  const texts = names.map((name) => JSON.stringify(document.components.schemas[name]));
  assert.equal(new Set(texts).size, texts.length, 'two components say the same');
});

test('every path parameter is described, and every answer in words of its own', () => {
  for (const { method, path, operation } of operationsOf(document)) {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const described = (operation.parameters ?? []).filter((each) => each.in === 'path');
    assert.deepEqual(
      described.map((each) => each.name),
      names,
      `${method} ${path}`,
    );
    assert.ok(described.every((each) => each.required));
    for (const { description } of Object.values(operation.responses))
      assert.notEqual(description, 'Default Response', `${method} ${path}`);
  }
});

test('every operation has a name of its own', () => {
  const names = operationsOf(document).map(({ operation }) => operation.operationId);
  assert.deepEqual([...new Set(names)], names);
  assert.ok(names.includes('putTocsinUsersByNamePassword'), names.join());
});

test('what needs a sign-in documents that it may be refused, and nothing else does', () => {
  // Who does not sign in may ask for the status; who fails to may not. And signing in is what these are for.
  const open = ['GET /api/status', 'POST /api/tocsin/session', 'POST /api/tocsin/session/_link'];
  for (const { method, path, operation, isOpen } of operationsOf(document)) {
    const mayFail = !isOpen || open.includes(`${method} ${path}`);
    assert.equal('401' in operation.responses, mayFail, `${method} ${path}`);
  }
});

test('what _execute takes inside params is told, though the route itself takes any object', async () => {
  const operation = document.paths['/api/actions/connector/{id}/_execute']?.post;
  assert.deepEqual(operation?.requestBody?.content['application/json']?.schema, {
    $ref: '#/components/schemas/Execute',
  });
  const { Execute, ActionParams } = document.components.schemas;
  assert.deepEqual(Execute?.properties, { params: { $ref: '#/components/schemas/ActionParams' } });
  const names = Object.keys(Object(ActionParams?.properties));
  for (const name of [
    'eventAction',
    'dedupKey',
    'summary',
    'severity',
    'customDetails',
    'links',
    'clientUrl',
  ])
    assert.ok(names.includes(name), name);
  const { status } = await server.call('/api/actions/connector/sandbox/_execute', {
    body: { params: { unknown: 1 } },
  });
  assert.equal(status, 200);
});

test('what _enqueue takes is told, one event or an array, though the route itself takes anything', () => {
  const operation = document.paths['/api/tocsin/connector/{id}/_enqueue']?.post;
  assert.deepEqual(operation?.requestBody?.content['application/json']?.schema, {
    $ref: '#/components/schemas/Enqueue',
  });
  const { Enqueue, QueuedAlert, QueuedChange, ActionParams } = document.components.schemas;
  const [alert, change, array] = z.array(z.unknown()).parse(Enqueue?.anyOf);
  const both = [{ $ref: '#/components/schemas/QueuedAlert' }, { $ref: '#/components/schemas/QueuedChange' }];
  assert.deepEqual([alert, change], both);
  const { items, minItems, maxItems } = Object(array);
  assert.deepEqual([items.anyOf, minItems, maxItems], [both, 1, 1000]);
  assert.deepEqual(QueuedAlert?.properties, ActionParams?.properties, 'the params of _execute');
  assert.deepEqual(Object(QueuedChange?.properties).eventAction.const, 'change');
  assert.deepEqual(QueuedChange?.required, ['eventAction', 'summary']);
});

test('a body that may be left out is not required', () => {
  const { paths } = document;
  assert.equal(paths['/api/tocsin/sandbox/reset']?.post?.requestBody?.required, false);
  assert.equal(paths['/api/actions/connector']?.post?.requestBody?.required, true);
});

test('the page that shows the document needs no sign-in, and nor do its parts', async () => {
  const page = await server.call('/docs/api', { authorization: null });
  assert.equal(page.status, 200);
  assert.match(page.headers.get('content-type') ?? '', /^text\/html/);
  const parts = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url = '']) => url);
  assert.ok(parts.length >= 4, page.text);
  for (const part of parts) {
    const url = new URL(part, `${server.url}/docs/api`);
    assert.equal(url.origin, server.url, 'nothing comes from another host');
    const answer = await server.call(url.pathname, { authorization: null });
    assert.equal(answer.status, 200, part);
    assert.ok(answer.text.length > 0, part);
  }
  const shown = await server.call('/docs/api/json', { authorization: null });
  assert.deepEqual(shown.body, document);
});

test('that page can load nothing from elsewhere, and runs no script that stands in a page', async () => {
  const { headers, text } = await server.call('/docs/api', { authorization: null });
  const policy = headers.get('content-security-policy') ?? '';
  const directives = new Map(
    policy.split(';').map((each) => {
      const [name = '', ...sources] = each.trim().split(/\s+/);
      return [name, sources];
    }),
  );
  assert.deepEqual(directives.get('default-src'), ["'self'"]);
  const scripts = directives.get('script-src') ?? [];
  assert.ok(scripts.includes("'self'") && !scripts.includes("'unsafe-inline'"), policy);
  for (const source of [...directives.values()].flat()) {
    assert.match(source, /^('(self|none|unsafe-inline|sha256-[A-Za-z0-9+/=]+)'|data:)$/, policy);
  }
  assert.doesNotMatch(text, /<script(?![^>]*\ssrc=)[^>]*>\s*\S/, 'no script stands in the page');
});
