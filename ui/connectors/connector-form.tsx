import { Alert, Button, Group, Paper, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCheck, IconLock } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { ApiError } from '../api/api-error.ts';
import { Fault } from '../parts/fault.tsx';
import { texts as common } from '../texts/common.ts';
import { connectorFormTexts as texts } from '../texts/connector-form.ts';
import { ApiUrlField } from './api-url-field.tsx';
import { type KeptConnector, saveConnector } from './connector-queries.ts';
import { type ConnectorValues, toConnectorBody, valuesOf } from './connector-values.ts';
import { KeyField } from './key-field.tsx';
import { serverFaultOf } from './server-fault.ts';
import type { ConnectorFormState } from './use-connector-form.ts';
import { useReadAnew } from './use-read-anew.ts';

interface Wish {
  readonly values: ConnectorValues;
  readonly wantsTest: boolean;
}

/** The fields of a connector, and what keeps them. `id` undefined: it is still to be made. */
export function ConnectorForm({
  id,
  form,
  sandboxUrl,
  saved,
  onSaved,
}: {
  readonly id: string | undefined;
  readonly form: ConnectorFormState;
  readonly sandboxUrl: string | undefined;
  readonly saved: KeptConnector | undefined;
  readonly onSaved: (kept: KeptConnector, wantsTest: boolean) => void;
}) {
  const readAnew = useReadAnew();
  const focusOn = (field: string) => {
    const node = form.getInputNode(field);
    (node?.querySelector<HTMLElement>('input:checked') ?? node)?.focus();
  };
  const saving = useMutation({
    mutationFn: ({ values }: Wish) => saveConnector(id, toConnectorBody(values, sandboxUrl)),
    onSuccess: async (kept) => {
      await readAnew();
      if (id === undefined) notifications.show({ message: texts.created(kept.name) });
    },
    onError: (error, { values }) => {
      const field = fieldOf(error, values);
      if (field === undefined || !(error instanceof ApiError)) return;
      form.setFieldError(field, serverFaultOf(error.message).message);
      focusOn(field);
    },
  });
  const settle = (kept: KeptConnector, wish: Wish) => {
    const values = valuesOf(kept, sandboxUrl);
    form.setInitialValues(values);
    form.setValues(values);
    form.clearErrors();
    onSaved(kept, wish.wantsTest);
  };
  const send = (wantsTest: boolean) =>
    form.onSubmit(
      // Not for a form that was left meanwhile.
      (values) => saving.mutate({ values, wantsTest }, { onSuccess: settle }),
      (errors) => focusOn(Object.keys(errors)[0] ?? ''),
    );
  const isDirty = form.isDirty();
  const isSaved = saved !== undefined && !isDirty;
  const hasErrors = Object.keys(form.errors).length > 0;
  const isTold = saving.isError && fieldOf(saving.error, saving.variables.values) !== undefined;
  const isLocked = !isDirty || saving.isPending;
  const isSending = (wantsTest: boolean) => saving.isPending && saving.variables.wantsTest === wantsTest;

  return (
    <form onSubmit={send(false)} noValidate>
      <Stack gap="lg" pb="md">
        <TextInput
          label={texts.name}
          aria-required
          autoComplete="off"
          data-autofocus={id === undefined ? true : undefined}
          {...form.getInputProps('name')}
        />
        <ApiUrlField form={form} sandboxUrl={sandboxUrl} />
        <KeyField form={form} />
        <Alert variant="light" color="gray" icon={<IconLock aria-hidden />}>
          {id === undefined ? texts.onCreate : texts.onEdit}
        </Alert>
        {!isTold && <Fault error={saving.error} />}
      </Stack>
      <Paper
        pos="sticky"
        bottom={0}
        radius={0}
        py="md"
        style={{ borderTop: '1px solid var(--mantine-color-default-border)', zIndex: 2 }}
      >
        <Group justify="flex-end" gap="sm">
          {hasErrors && (
            <Text
              size="sm"
              c="var(--mantine-color-error)"
              role="alert"
              mr="auto"
              w={{ base: '100%', sm: 'auto' }}
            >
              {texts.hasErrors}
            </Text>
          )}
          <Button
            variant="default"
            disabled={isLocked}
            loading={isSending(true)}
            onClick={() => send(true)()}
          >
            {texts.saveAndTest}
          </Button>
          <div aria-live="polite">
            <Button
              type="submit"
              leftSection={isSaved && <IconCheck size={16} aria-hidden />}
              disabled={isLocked}
              loading={isSending(false)}
            >
              {isSaved ? texts.saved : common.save}
            </Button>
          </div>
        </Group>
      </Paper>
    </form>
  );
}

/** The field that a refusal of the server is shown at; `undefined`: it is about none of them. */
function fieldOf(error: unknown, { place }: ConnectorValues): keyof ConnectorValues | undefined {
  if (!(error instanceof ApiError)) return undefined;
  const { field } = serverFaultOf(error.message);
  if (field === 'apiUrl') return place === 'other' ? 'ownUrl' : 'place';
  return field;
}
