import { STATUS_CODES } from '../node-http.ts';

const schemaPrefix = '#/components/schemas/';
/** What fastify-type-provider-zod hangs on the name of a schema where it describes what goes in. */
const inputSuffix = 'Input';
/** What @fastify/swagger says where nothing was said. */
const noDescription = 'Default Response';

type Json = Record<string, unknown>;

/** An OpenAPI document, as far as it is looked at here. */
interface OpenApiDocument {
  paths?: unknown;
  components?: { schemas?: Record<string, unknown> };
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/** The names of the component schemas that a part of a document refers to directly. */
function refsIn(part: unknown): Set<string> {
  const names = new Set<string>();
  JSON.stringify(part, (key, value: unknown) => {
    if (key === '$ref' && typeof value === 'string' && value.startsWith(schemaPrefix))
      names.add(value.slice(schemaPrefix.length));
    return value;
  });
  return names;
}

/** The names of all schemas that the paths reach, over however many others. */
function reachable(paths: unknown, schemas: Json): Set<string> {
  const found = refsIn(paths);
  for (const name of found) for (const next of refsIn(schemas[name])) found.add(next);
  return found;
}

const outputName = (name: string) => (name.endsWith(inputSuffix) ? name.slice(0, -inputSuffix.length) : name);

function renameRefs(part: unknown, rename: (name: string) => string): unknown {
  return JSON.parse(JSON.stringify(part), (key, value: unknown) =>
    key === '$ref' && typeof value === 'string' && value.startsWith(schemaPrefix)
      ? schemaPrefix + rename(value.slice(schemaPrefix.length))
      : value,
  );
}

/** Leaves out what a reader has no use for: patterns as long as a line where `format` says it, and safe integers. */
function withoutNoise(part: unknown): unknown {
  return JSON.parse(JSON.stringify(part), (_key, value: unknown) => {
    if (!isObject(value)) return value;
    if (value.format === 'date-time') delete value.pattern;
    if (value.minimum === Number.MIN_SAFE_INTEGER) delete value.minimum;
    if (value.maximum === Number.MAX_SAFE_INTEGER) delete value.maximum;
    return value;
  });
}

/** Whether a request may come without this body: then `null` is allowed in its place. */
function mayBeAbsent(schema: unknown, schemas: Json): boolean {
  if (!isObject(schema)) return false;
  if (typeof schema.$ref === 'string')
    return mayBeAbsent(schemas[schema.$ref.slice(schemaPrefix.length)], {});
  return Array.isArray(schema.anyOf) && schema.anyOf.some((each) => isObject(each) && each.type === 'null');
}

function jsonSchemaOf(holder: unknown): unknown {
  const content = isObject(holder) ? holder.content : undefined;
  const media = isObject(content) ? content['application/json'] : undefined;
  return isObject(media) ? media.schema : undefined;
}

function tidyOperation(operation: unknown, schemas: Json): void {
  if (!isObject(operation)) return;
  const { requestBody, responses } = operation;
  if (isObject(requestBody) && mayBeAbsent(jsonSchemaOf(requestBody), schemas)) requestBody.required = false;
  if (!isObject(responses)) return;
  for (const [status, response] of Object.entries(responses)) {
    if (!isObject(response) || response.description !== noDescription) continue;
    const [name = ''] = refsIn(jsonSchemaOf(response));
    const schema = schemas[name];
    const said = isObject(schema) && typeof schema.description === 'string' ? schema.description : undefined;
    response.description = said ?? STATUS_CODES[status] ?? noDescription;
  }
}

/**
 * Mends what the libraries make of the schemas: every schema stands there once, under its own name (they write it
 * twice, as `Rule` and `RuleInput`, whether or not in and out differ), and only when something refers to it; a body
 * that may be left out is not required; every answer has a description.
 */
export function tidyOpenApi<Document extends OpenApiDocument>(document: Document): Document {
  const all = document.components?.schemas ?? {};
  const used = reachable(document.paths, all);
  const textOf = (name: string) => JSON.stringify(renameRefs(all[name], outputName));
  /** Where in and out differ and both are used, both names stay. */
  const rename = (name: string) => {
    const short = outputName(name);
    return used.has(short) && textOf(short) !== textOf(name) ? name : short;
  };
  const renamed = [...used].map(
    (name) => [rename(name), withoutNoise(renameRefs(all[name], rename))] as const,
  );
  const schemas: Json = Object.fromEntries(renamed.sort(([a], [b]) => (a < b ? -1 : 1)));
  const paths = withoutNoise(renameRefs(document.paths ?? {}, rename));
  for (const path of Object.values(isObject(paths) ? paths : {}))
    for (const operation of Object.values(isObject(path) ? path : {})) tidyOperation(operation, schemas);
  return { ...document, paths, components: { ...document.components, schemas } };
}
