function noCompiler(): never {
  throw new Error('Schemas are zod’s here: a server sets compilers for these before its first route.');
}

/**
 * For Fastify's `schemaController`: the compilers that it brings, for JSON schemas, are a hundred modules, and it loads
 * them unless it is told of others from the beginning.
 */
export const withoutAjv = {
  compilersFactory: { buildValidator: noCompiler, buildSerializer: noCompiler },
};
