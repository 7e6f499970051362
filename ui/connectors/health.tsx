import { Stack, Text } from '@mantine/core';
import { HealthBadge } from '../parts/health-badge.tsx';
import { reasonInWords } from '../texts/common.ts';
import type { ConnectorActivity } from './connector-queries.ts';

/** How a connector is, and why it is not well. `activity` undefined: nothing was ever heard of it. */
export function Health({ activity }: { readonly activity: ConnectorActivity | undefined }) {
  const health = activity?.health ?? 'unused';
  const isIll = health === 'failing' || health === 'held';
  const reason = isIll ? activity?.last_failure?.reason : undefined;
  return (
    <Stack gap={4} align="flex-start">
      <HealthBadge health={health} />
      {reason !== undefined && (
        <Text size="xs" c="dimmed">
          {reasonInWords(reason)}
        </Text>
      )}
    </Stack>
  );
}
