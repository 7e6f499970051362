import type { Connector } from '../../connectors/connector.ts';
import { Refusal } from '../../refusal.ts';
import type { Rule, SavedAction } from '../rule.ts';
import { pendingSince } from '../rule-status.ts';
import type { Rules } from '../rules.ts';
import { secretsIn } from '../source-params.ts';
import { checkInterval, type ScheduleSettings } from '../validate-schedule.ts';
import { fileChange, saysTheSame } from './file-change.ts';
import { type FileFault, type FileRule, faultOf } from './file-rule.ts';

/** So many rules are put on disk at once. */
const together = 100;

/** Rejects with `not_found` for one that is not there. */
type FindConnector = (id: string) => Promise<Connector>;

export interface FileRulesDependencies {
  readonly rules: Pick<Rules, 'all' | 'find' | 'exclusively' | 'keep'>;
  /** Those that params may refer to. */
  readonly secrets: { has(name: string): boolean };
  readonly now: () => number;
  /** For the log. */
  readonly warn: (message: string) => void;
}

/** What the settings that were read with the files say. */
interface FilesContext {
  readonly connector: FindConnector;
  readonly settings: ScheduleSettings;
  /** Secrets that they bring, though they are not in force yet. */
  readonly secrets?: { has(name: string): boolean };
}

/** What has become of rules: their ids. */
export interface AppliedFiles {
  readonly created: readonly string[];
  readonly changed: readonly string[];
  readonly moved: readonly string[];
  readonly removed: readonly string[];
  readonly same: readonly string[];
  /** Nothing was done to these; the next time that files are applied does it. */
  readonly failed: readonly { readonly id: string; readonly reason: string }[];
}

type Outcome = { readonly id: string } & (
  | { readonly kind: Exclude<keyof AppliedFiles, 'failed'> }
  | { readonly kind: 'failed'; readonly reason: string }
);

/**
 * The rules that files bring. They are kept as all others are, with the name of their file; applying files again does
 * what is left to do, so what a crash has interrupted is completed at the next start.
 */
export class FileRules {
  readonly #deps: FileRulesDependencies;

  constructor(dependencies: FileRulesDependencies) {
    this.#deps = dependencies;
  }

  /**
   * What only the server can find wrong, before anything is changed: ids that are taken, and connectors and secrets that
   * are not there. A rule that stays as it is may have lost its connector, as any rule may.
   */
  async faultsOf(
    wanted: readonly FileRule[],
    { connector, settings, secrets }: FilesContext,
  ): Promise<FileFault[]> {
    const faults: FileFault[] = [];
    let isMore = false;
    for (const rule of wanted) {
      const change = fileChange(this.#deps.rules.find(rule.id), rule);
      if (change.kind === 'taken') {
        const { name } = change.before;
        const words = `a rule that was made by the API has this id already ("${name}"): delete that one there, or give this one another id`;
        faults.push(faultOf(rule, ['id'], words));
      } else if (change.kind !== 'same' && change.kind !== 'moved') {
        isMore ||= rule.enabled;
        if (change.kind !== 'changed' || !saysTheSame(change.before, rule))
          faults.push(...this.#secretFaults(rule, secrets), ...(await connectorFaults(rule, connector)));
      }
    }
    const tooMany = isMore ? this.#tooManyRuns(wanted, settings) : undefined;
    const [first] = wanted;
    if (tooMany !== undefined && first !== undefined)
      faults.push({ file: first.file, line: 1, message: tooMany });
    return faults;
  }

  /**
   * Makes the rules what the files say; those that no file brings any more end. `which`: only the rules that are there
   * already, or only those that are not.
   */
  async apply(
    wanted: readonly FileRule[],
    { connector, settings }: { readonly connector: FindConnector; readonly settings: ScheduleSettings },
    which: 'all' | 'existing' | 'new' = 'all',
  ): Promise<AppliedFiles> {
    const { rules } = this.#deps;
    const ids = new Set(wanted.map(({ id }) => id));
    const gone = [...rules.all()].filter(
      ({ id, managedBy }) => managedBy !== undefined && !ids.has(id) && which !== 'new',
    );
    const meant = wanted.filter(
      ({ id }) => which === 'all' || (rules.find(id) === undefined) === (which === 'new'),
    );
    const steps = [
      ...gone.map(({ id }) => ({ id, take: () => this.#end(id) })),
      ...meant.map((rule) => ({ id: rule.id, take: () => this.#take(rule, connector, settings) })),
    ];
    const outcomes: Outcome[] = [];
    for (let i = 0; i < steps.length; i += together)
      outcomes.push(...(await Promise.all(steps.slice(i, i + together).map(attempt))));
    const idsOf = (kind: Outcome['kind']) =>
      outcomes.filter((outcome) => outcome.kind === kind).map(({ id }) => id);
    return {
      created: idsOf('created'),
      changed: idsOf('changed'),
      moved: idsOf('moved'),
      removed: idsOf('removed'),
      same: idsOf('same'),
      failed: outcomes.flatMap((outcome) =>
        outcome.kind === 'failed' ? [{ id: outcome.id, reason: outcome.reason }] : [],
      ),
    };
  }

  #secretFaults(rule: FileRule, brought: FilesContext['secrets']): FileFault[] {
    return secretsIn(rule.said.params).flatMap(({ name, path }) => {
      const words = `params.${path}: there is no secret "${name}": make it first (PUT /api/tocsin/secrets/${name})`;
      return this.#deps.secrets.has(name) || brought?.has(name) === true
        ? []
        : [faultOf(rule, ['params', ...path.split('.')], words)];
    });
  }

  #tooManyRuns(
    wanted: readonly FileRule[],
    { maxScheduledPerMinute: most }: ScheduleSettings,
  ): string | undefined {
    if (most === undefined) return undefined;
    const others = [...this.#deps.rules.all()].filter(({ managedBy }) => managedBy === undefined);
    const intervals = [
      ...others.filter(({ enabled }) => enabled).map(({ interval }) => interval.ms),
      ...wanted.filter(({ enabled }) => enabled).map(({ said }) => said.interval.ms),
    ];
    const runs = intervals.reduce((sum, ms) => sum + 60_000 / ms, 0);
    if (runs <= most) return undefined;
    return `with the rules of the files all enabled rules would come to ${Number(runs.toFixed(1))} runs a minute, and alerting.rules.maxScheduledPerMinute allows ${most}: let them run less often`;
  }

  #end(id: string): Promise<Outcome> {
    const { rules } = this.#deps;
    return rules.exclusively(id, async () => {
      const rule = rules.find(id);
      if (rule?.managedBy !== undefined) await rules.keep({ kind: 'deleted', rule });
      return { id, kind: 'removed' };
    });
  }

  #take(wanted: FileRule, connector: FindConnector, settings: ScheduleSettings): Promise<Outcome> {
    const { rules, now } = this.#deps;
    const { id, file } = wanted;
    return rules.exclusively(id, async () => {
      const change = fileChange(rules.find(id), wanted);
      switch (change.kind) {
        case 'same':
          return { id, kind: 'same' };
        case 'taken':
          throw new Refusal('conflict', `a rule that was made by the API has the id "${id}"`);
        case 'moved': {
          const { before } = change;
          await rules.keep({ kind: 'quieted', rule: { ...before, managedBy: { file } }, before });
          return { id, kind: 'moved' };
        }
        case 'changed':
          await this.#change(change.before, wanted, connector, settings);
          return { id, kind: 'changed' };
        default: {
          const actions = await savedActions(wanted, connector);
          if (change.kind === 'replaced') await rules.keep({ kind: 'deleted', rule: change.before });
          this.#warnOfInterval(wanted, 'creating', settings);
          const at = now();
          const rule = { ...unchanging(wanted, at), ...shownAs(wanted, actions), updatedAt: at, revision: 0 };
          await rules.keep({ kind: 'created', rule }, pendingSince(at));
          return { id, kind: change.kind === 'replaced' ? 'changed' : 'created' };
        }
      }
    });
  }

  /** First what it says, then whether it is enabled: each is a change of its own, with what follows from it. */
  async #change(
    before: Rule,
    wanted: FileRule,
    connector: FindConnector,
    settings: ScheduleSettings,
  ): Promise<void> {
    const { rules, now } = this.#deps;
    let rule = before;
    if (!saysTheSame(before, wanted)) {
      const actions = await savedActions(wanted, connector);
      this.#warnOfInterval(wanted, 'updating', settings);
      rule = {
        ...kept(before),
        ...shownAs(wanted, actions),
        enabled: before.enabled,
        updatedAt: now(),
        revision: before.revision + 1,
      };
      await rules.keep({ kind: 'updated', rule, before });
    }
    if (rule.enabled === wanted.enabled) return;
    const at = now();
    const switched: Rule = {
      ...rule,
      enabled: wanted.enabled,
      managedBy: { file: wanted.file },
      updatedBy: null,
      updatedAt: at,
    };
    if (wanted.enabled) await rules.keep({ kind: 'enabled', rule: switched, before: rule }, pendingSince(at));
    else await rules.keep({ kind: 'disabled', rule: switched, before: rule, untrack: false });
  }

  #warnOfInterval({ said }: FileRule, what: 'creating' | 'updating', settings: ScheduleSettings): void {
    const warning = checkInterval(said.interval, what, settings);
    if (warning !== undefined) this.#deps.warn(`rule "${said.name}": ${warning}`);
  }
}

async function attempt({ id, take }: { id: string; take: () => Promise<Outcome> }): Promise<Outcome> {
  try {
    return await take();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { id, kind: 'failed', reason: error.message };
  }
}

/** What a rule has from its first day on. */
function unchanging({ id, typeId }: FileRule, at: number) {
  return {
    id,
    typeId,
    muteAll: false,
    mutedAlertIds: [],
    snoozes: [],
    createdBy: null,
    apiKeyOwner: null,
    createdAt: at,
  } satisfies Partial<Rule>;
}

/** What stays of a rule when its file says something else: what people have done to it. */
function kept(before: Rule) {
  const { id, typeId, muteAll, mutedAlertIds, snoozes, createdBy, apiKeyOwner, createdAt } = before;
  return { id, typeId, muteAll, mutedAlertIds, snoozes, createdBy, apiKeyOwner, createdAt };
}

function shownAs({ file, consumer, enabled, said }: FileRule, actions: readonly SavedAction[]) {
  return {
    ...said,
    consumer,
    enabled,
    actions,
    managedBy: { file },
    updatedBy: null,
  } satisfies Partial<Rule>;
}

async function savedActions({ actions }: FileRule, connector: FindConnector): Promise<SavedAction[]> {
  return Promise.all(
    actions.map(async (action) => ({
      ...action,
      connectorTypeId: (await connector(action.connectorId)).typeId,
    })),
  );
}

async function connectorFaults(rule: FileRule, connector: FindConnector): Promise<FileFault[]> {
  const faults: FileFault[] = [];
  for (const [index, { connectorId }] of rule.actions.entries()) {
    const words = await connectorFault(connectorId, connector);
    if (words !== undefined)
      faults.push(faultOf(rule, ['actions', index, 'id'], `actions.${index}.id: ${words}`));
  }
  return faults;
}

async function connectorFault(id: string, connector: FindConnector): Promise<string | undefined> {
  try {
    const { isMissingSecrets } = await connector(id);
    return isMissingSecrets === true
      ? `the connector "${id}" has lost its secrets: enter them again`
      : undefined;
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'not_found') throw error;
    return `there is no connector "${id}": make it first, or name another one`;
  }
}
