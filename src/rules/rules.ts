import type { Connector } from '../connectors/connector.ts';
import type { DeliveryService } from '../delivery/delivery-service.ts';
import { Refusal } from '../refusal.ts';
import type { RuleStore } from '../store/rule-store.ts';
import { type Duration, durationOf, parseDuration } from './duration.ts';
import { ruleSchema } from './kept-rule.ts';
import type { Rule } from './rule.ts';
import type { IncidentsAtEnd, RuleChange, RuleRunner, RunSoon } from './rule-change.ts';
import type { NewRule, RuleDraft } from './rule-draft.ts';
import { RuleLocks } from './rule-locks.ts';
import { pendingSince, type RuleStatus, ruleStatusSchema } from './rule-status.ts';
import type { RuleType } from './rule-type.ts';
import { saidBy } from './said-by.ts';
import { checkSecrets } from './secrets/check-secrets.ts';
import {
  awake,
  mutedForEver,
  type Quieting,
  snoozed,
  unmuted,
  withoutSchedules,
} from './snooze/edit-snoozes.ts';
import { type CustomSchedule, type InternalSchedule, snoozeOf, snoozeOfInternal } from './snooze/schedule.ts';
import { SnoozeWatch } from './snooze/snooze-watch.ts';
import { validateActions } from './validate-actions.ts';
import { validateParams } from './validate-params.ts';
import { checkInterval, checkRunsPerMinute, type ScheduleSettings } from './validate-schedule.ts';

export interface RulesDependencies {
  readonly store: RuleStore;
  readonly delivery: Pick<DeliveryService, 'acceptWith'>;
  /** Rejects with `not_found` for a connector that is not there. */
  readonly connector: (id: string) => Promise<Connector>;
  /** By their ids. */
  readonly types: ReadonlyMap<string, RuleType>;
  /** Looked at anew each time. */
  readonly settings: { readonly rules: RuleSettings };
  readonly runner: RuleRunner;
  /** Those that params may name. */
  readonly secrets: { has(name: string): boolean };
  readonly now: () => number;
  readonly newUuid: () => string;
  /** For the log. */
  readonly warn: (message: string) => void;
}

/** `alerting.rules.*`, as far as it is heeded here. */
interface RuleSettings extends ScheduleSettings {
  readonly run: {
    /** Milliseconds. */
    readonly timeout: number;
    readonly ruleTypeOverrides: readonly { readonly id: string; readonly timeout: number }[];
  };
}

/** A rule with how its runs go. */
export interface RuleWithStatus {
  readonly rule: Rule;
  readonly status: RuleStatus;
}

/** The name of the user who asks for something; `null`: it was no user. */
type By = string | null;

/** That something of a rule is not what it was: `ran`: a run ended; `alerts`: what it has of alerts; `edited`: the rule. */
export interface RuleNews {
  readonly ruleId: string;
  readonly what: 'ran' | 'alerts' | 'edited';
}

const unknownRule = (id: string) => new Refusal('not_found', `Saved object [alert/${id}] not found`);

function intervalOf({ interval }: RuleDraft): Duration {
  const read = parseDuration(interval);
  if (read === undefined) throw new Refusal('invalid', `string is not a valid duration: ${interval}`);
  return read;
}

/**
 * The rules: all of them are in memory, as they are on disk. Refuses in the order and the words of contract 5.5.
 * A change is kept in one commit with what follows from it for open incidents (`RuleRunner.consequencesOf`).
 */
export class Rules {
  readonly #deps: RulesDependencies;
  readonly #rules = new Map<string, Rule>();
  readonly #statuses = new Map<string, RuleStatus>();
  readonly #locks = new RuleLocks();
  readonly #snoozes = new SnoozeWatch();
  readonly #listeners = new Set<(news: RuleNews) => void>();

  private constructor(dependencies: RulesDependencies) {
    this.#deps = dependencies;
  }

  /** Reads all rules. */
  static async open(dependencies: RulesDependencies): Promise<Rules> {
    const rules = new Rules(dependencies);
    for (const { id, body, status } of await dependencies.store.list()) {
      rules.#rules.set(id, ruleSchema.parse(JSON.parse(body)));
      if (status !== null) rules.#statuses.set(id, ruleStatusSchema.parse(JSON.parse(status)));
    }
    return rules;
  }

  get types(): ReadonlyMap<string, RuleType> {
    return this.#deps.types;
  }

  get runner(): RuleRunner {
    return this.#deps.runner;
  }

  /** How long a run of a rule of this type may take. */
  timeoutOf(typeId: string): Duration {
    const { timeout, ruleTypeOverrides } = this.#deps.settings.rules.run;
    return durationOf(ruleTypeOverrides.find(({ id }) => id === typeId)?.timeout ?? timeout);
  }

  /** Every rule, in no order. */
  all(): Iterable<Rule> {
    return this.#rules.values();
  }

  /** Every rule with its status. */
  *allWithStatus(): Iterable<RuleWithStatus> {
    for (const rule of this.#rules.values()) yield { rule, status: this.statusOf(rule.id) };
  }

  /** As it is now; `undefined`: there is none. */
  find(id: string): Rule | undefined {
    return this.#rules.get(id);
  }

  /** Throws a `Refusal` `not_found`. */
  get(id: string): RuleWithStatus {
    return { rule: this.#required(id), status: this.statusOf(id) };
  }

  statusOf(id: string): RuleStatus {
    return this.#statuses.get(id) ?? pendingSince(this.#rules.get(id)?.createdAt ?? 0);
  }

  /** Takes note of how a run went, once that is on disk or on its way there. */
  noteStatus(id: string, status: RuleStatus): void {
    if (this.#rules.has(id)) this.#statuses.set(id, status);
    this.tell({ ruleId: id, what: 'ran' });
  }

  /** Calls back whenever something of a rule has changed. Returns a function that ends it. */
  subscribe(listener: (news: RuleNews) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  tell(news: RuleNews): void {
    for (const listener of this.#listeners) listener(news);
  }

  /** Whether a snooze of the rule is on: until when; `undefined`: none is. Muting is not among them. */
  snoozedUntil(rule: Rule, now: number): number | undefined {
    return this.#snoozes.until(rule, now);
  }

  /** How many rules use each connector, by its id. */
  connectorUses(): Map<string, number> {
    const uses = new Map<string, number>();
    for (const { actions } of this.#rules.values()) {
      for (const id of new Set(actions.map(({ connectorId }) => connectorId)))
        uses.set(id, (uses.get(id) ?? 0) + 1);
    }
    return uses;
  }

  /** Runs `work` while nobody else changes the rule or ends a run of it. */
  exclusively<Result>(ruleId: string, work: () => Promise<Result>): Promise<Result> {
    return this.#locks.exclusively(ruleId, work);
  }

  async create(draft: NewRule, by: By): Promise<RuleWithStatus> {
    const { settings, newUuid } = this.#deps;
    const id = draft.id ?? newUuid();
    return this.exclusively(id, async () => {
      const interval = intervalOf(draft);
      this.#type(draft.typeId);
      if (draft.enabled)
        checkRunsPerMinute({ name: draft.name, interval }, this.#rules.values(), 'created', settings.rules);
      const rule = await this.#made({ ...draft, id }, by);
      if (this.#rules.has(id)) throw new Refusal('conflict', `Saved object [alert/${id}] conflict`);
      await this.keep({ kind: 'created', rule }, pendingSince(rule.createdAt));
      return this.get(id);
    });
  }

  /** The rule that a draft would make, checked as `create` checks it; nothing is kept. Without an id it gets one. */
  async tried(draft: NewRule, by: By): Promise<Rule> {
    return this.#made({ ...draft, id: draft.id ?? this.#deps.newUuid() }, by);
  }

  async #made(draft: NewRule & { readonly id: string }, by: By): Promise<Rule> {
    const type = this.#type(draft.typeId);
    const said = await this.#validated(draft, type, intervalOf(draft), 'creating');
    const at = this.#deps.now();
    return {
      id: draft.id,
      typeId: draft.typeId,
      consumer: draft.consumer,
      enabled: draft.enabled,
      ...said,
      muteAll: false,
      mutedAlertIds: [],
      snoozes: [],
      createdBy: by,
      apiKeyOwner: by,
      updatedBy: by,
      createdAt: at,
      updatedAt: at,
      revision: 0,
    };
  }

  /** Replaces everything that can be said each time; what is left out goes back to its default. */
  async update(id: string, draft: RuleDraft, by: By): Promise<RuleWithStatus> {
    return this.exclusively(id, async () => {
      const before = this.#editable(id, 'updated');
      const type = this.#type(before.typeId);
      const interval = intervalOf(draft);
      if (before.enabled)
        checkRunsPerMinute(
          { name: draft.name, interval },
          this.#othersOf(id),
          'updated',
          this.#deps.settings.rules,
        );
      const said = await this.#validated(draft, type, interval, 'updating');
      const { typeId, consumer, enabled, muteAll, mutedAlertIds, snoozes } = before;
      const { createdBy, apiKeyOwner, createdAt } = before;
      const rule: Rule = {
        id,
        typeId,
        consumer,
        enabled,
        ...said,
        muteAll,
        mutedAlertIds,
        snoozes,
        createdBy,
        apiKeyOwner,
        createdAt,
        updatedBy: by,
        updatedAt: this.#deps.now(),
        revision: before.revision + 1,
      };
      await this.keep({ kind: 'updated', rule, before });
      return this.get(id);
    });
  }

  /** `incidents`: what becomes of what it has open; absent: what the rule says. */
  async delete(id: string, incidents?: IncidentsAtEnd): Promise<void> {
    await this.exclusively(id, async () =>
      this.keep({ kind: 'deleted', rule: this.#editable(id, 'deleted'), incidents }),
    );
  }

  async enable(id: string, by: By): Promise<void> {
    await this.exclusively(id, async () => {
      const before = this.#editable(id, 'enabled');
      if (before.enabled) return;
      this.#type(before.typeId);
      checkRunsPerMinute(before, this.#othersOf(id), 'enabled', this.#deps.settings.rules);
      const rule = this.#edited(before, by, { enabled: true });
      await this.keep({ kind: 'enabled', rule, before }, pendingSince(rule.updatedAt));
    });
  }

  /**
   * `untrack`: its alerts are forgotten too; what is open then is looked after either way. `incidents`: as for `delete`.
   */
  async disable(id: string, untrack: boolean, by: By, incidents?: IncidentsAtEnd): Promise<void> {
    await this.exclusively(id, async () => {
      const before = this.#editable(id, 'disabled');
      if (!before.enabled && !untrack) return;
      const rule = this.#edited(before, by, { enabled: false });
      await this.keep({ kind: 'disabled', rule, before, untrack, incidents });
    });
  }

  muteAll(id: string, by: By): Promise<void> {
    return this.#quiet(id, by, mutedForEver);
  }

  unmuteAll(id: string, by: By): Promise<void> {
    return this.#quiet(id, by, unmuted);
  }

  /** `validate`: one that the rule does not have is refused. While all are muted it changes nothing, as in Kibana. */
  async muteAlert(id: string, alertId: string, validate: boolean, by: By): Promise<void> {
    this.#required(id);
    if (validate && (await this.#deps.store.findAlert(id, alertId)) === undefined) {
      const message = `Alert instance with id "${alertId}" does not exist for rule with id "${id}"`;
      throw new Refusal('not_found', message);
    }
    await this.#quiet(id, by, (rule) =>
      rule.muteAll || rule.mutedAlertIds.includes(alertId)
        ? rule
        : { ...rule, mutedAlertIds: [...rule.mutedAlertIds, alertId] },
    );
  }

  unmuteAlert(id: string, alertId: string, by: By): Promise<void> {
    return this.#quiet(id, by, (rule) =>
      rule.mutedAlertIds.includes(alertId)
        ? { ...rule, mutedAlertIds: rule.mutedAlertIds.filter((each) => each !== alertId) }
        : rule,
    );
  }

  /** Adds a schedule; returns its id. */
  async addSchedule(id: string, schedule: CustomSchedule | undefined, by: By): Promise<string> {
    this.#required(id);
    if (schedule === undefined) throw new Refusal('invalid', 'A schedule is required');
    const scheduleId = this.#deps.newUuid();
    const added = snoozeOf(schedule, scheduleId);
    await this.#quiet(id, by, (rule) => snoozed(rule, added, this.#deps.now()));
    return scheduleId;
  }

  async removeSchedule(id: string, scheduleId: string, by: By): Promise<void> {
    await this.#quiet(id, by, (rule) => {
      if (!rule.snoozes.some((snooze) => snooze.id === scheduleId))
        throw new Refusal('not_found', `Rule has no snooze schedule with id ${scheduleId}.`);
      return withoutSchedules(rule, [scheduleId], this.#deps.now());
    });
  }

  /** As Kibana's screens do it: without an id it is the one "snooze now". */
  async snooze(id: string, schedule: InternalSchedule, by: By): Promise<void> {
    this.#required(id);
    const added = snoozeOfInternal(schedule);
    await this.#quiet(id, by, (rule) => snoozed(rule, added, this.#deps.now()));
  }

  /** Without ids: whatever keeps it quiet now ends. */
  unsnooze(id: string, scheduleIds: readonly string[] | undefined, by: By): Promise<void> {
    return this.#quiet(id, by, (rule) =>
      scheduleIds === undefined
        ? awake(rule, this.#deps.now())
        : withoutSchedules(rule, scheduleIds, this.#deps.now()),
    );
  }

  /** Tocsin's rules need no API key; who asked for one is noted. */
  async updateApiKey(id: string, by: By): Promise<void> {
    await this.exclusively(id, async () => {
      const before = this.#required(id);
      await this.keep({ kind: 'quieted', rule: this.#edited(before, by, { apiKeyOwner: by }), before });
    });
  }

  runSoon(id: string, force: boolean): Promise<RunSoon> {
    if (!this.#required(id).enabled)
      return Promise.resolve({ problem: 'Error running rule: rule is disabled' });
    return this.#deps.runner.runSoon(id, force);
  }

  #required(id: string): Rule {
    const rule = this.#rules.get(id);
    if (rule === undefined) throw unknownRule(id);
    return rule;
  }

  /** Of a rule that a file brings, the file alone decides. */
  #editable(id: string, what: string): Rule {
    const rule = this.#required(id);
    if (rule.managedBy !== undefined)
      throw new Refusal(
        'invalid',
        `Rule ${id} comes from the file ${rule.managedBy.file} and can not be ${what} here: change it there, and have Tocsin read its files anew (kill -HUP).`,
      );
    return rule;
  }

  #type(typeId: string): RuleType {
    const type = this.#deps.types.get(typeId);
    if (type === undefined) throw new Refusal('invalid', `Rule type "${typeId}" is not registered.`);
    return type;
  }

  *#othersOf(id: string): Iterable<Rule> {
    for (const rule of this.#rules.values()) if (rule.id !== id) yield rule;
  }

  #edited(rule: Rule, by: By, change: Partial<Rule>): Rule {
    return { ...rule, ...change, updatedBy: by, updatedAt: this.#deps.now() };
  }

  async #quiet(id: string, by: By, how: (rule: Quieting) => Quieting): Promise<void> {
    await this.exclusively(id, async () => {
      const before = this.#required(id);
      const { muteAll, mutedAlertIds, snoozes } = how(before);
      if (muteAll === before.muteAll && mutedAlertIds === before.mutedAlertIds && snoozes === before.snoozes)
        return;
      const rule = this.#edited(before, by, { muteAll, mutedAlertIds, snoozes });
      await this.keep({ kind: 'quieted', rule, before });
    });
  }

  /** What a draft says, checked: params, then actions, then the interval. */
  async #validated(draft: RuleDraft, type: RuleType, interval: Duration, what: 'creating' | 'updating') {
    const { newUuid, connector, settings, secrets, warn } = this.#deps;
    const params = validateParams(type, draft.params);
    checkSecrets(params, secrets);
    const actions = await validateActions(draft, { type, interval, newUuid, connector });
    const warning = checkInterval(interval, what, settings.rules);
    if (warning !== undefined) warn(`rule "${draft.name}": ${warning}`);
    return { ...saidBy(draft, params, interval), actions };
  }

  /** Keeps a change with what follows from it; for those who hold the lock of the rule (`exclusively`) and judged it. */
  async keep(change: RuleChange, status?: RuleStatus): Promise<void> {
    const { rule, kind } = change;
    const { delivery, runner } = this.#deps;
    const { events, commitOf } = await runner.consequencesOf(change);
    await delivery.acceptWith(events, (accepted) => ({
      ...(status && { status: JSON.stringify(status) }),
      ...commitOf(accepted),
      ruleId: rule.id,
      rule: kind === 'deleted' ? 'removed' : { id: rule.id, body: JSON.stringify(rule) },
    }));
    if (kind === 'deleted') {
      this.#rules.delete(rule.id);
      this.#statuses.delete(rule.id);
    } else {
      this.#rules.set(rule.id, rule);
      if (status !== undefined) this.#statuses.set(rule.id, status);
    }
    runner.changed(change);
    this.tell({ ruleId: rule.id, what: 'edited' });
  }
}
