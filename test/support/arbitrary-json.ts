import fc from 'fast-check';
import { type JsonSchema, type OpenApiDocument, resolved } from './openapi-document.ts';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const numberOr = (value: unknown, otherwise: number) => (typeof value === 'number' ? value : otherwise);

/** Texts that have broken programs before. */
const badTexts = fc.constantFrom(
  '',
  ' ',
  '\0',
  'a\0b',
  '\r\n',
  '\ud800',
  '\udfff\ud800',
  '\u202e\u0000',
  '__proto__',
  'constructor',
  'toString',
  '../../etc/passwd',
  "' OR 1=1; --",
  '%s%n',
  '{{constructor}}',
  '1e999',
  'x'.repeat(70_000),
  '\u{1f600}'.repeat(300),
);

const badNumbers = fc.constantFrom(0, -0, -1, 0.5, 1e308, 5e-324, 2 ** 31, 2 ** 53, -(2 ** 63), 1e21);

const nested = (depth: number): unknown => (depth === 0 ? 1 : { a: [nested(depth - 1)] });

/** Any JSON value, with a liking for what is hard to take. */
export const anyJson: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: fc.jsonValue({ stringUnit: 'binary', maxDepth: 3 }) },
  { weight: 2, arbitrary: badTexts },
  { weight: 2, arbitrary: badNumbers },
  {
    weight: 2,
    arbitrary: fc.constantFrom<unknown>(null, true, false, [], {}, [null], nested(40), [[]], [{}]),
  },
  { weight: 1, arbitrary: fc.dictionary(badTexts, fc.jsonValue({ maxDepth: 1 }), { maxKeys: 4 }) },
);

/** Any text, as a part of a path or a query may be. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 50 }),
  badTexts.filter((text) => text.length < 5000),
);

function textOf(schema: JsonSchema): fc.Arbitrary<string> {
  if (schema.format === 'date-time')
    return fc
      .date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-01-01') })
      .map((d) => d.toISOString());
  if (schema.format === 'uri') return fc.webUrl();
  if (typeof schema.pattern === 'string') return fc.stringMatching(new RegExp(schema.pattern));
  const minLength = numberOr(schema.minLength, 0);
  const maxLength = numberOr(schema.maxLength, 100_000);
  const size = { minLength, maxLength: Math.max(minLength, Math.min(maxLength, 100)) };
  return fc.oneof(
    { weight: 3, arbitrary: fc.string({ unit: 'grapheme', ...size }) },
    // What is hard to take may fit the schema all the same.
    { weight: 1, arbitrary: badTexts.filter(({ length }) => length >= minLength && length <= maxLength) },
  );
}

function objectOf(schema: JsonSchema, document: OpenApiDocument): fc.Arbitrary<unknown> {
  const properties = isRecord(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required.map(String) : [];
  const known = Object.fromEntries(
    Object.entries(properties).map(([name, inner]) => [name, arbitraryOf(inner, document)]),
  );
  const record = fc.record(known, { requiredKeys: required.filter((name) => name in known) });
  if (!isRecord(schema.additionalProperties)) return record;
  const others = fc.dictionary(fc.string(), arbitraryOf(schema.additionalProperties, document), {
    maxKeys: 4,
  });
  return fc.tuple(others, record).map(([more, fixed]) => ({ ...more, ...fixed }));
}

/** Values that fit a schema of the document, or very nearly do. */
export function arbitraryOf(unresolved: unknown, document: OpenApiDocument): fc.Arbitrary<unknown> {
  const schema = isRecord(unresolved) ? resolved(unresolved, document) : {};
  if ('const' in schema) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom<unknown>(...schema.enum);
  if (Array.isArray(schema.anyOf))
    return fc.oneof(...schema.anyOf.map((each) => arbitraryOf(each, document)));
  if (Array.isArray(schema.type))
    return fc.oneof(...schema.type.map((type: unknown) => arbitraryOf({ ...schema, type }, document)));
  switch (schema.type) {
    case 'string':
      return textOf(schema);
    case 'integer':
      return fc.integer({ min: numberOr(schema.minimum, 1), max: numberOr(schema.maximum, 2 ** 31) });
    case 'number':
      return fc.double({
        min: numberOr(schema.minimum, -1e9),
        max: numberOr(schema.maximum, 1e9),
        noNaN: true,
      });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(arbitraryOf(schema.items, document), { maxLength: 4 });
    case 'object':
      return objectOf(schema, document);
    default:
      return anyJson;
  }
}

/** Every way into a value: the keys that lead to each thing in it, itself first. */
function waysInto(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return [[]];
  const inner = Object.entries(value).flatMap(([key, child]) => waysInto(child).map((way) => [key, ...way]));
  return [[], ...inner];
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((item, i) => (String(i) === key ? replaced(item, rest, by) : item));
  if (!isRecord(value)) return by;
  return { ...value, [key]: replaced(value[key], rest, by) };
}

/** A value with one thing in it, however deep, replaced by anything, left out, or with something added. */
export function mutationOf(value: unknown): fc.Arbitrary<unknown> {
  const by = fc.oneof({ weight: 3, arbitrary: anyJson }, { weight: 1, arbitrary: fc.constant(undefined) });
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .tuple(fc.constantFrom(...waysInto(value)), by)
        .map(([way, to]) => replaced(value, way, to)),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(anyText, anyJson)
        .map(([key, more]) => (isRecord(value) ? { ...value, [key]: more } : [value, more])),
    },
  );
}
