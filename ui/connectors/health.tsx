import { Badge, Stack, Text } from '@mantine/core';
import { reasonInWords } from '../texts/common.ts';
import { connectorsTexts as texts } from '../texts/connectors.ts';
import type { ConnectorActivity } from './connector-queries.ts';

const colours = { working: 'green', failing: 'red', held: 'orange', unused: 'gray' } as const;

/** How a connector is, and why it is not well. `activity` undefined: nothing was ever heard of it. */
export function Health({ activity }: { readonly activity: ConnectorActivity | undefined }) {
  const health = activity?.health ?? 'unused';
  const isIll = health === 'failing' || health === 'held';
  const reason = isIll ? activity?.last_failure?.reason : undefined;
  return (
    <Stack gap={4} align="flex-start">
      <Badge color={colours[health]} variant="light" tt="none" fw={600}>
        {texts.healths[health]}
      </Badge>
      {reason !== undefined && (
        <Text size="xs" c="dimmed">
          {reasonInWords(reason)}
        </Text>
      )}
    </Stack>
  );
}
