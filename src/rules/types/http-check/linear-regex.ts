import { RE2JS } from 're2js';

/** A regular expression that takes time in proportion to the text, whatever it is. */
export interface LinearRegex {
  /** Whether it is found anywhere in the text. */
  isIn(text: string): boolean;
  /** Whether it is the text as a whole. */
  isWhole(text: string): boolean;
}

/**
 * Instructions of a compiled pattern: time is in proportion to these too, which `a{900}` has 900 of. Ordinary patterns
 * have less than a hundred.
 */
const mostInstructions = 500;

/**
 * Compiles a pattern in the syntax of RE2, which has neither look-around nor back-references: these can not be done in
 * linear time.
 *
 * @throws `Error` with words for whoever wrote the pattern.
 */
export function compileRegex(pattern: string): LinearRegex {
  const compiled = RE2JS.compile(pattern);
  const size = compiled.programSize();
  if (size > mostInstructions) {
    throw new Error(
      `the pattern is too large: it comes to ${size} instructions, and may have ${mostInstructions}; repeat less`,
    );
  }
  return {
    isIn: (text) => compiled.test(text),
    isWhole: (text) => compiled.matches(text),
  };
}
