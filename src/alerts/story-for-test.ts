import assert from 'node:assert/strict';
import { z } from 'zod';
import {
  type AlertState,
  alertStateSchema,
  type LifecycleState,
  lifecycleStateSchema,
  newLifecycle,
} from './alert-state.ts';
import { type ActionConnector, type AlertingRule, defaultFlapping } from './alerting-rule.ts';
import { acknowledgeByHand, resolveByHand } from './by-hand.ts';
import { editAlerts, endAlerts } from './end-alerts.ts';
import type { ReportedAlert } from './reported-alert.ts';
import type { RuleAction } from './rule-action.ts';
import { failRun } from './rule-error.ts';
import { runAlerts } from './run-alerts.ts';
import type { KeptAlerts } from './run-input.ts';
import type { AlertChanges, AlertingEvent, RunOutcome } from './run-outcome.ts';

export const minute = 60_000;

type ActionWords = Partial<Omit<RuleAction, 'frequency'>> & { frequency?: Partial<RuleAction['frequency']> };

/** An action that triggers in the default group through the connector `pd`, unless something else is said. */
export function actionOf({ frequency, ...words }: ActionWords = {}): RuleAction {
  return {
    uuid: 'fire',
    group: 'default',
    connectorId: 'pd',
    params: { eventAction: 'trigger', summary: '{{alert.id}}' },
    ...words,
    frequency: { summary: false, notifyWhen: 'onActionGroupChange', throttle: null, ...frequency },
  };
}

export const urgent = actionOf({
  uuid: 'urgent',
  group: 'urgent',
  params: { eventAction: 'trigger', severity: 'critical' },
});

export const recovery = (eventAction: string, words: ActionWords = {}): RuleAction =>
  actionOf({ uuid: `on-recovery-${eventAction}`, group: 'recovered', params: { eventAction }, ...words });

export function ruleOf(words: Partial<AlertingRule> = {}): AlertingRule {
  return {
    id: 'r',
    name: 'Disks',
    type: 'test',
    tags: [],
    params: {},
    url: '',
    actions: [actionOf(), urgent],
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
    ...words,
  };
}

export function usable(id: string): ActionConnector {
  return {
    kind: 'usable',
    connector: {
      id,
      name: id,
      options: {},
      defaultSource: `Tocsin ${id}`,
      changeEventFault: undefined,
      targetId: 1,
    },
  };
}

/** `a b! c=error`: the alert `a` in the default group, `b` in the group `urgent`, and `c` with a severity of its own. */
function reportedOf(words: readonly string[], context: Readonly<Record<string, unknown>>): ReportedAlert[] {
  return words.map((word) => {
    const [name = '', severity] = word.split('=');
    const isUrgent = name.endsWith('!');
    return {
      id: isUrgent ? name.slice(0, -1) : name,
      group: isUrgent ? 'urgent' : 'default',
      context,
      ...(severity !== undefined && { severity }),
    };
  });
}

/** An event in a few words, such as `trigger r:a critical` or `resolve other r:a`; severity info is not said. */
export function wordsOf({ event: made }: AlertingEvent): string {
  if (made.kind !== 'alert') return 'change';
  const { event, connectorId } = made;
  const severity = event.event_action === 'trigger' ? event.payload.severity : 'info';
  return [
    event.event_action,
    ...(connectorId === 'pd' ? [] : [connectorId]),
    event.dedup_key,
    ...(severity === 'info' ? [] : [severity]),
  ].join(' ');
}

const keptSchema = z.object({ lifecycle: lifecycleStateSchema, alerts: z.array(alertStateSchema) });

/** A rule that is told a story, run by run; between any two steps all that is kept goes through JSON. */
export class Story {
  rule: AlertingRule;
  now = Date.UTC(2026, 10, 26, 22, 0);
  isSnoozed = false;
  maxAlerts = 1000;
  maxActions = 100_000;
  context: Readonly<Record<string, unknown>> = {};
  readonly connectors = new Map<string, ActionConnector>([
    ['pd', usable('pd')],
    ['other', usable('other')],
  ]);
  /** What PagerDuty shows as open, as `connector key`. */
  readonly open = new Set<string>();
  last: RunOutcome | undefined;
  lastEvents: readonly AlertingEvent[] = [];
  #kept = '';
  #uuids = 0;

  constructor(rule: Partial<AlertingRule> = {}) {
    this.rule = ruleOf(rule);
    this.#keep(newLifecycle, []);
  }

  get kept(): KeptAlerts {
    const { lifecycle, alerts } = keptSchema.parse(JSON.parse(this.#kept));
    return { lifecycle, alerts: new Map(alerts.map((state) => [state.id, state])) };
  }

  alert(id: string): AlertState {
    const state = this.kept.alerts.get(id);
    assert.ok(state, `nothing is kept of ${id}`);
    return state;
  }

  get #surroundings() {
    return { now: this.now, connectors: this.connectors, publicBaseUrl: '' };
  }

  /** A run a minute later. */
  run(...reported: readonly string[]): readonly string[] {
    return this.report(reportedOf(reported, this.context));
  }

  report(reported: readonly ReportedAlert[]): readonly string[] {
    this.now += minute;
    this.last = runAlerts({
      ...this.#surroundings,
      rule: this.rule,
      previous: this.kept,
      reported,
      isSnoozed: this.isSnoozed,
      maxAlerts: this.maxAlerts,
      maxActions: this.maxActions,
      newUuid: () => `uuid-${++this.#uuids}`,
    });
    return this.#take(this.last);
  }

  fail(message = 'the disk is on fire'): readonly string[] {
    this.now += minute;
    return this.#take(
      failRun({
        ...this.#surroundings,
        rule: this.rule,
        previous: this.kept,
        isSnoozed: this.isSnoozed,
        message,
      }),
    );
  }

  edit(rule: Partial<AlertingRule>): readonly string[] {
    const before = this.rule;
    this.rule = { ...this.rule, ...rule };
    return this.#take(editAlerts({ ...this.#surroundings, rule: this.rule, previous: this.kept, before }));
  }

  /** Disabled, untracked or deleted: the same happens to its alerts. */
  end(): readonly string[] {
    return this.#take(endAlerts({ ...this.#surroundings, rule: this.rule, previous: this.kept }));
  }

  acknowledge(id: string): readonly string[] {
    return this.#take(acknowledgeByHand(this.#byHand(id)));
  }

  resolve(id: string): readonly string[] {
    return this.#take(resolveByHand(this.#byHand(id)));
  }

  #byHand(id: string) {
    return { ...this.#surroundings, previous: this.kept, alert: this.alert(id) };
  }

  #take({ lifecycle, changed, removed, events }: AlertChanges): readonly string[] {
    const alerts = new Map(this.kept.alerts);
    for (const state of changed) alerts.set(state.id, state);
    for (const id of removed) assert.ok(alerts.delete(id), `${id} was removed, but was not there`);
    this.#keep(lifecycle, alerts.values());
    for (const { event } of events) this.#post(event);
    this.lastEvents = events;
    return events.map(wordsOf);
  }

  #post(made: AlertingEvent['event']): void {
    if (made.kind !== 'alert') return;
    const incident = `${made.connectorId} ${made.event.dedup_key}`;
    if (made.event.event_action === 'trigger') this.open.add(incident);
    if (made.event.event_action === 'resolve') this.open.delete(incident);
  }

  #keep(lifecycle: LifecycleState, alerts: Iterable<AlertState>): void {
    this.#kept = JSON.stringify({ lifecycle, alerts: [...alerts] });
  }
}

/** A step of a story told in words. */
export type Step = readonly [step: string, events?: string];

/**
 * Tells a story and compares the events of each step, joined by commas. `run a b!` is a run; `snooze`, `mute a`, `mute
 * all` and their contraries, `fail`, `disable`, `resolve a`, `acknowledge a`, `wait <minutes>` are what they say.
 */
export function tell(story: Story, steps: readonly Step[]): void {
  steps.forEach(([step, expected = ''], index) => {
    assert.equal(tellOne(story, step).join(', '), expected, `step ${index + 1}: ${step}`);
  });
}

function tellOne(story: Story, step: string): readonly string[] {
  const [verb = '', ...words] = step.split(' ');
  const [word = ''] = words;
  const muted = new Set(story.rule.mutedAlertIds);
  switch (verb) {
    case 'run':
      return story.run(...words);
    case 'fail':
      return story.fail();
    case 'disable':
      return story.end();
    case 'resolve':
      return story.resolve(word);
    case 'acknowledge':
      return story.acknowledge(word);
    case 'wait':
      story.now += Number(word) * minute;
      return [];
    case 'snooze':
    case 'unsnooze':
      story.isSnoozed = verb === 'snooze';
      return [];
    case 'mute':
    case 'unmute':
      if (word === 'all') story.rule = { ...story.rule, muteAll: verb === 'mute' };
      else {
        if (verb === 'mute') muted.add(word);
        else muted.delete(word);
        story.rule = { ...story.rule, mutedAlertIds: muted };
      }
      return [];
    default:
      throw new Error(`no such step: ${step}`);
  }
}
