import { Badge } from '@mantine/core';
import { texts } from '../texts/common.ts';

const colours = {
  waiting: 'blue',
  in_flight: 'indigo',
  delivered: 'green',
  superseded: 'gray',
  dead: 'red',
  failed: 'orange',
} as const;

export type ShownState = keyof typeof colours;

/** The state of an event, in words and a colour. */
export function StateBadge({ state }: { readonly state: ShownState }) {
  return (
    <Badge color={colours[state]} variant="light" tt="none" fw={600}>
      {texts.states[state]}
    </Badge>
  );
}

const severityColours = { critical: 'red', error: 'orange', warning: 'yellow', info: 'blue' } as const;

export function SeverityBadge({ severity }: { readonly severity: keyof typeof severityColours }) {
  return (
    <Badge color={severityColours[severity]} variant="light" tt="none" fw={600}>
      {texts.severities[severity]}
    </Badge>
  );
}

export function IncidentBadge({ state }: { readonly state: 'open' | 'maybe_open' }) {
  return (
    <Badge color={state === 'open' ? 'red' : 'yellow'} variant="light" tt="none" fw={600}>
      {texts.incidentStates[state]}
    </Badge>
  );
}
