import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { CodeBlock } from './code-block.tsx';

/** A key that was just made, with what uses it. It is gone once it is put away. */
export function ShownOnce({
  title,
  note,
  keyLabel,
  secret,
  usage,
  done,
  onDone,
}: {
  readonly title: string;
  readonly note: ReactNode;
  readonly keyLabel: string;
  readonly secret: string;
  readonly usage?: { readonly label: string; readonly text: string };
  readonly done: string;
  readonly onDone: () => void;
}) {
  return (
    <Alert color="green" icon={<IconKey aria-hidden />} title={title} role="status">
      <Stack gap="sm">
        <Text size="sm">{note}</Text>
        <CodeBlock text={secret} label={keyLabel} />
        {usage !== undefined && (
          <>
            <Text size="sm" fw={600}>
              {usage.label}
            </Text>
            <CodeBlock text={usage.text} label={usage.label} />
          </>
        )}
        <Group justify="flex-end">
          <Button size="xs" variant="default" onClick={onDone}>
            {done}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
