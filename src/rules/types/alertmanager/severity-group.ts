/** The groups of the type, the most severe first. */
export const severityGroups = ['critical', 'error', 'warning', 'info'] as const;

export type SeverityGroup = (typeof severityGroups)[number];

/** What people write into their severity labels. */
const words: ReadonlyMap<string, SeverityGroup> = new Map<string, SeverityGroup>([
  ...named('critical', 'crit', 'page', 'pager', 'fatal', 'emergency', 'emerg', 'disaster', 'p1', 'sev1'),
  ...named('error', 'err', 'major', 'high', 'p2', 'sev2'),
  ...named('warning', 'warn', 'minor', 'medium', 'moderate', 'ticket', 'p3', 'sev3'),
  ...named('info', 'information', 'informational', 'notice', 'none', 'ok', 'low', 'debug', 'p4', 'p5'),
]);

function named(group: SeverityGroup, ...others: string[]): [string, SeverityGroup][] {
  return [group, ...others].map((word) => [word, group]);
}

/** The group that a severity label asks for; `undefined`: it is missing, or nobody knows the word. */
export function severityGroupOf(label: string | undefined): SeverityGroup | undefined {
  return words.get(label?.trim().toLowerCase() ?? '');
}
