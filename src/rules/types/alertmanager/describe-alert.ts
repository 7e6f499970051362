import type { AlertDefaults, ReportedAlert } from '../../../alerts/reported-alert.ts';
import { type HeldAlert, idOf } from './held-alerts.ts';
import { firstLabelOf, type LabelSet, labelOf, objectOf } from './label-set.ts';
import type { AlertmanagerParams } from './params.ts';
import { type SeverityGroup, severityGroupOf } from './severity-group.ts';

/** Annotations by the names that Prometheus' own rules and the mixins give them. */
const summaryNames = ['summary', 'message', 'description'];
const runbookNames = ['runbook_url', 'runbook'];
const dashboardNames = ['dashboard_url', 'dashboard'];
const longestHref = 2048;

export function groupOf(
  { labels }: HeldAlert,
  { severityLabel, defaultSeverity }: AlertmanagerParams,
): SeverityGroup {
  return severityGroupOf(labelOf(labels, severityLabel)) ?? defaultSeverity;
}

function webUrl(text: string | undefined): URL | undefined {
  if (text === undefined || text.length > longestHref) return undefined;
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) ? url : undefined;
}

type Links = NonNullable<ReportedAlert['links']>;

function linksOf({ annotations, generatorURL, externalURL }: HeldAlert): Links {
  return [
    ['Runbook', firstLabelOf(annotations, ...runbookNames)],
    ['Dashboard', firstLabelOf(annotations, ...dashboardNames)],
    ['Source of the alert', generatorURL],
    ['Alertmanager', externalURL],
  ].flatMap(([text, href]) =>
    href === undefined || text === undefined || webUrl(href) === undefined ? [] : [{ href, text }],
  );
}

function defaultsOf({ labels, generatorURL }: HeldAlert): AlertDefaults {
  const source = firstLabelOf(labels, 'instance', 'host', 'cluster') ?? webUrl(generatorURL)?.host;
  const component = firstLabelOf(labels, 'job', 'service');
  const alertname = labelOf(labels, 'alertname');
  return {
    ...(source !== undefined && { source }),
    ...(component !== undefined && { component }),
    ...(alertname !== undefined && { class: alertname }),
  };
}

const iso = (time: number) => new Date(time).toISOString();
const setOf = (set: LabelSet | undefined) => objectOf(set ?? []);

/** What templates see of an alert. */
export function contextOf(held: HeldAlert, params: AlertmanagerParams): Record<string, unknown> {
  const { labels, annotations, startsAt, endsAt, isResolved } = held;
  const id = idOf(held, params.severityLabel);
  return {
    alertname: labelOf(labels, 'alertname') ?? '',
    severity: groupOf(held, params),
    summary: firstLabelOf(annotations, ...summaryNames) ?? id,
    labels: objectOf(labels),
    annotations: objectOf(annotations),
    startsAt: iso(startsAt),
    endsAt: isResolved && endsAt !== null ? iso(endsAt) : '',
    generatorURL: held.generatorURL ?? '',
    fingerprint: held.fingerprint ?? '',
    receiver: held.receiver ?? '',
    externalURL: held.externalURL ?? '',
    groupKey: held.groupKey ?? '',
    groupLabels: setOf(held.groupLabels),
  };
}

/** An alert that fires, as the rule reports it. */
export function reportedAlertOf(held: HeldAlert, params: AlertmanagerParams): ReportedAlert {
  const group = groupOf(held, params);
  return {
    id: idOf(held, params.severityLabel),
    group,
    severity: group,
    context: contextOf(held, params),
    links: linksOf(held),
    defaults: defaultsOf(held),
  };
}
