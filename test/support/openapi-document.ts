import { z } from 'zod';

/** A JSON Schema as it stands in the document; what it says is looked at where it is needed. */
const jsonSchema = z.record(z.string(), z.unknown());

const media = z.record(z.string(), z.strictObject({ schema: jsonSchema }));

const operation = z.strictObject({
  operationId: z.string().regex(/^[a-z][A-Za-z0-9]+$/),
  summary: z.string().optional(),
  description: z.string().optional(),
  tags: z.array(z.string()).optional(),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
  parameters: z
    .array(
      z.strictObject({
        name: z.string(),
        in: z.enum(['path', 'query', 'header']),
        required: z.boolean(),
        description: z.string().optional(),
        example: z.unknown().optional(),
        schema: jsonSchema,
      }),
    )
    .optional(),
  requestBody: z.strictObject({ required: z.boolean(), content: media }).optional(),
  responses: z.record(
    z.string().regex(/^[1-5]\d\d$/),
    z.strictObject({ description: z.string().min(1), content: media.optional() }),
  ),
});

const methods = ['get', 'put', 'post', 'delete', 'patch'] as const;

/** As much of OpenAPI 3.1 as Tocsin uses: anything else in the document is a mistake. */
export const openApiDocument = z.strictObject({
  openapi: z.string().regex(/^3\.1\.\d+$/),
  info: z.strictObject({
    title: z.string(),
    version: z.string(),
    description: z.string(),
    license: z.strictObject({ name: z.string(), identifier: z.string() }),
  }),
  tags: z.array(z.strictObject({ name: z.string() })),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  paths: z.record(z.string().startsWith('/'), z.partialRecord(z.enum(methods), operation)),
  components: z.strictObject({
    securitySchemes: z.record(z.string(), z.looseObject({ type: z.enum(['http', 'apiKey']) })),
    schemas: z.record(z.string().regex(/^[A-Za-z0-9._-]+$/), jsonSchema),
  }),
});

export type OpenApiDocument = z.infer<typeof openApiDocument>;
export type OpenApiOperation = z.infer<typeof operation>;
export type JsonSchema = z.infer<typeof jsonSchema>;

/** An operation with the way to call it. */
export interface DocumentedOperation {
  readonly method: string;
  readonly path: string;
  readonly operation: OpenApiOperation;
  /** Whether it says that it needs no sign-in. */
  readonly isOpen: boolean;
}

/** Every operation of the document. */
export function operationsOf(document: OpenApiDocument): DocumentedOperation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const found = item[method];
      if (found === undefined) return [];
      const { security } = found;
      const isOpen =
        security !== undefined &&
        (security.length === 0 || security.some((each) => Object.keys(each).length === 0));
      return [{ method: method.toUpperCase(), path, operation: found, isOpen }];
    }),
  );
}

/** The schema itself, or the component that it refers to. */
export function resolved(schema: JsonSchema, document: OpenApiDocument): JsonSchema {
  if (typeof schema.$ref !== 'string') return schema;
  const name = schema.$ref.replace(/^#\/components\/schemas\//, '');
  const component = document.components.schemas[name];
  if (component === undefined) throw new Error(`${schema.$ref} leads nowhere`);
  return resolved(component, document);
}
