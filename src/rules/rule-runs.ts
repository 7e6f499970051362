import type { AlertState } from '../alerts/alert-state.ts';
import type { AlertingRule } from '../alerts/alerting-rule.ts';
import { acknowledgeByHand, resolveByHand, unmuteByHand } from '../alerts/by-hand.ts';
import { editAlerts, endAlerts } from '../alerts/end-alerts.ts';
import { failRun } from '../alerts/rule-error.ts';
import { runAlertsInSteps } from '../alerts/run-alerts.ts';
import type { AlertChanges, RunOutcome } from '../alerts/run-outcome.ts';
import type { Clock } from '../delivery/clock.ts';
import type { AcceptedEvent, DeliveryService } from '../delivery/delivery-service.ts';
import { Refusal } from '../refusal.ts';
import type { RuleStore } from '../store/rule-store.ts';
import { connectorIdsOf, lookUpConnectors } from './action-connectors.ts';
import { alertingRuleOf } from './alerting-rule-of.ts';
import { type Execution, executeRule } from './execute-rule.ts';
import { inTurns } from './in-turns.ts';
import { Listening } from './listening.ts';
import { type ActionLimits, mostActions } from './most-actions.ts';
import { QuietRunsLog } from './quiet-runs.ts';
import type { Rule } from './rule.ts';
import {
  type Consequences,
  noConsequences,
  type RuleChange,
  type RuleRunner,
  type RunSoon,
} from './rule-change.ts';
import {
  activeIds,
  memoryAfter,
  type RuleMemory,
  readMemory,
  ruleStateText,
  stateTextOf,
  uuidsOf,
} from './rule-memory.ts';
import type { RuleStatus } from './rule-status.ts';
import type { RuleType } from './rule-type.ts';
import type { Rules } from './rules.ts';
import { commitOf, factsOf, forgotten } from './run-commit.ts';
import { type RunFacts, runRow } from './run-row.ts';
import { phaseOf } from './scheduler/due-times.ts';
import { type ScheduledRun, Scheduler } from './scheduler/scheduler.ts';
import type { Sources } from './sources.ts';
import { statusOfRun } from './status-of-run.ts';

/** So many runs are under way at once. */
const concurrency = 20;
/** Runs that were kept for long enough are forgotten so often, in steps. */
const pruneEvery = 600_000;
const pruneStep = 2000;
/** So many rules are read at once. */
const loadedAtOnce = 100;
/** A run finds what there is to find before the next one begins, so much later at the earliest. */
const soonestAgain = 1000;
/** After a start, rules that name times to look again run within so long. */
const lookAgainWithin = 10_000;

export interface RuleRunnerOptions {
  readonly clock: Clock;
  readonly nextTurn: (what: () => void) => void;
  readonly delivery: Pick<DeliveryService, 'acceptWith' | 'connector'>;
  readonly store: RuleStore;
  readonly types: ReadonlyMap<string, RuleType>;
  /** `alerting.rules.*`, as far as a run heeds it; looked at anew each time. */
  readonly settings: {
    readonly rules: {
      /** Milliseconds. */
      readonly historyRetention: number;
      readonly run: { readonly alerts: { readonly max: number }; readonly actions: ActionLimits };
    };
  };
  /** `server.publicBaseUrl`; empty without. */
  readonly publicBaseUrl: string;
  readonly newUuid: () => string;
  readonly random: () => number;
  readonly sources: Sources;
  readonly onProblem: (message: string, error: unknown) => void;
}

/** Something that a program has told a rule of a certain type. */
export interface Push {
  readonly typeId: string;
  /** In the plural, for people, such as `reports`. */
  readonly what: string;
  /** What the type's state is then. It has no other effect. */
  apply(before: {
    readonly state: unknown;
    readonly params: unknown;
    /** Milliseconds since 1970. */
    readonly now: number;
    /** As in `RuleRun`. */
    readonly listeningSince: number;
    /** So many alerts a rule may have active. */
    readonly max: number;
  }): Pushed;
}

/** What a push makes of the state of its type. */
export interface Pushed {
  readonly state: unknown;
  /** States on the way there, in their order: each is evaluated, and what comes of it kept, before the next. */
  readonly through?: readonly unknown[];
  /** So many alerts it may make active. */
  readonly alerts: number;
  /** So many alerts it leaves out because there would be too many; the others are taken. */
  readonly left?: number;
}

/** What somebody's report has come to. */
export interface ReportResult {
  readonly active: number;
  readonly new: number;
  readonly recovered: number;
  readonly events: readonly AcceptedEvent[];
}

/** What a push has come to. */
export interface PushResult extends ReportResult {
  /** Alerts that were not taken because there would be too many. */
  readonly left: number;
}

/**
 * Runs the rules: it has each executed in its turn, and keeps what comes of a run, alert states and events, in one
 * commit (delivery contract, rule 2). Ends of runs and edits of one rule happen one after the other, under the lock of
 * `Rules`.
 */
export class RuleRuns implements RuleRunner {
  readonly #options: RuleRunnerOptions;
  readonly #scheduler: Scheduler;
  readonly #quiet: QuietRunsLog;
  readonly #listening: Listening;
  readonly #memories = new Map<string, RuleMemory>();
  /** What a change that is about to be kept makes of a rule's memory. */
  readonly #pending = new Map<string, RuleMemory>();
  #rules: Rules | undefined;
  #cancelPrune: (() => void) | undefined;
  /** The last commit of a run was refused. */
  #isRefused = false;

  constructor(options: RuleRunnerOptions) {
    this.#options = options;
    const { clock, nextTurn, store, onProblem } = options;
    this.#scheduler = new Scheduler({
      clock,
      nextTurn,
      concurrency,
      run: (run) => this.#run(run),
      onProblem,
    });
    this.#quiet = new QuietRunsLog({ store, clock, onProblem });
    this.#listening = new Listening(clock);
  }

  /** Begins to run what is enabled. */
  start(rules: Rules): void {
    this.#rules = rules;
    this.#listening.start();
    for (const rule of rules.all()) if (rule.enabled) this.#schedule(rule);
    this.#lookAgainSoon(rules.all());
    this.#scheduler.start();
    this.#pruneLater();
  }

  /** Ends what is under way, waits so long for it at most, and writes down what is not on disk yet. */
  async stop(patience: number): Promise<void> {
    this.#cancelPrune?.();
    this.#listening.stop();
    await this.#scheduler.stop(patience);
    await this.#quiet.flush();
  }

  nextRunOf(ruleId: string): number | undefined {
    return this.#scheduler.nextRunAt(ruleId);
  }

  isRunning(ruleId: string): boolean {
    return this.#scheduler.isRunning(ruleId);
  }

  runSoon(ruleId: string): Promise<RunSoon> {
    const became = this.#scheduler.runSoon(ruleId);
    return Promise.resolve(
      became === 'unknown' ? { problem: 'Error running rule: rules do not run now' } : became,
    );
  }

  async consequencesOf(change: RuleChange): Promise<Consequences> {
    const { kind, rule } = change;
    this.#pending.delete(rule.id);
    if (kind === 'created' || kind === 'enabled' || kind === 'quieted') return noConsequences;
    const memory = await this.#memoryOf(rule.id);
    const once = kind === 'disabled' || kind === 'deleted' ? change.incidents : undefined;
    const alerting = this.#alerting(once === undefined ? rule : { ...rule, onRuleEnd: once });
    const then = kind === 'updated' ? this.#alerting(change.before) : alerting;
    const ending = {
      previous: memory,
      rule: alerting,
      now: this.#now(),
      publicBaseUrl: this.#options.publicBaseUrl,
      connectors: await this.#connectors([...alerting.actions, ...then.actions], memory),
    };
    const ended = kind === 'updated' ? editAlerts({ ...ending, before: then }) : endAlerts(ending);
    const changes = kind === 'deleted' ? forgotten(ended) : ended;
    const message = { updated: null, disabled: 'The rule was disabled.', deleted: null }[kind];
    this.#pending.set(
      rule.id,
      kind === 'updated'
        ? memoryAfter(memory, changes)
        : memoryAfter(memory, changes, { value: undefined, text: undefined }),
    );
    if (kind === 'updated' && changes.changed.length + changes.events.length === 0) return noConsequences;
    const facts: RunFacts = { startedAt: ending.now, duration: 0, result: null, message };
    return {
      events: changes.events.map(({ event }) => event),
      commitOf: (accepted) =>
        commitOf(changes, {
          ruleState: ruleStateText(changes.lifecycle, kind === 'updated' ? memory.stateText : undefined),
          run: runRow(facts, { ...changes, uuidOf: uuidsOf(memory) }, accepted),
        }),
    };
  }

  changed({ kind, rule }: RuleChange): void {
    const pending = this.#pending.get(rule.id);
    this.#pending.delete(rule.id);
    if (pending !== undefined) this.#memories.set(rule.id, pending);
    if (kind === 'deleted') this.#memories.delete(rule.id);
    if (kind === 'deleted' || !rule.enabled) this.#scheduler.remove(rule.id);
    else if (kind !== 'quieted') this.#schedule(rule);
  }

  /**
   * Takes what was told to a rule whose type is told things rather than asking, evaluates it, and answers when it is on
   * disk.
   *
   * @throws `Refusal`: there is no such rule, it is of another type or disabled, it would have too many alerts, its
   * run fails, or nothing can be kept now.
   */
  push(ruleId: string, told: Push): Promise<PushResult> {
    const rules = this.#started();
    return rules.exclusively(ruleId, async () => {
      const { rule } = rules.get(ruleId);
      if (rule.typeId !== told.typeId) {
        throw new Refusal(
          'invalid',
          `Rule "${ruleId}" is of the type ${rule.typeId}: only rules of the type ${told.typeId} take ${told.what}.`,
        );
      }
      if (!rule.enabled)
        throw new Refusal(
          'conflict',
          `Rule "${ruleId}" is disabled: enable it before it is sent ${told.what}.`,
        );
      const { state: before } = await this.#memoryOf(ruleId);
      const startedAt = this.#now();
      const listeningSince = this.#listening.since();
      const { max } = this.#options.settings.rules.run.alerts;
      const { params } = rule;
      const pushed = told.apply({ state: before, params, now: startedAt, listeningSince, max });
      const { state, through = [], alerts, left = 0 } = pushed;
      if (alerts > max) {
        throw new Refusal(
          'invalid',
          `Rule "${ruleId}" would have ${alerts} active alerts, and may have ${max} (alerting.rules.run.alerts.max). Nothing was taken.`,
        );
      }
      for (const each of through) await this.#evaluate(rule, each, startedAt);
      return { ...(await this.#evaluate(rule, state, startedAt)), left };
    });
  }

  /** Has a rule look at what its type was told; the caller holds the lock of the rule. */
  async #evaluate(rule: Rule, state: unknown, startedAt: number): Promise<ReportResult> {
    const memory = await this.#memoryOf(rule.id);
    const execution = await this.#execute(rule, { ...memory, state }, { startedAt, dueAt: startedAt });
    const result = await this.#settle(rule, memory, { execution, startedAt, mustKeep: true });
    // A failed run keeps nothing of what was told.
    if (execution.kind === 'failed') {
      throw new Refusal('unavailable', 'The rule fails to run, and nothing was taken: try again.');
    }
    return result;
  }

  /** Somebody acknowledges or resolves what an alert has open; answers when that is on disk. */
  byHand(
    ruleId: string,
    alertId: string,
    what: 'acknowledge' | 'resolve',
  ): Promise<{ readonly events: readonly AcceptedEvent[]; readonly mutedUntilRecovery: boolean }> {
    const rules = this.#started();
    return rules.exclusively(ruleId, async () => {
      const { rule } = rules.get(ruleId);
      const memory = await this.#memoryOf(ruleId);
      const alert = memory.alerts.get(alertId);
      if (alert === undefined) {
        throw new Refusal(
          'not_found',
          `Alert instance with id "${alertId}" does not exist for rule with id "${ruleId}"`,
        );
      }
      const now = this.#now();
      const input = {
        previous: memory,
        alert,
        now,
        publicBaseUrl: this.#options.publicBaseUrl,
        connectors: await this.#connectors(this.#alerting(rule).actions, memory),
      };
      const changes = what === 'resolve' ? resolveByHand(input) : acknowledgeByHand(input);
      const facts: RunFacts = { startedAt: now, duration: 0, result: null, message: null };
      const accepted = await this.#keep(ruleId, memory, changes, {}, facts);
      return { events: accepted, mutedUntilRecovery: what === 'resolve' && alert.status !== 'recovered' };
    });
  }

  /** Has the alerts of every rule in memory, where `memoryNow` finds them. */
  async loadAll(): Promise<void> {
    const missing = [...this.#started().all()].filter(({ id }) => !this.#memories.has(id));
    for (let i = 0; i < missing.length; i += loadedAtOnce)
      await Promise.all(missing.slice(i, i + loadedAtOnce).map(({ id }) => this.#memoryOf(id)));
  }

  /** What is known of a rule's alerts without asking the disk; `undefined`: it was not read yet. */
  memoryNow(ruleId: string): Pick<RuleMemory, 'alerts' | 'lifecycle'> | undefined {
    return this.#memories.get(ruleId);
  }

  /** Ends what keeps an alert quiet that was resolved by hand; answers when that is on disk. */
  async unmute(ruleId: string, alertId: string): Promise<void> {
    await this.#started().exclusively(ruleId, async () => {
      if (this.#started().find(ruleId) === undefined) return;
      const memory = await this.#memoryOf(ruleId);
      const alert = memory.alerts.get(alertId);
      const changes = alert && unmuteByHand({ previous: memory, alert });
      if (changes === undefined) return;
      const facts: RunFacts = { startedAt: this.#now(), duration: 0, result: null, message: null };
      await this.#keep(ruleId, memory, changes, {}, facts);
    });
  }

  /** The alerts of a rule as they are now. */
  async alertsOf(ruleId: string): Promise<readonly AlertState[]> {
    this.#started().get(ruleId);
    return [...(await this.#memoryOf(ruleId)).alerts.values()];
  }

  /** What the type of a rule has kept; `undefined`: nothing, or there is no such rule. */
  async stateOf(ruleId: string): Promise<unknown> {
    return this.#started().find(ruleId) === undefined ? undefined : (await this.#memoryOf(ruleId)).state;
  }

  async #run({ ruleId, dueAt, startedAt, signal }: ScheduledRun): Promise<void> {
    const rules = this.#started();
    const rule = rules.find(ruleId);
    if (rule?.enabled !== true) return;
    const memory = await this.#memoryOf(ruleId);
    const { result, over } = this.#begin(rule, memory, { startedAt, dueAt, signal });
    const execution = await result;
    if (execution.kind !== 'called_off') {
      await rules.exclusively(ruleId, async () => {
        const now = rules.find(ruleId);
        // Changed meanwhile, or reports have come in: what was looked at is not what counts any more.
        if (now?.enabled !== true || now.revision !== rule.revision) return;
        if (this.#memories.get(ruleId) !== memory) return;
        await this.#settle(now, memory, { execution, startedAt, mustKeep: false }).catch((error: unknown) =>
          this.#wait(error),
        );
      });
    }
    await over;
  }

  #begin(
    rule: Rule,
    memory: RuleMemory,
    { startedAt, dueAt, signal }: { startedAt: number; dueAt: number; signal: AbortSignal },
  ): ReturnType<typeof executeRule> {
    const type = this.#options.types.get(rule.typeId);
    if (type === undefined) {
      const message = `Rule type "${rule.typeId}" is not registered.`;
      return { result: { kind: 'failed', reason: 'execute', message }, over: undefined };
    }
    const { status } = this.#started().get(rule.id);
    return executeRule(type, {
      ruleId: rule.id,
      ruleName: rule.name,
      params: rule.params,
      state: memory.state,
      now: dueAt,
      startedAt,
      previousStartedAt: status.execution.status === 'pending' ? null : status.execution.at,
      listeningSince: this.#listening.since(),
      activeIds: () => activeIds(memory),
      signal,
      random: this.#options.random,
      sources: this.#options.sources,
    });
  }

  async #execute(
    rule: Rule,
    memory: RuleMemory,
    when: { startedAt: number; dueAt: number },
  ): Promise<Execution> {
    const { result, over } = this.#begin(rule, memory, { ...when, signal: new AbortController().signal });
    const execution = await result;
    await over;
    return execution;
  }

  /** Decides what comes of a run and keeps it; the caller holds the lock of the rule. */
  async #settle(
    rule: Rule,
    memory: RuleMemory,
    run: { readonly execution: Execution; readonly startedAt: number; readonly mustKeep: boolean },
  ): Promise<ReportResult> {
    const { execution, startedAt, mustKeep } = run;
    if (execution.kind === 'called_off')
      throw new Refusal('unavailable', 'The run was called off: try again.');
    const rules = this.#started();
    const { publicBaseUrl, settings, newUuid, nextTurn } = this.#options;
    const alerting = this.#alerting(rule);
    const now = this.#now();
    const isSnoozed = rules.snoozedUntil(rule, now) !== undefined;
    const connectors = await this.#connectors(alerting.actions, memory);
    const surroundings = { rule: alerting, previous: memory, now, connectors, publicBaseUrl, isSnoozed };
    const took = () => Math.max(0, this.#now() - startedAt);
    if (execution.kind === 'failed') {
      const duration = took();
      const { reason, message } = execution;
      const changes = failRun({ ...surroundings, message });
      const status = statusOfRun(startedAt, duration, { kind: 'failed', reason, message });
      const facts: RunFacts = { startedAt, duration, result: 'failed', message };
      const events = await this.#keep(rule.id, memory, changes, { status }, facts);
      return { active: [...activeIds(memory)].length, new: 0, recovered: 0, events };
    }
    const { report } = execution;
    const { alerts, actions } = settings.rules.run;
    const steps = runAlertsInSteps({
      ...surroundings,
      reported: report.alerts,
      ...(report.recoveredContext && { recoveredContext: report.recoveredContext }),
      maxAlerts: alerts.max,
      maxActions: mostActions(actions),
      newUuid,
    });
    const outcome = await inTurns(steps, nextTurn);
    const duration = took();
    const status = statusOfRun(startedAt, duration, {
      kind: 'ended',
      outcome,
      warnings: report.warnings,
    });
    const stateText = stateTextOf(report.state, memory);
    const { lookAgainAt } = report;
    if (lookAgainAt !== undefined)
      this.#scheduler.notLaterThan(rule.id, Math.max(lookAgainAt, now + soonestAgain));
    const quietRun = { startedAt, duration, active: outcome.counts.active };
    if (!mustKeep && outcome.isUnchanged && stateText === memory.stateText) {
      memory.lifecycle = outcome.lifecycle;
      rules.noteStatus(rule.id, status);
      this.#quiet.note(rule.id, quietRun, status);
      return { ...outcome.counts, events: [] };
    }
    const isQuiet = outcome.isUnchanged && report.warnings === undefined;
    const events = await this.#keep(
      rule.id,
      memory,
      outcome,
      { status, state: { value: report.state, text: stateText } },
      isQuiet ? undefined : factsOf(outcome, startedAt, duration, report.warnings),
    );
    // What is told every minute and changes nothing would fill the history.
    if (isQuiet) this.#quiet.note(rule.id, quietRun, status);
    return { ...outcome.counts, events };
  }

  /** Keeps what has come of something in one commit, and then takes it into memory. */
  async #keep(
    ruleId: string,
    memory: RuleMemory,
    changes: AlertChanges & Partial<Pick<RunOutcome, 'transitions'>>,
    more: {
      readonly status?: RuleStatus;
      readonly state?: { readonly value: unknown; readonly text: string | undefined };
    },
    /** `undefined`: nothing happened that a history tells of. */
    facts: RunFacts | undefined,
  ): Promise<readonly AcceptedEvent[]> {
    const { status, state } = more;
    const next = memoryAfter(memory, changes, state);
    const accepted = await this.#written(
      ruleId,
      this.#options.delivery.acceptWith(
        changes.events.map(({ event }) => event),
        (taken) => ({
          ...commitOf(changes, {
            ruleState: ruleStateText(next.lifecycle, next.stateText),
            ...(facts && { run: runRow(facts, { ...changes, uuidOf: uuidsOf(next) }, taken) }),
          }),
          ...(status !== undefined && { status: JSON.stringify(status) }),
          ruleId,
        }),
      ),
    );
    this.#memories.set(ruleId, next);
    const rules = this.#started();
    if (status !== undefined) rules.noteStatus(ruleId, status);
    rules.tell({ ruleId, what: 'alerts' });
    this.#quiet.overtaken(ruleId);
    return accepted;
  }

  /** After a commit that failed nobody knows what is on disk: it is read again. */
  async #written<Result>(ruleId: string, commit: Promise<Result>): Promise<Result> {
    try {
      const result = await commit;
      this.#isRefused = false;
      return result;
    } catch (error) {
      this.#memories.delete(ruleId);
      throw error;
    }
  }

  /** A run of which nothing can be kept is as if it had not been; the next one finds the same. That is told once. */
  #wait(error: unknown): void {
    if (!(error instanceof Refusal)) throw error;
    if (this.#isRefused) return;
    this.#isRefused = true;
    this.#options.onProblem('what rules find can not be kept now: their runs wait', error);
  }

  async #memoryOf(ruleId: string): Promise<RuleMemory> {
    const known = this.#memories.get(ruleId);
    if (known !== undefined) return known;
    const read = readMemory(await this.#options.store.loadState(ruleId));
    // Two may have asked at once, and only one may count.
    const memory = this.#memories.get(ruleId) ?? read;
    this.#memories.set(ruleId, memory);
    return memory;
  }

  #connectors(actions: AlertingRule['actions'], { lifecycle, alerts }: RuleMemory) {
    return lookUpConnectors(this.#options.delivery, connectorIdsOf(actions, lifecycle, alerts.values()));
  }

  #alerting(rule: Rule): AlertingRule {
    return alertingRuleOf(rule, this.#options.types.get(rule.typeId), this.#options.publicBaseUrl);
  }

  #schedule(rule: Rule): void {
    const rules = this.#rules;
    if (rules === undefined) return;
    const { execution } = rules.statusOf(rule.id);
    const last = execution.status === 'pending' ? null : execution.at;
    const timeout = rules.timeoutOf(rule.typeId).ms;
    this.#scheduler.add(rule.id, { interval: rule.interval.ms, timeout }, last);
  }

  /** Runs soon what names times to look again, one rule after the other. */
  #lookAgainSoon(rules: Iterable<Rule>): void {
    const now = this.#now();
    for (const { id, typeId } of rules) {
      if (this.#options.types.get(typeId)?.looksAgain === true)
        this.#scheduler.notLaterThan(id, now + phaseOf(id) * lookAgainWithin);
    }
  }

  #pruneLater(): void {
    this.#cancelPrune = this.#options.clock.after(pruneEvery, () => {
      const before = this.#now() - this.#options.settings.rules.historyRetention;
      this.#options.store
        .prune(before, pruneStep)
        .catch((error: unknown) => this.#options.onProblem('old runs could not be forgotten', error));
      this.#pruneLater();
    });
  }

  #now(): number {
    return Math.floor(this.#options.clock.now());
  }

  #started(): Rules {
    if (this.#rules === undefined) throw new Refusal('unavailable', 'Rules do not run yet: try again.');
    return this.#rules;
  }
}
