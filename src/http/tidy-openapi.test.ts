import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tidyOpenApi } from './tidy-openapi.ts';

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: unknown) => ({ content: { 'application/json': { schema } } });

/** A document with one route that takes one schema and gives another. */
const documentOf = (takes: unknown, gives: unknown, schemas: Record<string, unknown>) => ({
  openapi: '3.1.0',
  paths: {
    '/rule': {
      post: {
        requestBody: { required: true, ...json(takes) },
        responses: { 200: { description: 'Default Response', ...json(gives) } },
      },
    },
  },
  components: { securitySchemes: { basic: {} }, schemas },
});

const text = { type: 'string' };
const object = (properties: object) => ({ type: 'object', properties });

test('a schema that goes in only stands there under its own name', () => {
  const schemas = { RuleInput: object({ a: text }), Rule: object({ a: text }), Unused: text };
  const { paths, components } = tidyOpenApi(documentOf(ref('RuleInput'), text, schemas));
  assert.deepEqual(components.schemas, { Rule: object({ a: text }) });
  assert.deepEqual(paths['/rule'].post.requestBody, { required: true, ...json(ref('Rule')) });
  assert.deepEqual(components.securitySchemes, { basic: {} }, 'what is not a schema stays');
});

test('a schema that goes in and comes out the same stands there once', () => {
  const schemas = {
    RuleInput: object({ tag: ref('TagInput') }),
    Rule: object({ tag: ref('Tag') }),
    TagInput: text,
    Tag: text,
  };
  const { components } = tidyOpenApi(documentOf(ref('RuleInput'), ref('Rule'), schemas));
  assert.deepEqual(components.schemas, { Rule: object({ tag: ref('Tag') }), Tag: text });
});

test('where in and out differ, both stay, each under its name', () => {
  const schemas = { RuleInput: object({ a: text }), Rule: object({ a: text, id: text }) };
  const { paths, components } = tidyOpenApi(documentOf(ref('RuleInput'), ref('Rule'), schemas));
  assert.deepEqual(components.schemas, schemas);
  assert.deepEqual(paths['/rule'].post.requestBody, { required: true, ...json(ref('RuleInput')) });
});

test('what only a schema refers to is kept, what nothing refers to is not', () => {
  const schemas = {
    Rule: object({ inner: ref('Inner') }),
    Inner: ref('Innermost'),
    Innermost: text,
    Other: text,
  };
  const { components } = tidyOpenApi(documentOf(text, ref('Rule'), schemas));
  assert.deepEqual(Object.keys(components.schemas), ['Inner', 'Innermost', 'Rule']);
});

test('a schema that refers to itself does no harm', () => {
  const schemas = { Tree: object({ child: ref('Tree') }) };
  assert.deepEqual(tidyOpenApi(documentOf(text, ref('Tree'), schemas)).components.schemas, schemas);
});

const bodies: [name: string, schema: unknown, required: boolean][] = [
  ['text', text, true],
  ['nothing or text', { anyOf: [text, { type: 'null' }] }, false],
  ['one of two texts', { anyOf: [text, text] }, true],
  ['a reference to nothing or text', ref('MaybeInput'), false],
  ['a reference to text', ref('TextInput'), true],
];
for (const [name, schema, required] of bodies) {
  test(`a body of ${name} is ${required ? '' : 'not '}required`, () => {
    const schemas = { MaybeInput: { anyOf: [text, { type: 'null' }] }, TextInput: text };
    const { paths } = tidyOpenApi(documentOf(schema, text, schemas));
    assert.equal(paths['/rule'].post.requestBody.required, required);
  });
}

test('an answer is described by its schema, or by the name of its status', () => {
  const described = { ...text, description: 'A rule.' };
  const one = tidyOpenApi(documentOf(text, ref('Rule'), { Rule: described }));
  assert.equal(one.paths['/rule'].post.responses[200].description, 'A rule.');
  const other = tidyOpenApi(documentOf(text, text, {}));
  assert.equal(other.paths['/rule'].post.responses[200].description, 'OK');
});

test('what the format says already, and bounds that every number has, are left out', () => {
  const noisy = object({
    at: { type: 'string', format: 'date-time', pattern: '^long$' },
    key: { type: 'string', pattern: '^[a-z]$' },
    count: { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
    few: { type: 'integer', minimum: 1, maximum: 9 },
  });
  const { components } = tidyOpenApi(documentOf(text, ref('Rule'), { Rule: noisy }));
  assert.deepEqual(components.schemas.Rule, {
    type: 'object',
    properties: {
      at: { type: 'string', format: 'date-time' },
      key: { type: 'string', pattern: '^[a-z]$' },
      count: { type: 'integer' },
      few: { type: 'integer', minimum: 1, maximum: 9 },
    },
  });
});

test('the document that was given is not changed', () => {
  const given = documentOf(ref('RuleInput'), text, { RuleInput: { format: 'date-time', pattern: 'x' } });
  const before = structuredClone(given);
  tidyOpenApi(given);
  assert.deepEqual(given, before);
});
