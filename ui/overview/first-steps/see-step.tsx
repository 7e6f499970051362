import { Anchor, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { Fault } from '../../parts/fault.tsx';
import { Moment } from '../../parts/moment.tsx';
import { QueryView } from '../../parts/query-view.tsx';
import { IncidentStatusBadge } from '../../sandbox/incident-status.tsx';
import { firstStepsTexts } from '../../texts/first-steps.ts';
import { readSandboxIncident, sendOn } from './first-steps-api.ts';
import type { ProgressOf } from './progress.ts';

const words = firstStepsTexts.see;

/** The incident that the test has opened, where it can be seen, and what ends it. */
export function SeeStep({
  progress,
  onTold,
}: {
  readonly progress: ProgressOf<'see'>;
  readonly onTold: (action: 'acknowledge' | 'resolve') => void;
}) {
  const { connector, dedupKey, eventId, isAcknowledged } = progress;
  const tell = useMutation({
    mutationFn: (action: 'acknowledge' | 'resolve') => sendOn(connector.id, action, dedupKey),
    onSuccess: (_, action) => onTold(action),
  });
  return (
    <Stack gap="sm">
      <Text size="sm">{connector.isSandbox ? words.aboutSandbox : words.aboutReal}</Text>
      {connector.isSandbox && <SandboxIncident dedupKey={dedupKey} />}
      {eventId !== null && (
        <Anchor component={Link} to={`/deliveries/${eventId}`} size="sm" w="fit-content">
          {words.toEvent}
        </Anchor>
      )}
      <Text size="sm" role="status">
        {isAcknowledged && words.acknowledged}
      </Text>
      <Group gap="xs">
        {!isAcknowledged && (
          <Button
            loading={tell.isPending && tell.variables === 'acknowledge'}
            onClick={() => tell.mutate('acknowledge')}
          >
            {words.acknowledge}
          </Button>
        )}
        <Button
          variant={isAcknowledged ? 'filled' : 'default'}
          loading={tell.isPending && tell.variables === 'resolve'}
          onClick={() => tell.mutate('resolve')}
        >
          {words.resolve}
        </Button>
      </Group>
      <Fault error={tell.error} />
    </Stack>
  );
}

function SandboxIncident({ dedupKey }: { readonly dedupKey: string }) {
  const incident = useQuery({
    queryKey: ['sandbox', 'incident of', dedupKey],
    queryFn: ({ signal }) => readSandboxIncident(dedupKey, signal),
    meta: { live: true },
  });
  return (
    <Paper withBorder p="sm">
      <QueryView query={incident} lines={1}>
        {(found) =>
          found === null ? (
            <Text size="sm" c="dimmed">
              {words.arriving}
            </Text>
          ) : (
            <Group gap="sm" justify="space-between">
              <Group gap="sm" flex={1} miw="14rem">
                <IncidentStatusBadge status={found.status} />
                <Text size="sm" fw={600} className="from-outside">
                  {found.title}
                </Text>
                <Text size="xs" c="dimmed" component="span">
                  <Moment at={found.opened_at} />
                </Text>
              </Group>
              <Anchor component={Link} to={`/sandbox/incidents?incident=${found.id}`} size="sm">
                {words.toIncident}
              </Anchor>
            </Group>
          )
        }
      </QueryView>
    </Paper>
  );
}
