import {
  Anchor,
  Button,
  PasswordInput,
  SegmentedControl,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { Link } from 'react-router';
import { regions } from '../../../src/pagerduty/regions.ts';
import { wordsOf } from '../../api/api-error.ts';
import {
  type ConnectorValues,
  emptyConnector,
  validateConnector,
} from '../../connectors/connector-values.ts';
import { serverFaultOf } from '../../connectors/server-fault.ts';
import { Fault } from '../../parts/fault.tsx';
import { connectorFormTexts } from '../../texts/connector-form.ts';
import { firstStepsTexts } from '../../texts/first-steps.ts';
import { createConnector } from './first-steps-api.ts';
import type { StepConnector } from './progress.ts';

const words = firstStepsTexts.create;
const places = [
  { value: 'us', label: regions.us.name },
  { value: 'eu', label: regions.eu.name },
];

/** Only what a connector to PagerDuty itself needs: where, its name and its key. */
export function PagerDutyForm({
  onCreated,
  onElsewhere,
}: {
  readonly onCreated: (connector: StepConnector) => Promise<void>;
  readonly onElsewhere: () => void;
}) {
  const form = useForm<ConnectorValues>({ initialValues: emptyConnector, validate: validateConnector });
  const create = useMutation({
    mutationFn: (values: ConnectorValues) => createConnector(values, undefined),
    onSuccess: onCreated,
    onError: (error) => {
      const { field, message } = serverFaultOf(wordsOf(error));
      if (field === 'name' || field === 'key') form.setFieldError(field, message);
    },
  });
  const isAtField = create.isError && Object.keys(form.errors).length > 0;
  return (
    <form onSubmit={form.onSubmit((values) => create.mutate(values))} noValidate>
      <Stack gap="sm">
        <Title order={4} size="h6">
          {words.real}
        </Title>
        <Text size="sm" c="dimmed">
          {words.realHint}
        </Text>
        <SegmentedControl
          aria-label={words.region}
          data={places}
          size="xs"
          {...form.getInputProps('place')}
        />
        <TextInput label={connectorFormTexts.name} autoComplete="off" {...form.getInputProps('name')} />
        <PasswordInput
          label={connectorFormTexts.key}
          autoComplete="off"
          spellCheck={false}
          visibilityToggleButtonProps={{ 'aria-label': connectorFormTexts.showKey }}
          {...form.getInputProps('key')}
        />
        {!isAtField && <Fault error={create.error} />}
        <Button type="submit" variant="default" loading={create.isPending}>
          {words.realButton}
        </Button>
        <Anchor component={Link} to="/connectors/new" size="sm" onClick={onElsewhere}>
          {words.whereKey}
        </Anchor>
      </Stack>
    </form>
  );
}
