import { ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useId } from '@mantine/hooks';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useRef } from 'react';
import { ruleTypeTexts as texts } from '../../texts/rule-types.ts';
import type { Pair } from '../types/read-params.ts';
import { useField } from './faults-context.ts';

/** Headers that are sent along, a row each. */
export function HeadersField({
  headers,
  onHeaders,
}: {
  readonly headers: readonly Pair[];
  readonly onHeaders: (headers: readonly Pair[]) => void;
}) {
  const labelId = useId();
  const addButton = useRef<HTMLButtonElement>(null);
  const { error, ...field } = useField('params.headers', true);
  const set = (row: number, change: Partial<Pair>) =>
    onHeaders(headers.map((each) => (each.row === row ? { ...each, ...change } : each)));
  return (
    <Stack gap="xs" role="group" aria-labelledby={labelId} {...field}>
      <Text id={labelId} size="sm" fw={600}>
        {texts.headers}
      </Text>
      {headers.map(({ row, name, value }, index) => (
        <Group key={row} gap="xs" wrap="nowrap">
          <TextInput
            flex={1}
            miw={0}
            placeholder={texts.headerName}
            aria-label={texts.ofRow(texts.headerName, index + 1)}
            value={name}
            onChange={({ currentTarget }) => set(row, { name: currentTarget.value })}
          />
          <TextInput
            flex={1}
            miw={0}
            placeholder={texts.headerValue}
            aria-label={texts.ofRow(texts.headerValue, index + 1)}
            value={value}
            onChange={({ currentTarget }) => set(row, { value: currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={texts.removeHeader(index + 1)}
            onClick={() => {
              onHeaders(headers.filter((each) => each.row !== row));
              addButton.current?.focus();
            }}
          >
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      {error !== undefined && (
        <Text size="xs" c="var(--mantine-color-error)" role="alert" className="from-outside">
          {error}
        </Text>
      )}
      <div>
        <Button
          ref={addButton}
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() =>
            onHeaders([
              ...headers,
              { row: Math.max(-1, ...headers.map((each) => each.row)) + 1, name: '', value: '' },
            ])
          }
        >
          {texts.addHeader}
        </Button>
      </div>
    </Stack>
  );
}
