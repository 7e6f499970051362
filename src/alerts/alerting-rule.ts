import type { DeliveryConnector } from '../delivery/delivery-service.ts';
import type { TemplateRule } from '../templates/rule-variables.ts';
import type { RuleAction } from './rule-action.ts';

/** How flapping is judged (contract 6.5); what the rule says goes before what the settings say. */
export interface FlappingSettings {
  readonly enabled: boolean;
  /** Runs. */
  readonly lookBackWindow: number;
  /** Changes within the window that make an alert flap, and absences in a row that end a flapping alert. */
  readonly statusChangeThreshold: number;
}

export const defaultFlapping: FlappingSettings = {
  enabled: true,
  lookBackWindow: 20,
  statusChangeThreshold: 4,
};

/** A rule as its alerts know it. */
export interface AlertingRule extends TemplateRule {
  readonly actions: readonly RuleAction[];
  /** Names of the type's action groups by id, the recovery group's among them. */
  readonly groupNames: ReadonlyMap<string, string>;
  readonly recoveryGroup: string;
  /** A template, for a trigger whose action has no summary. */
  readonly defaultSummary?: string;
  readonly flapping: FlappingSettings;
  /** `alert_delay.active`: the run in a row from which on an alert counts; 1 is no delay. */
  readonly delay: number;
  readonly autoResolve: boolean;
  /** What becomes of open incidents when the rule, or the action that opened them, ends. */
  readonly onRuleEnd: 'resolve' | 'leave';
  /** The failing run in a row from which on it pages; 0: never. */
  readonly errorsBeforeAlert: number;
  readonly muteAll: boolean;
  readonly mutedAlertIds: ReadonlySet<string>;
}

/** The connector of an action, or why nothing can go through it. */
export type ActionConnector =
  | { readonly kind: 'usable'; readonly connector: DeliveryConnector }
  /** It was deleted; what it had opened is looked after by delivery. */
  | { readonly kind: 'gone'; readonly why: string }
  /** Its type is not enabled, or its secrets are missing: that may change. */
  | { readonly kind: 'unusable'; readonly why: string };

/** Connectors by id. One that is not among them counts as gone. */
export type ActionConnectors = ReadonlyMap<string, ActionConnector>;
