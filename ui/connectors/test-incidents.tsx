import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconBellRinging } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { incidentsBody } from '../../src/api/events.ts';
import { get, withQuery } from '../api/request.ts';
import { Fault } from '../parts/fault.tsx';
import { connectorTestTexts } from '../texts/connector-test.ts';
import { forgetTestIncident, type TestIncident, useTestIncidents } from './kept-test-incidents.ts';
import { runTest } from './test-run.ts';

const texts = connectorTestTexts.open;

/**
 * The test incidents that are still open, so that nobody is paged by one that was forgotten. Of one connector, or of
 * all; `except` is the dedup key of one that is spoken of elsewhere.
 */
export function TestIncidents({
  connectorId,
  except,
}: {
  readonly connectorId?: string;
  readonly except?: string | undefined;
}) {
  const shown = useTestIncidents().filter(
    (each) => (connectorId === undefined || each.connectorId === connectorId) && each.dedupKey !== except,
  );
  if (shown.length === 0) return null;
  return (
    <Stack gap="xs">
      {shown.map((incident) => (
        <Notice key={`${incident.connectorId} ${incident.dedupKey}`} incident={incident} />
      ))}
    </Stack>
  );
}

/** Says so only while Tocsin knows of it as open: somebody may have resolved it elsewhere. */
function Notice({ incident }: { readonly incident: TestIncident }) {
  const { connectorId, dedupKey } = incident;
  const open = useQuery({
    queryKey: ['incidents', 'of a test', dedupKey],
    queryFn: ({ signal }) =>
      get(incidentsBody, withQuery('/api/tocsin/incidents', { dedup_key: dedupKey }), signal),
    meta: { live: true },
  });
  const resolving = useMutation({
    mutationFn: async () => {
      const { execution } = await runTest(connectorId, { eventAction: 'resolve', dedupKey });
      if (execution.status === 'error')
        throw new Error(execution.service_message ?? execution.message ?? connectorTestTexts.unknownReason);
    },
    onSuccess: () => notifications.show({ message: texts.resolved }),
  });
  const found = open.data?.items.find((each) => each.connector_id === connectorId || each.shared);
  if (found === undefined) return null;
  return (
    <Alert
      color="orange"
      variant="light"
      icon={<IconBellRinging aria-hidden />}
      title={found.last_action === 'acknowledge' ? texts.acknowledged : texts.title}
      role="status"
    >
      <Stack gap="xs">
        <Text size="sm" className="from-outside">
          {texts.note(found.connector_name ?? connectorId, dedupKey)}
        </Text>
        {resolving.isError && (
          <Stack gap={4}>
            <Text size="sm" fw={600}>
              {texts.failed}
            </Text>
            <Fault error={resolving.error} />
          </Stack>
        )}
        <Group gap="xs">
          <Button size="xs" loading={resolving.isPending} onClick={() => resolving.mutate()}>
            {texts.resolve}
          </Button>
          <Button size="xs" variant="default" onClick={() => forgetTestIncident(incident)}>
            {texts.forget}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
