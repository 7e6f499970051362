import type { SavedAction } from '../rule.ts';
import type { Said } from '../said-by.ts';

/** An action of a rule in a file; which type its connector has is looked up when the rule is applied. */
export type FileAction = Omit<SavedAction, 'connectorTypeId'>;

/** A rule as a file says it shall be, judged as far as that can be done without a server. */
export interface FileRule {
  readonly id: string;
  /** The name of the file. */
  readonly file: string;
  /** Its place there, from 0 on. */
  readonly index: number;
  /** The line of a part of it, or of the nearest around it that there is. */
  readonly lineOf: (path: readonly PropertyKey[]) => number;
  readonly typeId: string;
  readonly consumer: string;
  readonly enabled: boolean;
  readonly said: Said;
  readonly actions: readonly FileAction[];
}

/** Something that is wrong with a file of rules. */
export interface FileFault {
  readonly file: string;
  readonly line: number;
  /** With the rule it is about, and what would be right. */
  readonly message: string;
}

/** Which rule of a file is meant. */
export interface RulePlace extends Pick<FileRule, 'file' | 'lineOf'> {
  /** Absent: it has none that can be used. */
  readonly id?: string;
  /** Its place in the file, from 0 on. */
  readonly index: number;
}

/** A fault of a rule; `path` leads from the rule to what is wrong. */
export function faultOf(
  { id, index, file, lineOf }: RulePlace,
  path: readonly PropertyKey[],
  words: string,
): FileFault {
  const which = id === undefined ? `rule number ${index + 1}` : `rule "${id}"`;
  return { file, line: lineOf(path), message: `${which}: ${words}` };
}
