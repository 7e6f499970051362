import { relative, sep } from 'node:path';
import { z } from 'zod';
import { type SettingsProblem, showValue, valueProblem } from './problem.ts';
import type { Environment } from './sources/environment.ts';
import type { FindFiles } from './sources/find-files.ts';
import type { GivenValue } from './sources/given-value.ts';
import { type ParsedRuleFile, parseRuleYaml } from './sources/parse-rule-yaml.ts';
import { maxFileSize, whyUnreadable } from './sources/read-bounded.ts';
import type { ReadFile } from './sources/settings-file.ts';

const key = 'rules.files';
/** A pattern that finds more finds what it should not. */
const mostFiles = 1000;

/** A file of rules that was read. */
export interface RuleFile extends Pick<ParsedRuleFile, 'value' | 'lineOf'> {
  /** As it is called everywhere: relative to where patterns start from, with slashes. */
  readonly name: string;
}

/** What `rules.files` finds. What the files say of rules is judged elsewhere. */
export interface RuleFiles {
  /** In the order of their names; those that can not be read are only among the problems. */
  readonly files: readonly RuleFile[];
  readonly problems: readonly SettingsProblem[];
  /** The environment variables that they name. */
  readonly variables: ReadonlySet<string>;
}

export interface RuleFilesInput {
  /** What the setting was given; `undefined`: nothing. */
  readonly given: GivenValue | undefined;
  /** The folder that patterns start from. */
  readonly folder: string;
  /** Is no file of rules, whatever the patterns say. */
  readonly settingsFile: string | undefined;
  readonly env: Environment;
  readonly readFile: ReadFile;
  readonly findFiles: FindFiles;
}

/** Reads the files of rules. */
export async function readRuleFiles(input: RuleFilesInput): Promise<RuleFiles> {
  const { given, folder, settingsFile, env, readFile, findFiles } = input;
  if (given === undefined) return { files: [], problems: [], variables: new Set() };
  const patterns = z.array(z.string()).parse(given.raw);
  const problems: SettingsProblem[] = [];
  const paths = new Set<string>();
  for (const [index, pattern] of patterns.entries()) {
    const all = await findFiles(pattern, folder, mostFiles);
    const found = all.filter((path) => path !== settingsFile);
    for (const path of found) paths.add(path);
    if (found.length > 0 && paths.size <= mostFiles) continue;
    const rule =
      found.length === 0
        ? 'no file matches: make one (it may be empty), or remove this entry'
        : `more than ${mostFiles} files match: use patterns that find rules alone`;
    const place = given.placeOf?.([index]) ?? given.place;
    problems.push(valueProblem(key, place, showValue(pattern, false), rule, index + 1));
  }
  if (paths.size > mostFiles) return { files: [], problems, variables: new Set() };
  const named = [...paths].map((path) => ({ path, name: relative(folder, path).replaceAll(sep, '/') }));
  const files: RuleFile[] = [];
  const variables = new Set<string>();
  for (const { path, name } of named.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const text = await readText(path, readFile);
    if (!text.ok) {
      problems.push(problemOf(name, undefined, text.rule));
      continue;
    }
    const parsed = parseRuleYaml(text.value, env);
    for (const variable of parsed.variables) variables.add(variable);
    problems.push(...parsed.problems.map(({ line, message }) => problemOf(name, line, message)));
    if (parsed.value !== undefined) files.push({ name, value: parsed.value, lineOf: parsed.lineOf });
  }
  return { files, problems, variables };
}

/** Something that is wrong with a file of rules. */
export function problemOf(name: string, line: number | undefined, message: string): SettingsProblem {
  const where = line === undefined ? name : `${name} line ${line}`;
  return { key, value: undefined, message: `${where}: ${message}`, where };
}

async function readText(
  path: string,
  readFile: ReadFile,
): Promise<{ readonly ok: true; readonly value: string } | { readonly ok: false; readonly rule: string }> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    return { ok: false, rule: `the file ${whyUnreadable(error)}` };
  }
  if (bytes.length > maxFileSize)
    return { ok: false, rule: 'the file is larger than 1 MiB: divide it into several' };
  try {
    return { ok: true, value: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { ok: false, rule: 'the file is not UTF-8 text: save it as UTF-8' };
  }
}
