import { parseRuleYaml } from '../../src/config/sources/parse-rule-yaml.ts';
import { readFileRules } from '../../src/rules/files/read-file-rules.ts';
import { ruleTypes } from '../../src/rules/types/rule-types.ts';

/** Limits that nothing in a test meets unless it says so. */
export const noLimits = { minimumScheduleInterval: { value: 1000, enforce: false } };

/** The rules of files as they are written, by the names of the files. */
export function rulesOf(files: Readonly<Record<string, string>>, settings = noLimits) {
  const contents = Object.entries(files).map(([name, text]) => ({ name, ...parseRuleYaml(text, {}) }));
  return readFileRules(contents, { types: ruleTypes, settings });
}
