import { Anchor, Button, Collapse, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconKey } from '@tabler/icons-react';
import { playKey } from '../../src/api/sandbox.ts';
import { change } from '../api/request.ts';
import { Fault } from '../parts/fault.tsx';
import { sandboxPath, useSandboxChange } from '../sandbox/sandbox-queries.ts';
import { findKeyTexts, connectorFormTexts as texts } from '../texts/connector-form.ts';
import { keyNote } from './connector-values.ts';
import { FindKey } from './find-key/find-key.tsx';
import type { ConnectorFormState } from './use-connector-form.ts';

/** The integration key: never shown unless asked, with where it comes from. */
export function KeyField({ form }: { readonly form: ConnectorFormState }) {
  const [isHelpOpen, help] = useDisclosure(false);
  const make = useSandboxChange(() => change(playKey, 'POST', `${sandboxPath}/keys`));
  const note = keyNote(form.values);
  const input = form.getInputProps('key');
  const isSandbox = form.values.place === 'sandbox';
  const isMadeHere = isSandbox && make.data !== undefined && make.data.key === form.values.key;
  return (
    <Stack gap="xs" align="stretch">
      <PasswordInput
        label={texts.key}
        aria-required
        autoComplete="off"
        spellCheck={false}
        visibilityToggleFocusable
        visibilityToggleButtonProps={{ 'aria-label': texts.showKey }}
        aria-invalid={input.error ? true : undefined}
        {...input}
      />
      {note !== undefined && (
        <Text size="sm" c="dimmed" role="status">
          {note}
        </Text>
      )}
      {isMadeHere && (
        <Text size="sm" c="dimmed" role="status">
          {texts.keyMade}
        </Text>
      )}
      {isSandbox ? (
        <Group>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconKey size={14} aria-hidden />}
            loading={make.isPending}
            onClick={() => make.mutate(undefined, { onSuccess: ({ key }) => form.setFieldValue('key', key) })}
          >
            {texts.makeKey}
          </Button>
        </Group>
      ) : (
        <>
          <Anchor
            component="button"
            type="button"
            size="sm"
            ta="left"
            onClick={help.toggle}
            aria-expanded={isHelpOpen}
          >
            {findKeyTexts.open} <IconChevronDown size={14} aria-hidden />
          </Anchor>
          <Collapse expanded={isHelpOpen} keepMounted={false}>
            <FindKey />
          </Collapse>
        </>
      )}
      <Fault error={make.error} />
    </Stack>
  );
}
