import type { DeliveryConnector, NewEvent } from '../delivery/delivery-service.ts';
import { defaultSummary } from '../pagerduty/event.ts';
import { fitDedupKey } from '../pagerduty/fit-dedup-key.ts';
import type { FitDefaults } from '../pagerduty/fit-result.ts';
import { fitEvent } from '../pagerduty/fitting.ts';
import { renderParams } from '../templates/render-params.ts';
import { renderTemplate } from '../templates/render-template.ts';
import type { AlertView } from './alert-view.ts';
import { defaultKeyTemplate } from './incidents.ts';
import type { ReportedAlert } from './reported-alert.ts';
import type { RuleAction } from './rule-action.ts';

export type EventAction = 'trigger' | 'acknowledge' | 'resolve';

/** What an action does to which incident, filled in. */
export interface ActionAddress {
  readonly eventAction: EventAction;
  /** As it will be sent. */
  readonly dedupKey: string;
  readonly notes: readonly string[];
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

/**
 * Fills in what an action does to which incident. An action that does not say what it does triggers, as in Kibana;
 * one whose template comes to nothing that PagerDuty knows does `fallback`. A key that comes to nothing is the default.
 *
 * @param fallback `trigger`, or `resolve` for an alert that is over: that pages nobody.
 */
export function addressOfAction(action: RuleAction, view: AlertView, fallback: EventAction): ActionAddress {
  const { eventAction, dedupKey } = action.params;
  const { params, notes } = renderParams({ eventAction, dedupKey }, view.variables);
  const all = [...notes];
  const key = isText(params.dedupKey) ? params.dedupKey : undefined;
  if (key === undefined && isText(dedupKey)) all.push('dedup_key filled in: the template came to nothing');
  const fitted = fitDedupKey(key ?? defaultKeyOf(view));
  if (fitted.note !== undefined) all.push(fitted.note);
  const does = eventAction === undefined ? 'trigger' : params.eventAction;
  const name = typeof does === 'string' ? does.trim().toLowerCase() : '';
  if (name === 'trigger' || name === 'acknowledge' || name === 'resolve') {
    return { eventAction: name, dedupKey: fitted.dedupKey, notes: all };
  }
  all.push(`event_action filled in as ${fallback}: the template came to ${JSON.stringify(does ?? '')}`);
  return { eventAction: fallback, dedupKey: fitted.dedupKey, notes: all };
}

function defaultKeyOf({ variables }: AlertView): string {
  const rendered = renderTemplate(defaultKeyTemplate, variables);
  return rendered.kind === 'text' ? rendered.text : defaultKeyTemplate;
}

/** An acknowledge or a resolve: it carries nothing but its key. */
export function closingEvent(
  eventAction: 'acknowledge' | 'resolve',
  connectorId: string,
  dedupKey: string,
  notes: readonly string[] = [],
): NewEvent {
  return {
    connectorId,
    source: 'rule',
    notes,
    kind: 'alert',
    event: { event_action: eventAction, dedup_key: dedupKey },
  };
}

export interface TriggerFacts {
  readonly view: AlertView;
  readonly connector: DeliveryConnector;
  readonly dedupKey: string;
  readonly notes: readonly string[];
  /** When the alert was detected; milliseconds since 1970. */
  readonly detectedAt: number;
  /** A template for an action without a summary. */
  readonly defaultSummary: string | undefined;
  /** Of the alert. */
  readonly severity: string | undefined;
  readonly links: ReportedAlert['links'];
  readonly defaults: ReportedAlert['defaults'];
}

/**
 * The trigger of an action: its params filled in and made to fit (delivery contract, "Fitting"). What the action says
 * nothing about gets its default in silence; what its templates could not say gets it with a note.
 */
export function triggerEvent(action: RuleAction, facts: TriggerFacts): NewEvent {
  const { view, connector, dedupKey, detectedAt } = facts;
  const { eventAction: _action, dedupKey: _key, ...given } = action.params;
  const { params, notes } = renderParams(given, view.variables);
  const before = [...view.notes, ...facts.notes, ...notes];
  const summary = isText(params.summary) ? params.summary : defaultSummaryOf(facts);
  if (isText(given.summary) && summary !== params.summary)
    before.push('summary filled in: the event had none');
  const source = facts.defaults?.source ?? connector.defaultSource;
  const payload = {
    summary,
    source: given.source === undefined ? source : params.source,
    severity: isText(params.severity)
      ? params.severity
      : (facts.severity ?? (given.severity === undefined ? 'info' : '')),
    timestamp: params.timestamp,
    component: params.component ?? facts.defaults?.component,
    group: params.group,
    class: params.class ?? facts.defaults?.class,
    custom_details: params.customDetails,
  };
  const body = {
    event_action: 'trigger',
    dedup_key: dedupKey,
    payload,
    links: linksOf(params.links, facts.links),
    images: params.images,
    client: params.client,
    client_url: params.clientUrl,
  };
  const { client, clientUrl } = connector.options;
  const defaults: FitDefaults = {
    dedupKey,
    source,
    severity: 'info',
    timestamp: new Date(detectedAt).toISOString(),
    client,
    clientUrl,
  };
  return fitted(connector.id, body, defaults, before);
}

function defaultSummaryOf({ defaultSummary: template, view }: TriggerFacts): string {
  if (template === undefined) return defaultSummary;
  const rendered = renderTemplate(template, view.variables);
  return rendered.kind === 'text' && isText(rendered.text) ? rendered.text : defaultSummary;
}

function linksOf(links: unknown, ofAlert: ReportedAlert['links']): unknown {
  if (ofAlert === undefined || ofAlert.length === 0) return links;
  return [...(Array.isArray(links) ? links : []), ...ofAlert];
}

interface LooseTrigger {
  readonly payload: { readonly summary: unknown; readonly severity: unknown };
}

/** Makes a trigger fit. One that is too large whatever is left out goes with its summary and severity alone: it pages. */
export function fitted(
  connectorId: string,
  body: LooseTrigger,
  defaults: FitDefaults,
  notes: readonly string[],
): NewEvent {
  const result = fitEvent(body, defaults);
  if (result.kind === 'fits') {
    const { event } = result;
    return { connectorId, source: 'rule', notes: [...notes, ...result.notes], kind: 'alert', event };
  }
  const { summary, severity } = body.payload;
  const small = { event_action: 'trigger', payload: { summary, severity, source: defaults.source } };
  const again = fitEvent(small, { ...defaults, client: undefined, clientUrl: undefined });
  // A summary is cut, a key shortened, and the rest is ours: it can only fit.
  if (again.kind !== 'fits')
    throw new Error(`an event of summary and severity alone does not fit: ${again.message}`);
  const why = `all but summary and severity left out: ${result.message}`;
  return { connectorId, source: 'rule', notes: [...notes, why], kind: 'alert', event: again.event };
}
