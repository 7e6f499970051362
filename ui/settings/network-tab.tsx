import { Badge, Box, Button, Group, NativeSelect, Paper, Stack, Text } from '@mantine/core';
import { IconCheck, IconRoute, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useConnectorNames } from '../lists/connector-filter.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { settingsTexts } from '../texts/settings.ts';
import { type NetworkStep, useNetworkCheck } from './settings-queries.ts';

const texts = settingsTexts.network;

/** How the host of a connector is reached, step by step; asked for by a press, since it opens connections. */
export function NetworkTab() {
  const { data: connectors = [], isSuccess } = useConnectorNames();
  const [chosen, setChosen] = useState('');
  const [checked, setChecked] = useState('');
  const check = useNetworkCheck(checked);
  const connector = chosen === '' ? (connectors[0]?.id ?? '') : chosen;
  const start = () => {
    if (checked === connector) void check.refetch();
    else setChecked(connector);
  };
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed" maw="45rem">
        {texts.about}
      </Text>
      <Group align="end" gap="sm">
        <NativeSelect
          label={texts.connector}
          description={isSuccess && connectors.length === 0 ? texts.noConnector : undefined}
          value={connector}
          onChange={({ currentTarget }) => setChosen(currentTarget.value)}
          data={connectors.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Button
          leftSection={<IconRoute size={16} aria-hidden />}
          onClick={start}
          loading={check.isFetching}
          disabled={connector === ''}
        >
          {texts.check}
        </Button>
      </Group>
      {checked !== '' && (
        <QueryView query={check} lines={5}>
          {({ url, reachable, steps }) => (
            <Stack gap="md" component="section" aria-label={texts.result(url)}>
              <Text fw={600} role="status" className="from-outside">
                {reachable ? texts.reachable(url) : texts.unreachable(url)}
              </Text>
              <Paper withBorder component="ol" p={0} m={0}>
                {steps.map((step, index) => (
                  <Step key={step.step} step={step} isFirst={index === 0} />
                ))}
              </Paper>
            </Stack>
          )}
        </QueryView>
      )}
    </Stack>
  );
}

function Step({ step, isFirst }: { readonly step: NetworkStep; readonly isFirst: boolean }) {
  const { ok, text, details, took } = step;
  const color = ok ? 'green' : 'red';
  return (
    <Box
      component="li"
      px="md"
      py="sm"
      style={{
        listStyle: 'none',
        borderTop: isFirst ? undefined : '1px solid var(--mantine-color-default-border)',
      }}
    >
      <Group gap="sm" wrap="nowrap" align="start">
        <Badge
          variant="light"
          color={color}
          tt="none"
          miw="8.5rem"
          leftSection={ok ? <IconCheck size={12} aria-hidden /> : <IconX size={12} aria-hidden />}
          aria-label={`${texts.steps[step.step]}: ${ok ? texts.ok : texts.failed}`}
        >
          {texts.steps[step.step]}
        </Badge>
        <Stack gap={4} miw={0} flex={1}>
          <Text size="sm" className="from-outside">
            {text}{' '}
            {took !== null && (
              <Text span size="sm" c="dimmed">
                {texts.took(took)}
              </Text>
            )}
          </Text>
          {details.map((line) => (
            <Text key={line} size="sm" c="dimmed" className="from-outside">
              {line}
            </Text>
          ))}
        </Stack>
      </Group>
    </Box>
  );
}
