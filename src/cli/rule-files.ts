import type { LoadedSettings } from '../config/loaded-settings.ts';
import { SettingsError, type SettingsProblem } from '../config/problem.ts';
import { problemOf, type RuleFiles } from '../config/read-rule-files.ts';
import type { Settings } from '../config/settings.ts';
import type { Connector } from '../connectors/connector.ts';
import type { Connectors } from '../connectors/connectors.ts';
import { sandboxConnector } from '../connectors/sandbox-connector.ts';
import { Refusal } from '../refusal.ts';
import type { FileFault, FileRule } from '../rules/files/file-rule.ts';
import type { AppliedFiles, FileRules } from '../rules/files/file-rules.ts';
import { readFileRules } from '../rules/files/read-file-rules.ts';
import { secretsIn } from '../rules/source-params.ts';
import { ruleTypes } from '../rules/types/rule-types.ts';
import type { Log } from '../telemetry/log.ts';
import { hasSandbox } from './has-sandbox.ts';
import { preconfiguredOf } from './preconfigured.ts';
import { preconfiguredSecretsOf } from './preconfigured-secrets.ts';

/** So many rules are told one by one, of each thing that became of them. */
const mostTold = 20;

const read = (settings: Settings, { files }: RuleFiles) =>
  readFileRules(files, { types: ruleTypes, settings: settings.alerting.rules });

const problemsOf = (faults: readonly FileFault[]) =>
  faults.map(({ file, line, message }) => problemOf(file, line, message));

/** What is wrong with the files of rules, as far as that can be found without the server. */
export function checkRuleFiles(settings: Settings, files: RuleFiles): SettingsProblem[] {
  return [...files.problems, ...problemsOf(read(settings, files).faults)];
}

/**
 * For whoever checks settings: how many rules the files bring, and which connectors and secrets of theirs only the server
 * knows.
 */
export function ruleFilesNotes({ settings, ruleFiles }: LoadedSettings): string[] {
  if (ruleFiles.files.length === 0) return [];
  const { rules } = read(settings, ruleFiles);
  const brought = broughtBy(settings);
  const secrets = preconfiguredSecretsOf(settings);
  const unknown = new Map<string, string>();
  const note = ({ file, lineOf }: FileRule, path: readonly PropertyKey[], what: string) => {
    if (!unknown.has(what)) unknown.set(what, `${file} line ${lineOf(path)}`);
  };
  for (const rule of rules) {
    for (const [index, { connectorId: id }] of rule.actions.entries())
      if (!brought.has(id)) note(rule, ['actions', index, 'id'], `the connector "${id}"`);
    for (const { name, path } of secretsIn(rule.said.params))
      if (!secrets.has(name)) note(rule, ['params', ...path.split('.')], `the secret "${name}"`);
  }
  const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;
  return [
    `rules.files: ${counted(rules.length, 'rule')} in ${counted(ruleFiles.files.length, 'file')}`,
    ...[...unknown].map(
      ([what, where]) =>
        `${where}: ${what} is none of the settings': only the server can tell whether it is there`,
    ),
  ];
}

/** The connectors that there are without anybody having saved them. */
function broughtBy(settings: Settings): Map<string, Connector> {
  const { connectors } = preconfiguredOf(settings);
  // Its URL is known once the server listens, and tells nothing here.
  const all = hasSandbox(settings) ? [sandboxConnector(''), ...connectors] : connectors;
  return new Map(all.map(({ id, name, typeId }) => [id, { id, name, typeId, isPreconfigured: true }]));
}

/** Keeps the rules of a running server as the files say they are. */
export class RuleFilesInForce {
  readonly #fileRules: Pick<FileRules, 'faultsOf' | 'apply'>;
  readonly #connectors: Pick<Connectors, 'get'>;
  readonly #log: Log;
  /** What was read last: it is checked and applied in several steps. */
  #read: { readonly files: RuleFiles; readonly rules: readonly FileRule[] } | undefined;

  constructor(
    fileRules: Pick<FileRules, 'faultsOf' | 'apply'>,
    connectors: Pick<Connectors, 'get'>,
    log: Log,
  ) {
    this.#fileRules = fileRules;
    this.#connectors = connectors;
    this.#log = log;
  }

  /** Throws a `SettingsError` when the files that were read can not be applied. Changes nothing. */
  async check({ settings, ruleFiles }: LoadedSettings): Promise<void> {
    const faults = await this.#fileRules.faultsOf(this.#wanted(settings, ruleFiles), this.#context(settings));
    if (faults.length > 0) throw new SettingsError(problemsOf(faults));
  }

  /** Makes the rules what the files say (`FileRules.apply`), and says in words what has become of them. */
  async apply(
    { settings, ruleFiles }: LoadedSettings,
    which: 'all' | 'existing' | 'new' = 'all',
  ): Promise<string[]> {
    const wanted = this.#wanted(settings, ruleFiles);
    const applied = await this.#fileRules.apply(wanted, this.#context(settings), which);
    const { failed } = applied;
    for (const { id, reason } of failed.slice(0, mostTold))
      this.#log.error({}, `the rule "${id}" is not yet what its file says: ${reason}. A SIGHUP tries again`);
    if (failed.length > mostTold)
      this.#log.error({}, `and ${failed.length - mostTold} more rules are not yet what their files say`);
    return wordsOf(applied);
  }

  #wanted(settings: Settings, files: RuleFiles): readonly FileRule[] {
    if (this.#read?.files !== files) this.#read = { files, rules: read(settings, files).rules };
    return this.#read.rules;
  }

  #context(settings: Settings) {
    const brought = broughtBy(settings);
    return {
      secrets: preconfiguredSecretsOf(settings),
      settings: settings.alerting.rules,
      connector: async (id: string) => {
        const connector = brought.get(id) ?? (await this.#connectors.get(id));
        // In force still, and not among the settings that were read.
        if (connector.isPreconfigured && !brought.has(id))
          throw new Refusal('not_found', `Saved object [action/${id}] not found`);
        return connector;
      },
    };
  }
}

function wordsOf({ created, changed, moved, removed }: AppliedFiles): string[] {
  return [
    ...told(created, 'is new'),
    ...told(changed, 'was changed'),
    ...told(moved, 'stands in another file'),
    ...told(removed, 'is in no file any more and has ended'),
  ];
}

function told(ids: readonly string[], what: string): string[] {
  const words = ids.slice(0, mostTold).map((id) => `the rule "${id}" ${what}`);
  if (ids.length > mostTold) words.push(`and ${ids.length - mostTold} more`);
  return words;
}
