import type { SettingDefinition } from '../define-setting.ts';
import type { SettingsProblem } from '../problem.ts';

/** Where a value was given. */
export interface Place {
  /** For tables: "tocsin.yml:3". */
  readonly short: string;
  /** For sentences: "tocsin.yml line 3". */
  readonly long: string;
}

/** A value as someone gave it, not yet checked; a default is one too. */
export interface GivenValue {
  readonly definition: SettingDefinition;
  readonly source: 'default' | 'file' | 'environment' | 'flag';
  readonly raw: unknown;
  readonly place: Place;
  /** The place of a part of the value, where it is known more closely: `[2]` is the third entry of a list. */
  readonly placeOf?: (path: readonly PropertyKey[]) => Place;
  /** What is wrong with it whatever its schema would say, such as a variable in it that is not set. */
  readonly faults?: readonly SettingsProblem[];
}

/** The values of a variable or flag: commas part the entries of a list. An empty text is no value, not an empty list. */
export function splitText(definition: SettingDefinition, text: string): unknown {
  if (definition.json === true) return parseJson(text);
  return definition.list === true && text !== '' ? text.split(',').map((entry) => entry.trim()) : text;
}

/** A text that is no JSON stays a text, which the schema refuses in words of its own. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
