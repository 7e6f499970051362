import { type JsonSchema, type OpenApiDocument, operationsOf } from './openapi-document.ts';

/** A schema anywhere in a document, and where. */
export interface FoundSchema {
  readonly at: string;
  readonly schema: JsonSchema;
  /** Whether it stands where `{}` is the right thing to say: for values that may be anything. */
  readonly isFree: boolean;
}

const isObject = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Keywords that hold no further schema. */
const plain = new Set(
  `$ref type enum const format pattern description default examples example minLength maxLength minimum maximum
   exclusiveMinimum exclusiveMaximum minItems maxItems required`.split(/\s+/),
);

/** A schema and all that it is made of. Throws at a word that JSON Schema, as Tocsin uses it, does not have. */
function* walk(schema: unknown, at: string, isFree = false): Generator<FoundSchema> {
  if (!isObject(schema)) throw new Error(`${at} is no schema`);
  yield { at, schema, isFree };
  for (const [key, value] of Object.entries(schema)) {
    const here = `${at}/${key}`;
    if (plain.has(key) || typeof value === 'boolean') continue;
    if (key === 'items' || key === 'propertyNames') yield* walk(value, here);
    else if (key === 'additionalProperties') yield* walk(value, here, true);
    else if (key === 'properties' && isObject(value)) {
      for (const [name, inner] of Object.entries(value)) yield* walk(inner, `${here}/${name}`);
    } else if ((key === 'anyOf' || key === 'oneOf' || key === 'allOf') && Array.isArray(value)) {
      for (const [index, inner] of value.entries()) yield* walk(inner, `${here}/${index}`);
    } else throw new Error(`${here} is not known`);
  }
}

/** Every schema of a document: those of parameters, bodies and answers, and the components. */
export function schemasIn(document: OpenApiDocument): FoundSchema[] {
  const inOperations = operationsOf(document).flatMap(({ method, path, operation }) => {
    const at = `${method} ${path}`;
    const media = [operation.requestBody, ...Object.values(operation.responses)].flatMap((holder) =>
      Object.values(holder?.content ?? {}),
    );
    return [
      ...(operation.parameters ?? []).flatMap(({ name, schema }) => [...walk(schema, `${at} ${name}`)]),
      ...media.flatMap(({ schema }) => [...walk(schema, at)]),
    ];
  });
  const components = Object.entries(document.components.schemas);
  return [...inOperations, ...components.flatMap(([name, schema]) => [...walk(schema, `#/${name}`)])];
}
