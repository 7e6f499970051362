import { severityNamed } from '../../../pagerduty/fit-severity.ts';

/** The groups of the type, the most severe first. */
export const severityGroups = ['critical', 'error', 'warning', 'info'] as const;

export type SeverityGroup = (typeof severityGroups)[number];

/** What people write into their severity labels, beside the names that are known everywhere. */
const words: ReadonlyMap<string, SeverityGroup> = new Map<string, SeverityGroup>([
  ...named('critical', 'page', 'pager', 'emerg', 'disaster', 'p1', 'sev1'),
  ...named('error', 'high', 'p2', 'sev2'),
  ...named('warning', 'medium', 'moderate', 'ticket', 'p3', 'sev3'),
  ...named('info', 'informational', 'none', 'low', 'p4', 'p5'),
]);

function named(group: SeverityGroup, ...names: string[]): [string, SeverityGroup][] {
  return names.map((name) => [name, group]);
}

/** The group that a severity label asks for; `undefined`: it is missing, or nobody knows the word. */
export function severityGroupOf(label: string | undefined): SeverityGroup | undefined {
  const name = label?.trim().toLowerCase() ?? '';
  return severityNamed(name) ?? words.get(name);
}
