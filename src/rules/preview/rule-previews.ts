import { newLifecycle } from '../../alerts/alert-state.ts';
import type { AlertingRule } from '../../alerts/alerting-rule.ts';
import type { ReportedAlert } from '../../alerts/reported-alert.ts';
import { failRun } from '../../alerts/rule-error.ts';
import { runAlertsInSteps } from '../../alerts/run-alerts.ts';
import type { KeptAlerts } from '../../alerts/run-input.ts';
import type { AlertChanges, AlertingEvent } from '../../alerts/run-outcome.ts';
import { isInTimeframe } from '../../alerts/timeframe.ts';
import type { Clock } from '../../delivery/clock.ts';
import type { DeliveryService } from '../../delivery/delivery-service.ts';
import { struckSecret } from '../../pagerduty/strike-secrets.ts';
import { Refusal } from '../../refusal.ts';
import { connectorIdsOf, lookUpConnectors } from '../action-connectors.ts';
import { alertingRuleOf } from '../alerting-rule-of.ts';
import { executeRule } from '../execute-rule.ts';
import { inTurns } from '../in-turns.ts';
import { type ActionLimits, mostActions } from '../most-actions.ts';
import type { Rule } from '../rule.ts';
import type { NewRule } from '../rule-draft.ts';
import type { RuleType } from '../rule-type.ts';
import type { Rules } from '../rules.ts';
import { RunEnded } from '../scheduler/scheduler.ts';
import type { Sources } from '../sources.ts';
import type { PreviewedAction, PreviewedEvent, RulePreview } from './rule-preview.ts';

/** Somebody waits for a preview in front of a screen. Milliseconds. */
const longestRun = 30_000;
/** Previews that run at once; each may call what the rule watches. */
const mostAtOnce = 4;

export interface PreviewOptions {
  readonly rules: Pick<Rules, 'tried' | 'find' | 'timeoutOf' | 'types'>;
  /** What a rule's type has kept; `undefined`: nothing. */
  readonly stateOf: (ruleId: string) => Promise<unknown>;
  readonly delivery: Pick<DeliveryService, 'connector'>;
  readonly sources: Sources;
  readonly settings: {
    readonly rules: {
      readonly run: { readonly alerts: { readonly max: number }; readonly actions: ActionLimits };
    };
  };
  /** `server.publicBaseUrl`; empty without. */
  readonly publicBaseUrl: string;
  readonly clock: Clock;
  readonly nextTurn: (what: () => void) => void;
  readonly newUuid: () => string;
  readonly random: () => number;
}

/** What shall be previewed. */
export interface PreviewRequest {
  /** With the id of a rule that there is, what that one was told counts. */
  readonly draft: NewRule;
  /** What the rule is told, in the place of what it was: it makes the state of its type. */
  readonly told?: ((now: number) => unknown) | undefined;
  /** Alerts, and events of each action, that are shown. */
  readonly limit: number;
}

/**
 * Evaluates rules without keeping or sending anything: each is run once as if it had never run before, and then once more
 * as if all its alerts were over. What would keep an action back at first, such as `alert_delay`, mutes and its hours, is
 * left out, and what a type waits for too, so that there is something to see.
 */
export class RulePreviews {
  readonly #options: PreviewOptions;
  #running = 0;

  constructor(options: PreviewOptions) {
    this.#options = options;
  }

  /**
   * @throws `Refusal`: the rule would be refused, in the words of `create`; or too many previews are under way.
   */
  async preview(request: PreviewRequest): Promise<RulePreview> {
    if (this.#running >= mostAtOnce) {
      throw new Refusal('too_many', `${mostAtOnce} previews are under way already: try again in a moment.`);
    }
    this.#running++;
    try {
      return await this.#preview(request);
    } finally {
      this.#running--;
    }
  }

  async #preview({ draft, told, limit }: PreviewRequest): Promise<RulePreview> {
    const { rules, clock, nextTurn, newUuid, publicBaseUrl, settings, delivery } = this.#options;
    const rule = await rules.tried(draft, null);
    const type = rules.types.get(rule.typeId);
    if (type === undefined) throw new Refusal('invalid', `Rule type "${rule.typeId}" is not registered.`);
    const now = Math.floor(clock.now());
    const { state, isExample } = await this.#stateOf(rule, type, told, now);
    const execution = await this.#execute(rule, type, state, now);
    const alerting = withNothingInTheWay(alertingRuleOf(rule, type, publicBaseUrl));
    const connectors = await lookUpConnectors(delivery, connectorIdsOf(alerting.actions, newLifecycle, []));
    const surroundings = { rule: alerting, connectors, publicBaseUrl, isSnoozed: false };
    const shown = (
      reported: readonly ReportedAlert[],
      ignored: number,
      told: readonly Told[],
    ): RulePreview => ({
      ruleId: rule.id,
      duration: Math.max(0, Math.floor(clock.now()) - now),
      error: null,
      isExample,
      alerts: reported.slice(0, limit).map(({ id, group, severity = null, context }) => {
        return { id, group, groupName: alerting.groupNames.get(group) ?? group, severity, context };
      }),
      alertCount: reported.length,
      ignored,
      actions: actionsOf(rule, alerting, connectors, told, { now, limit }),
    });
    if (execution.kind !== 'report') {
      const { reason, message } =
        execution.kind === 'failed' ? execution : { reason: 'execute', message: 'The run was called off.' };
      const previous: KeptAlerts = {
        lifecycle: {
          ...newLifecycle,
          failing: { runs: Math.max(0, alerting.errorsBeforeAlert - 1), since: now, opened: [] },
        },
        alerts: new Map(),
      };
      const changes = failRun({ ...surroundings, previous, now, message });
      return { ...shown([], 0, [{ on: 'error', changes }]), error: { reason, message } };
    }
    const { alerts, recoveredContext } = execution.report;
    const { run } = settings.rules;
    const begin = await inTurns(
      runAlertsInSteps({
        ...surroundings,
        previous: { lifecycle: newLifecycle, alerts: new Map() },
        now,
        reported: alerts,
        maxAlerts: run.alerts.max,
        maxActions: mostActions(run.actions),
        newUuid,
      }),
      nextTurn,
    );
    const end = await inTurns(
      runAlertsInSteps({
        ...surroundings,
        previous: {
          lifecycle: begin.lifecycle,
          alerts: new Map(begin.changed.map((state) => [state.id, state])),
        },
        now: now + rule.interval.ms,
        reported: [],
        ...(recoveredContext && { recoveredContext }),
        maxAlerts: run.alerts.max,
        maxActions: mostActions(run.actions),
        newUuid,
      }),
      nextTurn,
    );
    return shown(alerts, begin.counts.ignored, [
      { on: 'active', changes: begin },
      { on: 'recovered', changes: end },
    ]);
  }

  async #stateOf(rule: Rule, type: RuleType, told: PreviewRequest['told'], now: number) {
    if (told !== undefined) return { state: told(now), isExample: false };
    const there = this.#options.rules.find(rule.id);
    const kept = there?.typeId === rule.typeId ? await this.#options.stateOf(rule.id) : undefined;
    if (kept !== undefined || type.example === undefined) return { state: kept, isExample: false };
    return { state: type.example(rule.params, now), isExample: true };
  }

  async #execute(rule: Rule, type: RuleType, state: unknown, now: number) {
    const { clock, rules, random, sources } = this.#options;
    const ending = new AbortController();
    const timeout = Math.min(longestRun, rules.timeoutOf(rule.typeId).ms);
    const cancel = clock.after(timeout, () =>
      ending.abort(new RunEnded('timeout', `The run was cancelled after ${timeout / 1000} s.`)),
    );
    try {
      return await executeRule(type, {
        ruleId: rule.id,
        ruleName: rule.name,
        params: type.withoutWaiting?.(rule.params) ?? rule.params,
        state,
        now,
        startedAt: now,
        previousStartedAt: null,
        // Whatever is late is shown as it is.
        listeningSince: 0,
        activeIds: () => [],
        signal: ending.signal,
        random,
        sources,
      }).result;
    } finally {
      cancel();
    }
  }
}

interface Told {
  readonly on: PreviewedEvent['on'];
  readonly changes: AlertChanges;
}

/** Every action runs for every alert, at once. */
function withNothingInTheWay(rule: AlertingRule): AlertingRule {
  return {
    ...rule,
    delay: 1,
    flapping: { ...rule.flapping, enabled: false },
    actions: rule.actions.map(({ timeframe: _, ...action }) => action),
  };
}

function shownEvent({ event, cause, alertId }: AlertingEvent, on: PreviewedEvent['on']): PreviewedEvent {
  return { on, alertId, cause, body: { routing_key: struckSecret, ...event.event }, notes: event.notes };
}

function actionsOf(
  rule: Rule,
  alerting: AlertingRule,
  connectors: Awaited<ReturnType<typeof lookUpConnectors>>,
  told: readonly Told[],
  { now, limit }: { readonly now: number; readonly limit: number },
): PreviewedAction[] {
  const withHours = new Map(rule.actions.map(({ uuid, timeframe }) => [uuid, timeframe]));
  return alerting.actions.map(({ uuid, group, connectorId, frequency }) => {
    const found = connectors.get(connectorId);
    const hours = withHours.get(uuid);
    const events = told.flatMap(({ on, changes }) =>
      changes.events.filter(({ actionUuid }) => actionUuid === uuid).map((event) => ({ event, on })),
    );
    // Some of each kind: a thousand triggers would hide what their recovery says.
    const some = (which: PreviewedEvent['on']) => events.filter(({ on }) => on === which).slice(0, limit);
    return {
      uuid,
      group,
      connectorId,
      connectorName: found?.kind === 'usable' ? found.connector.name : null,
      isSummary: frequency.summary,
      isInTimeframe: hours === null || hours === undefined || isInTimeframe(hours, now),
      fault: found === undefined || found.kind === 'usable' ? null : found.why,
      events: [...some('active'), ...some('recovered'), ...some('error')].map(({ event, on }) =>
        shownEvent(event, on),
      ),
      eventCount: events.length,
    };
  });
}
