import type { ErrorCode } from 'yaml';

const explanations: Partial<Record<ErrorCode, string>> = {
  ALIAS_PROPS: 'an alias (*name) takes no anchor and no tag',
  BAD_ALIAS: 'a value that begins with * needs quotes',
  BAD_DIRECTIVE: 'lines that begin with % are not understood; remove the line or put the value in quotes',
  BAD_DQ_ESCAPE: 'a backslash in double quotes begins an escape; write it twice, or use single quotes',
  BAD_INDENT: 'the indentation does not fit, or a bracket or quote is not closed',
  BAD_SCALAR_START: 'a value can not begin with this character; put the value in quotes',
  BLOCK_AS_IMPLICIT_KEY:
    'two settings on one line, or a value with ": " in it that needs quotes, or too deep an indentation',
  BLOCK_IN_FLOW: 'inside brackets, write lists as [a, b] and groups as {a: b}',
  MISSING_CHAR:
    'something is missing: a colon with a space after a key, a comma, or a closing quote or bracket',
  MULTILINE_IMPLICIT_KEY: 'a key must be on one line, and followed by a colon and a space',
  MULTIPLE_ANCHORS: 'a value can have one anchor only; put a value that begins with & in quotes',
  MULTIPLE_DOCS: 'this file is one document; remove the second "---"',
  MULTIPLE_TAGS: 'tags (!name) are not understood; put a value that begins with ! in quotes',
  NON_STRING_KEY: 'a key must be a text',
  RESOURCE_EXHAUSTION: 'nested too deeply',
  TAB_AS_INDENT: 'tabs can not indent; use spaces',
  TAG_RESOLVE_FAILED: 'tags (!name) are not understood; put a value that begins with ! in quotes',
  UNEXPECTED_TOKEN: 'a character stands where none is expected; put the value in quotes if it belongs to it',
};

/**
 * Says what is wrong, in our words: those of the parser quote the file, and a line of the file may hold a secret.
 */
export function explainYamlError(code: ErrorCode): string {
  return explanations[code] ?? 'this is not YAML';
}
