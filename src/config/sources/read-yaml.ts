import { type Document, LineCounter, type Node, parseDocument } from 'yaml';
import { explainYamlError } from './explain-yaml-error.ts';
import { isTooDeep } from './keyed-value.ts';

/** How often aliases may repeat a part of the file in one value. */
const maxAliasCount = 100;

/** A text of YAML that was read. */
export interface YamlText {
  readonly document: Document.Parsed;
  readonly lineAt: (offset: number) => number;
  /** The first thing that is wrong: what follows it in a file is mostly its echo. */
  readonly fault: { readonly offset: number; readonly message: string } | undefined;
}

/** Reads YAML 1.2 (core schema). Keys that are there twice are for the caller to find, who can name both lines. */
export function readYaml(text: string): YamlText {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    version: '1.2',
    schema: 'core',
    resolveKnownTags: false,
    stringKeys: true,
    uniqueKeys: false,
    prettyErrors: false,
    // "silent" would also silence the error that a second document is.
    logLevel: 'error',
  });
  const [error] = [...document.errors, ...document.warnings].toSorted((a, b) => a.pos[0] - b.pos[0]);
  return {
    document,
    lineAt: (offset) => lines.linePos(offset).line,
    fault: error && { offset: error.pos[0], message: explainYamlError(error.code) },
  };
}

/**
 * What a node comes to, `null` where nothing stands. `undefined`: an alias is without its anchor, there are too many, or
 * one is inside of what it stands for.
 */
export function nodeValue(node: Node | null, document: Document.Parsed): unknown {
  try {
    const raw: unknown = node?.toJS(document, { maxAliasCount }) ?? null;
    return isTooDeep(raw) ? undefined : raw;
  } catch {
    return undefined;
  }
}
