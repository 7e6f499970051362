import { Button, Group, Stack } from '@mantine/core';
import { incidentAnswer } from '../../src/api/sandbox.ts';
import { change } from '../api/request.ts';
import { Fault } from '../parts/fault.tsx';
import { sandboxTexts } from '../texts/sandbox.ts';
import { type SandboxIncident, sandboxPath, useSandboxChange } from './sandbox-queries.ts';

const texts = sandboxTexts.incidents;

/** What a person at PagerDuty would do with an incident. */
export function IncidentActions({ incident: { id, status, title } }: { readonly incident: SandboxIncident }) {
  const act = useSandboxChange((action: 'acknowledge' | 'resolve') =>
    change(incidentAnswer, 'POST', `${sandboxPath}/incidents/${id}/${action}`),
  );
  if (status === 'resolved') return null;
  const button = (action: 'acknowledge' | 'resolve') => (
    <Button
      size="compact-xs"
      variant="default"
      loading={act.isPending && act.variables === action}
      aria-label={texts.actionOf(texts[action], title)}
      onClick={() => act.mutate(action)}
    >
      {texts[action]}
    </Button>
  );
  return (
    <Stack gap={6}>
      <Group gap={6} justify="flex-end" wrap="nowrap">
        {status === 'triggered' && button('acknowledge')}
        {button('resolve')}
      </Group>
      <Fault error={act.error} />
    </Stack>
  );
}
