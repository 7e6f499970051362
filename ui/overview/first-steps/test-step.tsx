import { Alert, Anchor, Button, Stack, Text } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { Link } from 'react-router';
import { Fault } from '../../parts/fault.tsx';
import { firstStepsTexts } from '../../texts/first-steps.ts';
import { type Sent, sendTrigger } from './first-steps-api.ts';
import type { StepConnector } from './progress.ts';

const words = firstStepsTexts.test;

/** One trigger through the connector, with what was answered. */
export function TestStep({
  connector,
  onSent,
}: {
  readonly connector: StepConnector;
  readonly onSent: (sent: Extract<Sent, { isDelivered: true }>) => void;
}) {
  const test = useMutation({
    mutationFn: () => sendTrigger(connector.id),
    onSuccess: (sent) => {
      if (sent.isDelivered) onSent(sent);
    },
  });
  return (
    <Stack gap="sm" align="flex-start">
      <Text size="sm" className="from-outside">
        {words.about(connector.name)} {!connector.isSandbox && words.pages}
      </Text>
      <Button
        leftSection={<IconBell size={16} aria-hidden />}
        loading={test.isPending}
        onClick={() => test.mutate()}
      >
        {words.button}
      </Button>
      <Fault error={test.error} />
      {test.data?.isDelivered === false && (
        <Alert color="red" role="alert" title={words.failed} className="from-outside">
          <Text size="sm">{test.data.words}</Text>
          <Text size="sm">
            {words.failedHint}{' '}
            <Anchor
              component={Link}
              to={`/connectors/${encodeURIComponent(connector.id)}`}
              inherit
              underline="always"
            >
              {words.toConnector}
            </Anchor>
          </Text>
        </Alert>
      )}
    </Stack>
  );
}
