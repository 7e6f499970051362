import { Badge } from '@mantine/core';
import type { IncidentStatus } from '../../src/api/sandbox.ts';
import { sandboxTexts } from '../texts/sandbox.ts';

const colours = { triggered: 'red', acknowledged: 'yellow', resolved: 'green' } as const;

/** What PagerDuty would show of an incident. */
export function IncidentStatusBadge({ status }: { readonly status: IncidentStatus }) {
  return (
    <Badge color={colours[status]} variant="light" tt="none" fw={600} miw="max-content">
      {sandboxTexts.statuses[status]}
    </Badge>
  );
}
