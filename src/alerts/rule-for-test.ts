import {
  type AlertState,
  alertStateSchema,
  type LifecycleState,
  lifecycleStateSchema,
  newLifecycle,
} from './alert-state.ts';
import { type ActionConnector, type AlertingRule, defaultFlapping } from './alerting-rule.ts';
import { editAlerts, endAlerts } from './end-alerts.ts';
import type { ReportedAlert } from './reported-alert.ts';
import type { RuleAction } from './rule-action.ts';
import { failRun } from './rule-error.ts';
import { runAlerts } from './run-alerts.ts';
import type { AlertChanges, AlertingEvent, RunOutcome } from './run-outcome.ts';

/** A connector that takes everything. */
const usable = (id: string): ActionConnector => ({
  kind: 'usable',
  connector: {
    id,
    name: id,
    options: {},
    defaultSource: `from ${id}`,
    changeEventFault: undefined,
    targetId: 1,
  },
});

/** An action for each alert of the group `default`, unless something else is said. */
export function actionForTest(
  more: Partial<RuleAction> & { notifyWhen?: RuleAction['frequency']['notifyWhen'] } = {},
): RuleAction {
  const { notifyWhen = 'onActionGroupChange', ...rest } = more;
  return {
    uuid: 'page',
    group: 'default',
    connectorId: 'on-call',
    params: { eventAction: 'trigger' },
    frequency: { summary: false, notifyWhen, throttle: null },
    ...rest,
  };
}

export const alertingRuleForTest: AlertingRule = {
  id: 'r',
  name: 'Rule',
  type: 'test',
  tags: [],
  params: {},
  url: '',
  actions: [actionForTest()],
  groupNames: new Map([
    ['default', 'Default'],
    ['urgent', 'Urgent'],
    ['recovered', 'Recovered'],
  ]),
  recoveryGroup: 'recovered',
  flapping: defaultFlapping,
  delay: 1,
  autoResolve: true,
  onRuleEnd: 'resolve',
  errorsBeforeAlert: 3,
  muteAll: false,
  mutedAlertIds: new Set(),
};

/** An event in a few words: `trigger r:a`, with its severity where it has one of its own. */
function inWords({ event }: AlertingEvent): string {
  if (event.kind !== 'alert') return 'change';
  const { event_action: action, dedup_key: key } = event.event;
  const severity = 'payload' in event.event ? event.event.payload.severity : 'info';
  const through = event.connectorId === 'on-call' ? '' : ` through ${event.connectorId}`;
  return `${action} ${key}${severity === 'info' ? '' : ` ${severity}`}${through}`;
}

/** A rule from run to run. What it keeps goes through JSON each time, as over a restart. */
export class RuleForTest {
  rule: AlertingRule;
  lifecycle: LifecycleState = newLifecycle;
  alerts = new Map<string, AlertState>();
  connectors = new Map<string, ActionConnector>(['on-call', 'second'].map((id) => [id, usable(id)]));
  isSnoozed = false;
  maxAlerts = 1000;
  maxActions = 1000;
  /** Milliseconds since 1970: a minute a run. */
  now = Date.UTC(2026, 4, 6, 10, 0, 0);
  last: RunOutcome | undefined;
  #uuids = 0;

  constructor(more: Partial<AlertingRule> = {}) {
    this.rule = { ...alertingRuleForTest, ...more };
  }

  /** A run that finds these: `a`, or `a:urgent` for another group. Gives the events that go out. */
  run(...found: readonly string[]): string[] {
    const reported = found.map((each): ReportedAlert => {
      const [id = '', group = 'default'] = each.split(':');
      return { id, group, context: { of: id }, ...(group === 'urgent' && { severity: 'critical' }) };
    });
    const outcome = runAlerts({
      ...this.#surroundings(),
      reported,
      maxAlerts: this.maxAlerts,
      maxActions: this.maxActions,
      newUuid: () => `uuid-${++this.#uuids}`,
    });
    this.last = outcome;
    return this.#keep(outcome);
  }

  fail(message = 'no answer'): string[] {
    return this.#keep(failRun({ ...this.#surroundings(), message }));
  }

  /** It is disabled or deleted. */
  end(): string[] {
    return this.#keep(endAlerts(this.#surroundings()));
  }

  edit(more: Partial<AlertingRule>): string[] {
    const before = this.rule;
    this.rule = { ...before, ...more };
    return this.#keep(editAlerts({ ...this.#surroundings(), before }));
  }

  status(id: string): AlertState['status'] | undefined {
    return this.alerts.get(id)?.status;
  }

  #surroundings() {
    const { rule, now, connectors, isSnoozed, lifecycle, alerts } = this;
    return { rule, now, connectors, isSnoozed, publicBaseUrl: '', previous: { lifecycle, alerts } };
  }

  #keep({ lifecycle, changed, removed, events }: AlertChanges): string[] {
    this.now += 60_000;
    this.lifecycle = lifecycleStateSchema.parse(JSON.parse(JSON.stringify(lifecycle)));
    for (const id of removed) this.alerts.delete(id);
    for (const state of changed) {
      this.alerts.set(state.id, alertStateSchema.parse(JSON.parse(JSON.stringify(state))));
    }
    return events.map(inWords);
  }
}
