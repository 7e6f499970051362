import type { AlertDefaults, ReportedAlert } from '../../../alerts/reported-alert.ts';
import type { Held } from './held-alert.ts';
import { firstLabelOf, labelOf, objectOf } from './label-set.ts';
import type { AlertmanagerParams } from './params.ts';
import { type SeverityGroup, severityGroupOf } from './severity-group.ts';

/** Annotations by the names that Prometheus' own rules and the mixins give them. */
const summaryNames = ['summary', 'message', 'description'];
const runbookNames = ['runbook_url', 'runbook'];
const dashboardNames = ['dashboard_url', 'dashboard'];
const longestHref = 2048;

type Naming = Pick<AlertmanagerParams, 'severityLabel' | 'defaultSeverity'>;

function groupOf({ labels }: Held, { severityLabel, defaultSeverity }: Naming): SeverityGroup {
  return severityGroupOf(labelOf(labels, severityLabel)) ?? defaultSeverity;
}

function webUrl(text: string | undefined): URL | undefined {
  if (text === undefined || text.length > longestHref) return undefined;
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) ? url : undefined;
}

type Links = NonNullable<ReportedAlert['links']>;

function linksOf({ annotations, generatorURL, externalURL }: Held): Links {
  return [
    ['Runbook', firstLabelOf(annotations, ...runbookNames)],
    ['Dashboard', firstLabelOf(annotations, ...dashboardNames)],
    ['Source of the alert', generatorURL],
    ['Alertmanager', externalURL],
  ].flatMap(([text, href]) =>
    href === undefined || text === undefined || webUrl(href) === undefined ? [] : [{ href, text }],
  );
}

function defaultsOf({ labels, generatorURL }: Held): AlertDefaults {
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

/** What templates see of an alert. */
function contextOf(held: Held, id: string, group: SeverityGroup): Record<string, unknown> {
  const { labels, annotations, startsAt, endsAt, isResolved } = held;
  return {
    alertname: labelOf(labels, 'alertname') ?? '',
    severity: group,
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
    groupLabels: objectOf(held.groupLabels ?? []),
  };
}

/** An alert that fires, as the rule reports it. */
export function describeAlert(held: Held, id: string, naming: Naming): ReportedAlert {
  const group = groupOf(held, naming);
  return {
    id,
    group,
    severity: group,
    context: contextOf(held, id, group),
    links: linksOf(held),
    defaults: defaultsOf(held),
  };
}
