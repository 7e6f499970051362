import { Badge, Group, Tooltip } from '@mantine/core';
import { SeverityBadge } from '../parts/state-badge.tsx';
import { alertTexts as words } from '../texts/alerts.ts';
import type { Alert } from './alerts-api.ts';

export function AlertSeverity({ severity }: Pick<Alert, 'severity'>) {
  if (severity !== null) return <SeverityBadge severity={severity} />;
  return (
    <Badge color="gray" variant="light" tt="none" fw={600} miw="max-content">
      {words.unknownSeverity}
    </Badge>
  );
}

export function AlertState({ status }: { readonly status: Alert['status'] }) {
  return (
    <Badge color={status === 'active' ? 'red' : 'green'} variant="light" tt="none" fw={600} miw="max-content">
      {words.states[status]}
    </Badge>
  );
}

type Mark = keyof typeof words.marks;

function marksOf(alert: Pick<Alert, 'muted' | 'rule_quiet' | 'muted_until_recovery' | 'flapping'>): Mark[] {
  return [
    ...(alert.muted ? (['muted'] as const) : []),
    ...(alert.rule_quiet ? (['quiet'] as const) : []),
    ...(alert.muted_until_recovery ? (['untilRecovery'] as const) : []),
    ...(alert.flapping ? (['flapping'] as const) : []),
  ];
}

/** What keeps an alert quiet, and whether it flaps, if it is not the usual. */
export function AlertMarks({ alert }: { readonly alert: Parameters<typeof marksOf>[0] }) {
  const marks = marksOf(alert);
  if (marks.length === 0) return null;
  return (
    <Group gap={4} wrap="nowrap">
      {marks.map((mark) => (
        <Tooltip
          key={mark}
          label={words.hints[mark]}
          events={{ hover: true, focus: true, touch: true }}
          multiline
          maw={280}
        >
          <Badge
            size="sm"
            color={mark === 'flapping' ? 'gray' : 'violet'}
            variant="light"
            tt="none"
            miw="max-content"
          >
            {words.marks[mark]}
          </Badge>
        </Tooltip>
      ))}
    </Group>
  );
}
