import { type FilterFunction, FunctionExpressionType, JSONPathEnvironment, type JSONValue } from 'json-p3';
import { compileRegex, type LinearRegex } from './linear-regex.ts';

/** Selects values of a document. */
export interface JsonPath {
  /** @throws `Error`: the document is nested too deeply, or more is selected than may be. */
  select(document: JSONValue): readonly unknown[];
}

/** A path that selects more was not meant so. */
const mostSelected = 10_000;

/**
 * JSONPath as RFC 9535 has it: no scripts. Its functions `match` and `search` would run patterns, which may come out of
 * the document, on the engine of JavaScript; here they are linear.
 */
const environment = new JSONPathEnvironment();
environment.functionRegister.set(
  'match',
  patternFunction((regex, text) => regex.isWhole(text)),
);
environment.functionRegister.set(
  'search',
  patternFunction((regex, text) => regex.isIn(text)),
);

function patternFunction(isFound: (regex: LinearRegex, text: string) => boolean): FilterFunction {
  const { ValueType, LogicalType } = FunctionExpressionType;
  let last: { readonly pattern: string; readonly regex: LinearRegex } | undefined;
  return {
    argTypes: [ValueType, ValueType],
    returnType: LogicalType,
    call: (text: unknown, pattern: unknown) => {
      if (typeof text !== 'string' || typeof pattern !== 'string') return false;
      try {
        if (last?.pattern !== pattern) last = { pattern, regex: compileRegex(pattern) };
        return isFound(last.regex, text);
      } catch {
        // The standard has it so: a pattern that is none is found nowhere.
        return false;
      }
    },
  };
}

/** @throws `Error` with words for whoever wrote the path. */
export function compileJsonPath(path: string): JsonPath {
  const query = environment.compile(path);
  return {
    select: (document) => {
      const selected: unknown[] = [];
      for (const { value } of query.lazyQuery(document)) {
        if (selected.length === mostSelected) throw new Error(`it selects more than ${mostSelected} values`);
        selected.push(value);
      }
      return selected;
    },
  };
}
