import { Button, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { connectorsKey, sandboxUrlOf, useConnectors } from '../../connectors/connector-queries.ts';
import { Fault } from '../../parts/fault.tsx';
import { QueryView } from '../../parts/query-view.tsx';
import { firstStepsTexts } from '../../texts/first-steps.ts';
import { createPracticeConnector } from './first-steps-api.ts';
import { PagerDutyForm } from './pagerduty-form.tsx';
import type { StepConnector } from './progress.ts';

const words = firstStepsTexts.create;

/** A connector with one click, for the sandbox, or with a key of PagerDuty. */
export function CreateStep({
  onCreated,
  onElsewhere,
}: {
  readonly onCreated: (connector: StepConnector) => void;
  /** Somebody goes to the connectors' own page for it. */
  readonly onElsewhere: () => void;
}) {
  const queries = useQueryClient();
  const connectors = useConnectors();
  const created = async (connector: StepConnector) => {
    // The steps go on only with a connector that the overview knows.
    await Promise.all([
      queries.invalidateQueries({ queryKey: connectorsKey }),
      queries.invalidateQueries({ queryKey: ['overview'] }),
    ]);
    onCreated(connector);
  };
  return (
    <Stack gap="sm">
      <Text size="sm">{words.about}</Text>
      <QueryView query={connectors} lines={3}>
        {(list) => {
          const sandboxUrl = sandboxUrlOf(list);
          return (
            <SimpleGrid cols={{ base: 1, sm: sandboxUrl === undefined ? 1 : 2 }} spacing="md">
              {sandboxUrl !== undefined && <Practise sandboxUrl={sandboxUrl} onCreated={created} />}
              <Paper withBorder p={{ base: 'sm', sm: 'md' }}>
                <PagerDutyForm onCreated={created} onElsewhere={onElsewhere} />
              </Paper>
            </SimpleGrid>
          );
        }}
      </QueryView>
    </Stack>
  );
}

function Practise({
  sandboxUrl,
  onCreated,
}: {
  readonly sandboxUrl: string;
  readonly onCreated: (connector: StepConnector) => Promise<void>;
}) {
  const create = useMutation({ mutationFn: () => createPracticeConnector(sandboxUrl), onSuccess: onCreated });
  return (
    <Paper withBorder p={{ base: 'sm', sm: 'md' }}>
      <Stack gap="sm" align="flex-start">
        <Title order={4} size="h6">
          {words.practise}
        </Title>
        <Text size="sm" c="dimmed">
          {words.practiseHint}
        </Text>
        <Button px="sm" loading={create.isPending} onClick={() => create.mutate()}>
          {words.practiseButton}
        </Button>
        <Fault error={create.error} />
      </Stack>
    </Paper>
  );
}
