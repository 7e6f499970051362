import { Badge } from '@mantine/core';
import { connectorsTexts } from '../texts/connectors.ts';

const colours = { working: 'green', failing: 'orange', held: 'red', unused: 'gray' } as const;

/** How it stands with a connector, in a word and a colour. */
export function HealthBadge({ health }: { readonly health: keyof typeof colours }) {
  return (
    <Badge color={colours[health]} variant="light" tt="none" fw={600} miw="max-content">
      {connectorsTexts.healths[health]}
    </Badge>
  );
}
